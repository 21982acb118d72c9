"""Long lists, page by page: the place after the last story is the key to the next page. Never OFFSET, never a count."""

from datetime import UTC, datetime

from django.db.models import F, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan  # not documented
from django.db.models.lookups import Lookup

SIZE = 30


def page(
    stories: QuerySet, before: str, *, by: str = "first_published_at", key: str = "article_id", size: int = SIZE
) -> tuple[list, str]:
    """The next `size` of a list after the place named `before` ("" for the start), and the name of the place after.

    The newest by the moment `by` come first; `key` breaks ties, that of the story ("pk" for drafts). The name
    is "" on the last page. ValueError for a name that we didn't make.
    """
    stories = stories.newest_first(by)
    if before:
        stories = stories.older_than(*place(before), by=by)
    found = list(stories[: size + 1])
    return found[:size], _after(found[size - 1], by, key) if len(found) > size else ""


def page_of_lists(lists: list[QuerySet], before: str, *, size: int = SIZE) -> tuple[list, str]:
    """The same for several lists that are read as one, each row with its edition. No story appears twice.

    Each list is walked along its own index for a page at most, in one query, and only those rows are put in order.
    """
    if len(lists) == 1:
        return page(lists[0].with_editions(), before, size=size)
    parts = [one.older_than(*place(before)) if before else one for one in lists]
    rows = lists[0].model.objects.with_editions().newest_first()
    rows = rows.filter(pk__in=newest_keys(parts, size=size + 1))
    found = list({row.article_id: row for row in rows}.values())
    return found[:size], _after(found[size - 1], "first_published_at", "article_id") if len(found) > size else ""


def newest_keys(lists: list[QuerySet], *, size: int, column: str = "pk") -> RawSQL:
    """Of each list the newest `size`, as a subquery for `pk__in`; `column` names the keys that are wanted."""
    parts = [one.newest_first()[:size].values(column).query.sql_with_params() for one in lists]
    # SQLite takes no LIMIT within a union unless wrapped; an OR of subqueries PostgreSQL answers by reading the table.
    keys = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part{number}" for number, (sql, _values) in enumerate(parts))  # noqa: S608
    return RawSQL(keys, [value for _sql, values in parts for value in values])  # noqa: S611  (Django's own SQL)


def row_before(columns: tuple[str, str], values: tuple[datetime, int]) -> Lookup:
    """A filter: these two columns come before these values. Compared as a row, so that an index answers it."""
    return TupleLessThan(Tuple(*map(F, columns)), values)


def row_after(columns: tuple[str, str], values: tuple[datetime, int]) -> Lookup:
    """The same for rows that come after these values."""
    return TupleGreaterThan(Tuple(*map(F, columns)), values)


def _after(story: Model, by: str, key: str) -> str:
    return name(getattr(story, by), getattr(story, key))


def name(moment: datetime, key: int) -> str:
    """The name of the place after the row with this moment and key."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{key}"


def place(name: str) -> tuple[datetime, int]:
    """The moment and the key that the name of a place holds. ValueError for a name that we didn't make."""
    moment, dash, key = name.partition("-")
    if not (dash and is_key(key)):
        raise ValueError(name)
    return datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(key)


def is_key(text: str) -> bool:
    """Whether this may be the key of a row."""
    return text.isascii() and text.isdecimal() and len(text) < 19
