"""The grammar of a wire file: UTF-8 bytes become a story and its briefs, or are refused by line (docs/wire.md).

headline / lede / paragraphs, one a line, verbatim / the section's name / - / a brief / - / a brief …
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.exchange import wire_marks
from articles.exchange.wire_marks import Line
from articles.models import Article

# A hyphen, or what autocorrect makes of it, alone on a line or before a brief.
DASH = r"(?:[-–—−‐‑‒―﹣－•·▪]{1,3})"
SEPARATOR = re.compile(DASH)
BEFORE_BRIEF = re.compile(rf"{DASH}\s+(?=\S)")
UNSEEN = re.compile("[\u200b-\u200f\u2060\u00ad]")  # around a separator
LAST_LINE = "leave a review"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
BYLINE = re.compile(r"(?:^|[,;–—]\s*)(?P<line>[^,;–—]+['’]s\b[^,;–—]*\bcorrespondent) reports\.?$")
SECTION_LIMIT = 80
JOINED = "\ufeff"
OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")


class BadWire(ValueError):
    """The file is refused; `line` is the number of the line, counted from 1, that it is refused for (0: for none)."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.line = line


@dataclass(frozen=True)
class Wire:
    headline: str
    lede: str
    paragraphs: list[str]
    section: str = ""
    section_line: int = 0
    briefs: list[str] = field(default_factory=list)

    @property
    def byline(self) -> str:
        """“TURAN's Washington correspondent”, where the lede ends in “, TURAN's Washington correspondent reports.”"""
        match = BYLINE.search(self.lede)
        return match["line"].strip() if match else ""


def parse(data: bytes) -> Wire:
    """Read one wire file: UTF-8, with or without BOM, LF or CRLF. Raises BadWire."""
    lines = _lines(data)
    if lines and lines[-1][1].casefold() == LAST_LINE:
        lines.pop()
    if not lines:
        raise BadWire(1, "the file is empty.")
    first = _first_brief(lines)
    if first is None:
        return _checked(lines, lines, _story(lines))
    if first == 0:
        raise BadWire(lines[0][0], "the file begins with -, where the headline should be.")
    number, section = lines[first - 1]
    if len(section) > SECTION_LIMIT:
        raise BadWire(number, f"the line before the first - names the section; at most {SECTION_LIMIT} characters.")
    if BEFORE_BRIEF.match(section):
        raise BadWire(
            number, "a brief begins here, where the name of the section should be. Write each - on its own line."
        )
    story = _story(lines[: first - 1], missing=number)
    briefs = list(_briefs(lines[first:]))
    wire = Wire(story.headline, story.lede, story.paragraphs, section, number, briefs)
    return _checked(lines, lines[: first - 1], wire)


def _checked(lines: list[Line], story: list[Line], wire: Wire) -> Wire:
    """The wire, unless something in the file says that it has another agency's format."""
    texts = [(number, text) for number, text in lines if not _is_separator(text)]
    for number, reason in wire_marks.found(texts, story):
        raise BadWire(number, reason)
    return wire


def _is_separator(text: str) -> bool:
    return bool(SEPARATOR.fullmatch(UNSEEN.sub("", text).strip()))


def _first_brief(lines: list[Line]) -> int | None:
    """Where the briefs begin: at the first separator alone on its line.

    Or where every line up to the end has one before its text, and the line above can only be the name of a section.
    Other lines that begin with a dash are dialogue.
    """
    alone = next((place for place, (_number, text) in enumerate(lines) if _is_separator(text)), None)
    if alone is not None:
        return alone
    place = len(lines)
    while place and BEFORE_BRIEF.match(lines[place - 1][1]):
        place -= 1
    if place == len(lines) or place < 3:
        return None
    above = lines[place - 1][1]
    is_section = len(above) <= SECTION_LIMIT and not wire_marks.SENTENCE_END.search(above)
    return place if is_section else None


def _lines(data: bytes) -> list[Line]:
    """The lines that are not blank, with their numbers in the file."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadWire(data.count(b"\n", 0, error.start) + 1, "this is not UTF-8.") from None
    lines = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if control := CONTROL.search(line):
            raise BadWire(number, f"a control character (U+{ord(control[0]):04X}) can't be part of a text.")
        if JOINED in line:
            raise BadWire(number, "a byte order mark (U+FEFF): two files were joined here. Import each by itself.")
        if override := OVERRIDE.search(line):
            reason = "turns the direction of writing, so readers would see other words than these. Take it out."
            raise BadWire(number, f"a character (U+{ord(override[0]):04X}) that {reason}")
        if line.strip():
            lines.append((number, line.strip()))
    return lines


def _story(lines: list[Line], missing: int = 0) -> Wire:
    if not lines:
        raise BadWire(missing or 1, "the file has no headline.")
    if len(lines) < 2:
        raise BadWire(missing or lines[0][0], "the file has a headline and no lede.")
    texts = [text for _number, text in lines]
    if len(texts[0]) > Article._meta.get_field("headline").max_length:
        raise BadWire(lines[0][0], "the headline is longer than 200 characters.")
    return Wire(texts[0], texts[1], texts[2:])


def _briefs(lines: list[Line]) -> Iterator[str]:
    """What follows each separator, up to the next; its lines are one lede."""
    start, brief = lines[0][0], []
    for number, text in lines:
        before = BEFORE_BRIEF.match(text)
        if brief and (before or _is_separator(text)):
            yield " ".join(brief)
            brief = []
        elif _is_separator(text) and number != start:
            raise BadWire(start, "no brief follows this -.")
        if before or _is_separator(text):
            start = number
        if not _is_separator(text):
            brief.append(text[before.end() :] if before else text)
    if not brief:
        raise BadWire(start, "no brief follows this -.")
    yield " ".join(brief)
