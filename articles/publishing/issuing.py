"""Making, ending and emptying editions and writing the ledger, all under the story's lock.

Only articles/publishing/verbs.py calls this; it has the verbs and their rules.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.drafts import printing
from articles.models import (
    Act,
    Address,
    Article,
    Document,
    Edition,
    Photo,
    PublishingState,
    SearchEntry,
    UnderName,
    UnderTag,
    WithDocument,
    WithPhoto,
    ledger,
)
from articles.models.edition import Change
from articles.publishing import jobs, public_mark, search_entries, triggers
from newsroom.lib import fields
from newsroom.lib.clock import BEHIND, TICK, Clock, read

DOTS = re.compile(r"[.․‥](?:\s*[.․‥])+|[…⋯‥․]")  # also as keyboards and fonts have them
WORDS = re.compile(r"[^\W_]+|…")

# What the note of a correction starts from, to be finished by its writer.
NOTE_START, THANKS = gettext_noop("What was wrong: …"), gettext_noop("Thanks to a reader.")
INSTANT = timedelta(milliseconds=20)  # no clock ticks more coarsely; acts so close to each other follow by a tick

LISTINGS = {UnderTag: "topics", UnderName: "bylines", WithPhoto: "all_pictures", WithDocument: "files"}


@dataclass(frozen=True)
class Machine:
    """What acts without being a person, by name: an import, a load test. The rule of four eyes doesn't ask machines."""

    name: str


Actor = AbstractBaseUser | Machine


def name_of(by: Actor) -> str:
    """What the ledger calls who acts. TypeError for anything but a user with an account, or a Machine with a name."""
    if isinstance(by, Machine) and by.name:
        return by.name
    if isinstance(by, AbstractBaseUser) and by.pk:
        return by.get_username()
    raise TypeError(f'`by` must be a saved user or Machine("name"), not {by!r}')


REASONS = {
    "clock-behind": gettext_noop(
        "The server's clock is behind the time of this story's last publishing action. Ask "
        "your administrator to check the clock. Until then you can only withdraw the story."
    ),
    "changed-meanwhile": gettext_noop(
        "Someone has published, cancelled or withdrawn this story since you opened the page. "
        "Reload the page to see what has changed."
    ),
    "text-changed-meanwhile": gettext_noop("The text has changed since you opened the page. Read it again first."),
    "nothing-public": gettext_noop("Nothing of this story is published or scheduled."),
    "nothing-live": gettext_noop("Nothing of this story is published."),
    "nothing-to-come": gettext_noop("No edition of this story is scheduled."),
    "spiked": gettext_noop("The story is spiked. Revive it first."),
    "in-the-past": gettext_noop("This time is in the past. Choose a later one."),
    "not-in-the-past": gettext_noop("This time is not in the past. Publish the story instead."),
    "before-1970": gettext_noop("This date is too early. Choose one after 1969."),
    "after-9998": gettext_noop("This date is too late. Choose one before the year 9999."),
    "embargoed": gettext_noop("The story is under embargo at this time. Choose a later time, or change the embargo."),
    "after-its-end": gettext_noop("The story has ended by this time. Choose an earlier time, or change the end."),
    "ends-before-it-starts": gettext_noop("The end must be later than the embargo."),
    "already-public": gettext_noop("The story is published, so an embargo can't hide it. Withdraw it instead."),
    "already-acted": gettext_noop("This story has already been published; only new stories can be imported."),
    "address-taken": gettext_noop("Another story has this address. Change the slug."),
    "four-eyes": gettext_noop("You made the last change yourself. Ask a colleague to approve it, or give a reason."),
    "unknown-change": gettext_noop("Choose what kind of change this is."),
    "note-missing": gettext_noop("Write a note for readers that says what was changed."),
    "nothing-changed": gettext_noop(
        "Nothing has changed since the published edition: headline, text, byline, sources, "
        "tags and pictures are the same. Change the story first."
    ),
    "already-scheduled": gettext_noop(
        "This text is already scheduled for this time. Change the text or choose another time."
    ),
    "note-unfinished": gettext_noop("Finish the note for readers: replace the dots with what was wrong."),
    "still-public": gettext_noop("This edition is published or scheduled. Withdraw the story first."),
    "no-such-edition": gettext_noop("There is no such edition, or its text has already been erased."),
    "forbidden": gettext_noop("Only an administrator can do this."),
}


