"""The orders in which the list of stories can be read, each along an index, page by page by place."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Edition
from newsroom.lib import lazy, paging


@dataclass(frozen=True)
class Order:
    """`only` says which stories it leaves out, if any: those without the moment that it sorts by."""

    title: lazy.Text
    column: str
    descending: bool  # when it is chosen first; choosing it again turns it round
    only: lazy.Text = ""


ORDERS = {
    "headline": Order(_("Headline"), "headline", descending=False),
    "published": Order(
        _("Published"), "first_published_at", descending=True, only=_("Only stories that readers can see are listed.")
    ),
    "deadline": Order(_("Deadline"), "deadline", descending=False, only=_("Only stories with a deadline are listed.")),
    "saved": Order(_("Saved"), "edited_at", descending=True),
}
USUAL = "saved"
MANY = 1000  # stories that are sorted, and no more; of so many a page is soon found by walking


@dataclass(frozen=True)
class Sorting:
    """An order and its direction, as an address names them: “saved”, or “-saved” where it is turned round."""

    name: str = USUAL
    turned: bool = False

    @classmethod
    def named(cls, asked: str) -> "Sorting":
        """A name that nobody offered is the usual order."""
        name = asked.removeprefix("-")
        return cls(name, turned=asked.startswith("-")) if name in ORDERS else cls()

    @property
    def order(self) -> Order:
        return ORDERS[self.name]

    @property
    def descending(self) -> bool:
        return self.order.descending is not self.turned

    def key_of(self, name: str) -> str:
        """What an address says to sort by this column: the way round that it is not sorted now."""
        return f"-{name}" if name == self.name and not self.turned else name

    def page(self, stories: QuerySet[Article], before: str, *, size: int, now: datetime) -> tuple[list[Article], str]:
        """A page after a place, and the name of the place after it. ValueError for a name that we didn't make."""
        column = self.order.column
        if self.name == USUAL:
            found = [*self._after(stories, ("edited_at", "id"), before)[: size + 1]]
            return found[:size], self._name([(story.pk, story.edited_at) for story in found], size)
        rows, key = self._rows(stories, now)
        keys = [*self._after(rows, (column, key), before).values_list(key, column)[: size + 1]]
        found = stories.in_bulk([pk for pk, _value in keys[:size]])
        return [found[pk] for pk, _value in keys[:size] if pk in found], self._name(keys, size)

    def _rows(self, stories: QuerySet[Article], now: datetime) -> tuple[QuerySet, str]:
        """What is walked, and its column with the key of the story."""
        few = _few(stories)
        if self.name == "published":  # the draft does not know when it was
            theirs = Exists(stories.order_by().filter(pk=OuterRef("article"))) if few is None else Q(article__in=few)
            return Edition.objects.live(now).filter(theirs), "article_id"
        rows = Article.objects.filter(pk__in=few) if few is not None else _walked(stories)
        return rows.filter(deadline__isnull=False) if self.name == "deadline" else rows, "id"

    def _after(self, rows: QuerySet, columns: tuple[str, str], before: str) -> QuerySet:
        sign, beyond = ("-", paging.row_before) if self.descending else ("", paging.row_after)
        rows = rows.order_by(*(f"{sign}{column}" for column in columns))
        read = _read_words if columns[0] == "headline" else paging.place
        return rows.filter(beyond(columns, read(before))) if before else rows

    def _name(self, keys: list[tuple[int, Any]], size: int) -> str:
        if len(keys) <= size:
            return ""
        key, value = keys[size - 1]
        return _words(value, key) if isinstance(value, str) else paging.name(value, key)


def _few(stories: QuerySet[Article]) -> list[int] | None:
    """The keys of these stories, if they are so few that sorting them costs little; None where they are many."""
    keys = [*stories.order_by().values_list("pk", flat=True)[: MANY + 1]]
    return keys if len(keys) <= MANY else None


def _walked(stories: QuerySet[Article]) -> QuerySet[Article]:
    """The same stories, so that SQLite walks the index of the order, not that of a filter: it would sort all it finds.

    PostgreSQL weighs both ways by itself.
    """
    if connection.vendor == "postgresql":
        return stories
    return Article.objects.filter(Exists(stories.order_by().filter(pk=OuterRef("pk"))))


def _words(words: str, key: int) -> str:
    """The name of the place after a row with these words."""
    return urlsafe_b64encode(f"{key} {words}".encode()).decode()


def _read_words(name: str) -> tuple[str, int]:
    key, _space, words = urlsafe_b64decode(name.encode()).decode().partition(" ")
    if not paging.is_key(key) or "\0" in words:
        raise ValueError(name)
    return words, int(key)
