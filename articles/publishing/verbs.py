"""The verbs of publication: the only way in which an edition is made, ended or emptied.

A story has a window (embargo <= t < end), at most one edition that is live, and at most one that is to come; every act
changes the future alone. The rules are written out in docs/publishing.md. Every verb takes

    by      who acts: a user, or Machine("import"); anything else is a TypeError
    seen    what the editor saw, from `token()`; Refused("changed-meanwhile") if that is no longer so. None: not asked
    clock   gives the present as an aware datetime; read after the lock. None: the newsroom's (newsroom/lib/clock.py).
            Where it is a few seconds behind the act before, the act is one microsecond after that one: what readers saw
            in between stays on the record. Where it is further behind: Refused("clock-behind"), except for `withdraw`

and raises Refused, with a stable `code`, without having changed anything. Moments are aware, or it is a TypeError.
Permissions are the caller's to ask.
"""

from datetime import datetime

from articles.drafts import autosave, form_autosave, printing, revisions
from articles.models import (
    FOREVER,
    NEVER,
    Act,
    Article,
    Edition,
    Event,
    Notice,
    PublishingState,
    Revision,
    WireText,
    WithDocument,
    WithPhoto,
    ledger,
    printed,
)
from articles.models.article import new_salt
from articles.models.edition import Change
from articles.models.notice import STAYING
from articles.publishing import foureyes, issuing, preflight, search_entries, translations
from articles.publishing.issuing import Actor, Machine, Refused
from articles.workflow import State
from newsroom.lib import comparing
from newsroom.lib.clock import Clock, read, require_aware

__all__ = [
    "FIXABLE",
    "Machine",
    "Refused",
    "acts_since",
    "bring_in",
    "cancel",
    "erase",
    "fix",
    "publish",
    "reschedule",
    "seen_by_two",
    "token",
    "window",
    "withdraw",
]

FIXABLE = ("headline", "standfirst", "body")


def token(article_id: int, *, clock: Clock | None = None) -> str:
    """To be put into a confirmation page and handed back as `seen`. Two reads: it locks nothing and writes nothing."""
    rows = PublishingState.objects.filter(pk=article_id).values_list("acts", "acted_at")
    count, acted_at = rows.first() or (0, NEVER)
    moment = issuing.after(acted_at, read(clock))
    live = Edition.objects.live(moment).filter(article_id=article_id).values_list("number", flat=True).first()
    return issuing.token(count, live)


def acts_since(article_id: int, seen: str) -> list[Act]:
    """What happened to a story since an editor saw it: for the one who was told "changed-meanwhile"."""
    number = seen.partition(".")[0]
    since = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    return list(Act.objects.filter(article_id=article_id, number__gt=since))


def publish(
    article_id: int,
    *,
    by: Actor,
    at: datetime | None = None,
    seen: str | None = None,
    version: int | None = None,
    text_digest: str = "",
    change: str = "",
    note: str = "",
    reason: str = "",
    clock: Clock | None = None,
) -> Edition:
    """Make the draft the next edition, live from `at` (default: now) to the story's end.

    A scheduled edition is cancelled; the live edition ends at `at`. `version`: of the draft that the editor read;
    `text_digest` (editing.digest) names that text with its parts, a caption or a name included.
    `change` (a value of Change, "" for minor) and `note` say what differs from the edition before; the first edition
    has neither. `reason` overrides the rule of four eyes. Refused: in-the-past, embargoed, after-its-end,
    address-taken, spiked, text-changed-meanwhile, nothing-changed (since the live edition), already-scheduled (the same
    for the same moment), four-eyes, unknown-change, note-missing, note-unfinished, or a preflight error's code.
    """
    require_aware(at=at)
    with issuing.locked(article_id, by=by, seen=seen, clock=clock) as story:
        at = at or story.now
        if at < story.now:
            raise Refused("in-the-past")
        edition = _approved(story, by, at=at, version=version, text_digest=text_digest, reason=reason, live=story.live)
        edition = issuing.issue(story, edition, at=at, change=change, note=note, reason=reason)
        translations.original_published(story, edition, clock=clock)
        return edition


