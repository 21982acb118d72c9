"""The places of a front while an editor moves stories about in them; nothing is saved by it.

static/desk/front.js does the same in the browser. This is for people without scripts: each button sends the whole
list and gets it back changed.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.http import QueryDict
from django.utils import timezone

from articles.models import FOREVER
from sections.models import Slot


class Row(NamedTuple):
    """A place: the story that holds it (None: it fills itself), and the moment until when, as it is typed."""

    story: int | None = None
    until: str = ""


EMPTY = Row()


def of_slots(slots: Iterable[Slot], size: int) -> list[Row]:
    rows = [EMPTY] * size
    for slot in slots:
        if slot.place <= size:
            until = "" if slot.until == FOREVER else f"{timezone.localtime(slot.until):%Y-%m-%dT%H:%M}"
            rows[slot.place - 1] = Row(slot.article_id, until)
    return rows


def of_post(posted: QueryDict, size: int) -> list[Row]:
    """One `story` and one `until` for each place, in their order. What is no key of a story holds nothing."""
    stories, until = posted.getlist("story")[:size], posted.getlist("until")
    rows = [
        Row(int(story), until[place] if place < len(until) else "") if _is_key(story) else EMPTY
        for place, story in enumerate(stories)
    ]
    return rows + [EMPTY] * (size - len(rows))


def changed(rows: list[Row], do: str, place: str = "") -> list[Row]:
    """After a button: `up-3`, `down-3` and `off-3` move or take off what holds place 3, `put-712` brings story 712."""
    verb, _dash, number = do.partition("-")
    if not _is_key(number):
        return rows
    if verb == "put":
        return put(rows, int(number), int(place) - 1 if _is_key(place) else None)
    at = int(number) - 1
    if verb == "off" and 0 <= at < len(rows):
        return [*rows[:at], EMPTY, *rows[at + 1 :]]
    other = at + {"up": -1, "down": 1}.get(verb, 0)
    if not (0 <= at < len(rows) and 0 <= other < len(rows)):
        return rows
    rows = [*rows]
    rows[at], rows[other] = rows[other], rows[at]
    return rows


def held(rows: list[Row], do: str, fills: Mapping[int, int]) -> list[Row]:
    """After `hold-3`: the story that fills place 3 by itself is kept there."""
    number = do.removeprefix("hold-")
    place = int(number) if _is_key(number) else 0
    if not (0 < place <= len(rows) and rows[place - 1].story is None and place in fills):
        return rows
    return [*rows[: place - 1], Row(fills[place]), *rows[place:]]


def put(rows: list[Row], story: int, at: int | None) -> list[Row]:
    """Bring a story to a place (None: the first that is free, else the last); what stands there moves down, up to the
    next free place, or off the front."""
    rows = [EMPTY if row.story == story else row for row in rows]
    free = [place for place, row in enumerate(rows) if row.story is None]
    last = len(rows) - 1
    at = min(at, last) if at is not None else (free or [last])[0]
    end = next((place for place in free if place >= at), last)
    return [*rows[:at], Row(story), *rows[at:end], *rows[end + 1 :]]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < len(text) < 16
