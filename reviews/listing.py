"""The reviews under a story as readers see them: the editors' picks, then the newest. All of it in one question."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, Q
from django.urls import reverse

from articles.models import Edition
from newsroom.lib import paging
from reviews.counting import starts_closed
from reviews.models import Discussion, Review

SIZE = 20
OF_DISCUSSION = ("closed", "closes_at", "published", "rated_1", "rated_2", "rated_3", "rated_4", "rated_5")
OF_REVIEW = (
    "id", "kind", "rating", "text", "name", "posted_at", "edited_at", "withdrawn_at", "pick", "answer", "answer_name",
    "answered_at", "correction_id",
)  # fmt: skip
RELATION = "reviews"
CORRECTION = "shown__correction__number"


@dataclass
class Page:
    """What stands under a story, or a further page of it."""

    discussion: Discussion
    is_open: bool
    reviews: list[Review] = field(default_factory=list)
    older: str = ""  # the name of the next page; "" on the last

    @property
    def picks(self) -> bool:
        return any(review.pick for review in self.reviews)


def page(edition: Edition, *, at: datetime, before: str = "", size: int = SIZE) -> Page:
    """The next `size` after the place named `before`. A name that nobody gave: ValueError."""
    shown = _shown() & _after(before) if before else _shown()
    rows = (
        Discussion.objects.filter(article_id=edition.article_id)
        .annotate(shown=FilteredRelation(RELATION, condition=shown))
        .order_by("-shown__pick", "-shown__posted_at", "-shown__id")
        .values("article_id", *OF_DISCUSSION, *(f"shown__{name}" for name in OF_REVIEW), CORRECTION)
    )
    found = [*rows[: size + 1]]
    discussion = Discussion(article_id=edition.article_id)
    if found:
        discussion = Discussion(**{name: found[0][name] for name in ("article_id", *OF_DISCUSSION)})
    reviews = [_review(row) for row in found if row["shown__id"]]
    is_open = discussion.is_open(at, starts_closed=starts_closed(edition))
    older = _name(reviews[size - 1], reviews[size - 1].pk) if len(reviews) > size else ""
    return Page(discussion, is_open, reviews[:size], older)


def address(edition: Edition, review: int) -> str:
    """Of a review, wherever it stands by now: the page of the list that begins with it."""
    return f"{reverse('story_reviews', args=[edition.address_id])}?from={review}#review-{review}"


def starting_with(key: str, edition: Edition) -> str:
    """The name of the place before this review, so that a page begins with it; "" where it is not shown."""
    if not paging.is_key(key):
        return ""
    review = Review.objects.shown().filter(article_id=edition.article_id, pk=int(key)).first()
    return _name(review, review.pk + 1) if review else ""


def _review(row: dict[str, Any]) -> Review:
    """With the number of the correction that it led to, for the link."""
    review = Review(**{name: row[f"shown__{name}"] for name in OF_REVIEW}, article_id=row["article_id"])
    review.corrected = row[CORRECTION]
    return review


def _shown() -> Q:
    """As ReviewQuerySet.shown, seen from the discussion."""
    gone = _where(state=Review.State.REMOVED, withdrawn_at__isnull=False) & ~_where(answer="")
    return _where(state=Review.State.PUBLISHED) | gone


def _after(name: str) -> Q:
    """What comes behind this place in the order of the list."""
    pick = name.startswith("p")
    at, key = paging.place(name.removeprefix("p"))
    older = _where(posted_at__lt=at) | _where(posted_at=at, id__lt=key)
    return older & _where(pick=True) | _where(pick=False) if pick else older & _where(pick=False)


def _where(**conditions) -> Q:
    return Q(**{f"{RELATION}__{name}": value for name, value in conditions.items()})


def _name(review: Review, key: int) -> str:
    return ("p" if review.pick else "") + paging.name(review.posted_at, key)
