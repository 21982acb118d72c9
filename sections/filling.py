"""How a front is filled for readers.

Slots come first, as far as their stories are live at that moment. Empty places go to what was published in the last 48
hours, the most urgent first, then to what is older, the newest first: all of it among the newest sixty stories. A
section's block on the home page begins as the section's own front does. No story is shown twice.

All this is decided on a few columns of each story; then the editions that are shown are read whole (`cards`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from articles.models import Edition
from articles.models.article import Priority
from articles.models.content import Kind
from articles.models.edition import EditionQuerySet
from sections.models import Section, Slot, places

FRESH = timedelta(hours=48)  # so long urgency counts
CANDIDATES, WIRE, BLOCK = 60, 8, 5
NEWEST = 200  # stories read for the whole home page; a section with few among them is asked for by itself
COLUMNS = ("article_id", "section_id", "kind", "priority", "photo_id", "first_published_at")

Story = Any  # an edition, or a row of COLUMNS


@dataclass
class Plan:
    """What is shown where, by the keys of stories."""

    top: list[int] = field(default_factory=list)  # the lead first
    wire: list[int] = field(default_factory=list)
    blocks: dict[int, list[int]] = field(default_factory=dict)  # section → stories

    @property
    def stories(self) -> set[int]:
        return {*self.top, *self.wire}.union(*self.blocks.values())


def home(sections: Sequence[Section], language: str, at: datetime) -> Plan:
    """The home page in this language: its places, the wire of briefs, a block of each section."""
    live, slots = Edition.objects.live(at).in_language(language), Slot.objects.by_front(language, at)
    held = _rows(live.filter(article__in={story for front in slots.values() for story in front.values()}))
    newest = _rows(live.stories().newest_first()[:NEWEST])
    plan = Plan(top=[*_fill(None, slots.get(None, {}), held, newest[:CANDIDATES], at).values()])
    enough = BLOCK + len(plan.top)  # so many of a list may be at the top already
    plan.wire = [brief.article_id for brief in _rows(live.recent_briefs()[: WIRE + len(plan.top)])]
    plan.wire = [story for story in plan.wire if story not in plan.top][:WIRE]
    for section in sections:
        own = [story for story in newest if story.section_id == section.pk][:enough]
        if len(own) < enough and len(newest) == NEWEST:
            own = _rows(live.stories().filter(section=section).newest_first()[:enough])
        below = [story for story in own if story.article_id not in plan.top]
        here = [
            story
            for story in held
            if story.section_id == section.pk and story.kind != Kind.BRIEF and story.article_id not in plan.top
        ]
        top = _fill(section, slots.get(section.pk, {}), here, below, at).values()
        plan.blocks[section.pk] = [*dict.fromkeys([*top, *(story.article_id for story in below)])][:BLOCK]
    return plan


def with_slots(section: Section | None, language: str, slots: dict[int, int], at: datetime) -> dict[int, int]:
    """What would be at the top of a front at `at` if these stories held these places, by place; for the desk."""
    live = Edition.objects.live(at).in_language(language)
    live = live.filter(section=section) if section else live
    newest = _rows(live.stories().newest_first()[:CANDIDATES])
    return _fill(section, slots, _rows(live.filter(article__in=slots.values())), newest, at)


def top_of(section: Section, language: str, newest: list[Edition], at: datetime) -> list[Edition]:
    """The top of a section's own page, whose newest stories are at hand already."""
    slots = dict(Slot.objects.of(section, at, language).values_list("place", "article"))
    live = Edition.objects.live(at).in_language(language).filter(section=section, article__in=slots.values())
    held = [*live.for_lists()]
    editions = {edition.article_id: edition for edition in [*newest, *held]}
    return [editions[story] for story in _fill(section, slots, held, newest, at).values()]


def cards(stories: Iterable[int], at: datetime, language: str) -> dict[int, Edition]:
    """What is shown of these stories, as far as they are live in this language."""
    live = Edition.objects.live(at).in_language(language)
    return {one.article_id: one for one in live.for_lists().filter(article__in=[*stories])}


def _rows(editions: EditionQuerySet) -> list[Story]:
    return [*editions.values_list(*COLUMNS, named=True)]


def _fill(
    section: Section | None, slots: dict[int, int], held: Iterable[Story], waiting: Iterable[Story], at: datetime
) -> dict[int, int]:
    """Which story gets which place, the lead first.

    A story of `slots` keeps its place if it is among `held`: one that has ended, was withdrawn or moved to another
    section or language so leaves it by itself. The other places go to those `waiting`, the newest first unless one is
    more urgent; the lead to one with a picture, if one of the next that is as urgent has one.
    """
    there = {story.article_id for story in held}
    top = {place: story for place, story in slots.items() if story in there and place in places(section)}
    waiting = [story for story in waiting if story.article_id not in {*top.values()}]
    waiting.sort(key=lambda story: _urgency(story, at))  # stable: among equals the newest stay first
    for place in places(section):
        if place in top or not waiting:
            continue
        next_ones = [
            story for story in waiting[: len(places(section))] if _urgency(story, at) == _urgency(waiting[0], at)
        ]
        pictured = (story for story in next_ones if story.photo_id) if place == 1 else ()
        chosen = next(iter(pictured), waiting[0])
        waiting.remove(chosen)
        top[place] = chosen.article_id
    return dict(sorted(top.items()))


def _urgency(story: Story, at: datetime) -> int:
    return story.priority if story.first_published_at > at - FRESH else max(Priority.values) + 1