class Refused(Exception):
    """The act was not carried out and nothing has changed. `code` is stable; the words are for people."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or _(REASONS[code]))
        self.code = code


@dataclass
class Story:
    """A story under its lock.

    `now` is the moment of the act, always after the act before. `present` is the moment that readers' pages use; it is
    the same, unless the clock is behind the act before. `ahead`: the editions that readers see or would see from
    `present` on, in the order of their numbers.
    """

    record: PublishingState
    by: Actor
    now: datetime
    present: datetime
    ahead: list[Edition]
    parts: printing.Parts | None = None  # of the draft, where the edition is made from it

    def live_at(self, moment: datetime) -> Edition | None:
        return next((one for one in self.ahead if one.live_from <= moment < one.live_until), None)

    @cached_property
    def live(self) -> Edition | None:
        return self.live_at(self.now)

    @cached_property
    def coming(self) -> Edition | None:
        return next((one for one in self.ahead if one.live_from > self.now), None)


def after(acted_at: datetime, moment: datetime) -> datetime:
    """The moment, moved on by a tick where it can't be told from that of the act before."""
    return acted_at + TICK if timedelta(0) <= acted_at - moment <= INSTANT else moment


def token(acts: int, live: int | None) -> str:
    """What an editor must have seen: how many acts there were, and the number of the edition that was live."""
    return f"{acts}.{live or 0}"


@contextmanager
def locked(
    article_id: int, *, by: Actor, seen: str | None = None, clock: Clock | None, even_behind: bool = False
) -> Iterator[Story]:
    """The row lock comes first, the clock after it: a moment read before waiting may be past when the wait is over.

    A clock that is behind the act before by a little is a server's that differs a little: the act follows that one by
    a tick, for at its very instant it would undo what that one showed to readers. One that is further behind is refused
    (clock-behind), unless `even_behind`.
    """
    name_of(by)
    with transaction.atomic():
        record, _new = PublishingState.objects.select_for_update(no_key=True).get_or_create(article_id=article_id)
        present = after(record.acted_at, read(clock))
        if present < record.acted_at - BEHIND and not even_behind:
            raise Refused("clock-behind")
        now = present if present > record.acted_at else record.acted_at + TICK
        ahead = [*Edition.objects.filter(article_id=article_id).ahead(present)] if record.acts else []
        story = Story(record, by, now, present, ahead)
        live = story.live_at(present)
        if seen is not None and seen != token(record.acts, live.number if live else None):
            raise Refused("changed-meanwhile")
        with triggers.present(present):
            yield story
            search_entries.drop(article_id, at=present)
            public_mark.keep(Article.objects.filter(pk=article_id))


def issue(
    story: Story, edition: Edition, *, at: datetime, change: str = "", note: str = "", reason: str = ""
) -> Edition:
    """Make a proof the next edition, live from `at` to the story's end; a scheduled edition is cancelled."""
    record = story.record
    if at < record.embargo:
        raise Refused("embargoed")
    if at >= record.ends_at:
        raise Refused("after-its-end")
    if story.coming:
        empty(story.coming)
    if story.live:
        end(story.live, at)
    before = _editions(record)
    public = [one for one in before if one.was_public_by(story.now)]
    first, last = (public[0], public[-1]) if public else (None, None)
    edition.article_id, edition.previous = record.pk, last
    edition.number = len(before) + 1
    edition.change, edition.note = _note(change, note) if last else ("", "")
    if story.coming and at == story.coming.live_from and _says_the_same(edition, story.coming):
        raise Refused("already-scheduled")
    fields.tidy(edition)
    edition.first_published_at = first.first_published_at if first else at
    edition.live_from, edition.live_until, edition.embargo = at, record.ends_at, record.embargo
    edition.brought_in = at < story.now
    edition.address_id = _claim(edition, first, before)
    edition.salt = secrets.token_hex(16)
    edition.content_hash = ledger.content_hash(edition)
    edition.save(force_insert=True)
    _list(edition, story.parts)
    search_entries.add([edition])
    write(
        story, Act.Verb.PUBLISH,
        edition=edition.number, at=at, until=edition.live_until, content_hash=edition.content_hash, reason=reason,
    )  # fmt: skip
    return edition


def end(edition: Edition, at: datetime) -> None:
    """Move the end of an edition, and of the places where it is listed."""
    if edition.live_until == at:
        return
    edition.live_until = at
    Edition.objects.filter(pk=edition.pk).update(live_until=at)
    SearchEntry.objects.filter(edition=edition).update(live_until=at)
    for listing, printed in LISTINGS.items():
        if edition.erased or getattr(edition, printed):
            listing.objects.filter(edition=edition).update(live_until=at)


def cancel(story: Story, *, reason: str) -> None:
    """What is scheduled will not be seen; what is live runs to the story's end again."""
    write(story, Act.Verb.CANCEL, edition=story.coming.number, reason=reason)
    empty(story.coming)
    if story.live:
        end(story.live, story.record.ends_at)


def empty(edition: Edition) -> None:
    """Nobody will see it."""
    end(edition, edition.live_from)


