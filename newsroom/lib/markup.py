"""HTML as a small tree: read from what a sanitiser wrote, changed, written again in the same spelling."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img"}
DEPTH = 80  # elements within elements; deeper ones are left out, their words kept

# What is refused before anything parses it: the time that a parser takes grows with the square of the depth.
LONGEST = 300_000  # characters
DEEPEST = 60  # elements within elements
MOST = 20_000  # elements
TAG = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(/?)([a-zA-Z][^\s/>]*)", re.DOTALL)
NEVER_OPEN = frozenset("area base br col embed hr img input link meta p source track wbr".split())
# Without an end tag these end with the next of their kind: at most one is open in each list or table.
HOLDERS = {"li": ("ul", "ol", "menu"), "dd": ("dl",), "dt": ("dl",)}
HOLDERS |= dict.fromkeys("caption colgroup thead tbody tfoot tr td th".split(), ("table",))
NBSP = "\N{NO-BREAK SPACE}"


def excess(html: str) -> str:
    """Why this is too much to be parsed: "too-long", "too-deep", "too-many"; "" if it is not. Reads it once."""
    if len(html) > LONGEST:
        return "too-long"
    opened: Counter[str] = Counter()
    elements = depth = 0
    for end, name in TAG.findall(html):
        name = name.lower()
        if end:
            depth -= opened[name] > 0
            opened[name] = max(opened[name] - 1, 0)
            continue
        elements += bool(name)
        if (
            not name
            or name in NEVER_OPEN
            or (name in HOLDERS and opened[name] >= sum(opened[h] for h in HOLDERS[name]))
        ):
            continue
        opened[name] += 1
        depth += 1
        if depth > DEEPEST:
            return "too-deep"
    return "too-many" if elements > MOST else ""


@dataclass
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def __iter__(self) -> "Iterator[Element]":
        """The elements right in this one."""
        return (child for child in self.children if isinstance(child, Element))

    def walk(self) -> "Iterator[Element]":
        """The elements in this one, however deep, in the order of the text."""
        for child in self:
            yield child
            yield from child.walk()

    def first(self, *tags: str) -> "Element | None":
        return next((element for element in self.walk() if element.tag in tags), None)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is to be seen of it."""
        return not self.text.strip()


class Raw(str):
    """A piece of finished HTML, used in a tree like a text."""

    __slots__ = ()


def parse(html: str) -> Element:
    """The tree of well-formed HTML, under a root without a name."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self.open, self.lost = [self.root], 0  # lost: how many are open that were left out for their depth

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.open[-1].children.append(element)
        elif len(self.open) > DEPTH:
            self.lost += 1
        else:
            self.open[-1].children.append(element)
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.lost:
            self.lost -= 1
        elif len(self.open) > 1 and tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def html(node: Element | str) -> str:
    """The node as HTML; of an element without a name, what is in it."""
    if isinstance(node, Raw):
        return node
    if isinstance(node, str):
        return _escaped(node).replace("<", "&lt;").replace(">", "&gt;")
    inner = "".join(map(html, node.children))
    if not node.tag:
        return inner
    said = "".join(f' {name}="{_attribute(value)}"' for name, value in node.attributes.items())
    return f"<{node.tag}{said}>" if node.tag in VOID else f"<{node.tag}{said}>{inner}</{node.tag}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace(NBSP, "&nbsp;")


def _attribute(value: str) -> str:
    return re.sub(r'["<>]', lambda sign: f"&#{ord(sign[0])};", _escaped(value))
