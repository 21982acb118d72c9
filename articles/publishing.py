"""The only code that creates or ends an edition. Every act changes the future alone, under the story's lock.

A story has a window (embargo <= t < end), at most one edition that is live, and at most one that is to come.
The rules are written out in docs/publishing.md. Every verb takes

    by      who acts: a user, or the name of a machine ("import")
    seen    what the editor saw, from `token()`; Refused("changed-meanwhile") if that is no longer so. None: not asked
    clock   gives the present as an aware datetime; read after the lock, and never earlier than the act before

and raises Refused, with a stable `code`, without having changed anything.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import preflight, printing
from articles.models import Act, Address, Article, Edition, Event, Record, UnderName, UnderTag, ledger
from articles.workflow import State

Clock = Callable[[], datetime]
Actor = AbstractBaseUser | str

REASONS = {
    "changed-meanwhile": gettext_noop(
        "Somebody published, cancelled or withdrew this story since you opened the page."
    ),
    "text-changed-meanwhile": gettext_noop("The text was changed since you opened the page. Read it again first."),
    "nothing-public": gettext_noop("Nothing of this story is public or to come."),
    "nothing-to-come": gettext_noop("No edition of this story is to come."),
    "in-the-past": gettext_noop("This moment is past."),
    "embargoed": gettext_noop("The story is under embargo until after this moment."),
    "after-its-end": gettext_noop("The story has ended by this moment."),
    "address-taken": gettext_noop("Another story has this address. Change the slug."),
    "four-eyes": gettext_noop("You made the last change yourself. Somebody else must approve it, or give a reason."),
}


class Refused(Exception):
    """The act was not carried out and nothing has changed. `code` is stable; the words are for people."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or _(REASONS[code]))
        self.code = code


@dataclass
class Story:
    """A story under its lock: the record, the moment, and the two editions that an act may touch."""

    record: Record
    now: datetime
    live: Edition | None
    coming: Edition | None

    @property
    def token(self) -> str:
        """What an editor must have seen: the last act, and the edition that the clock had put on the site."""
        return f"{self.record.acts}.{self.live.number if self.live else 0}"


def token(article_id: int, *, clock: Clock = timezone.now) -> str:
    """To be put into a confirmation page and handed back as `seen`."""
    with _locked(article_id, clock=clock) as story:
        return story.token


def publish(
    article_id: int,
    *,
    by: Actor,
    at: datetime | None = None,
    seen: str | None = None,
    version: int | None = None,
    change: str = "",
    note: str = "",
    reason: str = "",
    clock: Clock = timezone.now,
) -> Edition:
    """Make the working copy the next edition, live from `at` (default: now) to the story's end.

    What was to come is cancelled; the live edition ends at `at`. `version`: of the working copy that the editor read.
    `change` and `note` say what differs from the edition before (a first edition has neither). `reason` overrides the
    rule of four eyes. Refused: in-the-past, embargoed, after-its-end, address-taken, text-changed-meanwhile, four-eyes,
    or the code of a preflight error.
    """
    with _locked(article_id, seen=seen, clock=clock) as story:
        article = Article.objects.select_for_update(no_key=True, of=("self",)).select_related("section", "photo")
        article = article.get(pk=article_id)
        if version is not None and version != article.version:
            raise Refused("text-changed-meanwhile")
        for problem in preflight.errors(article):
            raise Refused(problem.code, str(problem.message))
        edition = printing.proof(article)
        if not _four_eyes(article, edition, by):
            if not reason:
                raise Refused("four-eyes")
            Event.objects.write("override", article, by=by, reason=reason, digest=ledger.text_digest(edition))
        edition = _issue(story, edition, at=at or story.now, by=by, change=change, note=note, reason=reason)
        Article.objects.filter(pk=article_id).update(state=State.READY)
        return edition


def seen_by_two(article: Article, *, by: Actor) -> bool:
    """Whether `by` could publish this very text without giving a reason: four eyes have read it."""
    return _four_eyes(article, printing.proof(article), by)


def withdraw(article_id: int, *, by: Actor, reason: str, clock: Clock = timezone.now) -> None:
    """Take the story off the site now, with what was to come of it; its address answers 410, with the reason.

    There is no `seen`: withdrawing never loses a race. Refused: nothing-public.
    """
    with _locked(article_id, clock=clock) as story:
        if not (story.live or story.coming):
            raise Refused("nothing-public")
        number = story.live.number if story.live else None
        _write(story, Act.Verb.WITHDRAW, by, edition=number, at=story.now, reason=reason)
        _cancel(story)
        if story.live:
            _end(story.live, story.now)


# -- under the lock ---------------------------------------------------------------------------------------------------


