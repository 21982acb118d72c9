"""What is decided on a review, as a table. Every decision is a line of the activity log: who, when, from, to, why.

With a decision go, in one transaction: the counts of the discussion, when the writer's address is to be forgotten, and
the letter to the writer. Of two who decide at once the second is told, and so is anyone who read other words.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Event
from newsroom.lib import lazy, plain_text
from newsroom.lib.clock import Clock, read
from reviews.models import Discussion, Letter, Review
from reviews.models.review import UNDECIDED, Reason

State = Review.State
SETTLE = timedelta(minutes=2)  # before the writer is told, so that a slip can be undone


@dataclass(frozen=True)
class Decision:
    """One row of the table: from which states to which."""

    verb: str
    name: lazy.Text
    sources: frozenset[State]
    target: State
    needs_reason: bool = False


DECISIONS = {
    decision.verb: decision
    for decision in (
        Decision(
            "publish", gettext_lazy("Publish"),
            frozenset({State.UNCONFIRMED, State.PENDING, State.REFUSED, State.SPAM, State.HIDDEN, State.REMOVED}),
            State.PUBLISHED,
        ),
        Decision("refuse", gettext_lazy("Refuse"), UNDECIDED, State.REFUSED, True),
        Decision(
            "spam", gettext_lazy("Spam"), UNDECIDED | frozenset({State.PUBLISHED, State.HIDDEN}), State.SPAM
        ),
        Decision("hide", gettext_lazy("Hide"), frozenset({State.PUBLISHED}), State.HIDDEN),
        Decision("remove", gettext_lazy("Remove"), frozenset({State.PUBLISHED, State.HIDDEN}), State.REMOVED, True),
    )
}  # fmt: skip


class NotDecided(Exception):
    """The review stays as it was. `code`: decided-meanwhile, changed-meanwhile, taken-back, reason-missing,
    note-missing, nothing-to-undo, not-public, too-long."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


def open_to(review: Review) -> list[Decision]:
    """What can still be decided on a review in its state."""
    if review.withdrawn_at:
        return []
    return [decision for decision in DECISIONS.values() if review.state in decision.sources]


def decide(
    review_id: int,
    verb: str,
    *,
    by: User | None,
    reason: str = "",
    note: str = "",
    version: int | None = None,
    clock: Clock | None = None,
) -> Review:
    """Decide on one review. The caller checks permission; `by` None is the automatic check.

    `reason`: one of Reason, which the writer reads, as the note. `version`: of the words that were read.
    """
    decision = DECISIONS[verb]
    with transaction.atomic():
        review = locked(review_id)
        _refuse_if_changed(review, decision, version)
        if decision.needs_reason and reason not in Reason.values:
            raise NotDecided(_("Choose a reason. The reader will see it."), code="reason-missing")
        if decision.needs_reason and reason == Reason.OTHER and not note.strip():
            raise NotDecided(_("Give the reason in the note."), code="note-missing")
        told = decision.needs_reason
        review.reason, review.note = (reason, note.strip()) if told else ("", "")
        why = ": ".join(filter(None, [str(Reason(reason).label) if told else reason, note.strip()]))
        code = {"code": reason} if told else {}  # stays when the words are erased
        _move(review, decision.target, verb, by=by, why=why, now=read(clock), **code)
        if by:
            review.reports.filter(closed_at=None).update(closed_at=read(clock))
    return review


def undo(review_id: int, *, by: User, clock: Clock | None = None) -> Review:
    """Take back the last decision on it: it is where it was before, and the writer hears nothing."""
    with transaction.atomic():
        review = locked(review_id)
        last = _last_decision(review)
        if last is None:
            raise NotDecided(_("There is nothing to undo."), code="nothing-to-undo")
        review.reason = review.note = ""
        _move(review, State(last.detail["before"]), "undo", by=by, why="", now=read(clock))
        review.reports.filter(closed_at=None).update(closed_at=read(clock))
        review.letters.filter(kind=Letter.Kind.DECISION, mailed_at=None).delete()
    return review


def can_undo(review: Review) -> bool:
    return _last_decision(review) is not None


def _last_decision(review: Review) -> Event | None:
    """The one that led where it is now, if it was not undone and its writer has not come in between."""
    last = Event.objects.about(review).filter(verb__in=[*DECISIONS, "undo"]).first()
    stands = last and last.verb != "undo" and last.detail["after"] == review.state and not review.withdrawn_at
    return last if stands else None


