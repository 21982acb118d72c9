"""Wire text: one story and the briefs of its section, as an agency's wire sends them. The grammar is in docs/wire.md.

headline / lede / paragraphs, one a line, verbatim / the section's name / - / a brief / - / a brief …
"""

import hashlib
import re
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from articles import publishing, rendering
from articles.desk import revisions
from articles.models import Article, Event, Kind
from newsroom.lib import letters
from newsroom.lib.clock import Clock, read

SEPARATOR = "-"
LAST_LINE = "leave a review"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
BYLINE = re.compile(r"(?:^|[,;–—]\s*)(?P<line>[^,;–—]+['’]s\b[^,;–—]*\bcorrespondent) reports\.?$")
SECTION_LIMIT = 80

Line = tuple[int, str]


class BadWire(ValueError):
    """The file is refused; `line` is the number of the line, counted from 1, that it is refused for."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
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


@dataclass(frozen=True)
class Imported:
    made: list[Article]  # the story first, then its briefs in the order of the file
    known: list[Article]  # texts that were here before


def parse(data: bytes) -> Wire:
    """Read one wire file: UTF-8, with or without BOM, LF or CRLF. Raises BadWire."""
    lines = _lines(data)
    if lines and lines[-1][1].casefold() == LAST_LINE:
        lines.pop()
    if not lines:
        raise BadWire(1, "the file is empty.")
    first = next((place for place, (_n, text) in enumerate(lines) if text == SEPARATOR), None)
    if first is None:
        return _story(lines)
    if first == 0:
        raise BadWire(lines[0][0], "the file begins with -, where the headline should stand.")
    number, section = lines[first - 1]
    if len(section) > SECTION_LIMIT:
        raise BadWire(number, f"the line before the first - names the section; at most {SECTION_LIMIT} characters.")
    story = _story(lines[: first - 1], missing=number)
    briefs = list(_briefs(lines[first:]))
    return Wire(story.headline, story.lede, story.paragraphs, section, number, briefs)


def load(
    wire: Wire,
    *,
    section_slug: str = "",
    publish: bool = False,
    by: AbstractBaseUser | None = None,
    clock: Clock | None = None,
) -> Imported:
    """Make working copies of a wire file, all or none; with `publish` they are all live from one moment.

    `section_slug` wins over the section that the file names, which is made if it is not there. Texts that were loaded
    before, known by their digest, are left as they are. Raises BadWire, or publishing.Refused.
    """
    with transaction.atomic():
        section = _section(wire, section_slug)
        texts = [
            Article(kind=Kind.BRIEF, standfirst=brief, section=section, writer=by, wire_digest=_digest(brief))
            for brief in wire.briefs
        ]
        body = rendering.paragraphs(wire.paragraphs)
        story = Article(headline=wire.headline, standfirst=wire.lede, body=body, section=section, byline=wire.byline)
        story.writer, story.wire_digest = by, _digest(wire.headline, wire.lede, *wire.paragraphs)
        texts.insert(0, story)
        known = {
            text.wire_digest: text for text in Article.objects.filter(wire_digest__in=[t.wire_digest for t in texts])
        }
        made = list({text.wire_digest: text for text in texts if text.wire_digest not in known}.values())
        for article in reversed(made):  # lists break ties by the story, newest first: so rails keep the file's order
            article.save()
            revisions.keep(article, Event.objects.write("import", article, by=by))
        if publish:
            moment = read(clock)
            for article in reversed(made):
                publishing.publish(article.pk, by="import", reason="wire import", clock=lambda: moment)
    return Imported(made, list(known.values()))


def _lines(data: bytes) -> list[Line]:
    """The lines that are not blank, with their numbers in the file."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadWire(data.count(b"\n", 0, error.start) + 1, "this is not UTF-8.") from None
    lines = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if control := CONTROL.search(line):
            raise BadWire(number, f"a control character (U+{ord(control[0]):04X}) has no place in a text.")
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


def _briefs(lines: list[Line]):
    """What stands between one - and the next; its lines are one lede."""
    start, brief = lines[0][0], []
    for number, text in [*lines[1:], (0, SEPARATOR)]:
        if text != SEPARATOR:
            brief.append(text)
            continue
        if not brief:
            raise BadWire(start, "no brief follows this -.")
        yield " ".join(brief)
        start, brief = number, []


def _section(wire: Wire, slug: str):
    model = Article._meta.get_field("section").related_model
    if slug:
        try:
            return model.objects.get(slug=slug)
        except model.DoesNotExist:
            raise BadWire(0, f"there is no section “{slug}”.") from None
    if not wire.section:
        return None
    found = model.objects.filter(name__iexact=wire.section).first()
    if found := found or model.objects.filter(slug=letters.slug(wire.section)).first():
        return found
    section = model(name=wire.section, slug=letters.slug(wire.section))
    try:
        section.full_clean()
    except ValidationError as error:
        raise BadWire(wire.section_line, f"“{wire.section}” cannot be a section: {' '.join(error.messages)}") from None
    section.save()
    return section


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
