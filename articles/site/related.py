"""What is shown beside a story: the thread it belongs to; and the rail, in the margin of this and other pages."""

from datetime import datetime
from typing import NamedTuple

from articles.models import Edition, UnderName, UnderTag
from articles.models.edition import EditionQuerySet, Listed
from articles.site import translations
from newsroom.lib.paging import page_of_lists

THREAD, RAIL, BRIEFS, ALIKE = 8, 8, 12, 4  # at most; the newest
SHARED, CONSIDERED = 8, 24  # topics or people of a story that are looked through, and how many stories are compared


class Related(NamedTuple):
    followed: list[Edition]  # the story that it takes up again, if that is live
    following: list[Edition]  # those that take it up, the newest first
    alike: list[Edition]  # others with the same topics or authors, those with the most in common first
    rail: EditionQuerySet
    alternates: list[Edition]  # the story in every language in which it is live, this one included


def related(edition: Edition, *, at: datetime) -> Related:
    """All in its language, as far as they are live."""
    live = Edition.objects.live(at).in_language(edition.language).for_lists()
    followed = [*live.filter(article=edition.follows_id)] if edition.follows_id else []
    following = [*live.filter(follows=edition.article_id).newest_first()[: THREAD - len(followed)]]
    said = {edition.article_id, *(one.article_id for one in (*followed, *following))}
    same = alike(edition, at=at, but=said)
    more = rail(edition.section_id, edition.language, at=at, beside=edition).exclude(
        article__in=[one.article_id for one in same]
    )
    return Related(followed, following, same, more[:RAIL], translations.alternates(edition, at=at))


def alike(edition: Edition, *, at: datetime, but: set[int]) -> list[Edition]:
    """The newest stories in its language that share its topics; its authors', where those are too few."""
    topics, people = ({line["id"] for line in lines} for lines in (edition.topics, edition.bylines))
    found: dict[int, Edition] = {}
    for listing, name, keys in ((UnderTag, "tag", topics), (UnderName, "correspondent", people)):
        if keys and len(found) < ALIKE:
            newest = (one.edition for one in _newest(listing, name, keys, at))
            found |= {
                one.article_id: one
                for one in newest
                if not one.is_brief and one.language == edition.language and one.article_id not in {*but, *found}
            }

    def in_common(other: Edition) -> int:
        return sum(line["id"] in topics for line in other.topics) + sum(line["id"] in people for line in other.bylines)

    return sorted(found.values(), key=in_common, reverse=True)[:ALIKE]  # stable: among equals the newest stay first


def _newest(listing: type[Listed], name: str, keys: set[int], at: datetime) -> list[Listed]:
    lists = [listing.objects.live(at).filter(**{name: key}) for key in sorted(keys)[:SHARED]]
    return page_of_lists(lists, "", size=CONSIDERED)[0]


def newest(language: str, *, at: datetime) -> EditionQuerySet:
    """Of all sections, for pages that belong to none."""
    return Edition.objects.live(at).in_language(language).for_lists().newest_first()


def rail(section: int, language: str, *, at: datetime, beside: Edition | None = None) -> EditionQuerySet:
    """The newest of a section. `beside`: the story whose page it is on; neither it nor one of its thread is in it."""
    editions = Edition.objects.live(at).in_language(language).filter(section=section)
    if beside:
        editions = editions.exclude(article=beside.article_id).exclude(follows=beside.article_id)
        editions = editions.exclude(article=beside.follows_id) if beside.follows_id else editions
    return editions.for_lists().newest_first()


def rail_of_briefs(section: int, language: str, *, at: datetime) -> EditionQuerySet:
    """The same for the section's own page, where its stories are in the middle."""
    of_section = Edition.objects.live(at).in_language(language).filter(section=section)
    return of_section.recent_briefs().for_lists()[:BRIEFS]