def locked(review_id: int) -> Review:
    """A review to be changed, in the caller's transaction."""
    return Review.objects.select_for_update(no_key=True).get(pk=review_id)


def refuse_late(review: Review) -> None:
    message = _("This review can't be changed any more: it is “%(state)s”.")
    raise NotDecided(message % {"state": review.get_state_display()}, code="decided-meanwhile")


def _refuse_if_changed(review: Review, decision: Decision, version: int | None) -> None:
    if review.withdrawn_at:
        raise NotDecided(_("The reader has withdrawn this review."), code="taken-back")
    if review.state not in decision.sources:
        message = _("This review is now “%(state)s”. Nothing was changed.")
        raise NotDecided(message % {"state": review.get_state_display()}, code="decided-meanwhile")
    if version is not None and review.version != version:
        message = _("The reader has changed the review since you read it. Nothing was changed; please read it again.")
        raise NotDecided(message, code="changed-meanwhile")


def _move(review: Review, target: State, verb: str, *, by: User | None, why: str, now: datetime, **code) -> None:
    """The change of state that every decision is, with all that goes with it."""
    before = review.state
    step(review, target, now=now)
    review.save(update_fields=["state", "decided_at", "erase_at", "reason", "note", "pick"])
    Event.objects.write(verb, review, by=by, reason=why, before=before, after=target, **code)
    tell_writer(review, now=now)


def step(review: Review, target: State, *, now: datetime) -> None:
    """Into another state, with the counts of the discussion; the caller saves state, decided_at, erase_at and pick."""
    change = (target == State.PUBLISHED) - (review.state == State.PUBLISHED)
    if change:
        Discussion.objects.tally(review.article_id, rating=review.rating, by=change)
    review.state = target
    review.pick = review.pick and target == State.PUBLISHED
    decided = target not in UNDECIDED
    review.decided_at = now if decided else None
    review.erase_at = now + timedelta(days=settings.REVIEWS_KEPT_DAYS) if decided else None


def tell_writer(review: Review, *, now: datetime) -> None:
    """One letter on what was decided, to the person who confirmed the address; an undo takes it back while it waits."""
    told = review.state in {State.PUBLISHED, State.REFUSED, State.REMOVED}
    if not (told and settings.REVIEWS_BY_MAIL and review.confirmed_at and review.email):
        return
    if not review.letters.filter(kind=Letter.Kind.DECISION).exists():
        Letter.objects.write(review=review, kind=Letter.Kind.DECISION, asked_at=now, mail_at=now + SETTLE)


# -- what else the newsroom does with a review -------------------------------------------------------------------------


def pick(review_id: int, *, by: User, on: bool) -> None:
    """Mark a review as an editors' pick, which is shown first, or remove the mark. Raises NotDecided: not-public."""
    with transaction.atomic():
        review = _public(review_id)
        if review.pick != on:
            Review.objects.filter(pk=review.pk).update(pick=on)
            Event.objects.write("pick" if on else "unpick", review, by=by)


def keep(review_id: int, *, by: User, clock: Clock | None = None) -> None:
    """Leave it where it is, and close the reports of it: a moderator has looked. Raises NotDecided: not-public."""
    with transaction.atomic():
        review = _public(review_id)
        if review.reports.filter(closed_at=None).update(closed_at=read(clock)):
            Event.objects.write("keep", review, by=by)


def answer(review_id: int, text: str, *, by: User, clock: Clock | None = None) -> None:
    """Answer it in the newsroom's name, or with "" take the answer back. Raises NotDecided: not-public, too-long."""
    text = plain_text.without_controls(text.replace("\r\n", "\n")).strip()
    if len(text) > Review._meta.get_field("answer").max_length:
        raise NotDecided(_("A reply can have at most 2,000 characters. Shorten it."), code="too-long")
    with transaction.atomic():
        review = _public(review_id)
        review.answer, review.answered_at = text, read(clock) if text else None
        review.answer_name = (by.get_full_name() or by.get_username()) if text else ""
        review.save(update_fields=["answer", "answer_name", "answered_at"])
        Event.objects.write("answer" if text else "unanswer", review, by=by, reason=text)


def _public(review_id: int) -> Review:
    review = locked(review_id)
    if not review.is_public:
        raise NotDecided(_("Only published reviews can have a reply or be picked."), code="not-public")
    return review
