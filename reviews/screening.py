"""What is looked at before a person reads: small checks in order; the first that decides wins, and says why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from reviews.models import Review

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Verdict:
    state: Review.State | None  # none: not taken at all, and the reader is told to come back
    reason: str


def honeypot(review: Review, *, website: str) -> Verdict | None:
    """A field that no person sees was filled in."""
    return Verdict(Review.State.SPAM, "honeypot") if website else None


def rate(review: Review, *, website: str) -> Verdict | None:
    """Too many from one network of late. Counted in the database, so that all processes agree."""
    recent = Review.objects.filter(network=review.network, posted_at__gt=review.posted_at - HOUR)
    return Verdict(None, "rate") if recent.count() >= settings.REVIEWS_AN_HOUR else None


def duplicate(review: Review, *, website: str) -> Verdict | None:
    """The very words that already stand, or wait, under this story."""
    same = Review.objects.filter(article_id=review.article_id, text=review.text).exclude(state=Review.State.REFUSED)
    return Verdict(Review.State.SPAM, "duplicate") if same.exists() else None


CHECKS: tuple[Callable[..., Verdict | None], ...] = (rate, honeypot, duplicate)


def screen(review: Review, *, website: str) -> Verdict:
    """The verdict on a review that is not saved yet. Whatever no check decides waits for a moderator."""
    for check in CHECKS:
        if verdict := check(review, website=website):
            return verdict
    return Verdict(Review.State.PENDING, "")
