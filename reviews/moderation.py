"""What a moderator decides on a review. Every decision is a line of the journal: who, when, from, to, why."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Event
from reviews.models import Review

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

State = Review.State


@dataclass(frozen=True)
class Decision:
    verb: str
    name: "str | _StrPromise"
    sources: frozenset[State]
    target: State
    needs_reason: bool = False


DECISIONS = {
    decision.verb: decision
    for decision in (
        Decision(
            "publish", gettext_lazy("Publish"), frozenset({State.PENDING, State.SPAM, State.REFUSED}), State.PUBLISHED
        ),
        Decision("refuse", gettext_lazy("Refuse"), frozenset({State.PENDING, State.PUBLISHED}), State.REFUSED, True),
        Decision("spam", gettext_lazy("Spam"), frozenset({State.PENDING, State.PUBLISHED}), State.SPAM),
    )
}


class NotDecided(Exception):
    """The review stays as it was. `code`: decided-meanwhile, reason-missing."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


def open_to(review: Review) -> list[Decision]:
    """What can still be decided on a review in its state."""
    return [decision for decision in DECISIONS.values() if review.state in decision.sources]


def decide(review_id: int, verb: str, *, by: User, reason: str = "") -> Review:
    """Decide on one review; of two moderators the second is told (NotDecided). Permission is the caller's to ask."""
    decision = DECISIONS[verb]
    with transaction.atomic():
        review = Review.objects.select_for_update(no_key=True).get(pk=review_id)
        if review.state not in decision.sources:
            message = _("This review is “%(state)s” by now; nothing was changed.")
            raise NotDecided(message % {"state": review.get_state_display()}, code="decided-meanwhile")
        if decision.needs_reason and not reason.strip():
            raise NotDecided(_("Say why, in a sentence."), code="reason-missing")
        before, review.state = review.state, decision.target
        review.save(update_fields=["state"])
        Event.objects.write(verb, review, by=by, reason=reason.strip(), before=before, after=review.state)
    return review
