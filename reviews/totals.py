"""How many reviews stories have: beside each story of a list, and of which stories readers wrote most recently."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from articles.models import Edition
from reviews.models import Discussion, Review

LATELY, COUNTED = timedelta(days=7), 1000
MOST, CANDIDATES = 5, 30


def count(editions: Iterable[Edition]) -> None:
    """Give each edition the number of its story's public reviews, as `reviewed`. One query."""
    editions = list(editions)
    if not editions:
        return
    found = Discussion.objects.filter(article__in={one.article_id for one in editions}, published__gt=0)
    published = dict(found.values_list("article", "published"))
    for edition in editions:
        edition.reviewed = published.get(edition.article_id, 0)


def recent(at: datetime, language: str) -> dict[int, int]:
    """How many reviews stories in this language got recently, those with the most first; counted among the last
    COUNTED of them.
    """
    reviews = Review.objects.public().filter(posted_at__lte=at, posted_at__gt=at - LATELY).order_by("-posted_at")
    if len(settings.LANGUAGES) > 1:
        live = Edition.objects.live(at).in_language(language)
        reviews = reviews.filter(Exists(live.filter(article=OuterRef("article_id"))))
    return dict(Counter(reviews.values_list("article_id", flat=True)[:COUNTED]).most_common(CANDIDATES))


def most_reviewed(at: datetime, language: str, *, beside: Edition | None = None) -> list[Edition]:
    """The live stories in this language with the most recent reviews. `beside`: the story whose page it is on, which
    is not among them.
    """
    counts = recent(at, language)
    if beside:
        counts.pop(beside.article_id, None)
    live = Edition.objects.live(at).in_language(language).filter(article__in=counts).for_lists() if counts else ()
    return ranked(counts, {one.article_id: one for one in live})


def ranked(counts: dict[int, int], editions: dict[int, Edition]) -> list[Edition]:
    """The first MOST of these counts whose stories are at hand, each with its count as `reviewed_recently`."""
    found = [editions[story] for story in counts if story in editions][:MOST]
    for edition in found:
        edition.reviewed_recently = counts[edition.article_id]
    return found
