"""Merging two saves of one story: changes that don't clash are merged, and a person chooses between those that do.

Each field has three sides: the base that both began from (None if it is unknown), theirs, which is stored, and mine.
This module knows nothing about forms, rows or requests. A value is anything that compares with ==.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from newsroom.lib import comparing
from newsroom.lib.comparing import Clash

MOST = 100  # clashes in one text that a person is asked about

Value = TypeVar("Value")
Row = dict[str, str]


@dataclass(frozen=True)
class Merged:
    """One field on three sides. Its parts are what came together; in each clash among them somebody must choose."""

    name: str
    base: Any
    theirs: Any
    mine: Any
    parts: tuple[Any, ...]
    join: Callable[[Sequence[Any]], Any]  # the parts, once they are chosen, as one value
    too_different: bool = False  # to be brought together piece by piece

    @property
    def clashes(self) -> list[Clash]:
        return [part for part in self.parts if isinstance(part, Clash)]

    @property
    def by_theirs(self) -> bool:
        """Whether they changed it; with an unknown base: whether it differs at all."""
        return self.theirs != (self.mine if self.base is None else self.base)

    @property
    def by_mine(self) -> bool:
        return self.mine != (self.theirs if self.base is None else self.base)

    def chosen(self, choices: Iterable[Any]) -> Any:
        """The value with these in the place of its clashes, in their order."""
        remaining: Iterator[Any] = iter(choices)
        return self.join([next(remaining) if isinstance(part, Clash) else part for part in self.parts])


def whole(name: str, base: Any, theirs: Any, mine: Any) -> Merged:
    """A value that is one thing: anyone who changed it wins, both differently is a clash."""
    return Merged(name, base, theirs, mine, (_one(base, theirs, mine),), lambda parts: parts[0])


def text(name: str, base: str | None, theirs: str, mine: str) -> Merged:
    """A text, paragraph by paragraph, and sentence by sentence where that is enough.

    Where there would be too much to choose from, the two texts are too different: the choice is between them as wholes.
    """
    parts = tuple(comparing.weave(base, theirs, mine))
    if sum(isinstance(part, Clash) for part in parts) > MOST:
        return Merged(name, base, theirs, mine, (Clash(base, theirs, mine),), "".join, too_different=True)
    return Merged(name, base, theirs, mine, parts, "".join)


def names(name: str, base: list[str] | None, theirs: list[str], mine: list[str]) -> Merged:
    """Names in no order: what either added is there, what either took out is not. That cannot clash."""
    if base is None:
        return whole(name, base, theirs, mine)
    added = [word for word in mine if word not in theirs and word not in base]
    kept = [word for word in theirs if word in mine or word not in base]
    return Merged(name, base, theirs, mine, (kept + added,), lambda parts: parts[0])


def rows(name: str, base: dict[Any, Row] | None, theirs: dict[Any, Row], mine: dict[Any, Row]) -> Merged:
    """Lines by their keys, in the order that somebody gave them; of a line that both changed, column by column.

    The value that is chosen is again a dict of lines by their keys. In a clash, None is a line that was taken out.
    """
    keys = _order(base or {}, theirs, mine)
    parts = tuple(_row(base, theirs.get(key), mine.get(key), key) for key in keys)

    def join(chosen: Sequence[Row | None]) -> dict[Any, Row]:
        return {key: row for key, row in zip(keys, chosen, strict=True) if row is not None}

    return Merged(name, base, theirs, mine, parts, join)


def _one(base: Value | None, theirs: Value, mine: Value) -> Value | Clash:
    if mine in (theirs, base):
        return theirs
    return mine if theirs == base else Clash(base, theirs, mine)


def _row(base: dict[Any, Row] | None, theirs: Row | None, mine: Row | None, key: Any) -> Row | Clash | None:
    if base is None:
        return theirs if theirs == mine else Clash(None, theirs, mine)
    was = base.get(key)
    if theirs == mine or was in (theirs, mine):
        return mine if was == theirs else theirs
    if not (was and theirs and mine):
        return Clash(was, theirs, mine)
    columns = {
        column: _one(was.get(column, ""), theirs.get(column, ""), mine.get(column, "")) for column in {**theirs, **mine}
    }
    clash = any(isinstance(value, Clash) for value in columns.values())
    return Clash(was, theirs, mine) if clash else columns


def _order(base: dict[Any, Row], theirs: dict[Any, Row], mine: dict[Any, Row]) -> list[Any]:
    """Theirs, unless only mine changed it. Additions of the other side follow the line that they follow there."""
    moved = [key for key in mine if key in base] != [key for key in base if key in mine]
    first, other = ([*mine], theirs) if moved else ([*theirs], mine)
    place = 0
    for key in other:
        if key in first:
            place = first.index(key) + 1
        else:
            first.insert(place, key)
            place += 1
    return first
