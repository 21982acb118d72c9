"""How a front is filled for readers.

What stands where is decided on keys alone, which one question brings for all parts of a page; a second one fetches the
editions that are shown. Slots come first, as far as their stories are live at that moment. The places that are left go
to what was published in the last 48 hours, the most urgent first, then to what is older, the newest first: all of it
among the newest sixty, so that no front asks more of an archive of a million stories than of one of a hundred. A
section's block on the home page begins as the section's own front does. No story stands twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, OuterRef, Subquery, Value, When

from articles.models import Edition
from articles.models.article import Priority
from articles.models.edition import EditionQuerySet
from sections.models import Front, Section, Slot, places

FRESH = timedelta(hours=48)  # so long urgency counts
NEWEST, WIRE, BLOCK = 60, 8, 5
RECENT = 300  # briefs are looked for among so many: a house that writes none would have its whole archive walked
COLUMNS = ("part", "place", "article_id", "priority", "photo_id", "first_published_at")
HELD, CANDIDATE, BRIEF = -1, -2, -3  # parts of a front that are no section's block


class Row(NamedTuple):
    """One edition that may stand somewhere. `part`: where, a constant of above or the key of a section."""

    part: int
    place: int
    article_id: int
    priority: int
    photo_id: int | None
    first_published_at: datetime


@dataclass
class Plan:
    """What stands where, story by story."""

    top: dict[int, int] = field(default_factory=dict)  # place → story
    held: set[int] = field(default_factory=set)  # the places of it that slots hold
    wire: list[int] = field(default_factory=list)
    blocks: dict[int, list[int]] = field(default_factory=dict)  # section → stories

    @property
    def stories(self) -> set[int]:
        return {*self.top.values(), *self.wire}.union(*self.blocks.values())


def home(sections: Sequence[Section], at: datetime) -> Plan:
    """The home page: its places, the wire of briefs, a block of each section. One question."""
    live = Edition.objects.live(at)
    spare = len(places(None))  # so many of a list may stand at the top already
    blocks = {section.pk: live.stories().filter(section=section) for section in sections}
    found = _rows(
        _held(None, at),
        _held_in_sections(at),
        _newest(CANDIDATE, live.stories(), NEWEST),
        _newest(BRIEF, recent_briefs(live), WIRE + spare),
        *(_newest(pk, stories, BLOCK + spare) for pk, stories in blocks.items()),
    )
    plan = _top(None, found, at)
    taken = {*plan.top.values()}
    plan.wire = [row.article_id for row in found.get(BRIEF, ()) if row.article_id not in taken][:WIRE]
    for section in sections:
        rows = [row for row in found.get(section.pk, ()) if row.article_id not in taken]
        plan.blocks[section.pk] = _block(section, rows, at)
    return plan


def with_slots(section: Section | None, slots: dict[int, int], at: datetime) -> Plan:
    """What would stand at the top of a front at `at` if these stories held these places; for the desk. One question."""
    live = Edition.objects.live(at)
    live = live.filter(section=section) if section else live
    wanted = Case(*(When(article=story, then=place) for place, story in slots.items()), default=0)
    held = live.filter(article__in=slots.values()).annotate(part=Value(HELD), place=wanted)
    return _top(section, _rows(held, _newest(CANDIDATE, live.stories(), NEWEST)), at)


def fill(section: Section, held: Iterable[Edition], newest: list[Edition], at: datetime) -> list[Edition]:
    """The same with editions in hand: those that `held` brings with their place, the others out of the newest."""
    editions = {edition.article_id: edition for edition in [*newest, *held]}
    rows = {HELD: [_row(edition, edition.place) for edition in held], CANDIDATE: [_row(edition) for edition in newest]}
    return [editions[key] for _place, key in sorted(_top(section, rows, at).top.items())]


def beside(section: Section, at: datetime, *, briefs: int) -> tuple[list[Edition], list[Edition]]:
    """What a section's page needs beside its newest stories: those that hold slots, and its briefs. One question."""
    walk = recent_briefs(Edition.objects.live(at).filter(section=section)).newest_first().values("pk")[:briefs]
    brief = Edition.objects.filter(pk__in=walk).annotate(place=Value(0))
    both = held(section, at).for_lists().order_by().union(brief.for_lists().order_by(), all=True)
    found = sorted(both, key=attrgetter("first_published_at", "article_id"), reverse=True)
    return [one for one in found if one.place], [one for one in found if not one.place]


