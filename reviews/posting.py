"""Taking what a reader writes: screened, kept, and put where it waits.

Of those that are counted together (one sender, one story, the same words) one at a time, so that no count is passed.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from articles.desk import notifications
from articles.models import Content, Event, Notice
from articles.models.notice import Kind
from newsroom.lib import locking
from newsroom.lib.clock import Clock, read
from reviews import confirming, moderation, privacy, screening
from reviews.counting import Known
from reviews.models import Review
from reviews.screening import Outcome, Post, Verdict

State = Review.State

TWICE = timedelta(minutes=10)  # in which the same again, by the same writer, is a second click
MOST_NOTICES = 20  # about held reviews, in an hour; the queue has them all
BACKEND = "django.contrib.auth.backends.ModelBackend"


class NotTaken(Exception):
    """The review was not kept, and the reader is told why: `verdict`, AWAY or DOUBT."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


def post(
    review: Review, story: Content, *, trap: str = "", checked: bool = False, clock: Clock | None = None
) -> Review:
    """Keep a review that is not saved yet, or answer with the one that a second click sent again.

    `checked`: its writer has been asked to look at it once more, and did. Raises NotTaken.
    """
    with transaction.atomic():
        review.likeness = screening.likeness(review.text)
        locking.hold(*counted_together(review))
        now = read(clock)
        if earlier := _sent_already(review, now):
            return earlier
        verdict = _screen(review, story, trap=trap, checked=checked, now=now)
        review.posted_at = now
        _put(review, verdict, now=now)
        review.save()
        if review.state == State.UNCONFIRMED:
            confirming.ask(review, now=now)
        elif verdict and review.state == State.PENDING:
            tell_moderators(review, now=now)
    return review


def edit(review_id: int, story: Content, said: dict, *, checked: bool = False, clock: Clock | None = None) -> Review:
    """Its writer changes it: screened anew, and read anew. What was public is off the page until then.

    `said`: the fields to change. Raises NotTaken; NotDecided where it can be changed no longer.
    """
    with transaction.atomic():
        likeness = screening.likeness(said.get("text", ""))
        locking.hold(*counted_together(Review.objects.get(pk=review_id)), f"words {likeness}")
        now = read(clock)
        review = moderation.locked(review_id)
        if not review.is_editable(now):
            moderation.refuse_late(review)
        before = review.state
        privacy.take_back_notices([review.pk])  # of the words as they were
        if review.is_public:  # with the rating that was counted
            moderation.step(review, State.PENDING, now=now)
        for name, value in said.items():
            setattr(review, name, value)
        review.likeness = screening.likeness(review.text)
        verdict = _screen(review, story, trap="", checked=checked, now=now)
        _put(review, verdict, now=now, confirmed=before != State.UNCONFIRMED)
        review.version += 1
        review.edited_at = now
        review.save()
        Event.objects.write("rewrite", review, by=None, before=before, after=review.state, version=review.version)
        if verdict and review.state == State.PENDING:
            tell_moderators(review, now=now)
    return review


def counted_together(review: Review) -> list[str]:
    """The names of the locks on all that a limit counts together with this review."""
    return [
        f"story {review.article_id}", f"client {review.address}", f"network {review.network}",
        f"mailbox {confirming.mailbox(review.email)}", f"words {review.likeness}",
    ]  # fmt: skip


def _sent_already(review: Review, now: datetime) -> Review | None:
    same = Review.objects.filter(likeness=review.likeness, article_id=review.article_id, posted_at__gt=now - TWICE)
    mine = same.filter(email=review.email, address=review.address, withdrawn_at=None)
    return mine.exclude(address="").first()


def _screen(review: Review, story: Content, *, trap: str, checked: bool, now: datetime) -> Verdict | None:
    said = Post(review.text, review.name, trap)
    verdict = screening.screen(said, Known(review, story, now=now), checked=checked)
    if verdict and verdict.outcome in {Outcome.AWAY, Outcome.DOUBT}:
        raise NotTaken(verdict)
    return verdict


def _put(review: Review, verdict: Verdict | None, *, now: datetime, confirmed: bool = False) -> None:
    """Into the state in which it waits, with the reason. Spam, and what nobody confirms, is forgotten after a while."""
    review.screening, review.matched = (verdict.reason, verdict.matched[:200]) if verdict else ("", "")
    asks = settings.REVIEWS_BY_MAIL and not confirmed
    held = State.UNCONFIRMED if asks else State.PENDING
    review.state = State.SPAM if verdict and verdict.outcome == Outcome.SPAM else held
    kept = now + timedelta(days=settings.REVIEWS_KEPT_DAYS)
    review.erase_at = None if review.state == State.PENDING else kept


def tell_moderators(review: Review, *, now: datetime, again: str = "") -> None:
    """Of something that is held, with its words. The link leads to a page that asks; nothing is decided by a GET.

    `again` names the occasion where they may have been told of these very words before.
    """
    lately = Notice.objects.filter(kind=Kind.HELD, at__gt=now - timedelta(hours=1))
    if lately.values("once").distinct().count() >= MOST_NOTICES:
        return
    why = screening.for_the_desk(review.screening, review.matched)
    once = f"review {review.pk} {review.version} {again}".strip()
    notifications.tell(
        Kind.HELD, review.article, by=None, people=moderators(), words=f"{review.name}: {review.text}\n({why})",
        leads_to=reverse("admin:reviews_review_change", args=[review.pk]), once=once, at=now,
    )  # fmt: skip


def moderators() -> list[User]:
    able = User.objects.with_perm("reviews.moderate_review", backend=BACKEND).filter(is_staff=True).order_by("pk")
    return [*able.filter(is_superuser=False)] or [*able]