@contextmanager
def _locked(article_id: int, *, seen: str | None = None, clock: Clock) -> Iterator[Story]:
    """The row lock comes first, the clock after it: a moment read before waiting may be past when the wait is over."""
    with transaction.atomic():
        Record.objects.get_or_create(article_id=article_id)
        record = Record.objects.select_for_update(no_key=True).get(pk=article_id)
        now = max(clock(), record.acted_at)
        ahead = list(Edition.objects.filter(article_id=article_id).ahead(now))
        live = next((edition for edition in ahead if edition.live_from <= now), None)
        coming = next((edition for edition in ahead if edition.live_from > now), None)
        story = Story(record, now, live, coming)
        if seen is not None and seen != story.token:
            raise Refused("changed-meanwhile")
        yield story


def _four_eyes(article: Article, edition: Edition, by: Actor) -> bool:
    """Whether nobody publishes alone what they themselves last changed. Machines and wires have no eyes to count."""
    if isinstance(by, str) or article.edited_by_id != by.pk:
        return True
    approvals = Event.objects.about(article).filter(verb="approve", detail__digest=ledger.text_digest(edition))
    return approvals.exclude(by=by).exists()


def _issue(
    story: Story, edition: Edition, *, at: datetime, by: Actor, change: str = "", note: str = "", reason: str = ""
) -> Edition:
    record = story.record
    if at < story.now:
        raise Refused("in-the-past")
    if at < record.embargo:
        raise Refused("embargoed")
    if at >= record.ends_at:
        raise Refused("after-its-end")
    _cancel(story)
    if story.live:
        _end(story.live, at)
    public = Edition.objects.filter(article_id=record.pk).public_by(story.now).order_by("number")
    first, last = public.first(), public.last()
    edition.article_id = record.pk
    edition.number = Edition.objects.filter(article_id=record.pk).count() + 1
    edition.previous = last
    edition.change, edition.note = (change, note) if last else ("", "")
    edition.first_published_at = first.first_published_at if first else at
    edition.live_from, edition.live_until, edition.embargo = at, record.ends_at, record.embargo
    edition.address = _claim(edition, first)
    edition.salt = secrets.token_hex(16)
    edition.content_hash = ledger.content_hash(edition)
    edition.save(force_insert=True)
    _list(edition)
    _write(
        story, Act.Verb.PUBLISH, by,
        edition=edition.number, at=at, until=edition.live_until, content_hash=edition.content_hash, reason=reason,
    )  # fmt: skip
    return edition


def _claim(edition: Edition, first: Edition | None) -> Address:
    """Section and date are those of first publication; a path belongs to one story for ever."""
    if first:
        front = first.address_id.rpartition("/")[0]
    else:
        front = f"{edition.section.slug}/{timezone.localtime(edition.first_published_at):%Y/%m/%d}"
    address, _new = Address.objects.get_or_create(
        path=f"{front}/{edition.slug}", defaults={"article_id": edition.article_id}
    )
    if address.article_id != edition.article_id:
        raise Refused("address-taken")
    return address


def _list(edition: Edition) -> None:
    place = {name: getattr(edition, name) for name in ("article_id", "first_published_at", "live_from", "live_until")}
    UnderTag.objects.bulk_create(UnderTag(edition=edition, tag_id=topic["id"], **place) for topic in edition.topics)
    UnderName.objects.bulk_create(
        UnderName(edition=edition, correspondent_id=byline["id"], **place) for byline in edition.bylines
    )


def _end(edition: Edition, at: datetime) -> None:
    edition.live_until = at
    Edition.objects.filter(pk=edition.pk).update(live_until=at)
    for listing in (UnderTag, UnderName):
        listing.objects.filter(edition=edition).update(live_until=at)


def _cancel(story: Story) -> None:
    """Nothing is to come: the edition that was is emptied, the live one runs to the story's end again."""
    if story.coming:
        _end(story.coming, story.coming.live_from)
        story.coming = None
        if story.live:
            _end(story.live, story.record.ends_at)


def _write(story: Story, verb: Act.Verb, by: Actor, **what: Any) -> None:
    """Add the act to the ledger and the next link to the story's chain."""
    record = story.record
    name = by if isinstance(by, str) else by.get_username()
    act = Act(
        article_id=record.pk, number=record.acts + 1, verb=verb, made_at=story.now, by=name,
        salt=secrets.token_hex(16), **what,
    )  # fmt: skip
    act.act_hash = ledger.act_hash(act, record.article.uid)
    act.seal = ledger.seal(record.seal, act.act_hash)
    act.save(force_insert=True)
    record.acts, record.acted_at, record.seal = act.number, story.now, act.seal
    record.save(update_fields=["acts", "acted_at", "seal"])