def recent_briefs(live: EditionQuerySet) -> EditionQuerySet:
    return Edition.objects.filter(pk__in=live.newest_first().values("pk")[:RECENT]).briefs()


def held(section: Section | None, at: datetime) -> EditionQuerySet:
    """The live editions of the stories that hold slots, each with its `place`; of a section those that are still in it.

    A story that ends, is withdrawn or moves to another section so leaves its slot by itself.
    """
    slots = Slot.objects.of(section, at)
    place = slots.filter(article=OuterRef("article_id")).order_by().values("place")[:1]
    live = Edition.objects.live(at).filter(article__in=slots.order_by().values("article"))
    live = live.filter(section=section) if section else live
    return live.annotate(place=Subquery(place, output_field=IntegerField()))


def cards(stories: Iterable[int], at: datetime) -> dict[int, Edition]:
    """What is shown of these stories, as far as they are live. One question."""
    return {one.article_id: one for one in Edition.objects.live(at).for_lists().filter(article__in=[*stories])}


# -- the question -----------------------------------------------------------------------------------------------------


def _rows(*parts: EditionQuerySet) -> dict[int, list[Row]]:
    """All parts in one question; in each the newest first."""
    first, *rest = (part.order_by().values_list(*COLUMNS) for part in parts)
    rows = sorted(map(Row._make, first.union(*rest, all=True)), key=attrgetter("part"))
    newest = attrgetter("first_published_at", "article_id")
    return {part: sorted(group, key=newest, reverse=True) for part, group in groupby(rows, attrgetter("part"))}


def _held(section: Section | None, at: datetime) -> EditionQuerySet:
    return held(section, at).annotate(part=Value(HELD))


def _held_in_sections(at: datetime) -> EditionQuerySet:
    """The stories that hold slots on the fronts of their sections, for the blocks of these; briefs are in the wire."""
    slots = Slot.objects.of_fronts(Front.objects.exclude(section=None), at)
    here = slots.filter(article=OuterRef("article_id"), arrangement__front__section=OuterRef("section_id"))
    live = Edition.objects.live(at).stories().filter(article__in=slots.order_by().values("article"))
    return live.annotate(
        part=F("section_id"), place=Subquery(here.order_by().values("place")[:1], output_field=IntegerField())
    ).exclude(place=None)


def _newest(part: int, live: EditionQuerySet, count: int) -> EditionQuerySet:
    """A short walk along an index, wrapped: SQLite takes no LIMIT within a union."""
    walk = Edition.objects.filter(pk__in=live.newest_first().values("pk")[:count])
    return walk.annotate(part=Value(part), place=Value(0))


def _row(edition: Edition, place: int = 0) -> Row:
    return Row(0, place, *(getattr(edition, name) for name in COLUMNS[2:]))


# -- the decision -----------------------------------------------------------------------------------------------------


def _block(section: Section, rows: list[Row], at: datetime) -> list[int]:
    """It begins as the section's own front does; then its newest."""
    found = {HELD: [row for row in rows if row.place], CANDIDATE: [row for row in rows if not row.place]}
    first = (story for _place, story in sorted(_top(section, found, at).top.items()))
    return [*dict.fromkeys([*first, *(row.article_id for row in rows)])][:BLOCK]


def _top(section: Section | None, found: dict[int, list[Row]], at: datetime) -> Plan:
    """Who is held stands; the rest in order, the lead with a picture if one of the next that is as urgent has one."""
    top = {row.place: row.article_id for row in found.get(HELD, ()) if row.place in places(section)}
    plan = Plan(top=top, held={*top})
    waiting = [row for row in found.get(CANDIDATE, ()) if row.article_id not in {*top.values()}]
    waiting.sort(key=lambda row: _urgency(row, at))  # stable: among equals the newest stay first
    for place in places(section):
        if place in top or not waiting:
            continue
        next_ones = [row for row in waiting[: len(places(section))] if _urgency(row, at) == _urgency(waiting[0], at)]
        pictured = (row for row in next_ones if row.photo_id) if place == 1 else ()
        chosen = next(iter(pictured), waiting[0])
        waiting.remove(chosen)
        top[place] = chosen.article_id
    return plan


def _urgency(row: Row, at: datetime) -> int:
    return row.priority if row.first_published_at > at - FRESH else max(Priority.values) + 1
