"""What is held about a reader, and how it goes: by their own hand at any time, else by the worker when its time is up.

docs/reviews.md says what is stored, why, and for how long.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from articles.models import Event, Notice
from articles.models.notice import Kind
from reviews import moderation
from reviews.models import Letter, Report, Review

State = Review.State
NOBODY = {"email": "", "address": "", "network": ""}
WORDS = {"text": "", "name": "", "note": "", "matched": "", "likeness": ""}
NOTHING = NOBODY | WORDS
CAPS_KEPT = timedelta(days=2)  # how long hashes for the caps on confirmations are kept
REPORTS_KEPT = timedelta(days=30)
AT_ONCE = 500  # that the worker forgets in one transaction


def withdraw(review_id: int, *, now: datetime) -> None:
    """Withdraw a review for its writer: the text is deleted at once. The newsroom's reply stays.

    Who wrote it is kept as after any decision, so that taking back is no way around the limits.
    """
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
        Event.objects.write("erase", review, by=None)


def _take_back(review: Review, verb: str, now: datetime) -> None:
    before = review.state
    moderation.step(review, State.REMOVED, now=now)
    review.withdrawn_at = now
    review.save(update_fields=["state", "decided_at", "erase_at", "withdrawn_at", "pick"])
    Review.objects.filter(pk=review.pk).update(rating=None, **WORDS)
    Event.objects.write(verb, review, by=None, before=before, after=State.REMOVED)
    _forget_words([review.pk])


def take_back_notices(keys: list[int]) -> None:
    """What moderators were told of these reviews at the desk, with their words. A mail that is sent is sent."""
    pages = [reverse("admin:reviews_review_change", args=[key]) for key in keys]
    Notice.objects.filter(kind=Kind.HELD, leads_to__in=pages).delete()


def _forget_words(keys: list[int]) -> None:
    """Erase what may repeat the text of these reviews: moderators' notes in the activity log, readers' reports."""
    Event.objects.about_all(Review, keys).erase()
    Report.objects.filter(review__in=keys).update(note="")
    take_back_notices(keys)


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
    dropped, taken_back = due.filter(state__in=[State.SPAM, State.UNCONFIRMED]), due.exclude(withdrawn_at=None)
    while keys := [*(dropped | taken_back).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]]:
        with transaction.atomic():
            _forget_words(keys)
            taken_back.filter(pk__in=keys).update(erase_at=None, rating=None, **NOTHING)
            dropped.filter(pk__in=keys).delete()
    due.update(erase_at=None, **NOBODY)
    Letter.objects.filter(asked_at__lte=now - CAPS_KEPT).exclude(mailbox="").update(mailbox="", network="")
    Report.objects.filter(Q(at__lte=now - REPORTS_KEPT)).exclude(network="").update(network="")