def write(story: Story, verb: Act.Verb, **what: Any) -> Act:
    """Add the act to the ledger, the next link to the story's chain, and the jobs that follow from it."""
    record = story.record
    act = Act(
        article_id=record.pk, number=record.acts + 1, verb=verb, made_at=story.now, by=name_of(story.by),
        salt=secrets.token_hex(16), **what,
    )  # fmt: skip
    fields.tidy(act)
    act.act_hash = ledger.act_hash(act, record.article.uid)
    act.seal = ledger.seal(record.seal, act.act_hash)
    act.save(force_insert=True)
    record.acts, record.acted_at, record.seal = act.number, story.now, act.seal
    record.save(update_fields=["acts", "acted_at", "seal"])
    jobs.plan(act)
    return act


def _note(change: str, note: str) -> tuple[str, str]:
    """A change of something public has a kind; all but a minor one say in public what changed."""
    change, note = change or Change.MINOR, note.strip()
    if change not in Change:
        raise Refused("unknown-change")
    if change == Change.MINOR:
        return change, ""
    if not note:
        raise Refused("note-missing")
    if is_unfinished(note):
        raise Refused("note-unfinished")
    return change, note


def is_unfinished(note: str) -> bool:
    """Whether a note still holds the dots it started from, in any language of the newsroom, or no words of its own."""
    written = _spelt(note)
    for code in dict(settings.LANGUAGES):
        with translation.override(code):
            start, thanks = _spelt(_(NOTE_START)), _spelt(_(THANKS))
        if start in written:
            return True
        written = written.replace(thanks, " ").removeprefix(start.removesuffix("… "))
    return not written.replace("…", "").strip()


def _spelt(words: str) -> str:
    """The bare words, each with a space on either side; the dots that replace missing words become “…”."""
    return f" {' '.join(WORDS.findall(DOTS.sub('…', words.casefold())))} "


def _says_the_same(edition: Edition, coming: Edition) -> bool:
    said = (edition.change, edition.note) == (coming.change, coming.note)
    return said and printing.says_the_same(edition, coming)


def _editions(record: PublishingState) -> list[Edition]:
    """All that were ever made of a story, the cancelled ones too, without their texts."""
    if not record.acts:
        return []
    names = ("number", "address_id", "first_published_at", "live_from", "live_until")
    return [*Edition.objects.filter(article_id=record.pk).only(*names).order_by("number")]


def _claim(edition: Edition, first: Edition | None, before: list[Edition]) -> str:
    """Its path, claimed now if no edition before had it. Section and date are those of first publication.

    A path belongs to one story for ever.
    """
    if first:
        front = first.address_id.rpartition("/")[0]
    else:
        front = f"{edition.section.slug}/{timezone.localtime(edition.first_published_at):%Y/%m/%d}"
    path = f"{front}/{edition.slug}"
    if path not in {one.address_id for one in before}:
        address, _new = Address.objects.get_or_create(path=path, defaults={"article_id": edition.article_id})
        if address.article_id != edition.article_id:
            raise Refused("address-taken")
    return path


def _list(edition: Edition, parts: printing.Parts | None) -> None:
    """Where it is listed. `parts`: those it was printed from; without them pictures and files are looked up."""
    names = ("article_id", "first_published_at", "live_from", "live_until")
    place = {name: getattr(edition, name) for name in names}
    listed = place | {"language": edition.language}
    UnderTag.objects.bulk_create(UnderTag(edition=edition, tag_id=topic["id"], **listed) for topic in edition.topics)
    UnderName.objects.bulk_create(
        UnderName(edition=edition, correspondent_id=byline["id"], **listed) for byline in edition.bylines
    )
    WithPhoto.objects.bulk_create(WithPhoto(edition=edition, photo_id=key, **place) for key in _photos(edition, parts))
    WithDocument.objects.bulk_create(
        WithDocument(edition=edition, document_id=key, **place) for key in _documents(edition, parts)
    )


def _photos(edition: Edition, parts: printing.Parts | None) -> set[int]:
    """The keys of all pictures that an edition shows."""
    if parts:
        return {photo.pk for photo in parts.photos}
    uids = {picture["uid"] for picture in edition.all_pictures}
    return {*Photo.objects.filter(uid__in=uids).values_list("pk", flat=True)} if uids else set()


def _documents(edition: Edition, parts: printing.Parts | None) -> set[int]:
    """The keys of all files that an edition offers for download."""
    if parts:
        return {one.document_id for one in parts.citations if one.document and one.document.downloadable}
    uids = {file["uid"] for file in edition.files}
    return {*Document.objects.filter(uid__in=uids).values_list("pk", flat=True)} if uids else set()
