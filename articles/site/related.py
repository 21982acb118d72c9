"""What is shown beside a story: the thread it belongs to; and the rail, in the margin of this and other pages."""

from datetime import datetime
from typing import NamedTuple

from articles.models import Edition
from articles.models.edition import EditionQuerySet
from articles.site import translations

THREAD, RAIL, BRIEFS = 8, 8, 12  # at most; the newest


class Related(NamedTuple):
    followed: list[Edition]  # the story that it takes up again, if that is live
    following: list[Edition]  # those that take it up, the newest first
    rail: EditionQuerySet
    alternates: list[Edition]  # the story in every language in which it is live, this one included


def related(edition: Edition, *, at: datetime) -> Related:
    """All as far as they are live."""
    live = Edition.objects.live(at).for_lists()
    followed = [*live.filter(article=edition.follows_id)] if edition.follows_id else []
    following = [*live.filter(follows=edition.article_id).newest_first()[: THREAD - len(followed)]]
    alternates = translations.alternates(edition, at=at)
    return Related(followed, following, rail(edition.section_id, at=at, beside=edition), alternates)


def rail(section: int, *, at: datetime, beside: Edition | None = None) -> EditionQuerySet:
    """The newest of a section. `beside`: the story whose page it is on; neither it nor one of its thread is in it."""
    editions = Edition.objects.live(at).filter(section=section)
    if beside:
        editions = editions.exclude(article=beside.article_id).exclude(follows=beside.article_id)
        editions = editions.exclude(article=beside.follows_id) if beside.follows_id else editions
    return editions.for_lists().newest_first()[:RAIL]


def rail_of_briefs(section: int, *, at: datetime) -> EditionQuerySet:
    """The same for the section's own page, where its stories are in the middle."""
    return Edition.objects.live(at).filter(section=section).recent_briefs().for_lists()[:BRIEFS]
