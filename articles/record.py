"""The public record of a story: its editions, their notes, and what changed from one to the next."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from articles import rendering
from articles.models import Act, Edition
from newsroom.lib import comparing


@dataclass
class Entry:
    """One line of the record; `passages` say what changed (see comparing.compare), None where that is not shown."""

    edition: Edition
    until: datetime | None  # none: it is still live
    passages: list[list[comparing.Part]] | None = None


@dataclass
class Record:
    entries: list[Entry]  # newest first
    live: Edition | None
    withdrawals: list[Act] = field(default_factory=list)


def of(article_id: int, *, at: datetime) -> Record | None:
    """The record as it stands at `at`, or None for a story that was never public by then.

    After a withdrawal (or an end) it shows times, notes and reasons, and no text.
    """
    editions = list(Edition.objects.filter(article_id=article_id).public_by(at).select_related("section"))
    if not editions:
        return None
    live = next((edition for edition in editions if edition.live_until > at), None)
    entries = [Entry(edition, edition.live_until if edition.live_until <= at else None) for edition in editions]
    if live and settings.RECORD_COMPARISON:
        for before, entry in zip(editions, entries[1:], strict=False):
            if before.comparable and entry.edition.comparable and not (before.erased or entry.edition.erased):
                entry.passages = comparing.compare(_text(before), _text(entry.edition))
    withdrawals = Act.objects.filter(article_id=article_id, verb=Act.Verb.WITHDRAW, made_at__lte=at)
    return Record(entries[::-1], live, list(withdrawals))


def _text(edition: Edition) -> list[str]:
    return [edition.headline, edition.standfirst, *rendering.blocks(edition.html)]