def bring_in(article_id: int, *, by: Actor, at: datetime, reason: str = "", clock: Clock | None = None) -> Edition:
    """Publish in the past, as an archive is brought in: only a story with which nothing was ever done.

    Refused: not-in-the-past, before-1970, already-acted, address-taken, spiked, or a preflight error's code.
    """
    require_aware(at=at)
    with issuing.locked(article_id, by=by, clock=clock) as story:
        if story.record.acts:
            raise Refused("already-acted")
        if at > story.now:
            raise Refused("not-in-the-past")
        if at < NEVER:
            raise Refused("before-1970")
        edition = _approved(story, by, at=at, reason=reason)
        return issuing.issue(story, edition, at=at, reason=reason)


def fix(
    article_id: int,
    *,
    by: Actor,
    seen: str | None = None,
    change: str = "",
    note: str = "",
    reason: str = "",
    clock: Clock | None = None,
    **texts: str,
) -> tuple[Edition, list[str]]:
    """Fix headline, standfirst or body of the live edition now, even if the draft has changed a lot since.

    The same fix is merged into the draft. The second value returned names the fields where that was not possible,
    because the desk has rewritten that very place. A fix is an edit of one's own, so somebody else checks it
    afterwards; people give a `reason`, unless they say that the change is minor.
    Refused: nothing-live, nothing-changed, four-eyes, unknown-change, note-missing, note-unfinished,
    no-lede, too-long, too-deep, too-many, unknown-picture, bare-picture. TypeError for another field.
    """
    if unknown := set(texts) - set(FIXABLE):
        raise TypeError(f"only {', '.join(FIXABLE)} can be fixed, not {', '.join(unknown)}")
    with issuing.locked(article_id, by=by, seen=seen, clock=clock) as story:
        live = story.live
        if not live:
            raise Refused("nothing-live")
        changed = {name: text for name, text in texts.items() if text != getattr(live, name)}
        for problem in preflight.of_fix(_with(live, changed), live):
            raise Refused(problem.code, str(problem.message))
        if printing.says_the_same(_with(live, changed), live):
            raise Refused("nothing-changed")
        article = story.record.article = Article.objects.select_for_update(no_key=True).get(pk=article_id)
        if foureyes.asked_of(by):
            if not reason and change != Change.MINOR:
                raise Refused("four-eyes")
            foureyes.override(article, by=by, reason=reason, fixed=sorted(changed))
        clashes = _merge(article, live, changed, by=by)
        edition = _with(live, changed)
        edition.version = article.version if _level(article, edition) else live.version
        printing.finish(edition)
        edition = issuing.issue(story, edition, at=story.now, change=change, note=note, reason=reason)
        translations.original_published(story, edition, clock=clock)
        return edition, clashes


def reschedule(
    article_id: int, *, by: Actor, at: datetime, seen: str | None = None, clock: Clock | None = None
) -> Edition:
    """Issue the scheduled edition again, to start at `at`; the old row becomes empty.

    Refused: nothing-to-come, in-the-past, embargoed, after-its-end, already-scheduled (for that very moment).
    """
    require_aware(at=at)
    with issuing.locked(article_id, by=by, seen=seen, clock=clock) as story:
        coming = story.coming
        if not coming:
            raise Refused("nothing-to-come")
        if at < story.now:
            raise Refused("in-the-past")
        return issuing.issue(story, printing.again(coming), at=at, change=coming.change, note=coming.note)


def cancel(
    article_id: int, *, by: Actor, reason: str = "", seen: str | None = None, clock: Clock | None = None
) -> None:
    """Cancel the scheduled edition; the live one runs to the story's end again. Refused: nothing-to-come."""
    with issuing.locked(article_id, by=by, seen=seen, clock=clock) as story:
        if not story.coming:
            raise Refused("nothing-to-come")
        issuing.cancel(story, reason=reason)


