"""The board as a table: days across, sections or people down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.templatetags.desk import person
from newsroom.lib import lazy
from newsroom.planning import cards
from newsroom.planning.cards import DAY, Card, Span
from sections.models import Section

WEEK = 7
SECTION, PERSON = "section", "person"


@dataclass(frozen=True)
class Asked:
    """What an address asks the board for; what makes no sense asks for the usual: this week, by section."""

    day: date
    by: str
    whole_week: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        asked = request.GET
        by = PERSON if asked.get("by") == PERSON else SECTION
        return cls(day_of(asked.get("day", "")) or timezone.localdate(request.moment), by, asked.get("view") != "day")

    @property
    def days(self) -> list[date]:
        if not self.whole_week:
            return [self.day]
        monday = self.day - timedelta(days=self.day.weekday())
        return [monday + timedelta(days=number) for number in range(WEEK)]

    def address(self, **changes: Any) -> str:
        values = {"day": self.day, "by": self.by, "view": "week" if self.whole_week else "day"} | changes
        usual = {"by": SECTION, "view": "week"}
        return f"?{urlencode({name: value for name, value in values.items() if usual.get(name) != value})}"

    @property
    def step(self) -> timedelta:
        return timedelta(days=WEEK if self.whole_week else 1)


def day_of(words: str) -> date | None:
    """A day as addresses have it; years so far off that the days around them might not exist are none."""
    try:
        day = parse_date(words)
    except ValueError:
        return None
    return day if day and 1970 < day.year < 9998 else None


@dataclass
class Cell:
    day: date
    is_today: bool
    is_shown: bool  # on a phone, which shows one day
    add: str  # the address of a new plan here; "" in rows that have none
    cards: list[Card] = field(default_factory=list)


@dataclass
class Row:
    key: Any
    title: lazy.Text
    says: str
    cells: list[Cell]
    may_add: bool = True


def context(request: HttpRequest) -> dict[str, Any]:
    """Everything the page shows."""
    asked, today = Asked.of(request), timezone.localdate(request.moment)
    days = asked.days
    found = cards.on(Span(days[0], days[-1], request.user, request.moment))
    rows = _by_person(found, request.user) if asked.by == PERSON else _by_section(found)
    shown = asked.day if "day" in request.GET or today not in days else today
    return {
        "asked": asked,
        "days": [
            {"day": day, "is_today": day == today, "is_shown": day == shown, "link": asked.address(day=day)}
            for day in days
        ],
        "rows": [_filled(row, found, days, today, shown, asked.by) for row in rows],
        "title": _("Planning"),
        "span": _span(days),
        "before": asked.address(day=asked.day - asked.step),
        "after": asked.address(day=asked.day + asked.step),
        "this": asked.address(day=today),
        "by_section": asked.address(by=SECTION),
        "by_person": asked.address(by=PERSON),
        "is_now": today in days,
        "week": asked.address(view="week"),
        "one_day": asked.address(view="day"),
        "is_full": len(found) >= cards.MOST,
    }


def _span(days: list[date]) -> str:
    if len(days) == 1:
        return date_format(days[0], "l, j F Y")
    first, last = days[0], days[-1]
    start = "j" if first.month == last.month else ("j F" if first.year == last.year else "j F Y")
    words = {"first": date_format(first, start), "last": date_format(last, "j F Y")}
    return _("%(first)s to %(last)s") % words


# -- rows -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    """A row before its cards are in it: which cards are its own, and what a plan made there starts with."""

    title: lazy.Text
    says: str
    holds: Callable[[Card], bool]
    plan: dict[str, int] | None  # None: nothing is planned here


def _by_section(found: list[Card]) -> Iterator[Head]:
    for section in Section.objects.prefetch_related("editors"):
        says = ", ".join(person(user) for user in section.editors.all())
        yield Head(str(section), says, _has_section(section.pk), {"section": section.pk})
    if any(card.section is None and card.kind != "front" for card in found):
        yield Head(_("No section yet"), "", _has_section(None), {})
    if any(card.kind == "front" for card in found):
        yield Head(_("Fronts"), "", lambda card: card.kind == "front", None)


def _has_section(key: int | None) -> Callable[[Card], bool]:
    return lambda card: card.kind != "front" and _key(card.section) == key


def _by_person(found: list[Card], user: User) -> Iterator[Head]:
    """Oneself, everybody who has a card, and nobody."""
    people = {one.pk: one for card in found for one in card.people} | {user.pk: user}
    for one in sorted(people.values(), key=lambda one: (one.pk != user.pk, person(one).casefold())):
        yield Head(person(one), "", _belongs_to(one.pk), {"person": one.pk})
    yield Head(_("Nobody yet"), "", lambda card: not card.people, {})


def _belongs_to(key: int) -> Callable[[Card], bool]:
    return lambda card: any(one.pk == key for one in card.people)


def _key(row: Model | None) -> int | None:
    return row and row.pk


def _filled(head: Head, found: list[Card], days: list[date], today: date, shown: date, by: str) -> Row:
    own = [card for card in found if head.holds(card)]
    cells = [
        Cell(
            day, day == today, day == shown,
            "" if head.plan is None else urlencode({"day": day} | head.plan),
            [card for card in own if card.day == day],
        )
        for day in days
    ]  # fmt: skip
    return Row(next(iter((head.plan or {}).values()), ""), head.title, head.says, cells, head.plan is not None)


__all__ = ["DAY", "Asked", "context", "day_of"]
