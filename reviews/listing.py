"""The reviews under a story as readers see them: the editors' picks, then the newest."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q
from django.urls import reverse

from articles.models import Edition
from newsroom.lib import paging
from reviews.counting import starts_closed
from reviews.models import Discussion, Review

SIZE = 20
SHOWN = (
    "article", "kind", "rating", "text", "name", "posted_at", "edited_at", "withdrawn_at", "pick", "answer",
    "answer_name", "answered_at", "correction",
)  # fmt: skip


@dataclass
class Page:
    """The reviews under a story, or a further page of them."""

    discussion: Discussion
    is_open: bool
    reviews: list[Review] = field(default_factory=list)
    older: str = ""  # the name of the next page; "" on the last

    @property
    def picks(self) -> bool:
        return any(review.pick for review in self.reviews)


def page(edition: Edition, *, at: datetime, before: str = "", size: int = SIZE) -> Page:
    """The next `size` after the place named `before`. A name that nobody gave: ValueError."""
    article = edition.article_id
    discussion = Discussion.objects.filter(article=article).first() or Discussion(article_id=article)
    shown = Review.objects.shown().filter(_after(before), article=article).only(*SHOWN)
    shown = shown.annotate(corrected=F("correction__number")).order_by("-pick", "-posted_at", "-pk")
    reviews = [*shown[: size + 1]]
    is_open = discussion.is_open(at, starts_closed=starts_closed(edition))
    older = _name(reviews[size - 1], reviews[size - 1].pk) if len(reviews) > size else ""
    return Page(discussion, is_open, reviews[:size], older)


def address(edition: Edition, review: int) -> str:
    """The address of a review: the page of the list that begins with it, wherever it is by now."""
    return f"{reverse('story_reviews', args=[edition.address_id])}?from={review}#review-{review}"


def starting_with(key: str, edition: Edition) -> str:
    """The name of the place before this review, so that a page begins with it; "" where it is not shown."""
    if not paging.is_key(key):
        return ""
    review = Review.objects.shown().filter(article_id=edition.article_id, pk=int(key)).first()
    return _name(review, review.pk + 1) if review else ""


def _after(name: str) -> Q:
    """What comes after this place in the order of the list; "": everything."""
    if not name:
        return Q()
    pick = name.startswith("p")
    at, key = paging.place(name.removeprefix("p"))
    older = Q(posted_at__lt=at) | Q(posted_at=at, pk__lt=key)
    return older & Q(pick=True) | Q(pick=False) if pick else older & Q(pick=False)


def _name(review: Review, key: int) -> str:
    return ("p" if review.pick else "") + paging.name(review.posted_at, key)