def withdraw(article_id: int, *, by: Actor, reason: str, clock: Clock | None = None) -> None:
    """Take the story off the site now and cancel what is scheduled. Its address answers 410, with the reason.

    "Now" is the moment that readers' pages use, even where a clock that was fast has dated the act before ahead of it:
    the act follows that one in the ledger, and says in `at` from when on readers see nothing.
    There is no `seen`: withdrawing never loses a race. Refused: nothing-public.
    """
    with issuing.locked(article_id, by=by, clock=clock, even_behind=True) as story:
        if not story.ahead:
            raise Refused("nothing-public")
        live = story.live_at(story.present)
        issuing.write(story, Act.Verb.WITHDRAW, edition=live.number if live else None, at=story.present, reason=reason)
        for edition in story.ahead:
            issuing.end(edition, max(edition.live_from, story.present))
        Notice.objects.settle(*STAYING, article=story.record.article, at=story.now)
        translations.original_withdrawn(story, clock=clock)


def window(
    article_id: int,
    *,
    by: Actor,
    embargo: datetime | None = None,
    ends_at: datetime | None = None,
    reason: str = "",
    seen: str | None = None,
    clock: Clock | None = None,
) -> None:
    """Move the embargo or the end of a story (None: stays; models.NEVER and models.FOREVER take them off).

    It makes nothing public that was not planned: an edition to come that starts before the new embargo is issued again
    at it; one that would start at or after the new end is cancelled; what is live or to come ends at the new end.
    Refused: ends-before-it-starts, already-public, in-the-past, before-1970, after-9998.
    """
    require_aware(embargo=embargo, ends_at=ends_at)
    with issuing.locked(article_id, by=by, seen=seen, clock=clock) as story:
        record, live, coming = story.record, story.live, story.coming
        embargo, ends_at = embargo or record.embargo, ends_at or record.ends_at
        if embargo < NEVER:
            raise Refused("before-1970")
        if ends_at > FOREVER:
            raise Refused("after-9998")
        if embargo >= ends_at:
            raise Refused("ends-before-it-starts")
        if live and embargo > record.embargo:
            raise Refused("already-public")
        if ends_at != record.ends_at and ends_at <= story.now:
            raise Refused("in-the-past")
        record.embargo, record.ends_at = embargo, ends_at
        record.save(update_fields=["embargo", "ends_at"])
        issuing.write(story, Act.Verb.WINDOW, at=embargo, until=ends_at, reason=reason)
        if coming and coming.live_from < embargo:
            issuing.issue(story, printing.again(coming), at=embargo, change=coming.change, note=coming.note)
            return
        if coming:
            issuing.end(coming, max(coming.live_from, ends_at))
        if live:
            issuing.end(live, min(coming.live_from, ends_at) if coming else ends_at)


def erase(article_id: int, number: int, *, by: Actor, reason: str, clock: Clock | None = None) -> None:
    """Blank the text of an edition for good, as a court or the law asks; its row, times and seals stay and verify.

    The salts go too, so that no hash that is left, here or in the activity log, can be tested against a guess. What
    was approved before must be approved again. `by` must be a superuser.
    Refused: forbidden, no-such-edition, still-public, note-missing (no reason).
    """
    if not getattr(by, "is_superuser", False):
        raise Refused("forbidden")
    if not reason.strip():
        raise Refused("note-missing")
    with issuing.locked(article_id, by=by, clock=clock) as story:
        edition = Edition.objects.filter(article_id=article_id, number=number, erased=False).first()
        if edition is None:
            raise Refused("no-such-edition")
        if edition in story.ahead:
            raise Refused("still-public")
        issuing.write(story, Act.Verb.ERASE, edition=number, reason=reason)
        fields = (field for field in Edition._meta.concrete_fields if field.attname in printed.erasable())
        blank = {field.name: field.get_default() for field in fields}
        search_entries.forget(edition)
        Edition.objects.filter(pk=edition.pk).update(erased=True, html="", **blank)
        WithPhoto.objects.filter(edition=edition).update(erased=True, photo=None)
        WithDocument.objects.filter(edition=edition).update(erased=True, document=None)
        Article.objects.filter(pk=article_id).update(salt=new_salt(), wire_digest=None)
        WireText.objects.filter(article_id=article_id).delete()
        # Nobody can tell which versions of the draft say it too, in these words or others: all that are kept go.
        Revision.objects.filter(article_id=article_id, erased=False).update(erased=True, content={}, names={})
        autosave.forget(article_id, now=story.now)
        form_autosave.forget(article_id, now=story.now)


