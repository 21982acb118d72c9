"""Long lists, page by page: the place after the last story is the key to the next page. Never OFFSET, never a count."""

from datetime import UTC, datetime

from articles.models.edition import EditionQuerySet

SIZE = 30


def page(
    editions: EditionQuerySet, before: str, *, by: str = "first_published_at", size: int = SIZE
) -> tuple[list, str]:
    """The next `size` of a list after the place named `before` ("" for the start), and the name of the place after.

    The newest by the moment `by` come first. The name is "" on the last page. A name that nobody gave: ValueError.
    """
    editions = editions.newest_first(by)
    if before:
        editions = editions.older_than(*_place(before), by=by)
    found = list(editions[: size + 1])
    return found[:size], _name(found[size - 1], by) if len(found) > size else ""


def _name(edition, by: str) -> str:
    return f"{getattr(edition, by).astimezone(UTC):%Y%m%dT%H%M%S.%f}-{edition.article_id}"


def _place(name: str) -> tuple[datetime, int]:
    moment, dash, article_id = name.partition("-")
    if not (dash and article_id.isascii() and article_id.isdecimal() and len(article_id) < 19):
        raise ValueError(name)
    return datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(article_id)
