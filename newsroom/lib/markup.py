"""HTML as a small tree: read from what a sanitiser wrote, changed, written again in the same spelling."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img"}
DEPTH = 60  # elements within elements; deeper ones are left out, their words kept
NBSP = "\N{NO-BREAK SPACE}"


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
    """A piece of finished HTML that stands in a tree like a word."""

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
