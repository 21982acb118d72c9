"""Calendars as iCalendar (RFC 5545): text only, escaped and folded as the standard says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

CRLF, WIDTH = "\r\n", 75  # bytes in a line, without its end
ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True)
class Entry:
    """An event at an instant, or on a whole day. `uid` stays the same while the event changes."""

    uid: str
    summary: str
    start: datetime | date
    changed_at: datetime
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()


def calendar(name: str, entries: Iterable[Entry], *, made_by: str) -> str:
    """A whole calendar. `made_by`: a name of the product, as its PRODID has it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{text(made_by)}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text(name)}",
        *(line for entry in entries for line in _event(entry)),
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}{CRLF}" for line in lines)


def _event(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text(entry.uid)}"
    yield f"DTSTAMP:{_instant(entry.changed_at)}"
    if isinstance(entry.start, datetime):
        yield f"DTSTART:{_instant(entry.start)}"
    else:
        yield f"DTSTART;VALUE=DATE:{entry.start:%Y%m%d}"
    yield f"SUMMARY:{text(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{text(entry.description)}"
    if entry.url:
        yield f"URL:{entry.url}"
    if entry.categories:
        yield f"CATEGORIES:{','.join(map(text, entry.categories))}"
    yield "TRANSP:TRANSPARENT"  # it makes nobody busy
    yield "END:VEVENT"


def text(words: str) -> str:
    """As a value of type TEXT: no control character but the escaped line end."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(ESCAPES.get(sign, sign) for sign in plain if sign == "\n" or sign >= " ")


def fold(line: str) -> str:
    """Longer lines go on in the next, behind a blank; never in the middle of a character."""
    parts, part, used = [], "", 0
    for sign in line:
        size = len(sign.encode())
        if used + size > WIDTH:
            parts.append(part)
            part, used = " ", 1
        part += sign
        used += size
    return CRLF.join([*parts, part])


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
