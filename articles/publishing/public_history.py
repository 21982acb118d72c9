"""The publication history of a story: its editions, their notes, and what changed from one to the next."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Act, Edition, Event
from articles.models.printed import declared, without
from articles.publishing import thanks
from articles.text import rendering
from newsroom.lib import comparing


@dataclass
class Comparison:
    changes: list[comparing.Change]
    beside: list[Promise]  # what else changed, by name


@dataclass
class Entry:
    """One line of the record; no comparison where there is none to make, or it is not shown."""

    edition: Edition
    until: datetime | None  # none: it is still live
    again: bool = False  # back in print after a withdrawal or an end
    gone: bool = False  # at its end nothing took its place
    reason: str = ""  # why it was withdrawn
    closed: bool = False  # there was something to compare with, and an editor closed the comparison or a text is erased
    comparison: Comparison | None = None

    @property
    def seal(self) -> str:
        """The first figures of the hash that the ledger seals, in groups that can be read out."""
        return " ".join(self.edition.content_hash[place : place + 4] for place in range(0, 16, 4))


@dataclass
class PublicHistory:
    entries: list[Entry]  # newest first
    live: Edition | None
    compared: bool  # whether a comparison is shown anywhere

    @property
    def skips(self) -> bool:
        """Whether numbers are missing: those of editions that were cancelled before anybody saw them."""
        return len(self.entries) < self.entries[0].edition.number

    def was_at(self, path: str) -> bool:
        """Whether the story was ever public at this address."""
        return any(entry.edition.address_id == path for entry in self.entries)


def of(article_id: int, *, at: datetime) -> PublicHistory | None:
    """The publication history at `at`, or None if the story was never public by then.

    After a withdrawal or an end it shows times, notes and reasons but no text. If the story is published again, the
    earlier texts stay hidden.
    """
    editions = Edition.objects.filter(article_id=article_id).public_by(at).select_related("section")
    editions = list(editions.annotate(thanked=thanks.of_story()).order_by("number"))
    if not editions:
        return None
    entries = _entries(editions, _reasons(article_id, at), at)
    live = editions[-1] if not entries[-1].gone else None
    if live and settings.RECORD_COMPARISON:
        _compare(entries)
    return PublicHistory(entries[::-1], live, any(entry.comparison and entry.comparison.changes for entry in entries))


def show_comparison(edition: Edition, *, shown: bool, by: User) -> None:
    """Show or hide what changed between an edition and its neighbours, and log it. The public note stays."""
    with transaction.atomic():
        if Edition.objects.filter(pk=edition.pk).exclude(comparable=shown).update(comparable=shown):
            verb = "show-comparison" if shown else "hide-comparison"
            Event.objects.write(verb, edition.article, by=by, edition=edition.number)


def _entries(editions: list[Edition], reasons: dict[int, str], at: datetime) -> list[Entry]:
    """A line an edition, oldest first; `reasons` by the number of the edition that was withdrawn."""
    entries: list[Entry] = []
    for edition, following in zip(editions, [*editions[1:], None], strict=True):
        until = edition.live_until if edition.live_until <= at else None
        replaced = following and following.live_from == until and edition.number not in reasons
        entry = Entry(edition, until, gone=bool(until and not replaced), reason=reasons.get(edition.number, ""))
        entry.again = bool(entries and entries[-1].gone)
        entries.append(entry)
    return entries


def _reasons(article_id: int, at: datetime) -> dict[int, str]:
    """Why editions were withdrawn. What was withdrawn before it came has no number here: nobody ever read it."""
    acts = Act.objects.filter(article_id=article_id, verb=Act.Verb.WITHDRAW, at__lte=at, edition__isnull=False)
    return dict(acts.values_list("edition", "reason"))


def _compare(entries: list[Entry]) -> None:
    """Each with the one before it, back to the last time that the story was off the site."""
    start = max((place for place, entry in enumerate(entries) if entry.again), default=0)
    texts = [_text(entry.edition) for entry in entries[start:]]
    for place, entry in enumerate(entries[start + 1 :], start=1):
        before, after = entries[start + place - 1].edition, entry.edition
        entry.closed = not all(one.comparable and not one.erased for one in (before, after))
        if not entry.closed:
            entry.comparison = _comparison(before, after, texts[place - 1], texts[place])


def compare(before: Edition, after: Edition) -> Comparison:
    """What changed from one edition to a later one, at the desk."""
    return _comparison(before, after, _text(before), _text(after))


def _comparison(before: Edition, after: Edition, old: dict[str, list[str]], new: dict[str, list[str]]) -> Comparison:
    fields = [field for field in declared() if field.printed.said]
    names = {field.name: field.printed.said for field in fields if field.printed.running}
    passages = {name: comparing.compare(old[name], new[name]) for name in names}
    changed = [field for field in fields if not field.printed.running and _seen(before, field) != _seen(after, field)]
    beside = [*dict.fromkeys(field.printed.said for field in changed)]
    if before.body != after.body and not passages["body"]:
        beside.append(_("links or layout in the text"))
    return Comparison([comparing.Change(names[name], found) for name, found in passages.items() if found], beside)


def _text(edition: Edition) -> dict[str, list[str]]:
    """The running text, of what was sealed: the HTML is made from it, and may be made again."""
    texts = {field.name: [getattr(edition, field.name)] for field in declared() if field.printed.running}
    return texts | {"body": rendering.blocks(rendering.clean(edition.body))}


def _seen(edition: Edition, field: Field) -> object:
    """What readers see of it: a person or a tag of the same name is the same, whatever its key."""
    return without(getattr(edition, field.attname), field.printed.unseen)
