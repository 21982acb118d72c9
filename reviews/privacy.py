"""What is held about a reader, and how it goes: by their own hand at any time, else by the worker when its time is up.

docs/reviews.md says what is stored, why, and for how long.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from articles.models import Event
from reviews import moderation
from reviews.models import Letter, Report, Review

State = Review.State
NOBODY = {"email": "", "address": "", "network": ""}
NOTHING = NOBODY | {"text": "", "name": "", "note": "", "matched": "", "likeness": ""}
CAPS_KEPT = timedelta(days=2)  # how long hashes for the caps on confirmations are kept
REPORTS_KEPT = timedelta(days=30)


def withdraw(review_id: int, *, now: datetime) -> None:
    """Its writer takes it back: nobody reads it any more. Where it was answered, the answer stands."""
    with transaction.atomic():
        review = moderation.locked(review_id)
        if review.withdrawn_at is None:
            _take_back(review, "withdraw", now)


def erase(review_id: int, *, now: datetime) -> None:
    """The same, and all that is held about its writer goes at once."""
    with transaction.atomic():
        review = moderation.locked(review_id)
        if review.withdrawn_at is None:
            _take_back(review, "withdraw", now)
        Review.objects.filter(pk=review.pk).update(erase_at=None, rating=None, **NOTHING)
        review.letters.filter(mailed_at=None).update(mail_at=None)
        Event.objects.write("erase", review, by=None)


def _take_back(review: Review, verb: str, now: datetime) -> None:
    before = review.state
    moderation.step(review, State.REMOVED, now=now)
    review.withdrawn_at = now
    review.save(update_fields=["state", "decided_at", "erase_at", "withdrawn_at", "pick"])
    review.letters.filter(mailed_at=None).update(mail_at=None)
    Event.objects.write(verb, review, by=None, before=before, after=State.REMOVED)


def held(review: Review) -> dict[str, Any]:
    """All that is held about one review, as its writer may have it."""
    names = [
        "uid", "kind", "rating", "text", "name", "email", "credit", "state", "posted_at", "edited_at", "confirmed_at",
        "decided_at", "withdrawn_at", "reason", "note", "address", "network", "likeness", "erase_at", "screening",
        "matched", "pick", "answer", "answered_at",
    ]  # fmt: skip
    events = Event.objects.about(review).order_by("at", "pk")
    return {name: getattr(review, name) for name in names} | {
        "history": [{"at": event.at, "did": event.verb, "reason": event.reason} for event in events],
        "letters": [*review.letters.order_by("pk").values("kind", "asked_at", "mailed_at")],
    }


def tidy(now: datetime) -> None:
    """Forget who wrote what was decided long enough ago; of spam, and of what nobody confirmed, nothing is kept."""
    due = Review.objects.filter(erase_at__lte=now)
    due.filter(state__in=[State.SPAM, State.UNCONFIRMED]).delete()
    due.filter(withdrawn_at__isnull=False).update(erase_at=None, rating=None, **NOTHING)
    due.update(erase_at=None, **NOBODY)
    Letter.objects.filter(asked_at__lte=now - CAPS_KEPT).exclude(mailbox="").update(mailbox="", network="")
    Report.objects.filter(Q(at__lte=now - REPORTS_KEPT)).exclude(network="").update(network="")
