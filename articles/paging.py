"""Long lists, page by page: the place after the last story is the key to the next page. Never OFFSET, never a count."""

from datetime import UTC, datetime

from django.db.models import Model, QuerySet

SIZE = 30


def page(
    stories: QuerySet, before: str, *, by: str = "first_published_at", key: str = "article_id", size: int = SIZE
) -> tuple[list, str]:
    """The next `size` of a list after the place named `before` ("" for the start), and the name of the place after.

    The newest by the moment `by` come first; `key` breaks ties, that of the story ("pk" for working copies). The name
    is "" on the last page. A name that nobody gave: ValueError.
    """
    stories = stories.newest_first(by)
    if before:
        stories = stories.older_than(*_place(before), by=by)
    found = list(stories[: size + 1])
    return found[:size], _name(found[size - 1], by, key) if len(found) > size else ""


def _name(story: Model, by: str, key: str) -> str:
    return f"{getattr(story, by).astimezone(UTC):%Y%m%dT%H%M%S.%f}-{getattr(story, key)}"


def _place(name: str) -> tuple[datetime, int]:
    moment, dash, article_id = name.partition("-")
    if not (dash and article_id.isascii() and article_id.isdecimal() and len(article_id) < 19):
        raise ValueError(name)
    return datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(article_id)
