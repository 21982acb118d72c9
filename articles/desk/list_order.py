"""The orders in which the list of stories can be read, each along an index, page by page by place."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
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
        if self.name == "published":
            return self._published(stories, before, size=size, now=now)
        column = self.order.column
        if column == "deadline":
            stories = stories.filter(deadline__isnull=False)
        rows = self._after(stories, (column, "id"), before, _read_words if column == "headline" else paging.place)
        found = [*rows[: size + 1]]
        return found[:size], self._name(found, size, lambda story: (getattr(story, column), story.pk))

    def _published(
        self, stories: QuerySet[Article], before: str, *, size: int, now: datetime
    ) -> tuple[list[Article], str]:
        """Walked along the live editions: the draft does not know when it was published."""
        editions = Edition.objects.live(now).filter(Exists(stories.order_by().filter(pk=OuterRef("article"))))
        editions = self._after(editions, ("first_published_at", "article_id"), before, paging.place)
        keys = [*editions.values_list("article_id", "first_published_at")[: size + 1]]
        found = stories.in_bulk([key for key, _at in keys[:size]])
        name = self._name(keys, size, lambda row: (row[1], row[0]))
        return [found[key] for key, _at in keys[:size] if key in found], name

    def _after(self, rows: QuerySet, columns: tuple[str, str], before: str, read: Callable) -> QuerySet:
        sign, beyond = ("-", paging.row_before) if self.descending else ("", paging.row_after)
        rows = rows.order_by(*(f"{sign}{column}" for column in columns))
        return rows.filter(beyond(columns, read(before))) if before else rows

    def _name(self, found: list, size: int, place: Callable) -> str:
        if len(found) <= size:
            return ""
        value, key = place(found[size - 1])
        return _words(value, key) if isinstance(value, str) else paging.name(value, key)


def _words(words: str, key: int) -> str:
    """The name of the place after a row with these words."""
    return urlsafe_b64encode(f"{key} {words}".encode()).decode()


def _read_words(name: str) -> tuple[str, int]:
    key, _space, words = urlsafe_b64decode(name.encode()).decode().partition(" ")
    if not paging.is_key(key) or "\0" in words:
        raise ValueError(name)
    return words, int(key)
