"""The interface's texts in each language, and where on a page one of another language is shown.

Texts come from the catalogues, ours and Django's: what is shown whole in a node of a page is compared with them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser

import polib

from newsroom.catalogues import files, ours

ENGLISH = "en"
LANGUAGES = (ENGLISH, *ours.LANGUAGES)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title", "data-done", "data-failed", "label"}
SILENT = {"code", "script", "style", "template"}  # "code": a checksum


# -- what an interface says -------------------------------------------------------------------------------------------


@cache
def texts(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """All that the interface says in this language: plain pieces, and one pattern for those with placeholders."""
    plain, patterns = set(), set()
    for text in _translated(language):
        for piece in TAG.split(text.replace("%%", "%")):
            piece = squeezed(piece)
            literal = PLACEHOLDER.sub("", piece)
            if not re.search(r"\w{2}", literal):
                continue
            if literal == piece:
                plain.add(piece)
            elif len(re.sub(r"\W", "", literal)) > 3:
                patterns.add("(.+)".join(map(re.escape, PLACEHOLDER.split(piece))).replace("(.+)", ".+"))
    return frozenset(plain), re.compile("|".join(sorted(patterns)) or "(?!)", re.DOTALL)


def _translated(language: str) -> Iterator[str]:
    codes = ours.LANGUAGES if language == ENGLISH else [language]
    catalogues = [catalogue for code in codes for catalogue in (files.read(ours.catalogue(code)), _of_django(code))]
    for entry in (entry for catalogue in catalogues for entry in catalogue):
        yield from filter(None, (entry.msgid, entry.msgid_plural) if language == ENGLISH else _said(entry))


def _of_django(language: str) -> polib.MOFile:
    return ours._django(language, "conf")


def _said(entry: polib.POEntry) -> Iterable[str]:
    return entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]


def says(language: str, text: str) -> bool:
    plain, pattern = texts(language)
    return text in plain or bool(pattern.fullmatch(text))


def foreign(language: str, text: str) -> bool:
    """Whether this is what another language's interface says, and not this one's."""
    return not says(language, text) and any(says(other, text) for other in LANGUAGES if other != language)


def squeezed(text: str) -> str:
    return " ".join(text.split())


# -- what a page says -------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page says outside of elements that are marked as another language, its links, and its own attributes.

    `said`: the texts, with the element each is in; `links`: (href, whether it is marked as leading elsewhere).
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []  # each element, and whether it is in the page's language
        self.root: dict[str, str] = {}
        self.said: list[tuple[str, str]] = []
        self.links: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "html":
            self.root = given
        own = self._own(given)
        if tag == "a" and "href" in given:
            self.links.append((given["href"], not own or "hreflang" in given))
        if own:
            self._attributes(tag, given)
        if tag not in VOID:
            self.open.append((tag, own))

    def _own(self, given: dict[str, str]) -> bool:
        if "lang" in given:
            return given["lang"] == self.root.get("lang")
        return self.open[-1][1] if self.open else True

    def _attributes(self, tag: str, given: dict[str, str]) -> None:
        names = SPOKEN & {*given}
        if tag == "meta" and given.get("name", given.get("property", "")) in {
            "description", "og:title", "og:description", "og:image:alt",
        }:  # fmt: skip
            names = {"content"}
        if tag == "input" and given.get("type") in {"submit", "button"}:
            names.add("value")
        self.said += [(f"{tag}[{name}]", squeezed(given[name])) for name in sorted(names) if given[name].strip()]

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, _own = self.open.pop()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        tag, own = self.open[-1] if self.open else ("", True)
        if own and tag not in SILENT and data.strip():
            self.said.append((tag, squeezed(data)))
