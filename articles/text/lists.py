"""Lists as word processors write them, made into lists with their levels and their numbers.

Word on a desk writes a list as paragraphs that bear a bullet or a number (mso-list); Word Online each item as a list of
its own, with the number it begins at.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsroom.lib.markup import NBSP, Element

LISTED = re.compile(r"mso-list:\s*(?!ignore|none|skip)", re.IGNORECASE)
LEVEL = re.compile(r"mso-list:(?:(?!mso-list:)[^;])*?\blevel(\d)", re.IGNORECASE)
NUMBERED = re.compile(r"\W*(?:\d+\.)*(\d+|[a-zA-Z]|[ivxIVX]+)[.)]")
ROMAN = {"i": 1, "v": 5, "x": 10}
DEEPEST = 9  # levels, as in Word

Open = tuple[int, Element, int]  # a list that may go on: its level, itself, the number that comes next


class Item(NamedTuple):
    level: int
    tag: str  # ul or ol
    number: int
    children: list[Element | str]
    numbered: bool  # whether the number is known, so that a list may go on with it


def gathered(children: list[Element | str]) -> list[Element | str]:
    """The same with such items in lists. A list that is one already, and goes on with no other, stays as it is."""
    out: list[Element | str] = []
    open_lists: list[Open] = []
    blanks: list[Element | str] = []  # between two lists that are one they go
    for child in children:
        if isinstance(child, str) and not child.strip() and open_lists:
            blanks.append(child)
            continue
        items = [*_items(child)] if isinstance(child, Element) else []
        goes_on = bool(items and open_lists) and _follows(items[0], open_lists)
        if not goes_on:
            open_lists = []
            out += blanks
        blanks = []
        if not items or (not goes_on and _is_plain(child)):
            out.append(child)
            open_lists = [(1, child, items[-1].number + 1)] if items else []
            continue
        for item in items:
            _add(item, open_lists, out)
    return out + blanks


def _follows(item: Item, open_lists: list[Open]) -> bool:
    """Whether an item belongs to what is open: as its next one, or on another level."""
    level, outermost = min(item.level, DEEPEST), open_lists[0][0]
    same = [one for one in open_lists if one[0] == level]
    return _goes_on(item, same[-1]) if level == outermost else level > outermost


def _is_plain(child: Element | str) -> bool:
    return isinstance(child, Element) and child.tag in {"ul", "ol"} and not _has_levels(child)


def _has_levels(child: Element) -> bool:
    return any("aria-level" in name for item in child for name in item.attributes)


def nested(element: Element) -> None:
    """A list right in a list, as Google Docs may write it, belongs to the item before it."""
    children: list[Element | str] = []
    last: Element | None = None
    for child in element.children:
        if isinstance(child, Element) and child.tag in {"ul", "ol"} and last:
            last.children.append(child)
            continue
        if isinstance(child, Element) and child.tag == "li":
            last = child
        children.append(child)
    element.children = children


def start(element: Element) -> None:
    """Of a list that begins at another number than 1, which; of any other, nothing."""
    first = next(iter(element), None)
    number = element.attributes.pop("start", "") or (first.attributes.get("value", "") if first else "")
    if number.isdecimal() and len(number) < 7 and int(number) != 1:
        element.attributes["start"] = str(int(number))


def _items(child: Element) -> Iterator[Item]:
    style = child.attributes.get("style", "")
    if child.tag == "p" and LISTED.search(style):
        bullet = _bullet(child)
        level = LEVEL.search(style)
        found = NUMBERED.match(bullet)
        tag, number = ("ol", _value(found[1])) if found else ("ul", 1)
        yield Item(int(level[1]) if level else 1, tag, number, [Element("p", {}, child.children)], numbered=True)
    elif child.tag == "div" and child.children:
        parts = [part for part in child.children if isinstance(part, Element) or part.strip()]
        if parts and all(isinstance(part, Element) and (part.tag == "div" or _is_flat(part)) for part in parts):
            found = [[*_items(part)] for part in parts]
            if all(found):
                yield from (item for items in found for item in items)
    elif _is_flat(child):
        begins = child.attributes.get("start", "")
        number = int(begins) if begins.isdecimal() and len(begins) < 7 else 1
        known = bool(begins)
        for place, item in enumerate(child):
            levels = item.attributes.get("data-aria-level") or item.attributes.get("aria-level", "")
            level = int(levels) if levels.isdecimal() and len(levels) < 2 else 1
            yield Item(level, child.tag, number + place, item.children, numbered=known or bool(levels) or place > 0)


def _is_flat(child: Element) -> bool:
    """Whether it is a list, without lists in it, that may be a part of another one."""
    if child.tag not in {"ul", "ol"} or not child.children:
        return False
    items = [*child]
    if any(item.tag != "li" for item in items) or child.first("ul", "ol"):
        return False
    return child.tag == "ol" or _has_levels(child)


def _add(item: Item, open_lists: list[Open], out: list[Element | str]) -> None:
    """Put an item at the end of what is there: into the list that goes on, or into a new one."""
    level = min(item.level, DEEPEST)
    while open_lists and open_lists[-1][0] > level:
        open_lists.pop()
    if open_lists and open_lists[-1][0] == level and not _goes_on(item, open_lists[-1]):
        open_lists.pop()
    if not open_lists or open_lists[-1][0] < level:
        made = Element(item.tag, {"start": str(item.number)} if item.tag == "ol" and item.number != 1 else {})
        (open_lists[-1][1].children[-1].children if open_lists else out).append(made)
        open_lists.append((level, made, 0))
    _level, current, _next = open_lists[-1]
    current.children.append(Element("li", {}, item.children))
    open_lists[-1] = (level, current, item.number + 1)


def _goes_on(item: Item, last: Open) -> bool:
    _level, current, number = last
    if item.tag != current.tag or not item.numbered:
        return False
    return item.tag == "ul" or item.number == number


def _bullet(paragraph: Element) -> str:
    styles = ((one, one.attributes.get("style", "").replace(" ", "").lower()) for one in paragraph.walk())
    marks = (one.text for one, style in styles if "mso-list:ignore" in style)
    return next(marks, "").replace(NBSP, " ").strip()


def _value(mark: str) -> int:
    """The number that a mark means: 3, c and iii are the third. What is not known is the first."""
    mark = mark.lower()
    if mark.isdecimal():
        return int(mark[:6])
    if set(mark) <= set(ROMAN):
        values = [ROMAN[letter] for letter in mark]
        return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    return ord(mark) - ord("a") + 1 if len(mark) == 1 else 1