def seen_by_two(article: Article, *, by: Actor) -> bool:
    """Whether `by` could publish this very text without giving a reason: four eyes have read it."""
    issuing.name_of(by)
    return foureyes.seen(article, printing.proof(article), by)


def _approved(
    story: issuing.Story,
    by: Actor,
    *,
    at: datetime,
    version: int | None = None,
    text_digest: str = "",
    reason: str = "",
    live: Edition | None = None,
) -> Edition:
    """A proof of the draft, if it may be published at `at`; the draft is then ready, whatever it was.

    It and its parts are read once, under its lock: what is checked is what is published.
    """
    article = Article.objects.select_for_update(no_key=True, of=("self",)).select_related("section", "photo")
    article = story.record.article = article.get(pk=story.record.pk)
    parts = story.parts = printing.Parts(article)
    if version is not None and version != article.version:
        raise Refused("text-changed-meanwhile")
    if article.state == State.SPIKED:
        raise Refused("spiked")
    for problem in preflight.errors(article, at=at, parts=parts, record=story.record):
        raise Refused(problem.code, str(problem.message))
    edition = printing.proof(article, parts)
    edition.section = article.section
    said = ledger.text_digest(edition, article.salt)
    if text_digest not in ("", said):
        raise Refused("text-changed-meanwhile")
    if live and printing.says_the_same(edition, live):
        raise Refused("nothing-changed")
    if foureyes.seen(article, edition, by):
        foureyes.approve(article, by=by, digest=said, moment=story.now)
    elif reason:
        foureyes.override(article, by=by, reason=reason, digest=said)
    else:
        raise Refused("four-eyes")
    if article.state != State.APPROVED:
        Article.objects.filter(pk=article.pk).update(state=State.APPROVED)
    return edition


def _merge(article: Article, live: Edition, changed: dict[str, str], *, by: Actor) -> list[str]:
    """Merge a fix of the live edition into the draft. Returns the names of the fields where it doesn't fit."""
    merged = {
        name: comparing.merge(getattr(live, name), text, getattr(article, name)) for name, text in changed.items()
    }
    fixed = {name: text for name, text in merged.items() if text not in (None, getattr(article, name))}
    if fixed:
        before, who = revisions.unkept(article), None if isinstance(by, Machine) else by
        for name, text in fixed.items():
            setattr(article, name, text)
        article.save()
        event = Event.objects.write("fix", article, by=who, version=article.version, fixed=sorted(fixed))
        revisions.keep(article, event, before=before)
    return [name for name, text in merged.items() if text is None]


def _with(live: Edition, changed: dict[str, str]) -> Edition:
    """The same content once more, with these texts; not finished yet."""
    edition = printing.again(live)
    for name, text in changed.items():
        setattr(edition, name, text)
    return edition


def _level(article: Article, fixed: Edition) -> bool:
    """Whether the draft now says just what the fixed edition says."""
    proof = printing.proof(article)
    return ledger.draft_digest(fixed, article.salt) == ledger.draft_digest(proof, article.salt)
