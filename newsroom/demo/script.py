"""What is told in the demo: the files of the world and its stories, and the moment of each story.

The stories of stories/ have a past (sources, reviews, corrections) and each its hour. Those of wire/, briefs and short
stories, fill the ten days before the demo is loaded, the newest a few minutes old: their order is all that is written.
"""

import hashlib
import tomllib
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from newsroom.lib import site_languages

HERE = Path(__file__).resolve().parent
STEP = timedelta(minutes=6)
NEWEST = timedelta(minutes=4)  # before now: when the newest story of the wire appeared
PACE = timedelta(days=10)  # in which the whole wire appeared
QUIET = range(1, 6)  # hours of the day in which the newsroom sleeps


@dataclass(frozen=True)
class Story:
    """One entry of a file in stories/ or of wire/<section>.txt."""

    section: str
    digest: str  # by which the demo knows its own: Article.wire_digest
    moment: datetime  # of publication, or of the last change where nothing was published
    data: dict[str, Any]
    original: "Story | None" = None  # which this one translates


def world() -> dict[str, list[dict[str, Any]]]:
    """The sections, correspondents, sources, pictures and topics, each in the order of the file and with the names it
    has in other languages: those of names/<language>.toml.
    """
    found = _read(HERE / "world.toml")
    for path in sorted((HERE / "names").glob("*.toml")):
        for kind, names in _read(path).items():
            entries = {entry.get("slug") or entry.get("key") or entry["name"]: entry for entry in found[kind]}
            for key, said in names.items():
                entries[key].setdefault("translations", {})[path.stem] = said
    return found


def pages() -> dict[str, list[dict[str, Any]]]:
    """What the agency says of itself in each of the newsroom's languages, in the order of the footer."""
    written = {"en": HERE / "house.toml"} | {path.stem: path for path in sorted((HERE / "pages").glob("*.toml"))}
    return {code: _read(path)["page"] for code, path in written.items() if site_languages.speaks(code)}


def stories(now: datetime, *, newest: int | None = None) -> list[Story]:
    """Every story, oldest first, before `now`. `newest` limits the wire stories to that many."""
    found = sorted(_entries(), key=lambda entry: _due(entry[2], now))
    moments = past([_due(data, now) for _section, _digest, data in found], now - NEWEST)
    written = [Story(*entry[:2], at, entry[2]) for entry, at in zip(found, moments, strict=True)]
    return sorted([*_linked(written), *wire(now)[:newest]], key=lambda story: story.moment)


def _linked(stories: list[Story]) -> list[Story]:
    """Each translation (`translates = "river"`) with the story that has this key (`key = "river"`)."""
    keyed = {story.data["key"]: story for story in stories if "key" in story.data}
    return [
        replace(story, original=keyed[story.data["translates"]]) if "translates" in story.data else story
        for story in stories
    ]


def wire(now: datetime) -> list[Story]:
    """Those of wire/, newest first, in turn from each section, spread over the waking hours of the last days."""
    entries = [
        (number / len(items), path.stem, digest(path, number), data)
        for path in sorted((HERE / "wire").glob("*.txt"))
        for items in [_wire(path)]
        for number, data in enumerate(items)
    ]
    entries.sort(key=lambda entry: entry[:2])
    moments = _spread(len(entries), now)
    return [Story(section, made, at, data) for (_place, section, made, data), at in zip(entries, moments, strict=True)]


def _spread(count: int, now: datetime) -> list[datetime]:
    """So many moments, the newest first: the nearest even if it is night, the others by day and never quite even."""
    awake = PACE * (24 - len(QUIET)) / 24
    moments, at = [], now - NEWEST
    for number in range(count):
        moments.append(at)
        at -= awake / count * (0.5 + (number * 7 % 11) / 10)
        if number and timezone.localtime(at).hour in QUIET:
            at -= timedelta(hours=len(QUIET))
    return moments


def past(moments: list[datetime], now: datetime) -> list[datetime]:
    """These moments in order; what would still be to come is drawn to just before `now`, and the order is kept."""
    gone = [moment for moment in sorted(moments) if moment < now]
    ahead = len(moments) - len(gone)
    since = gone[-1] if gone else now - timedelta(days=1)
    step = min(STEP, (now - since) / (ahead + 1))
    return gone + [now - step * left for left in range(ahead, 0, -1)]


def digest(path: Path, number: int) -> str:
    folder = "" if path.suffix == ".toml" else "wire/"
    return hashlib.sha256(f"demo:{folder}{path.stem}{number}".encode()).hexdigest()


def _wire(path: Path) -> list[dict[str, Any]]:
    """Blocks separated by a blank line. Each begins with a line of kind, language, place, topics, byline and picture.
    A brief has one more line, its text; other stories have headline, lede and paragraphs.
    """
    return [_item(*block.splitlines()) for block in path.read_text(encoding="utf-8").strip().split("\n\n")]


def _item(head: str, *lines: str) -> dict[str, Any]:
    kinds, place, topics, who, picture = [*map(str.strip, head.split("·")), "", "", "", ""][:5]
    kind, _comma, language = kinds.partition(", ")
    headline, standfirst, *paragraphs = ("", *lines) if kind == "brief" else lines
    return {
        "kind": kind,
        "language": language or "en",
        "headline": headline,
        "standfirst": standfirst,
        "body": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        "dateline": place,
        "tags": [topic.strip() for topic in topics.split(",") if topic.strip()],
        "bylines": [{"who": who, "role": ""}] if who else [],
        "byline": "",
        "picture": picture,
        "state": "live",
        "citations": [],
        "reviews": [],
    }


def _entries() -> list[tuple[str, str, dict[str, Any]]]:
    """Section, digest and text of each story. A file that is not named after a section says it in every story."""
    return [
        (data.get("section", path.stem), digest(path, index), data)
        for path in sorted((HERE / "stories").glob("*.toml"))
        for index, data in enumerate(_read(path)["story"])
    ]


def _due(data: dict[str, Any], now: datetime) -> datetime:
    day = timezone.localdate(now) - timedelta(days=data["days_ago"])
    return datetime.combine(day, time.fromisoformat(data["time"]), tzinfo=timezone.get_default_timezone())


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
