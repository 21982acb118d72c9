"""What is told in the demo: the files of the world and its stories, and the moment of each story."""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

HERE = Path(__file__).resolve().parent
STEP = timedelta(minutes=6)


@dataclass(frozen=True)
class Story:
    """One entry of stories/<section>.toml."""

    section: str
    digest: str  # by which the demo knows its own: Article.wire_digest
    moment: datetime  # of publication, or of the last change where nothing was published
    data: dict[str, Any]


def world() -> dict[str, list[dict[str, Any]]]:
    """The sections, correspondents, sources, pictures and topics, each in the order of the file."""
    return _read(HERE / "world.toml")


def pages() -> list[dict[str, Any]]:
    """What the agency says of itself, in the order of the footer."""
    return _read(HERE / "house.toml")["page"]


def stories(now: datetime) -> list[Story]:
    """Every story, oldest first, at its hour in the newsroom's time zone so many days before `now`."""
    found = sorted(_entries(), key=lambda entry: _due(entry[2], now))
    moments = past([_due(data, now) for _section, _digest, data in found], now)
    return [Story(section, digest, at, data) for (section, digest, data), at in zip(found, moments, strict=True)]


def past(moments: list[datetime], now: datetime) -> list[datetime]:
    """These moments in order; what would still be to come is drawn to just before `now`, and the order is kept."""
    gone = [moment for moment in sorted(moments) if moment < now]
    ahead = len(moments) - len(gone)
    since = gone[-1] if gone else now - timedelta(days=1)
    step = min(STEP, (now - since) / (ahead + 1))
    return gone + [now - step * left for left in range(ahead, 0, -1)]


def _entries() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path.stem, hashlib.sha256(f"demo:{path.stem}{index}".encode()).hexdigest(), data)
        for path in sorted((HERE / "stories").glob("*.toml"))
        for index, data in enumerate(_read(path)["story"])
    ]


def _due(data: dict[str, Any], now: datetime) -> datetime:
    day = timezone.localdate(now) - timedelta(days=data["days_ago"])
    return datetime.combine(day, time.fromisoformat(data["time"]), tzinfo=timezone.get_default_timezone())


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
