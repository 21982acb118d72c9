"""What the desk does with a draft: edit it and take the steps of the workflow. Publishing is in articles/publishing."""

from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import workflow
from articles.drafts import printing, revisions
from articles.models import Article, Edition, Event, Notice, Revision, ledger
from articles.models.notice import STAYING, Kind
from articles.workflow import NotAllowed, Public, State
from newsroom.lib import clock


def public_of(article: Article) -> Public:
    """Whether the story has a live edition, a scheduled one, both or neither."""
    now = clock.now()
    starts = Edition.objects.filter(article=article).ahead(now).values_list("live_from", flat=True)
    return reduce(or_, (Public.COMING if start > now else Public.LIVE for start in starts), Public.NOTHING)


def digest(article: Article) -> str:
    """A hash of everything readers would see of the draft, with its bylines, citations, tags and pictures."""
    return ledger.text_digest(printing.proof(article), article.salt)


def take(
    article_id: int,
    verb: str,
    *,
    by: User,
    note: str = "",
    version: int | None = None,
    text_digest: str = "",
    **detail: Any,
) -> Article:
    """Take a step of the workflow. Steps that have a verb of their own, such as publishing, are not taken here.

    `version` and `text_digest` (see `digest`) identify the text that the person had read before deciding; `detail` is
    for the activity log.
    Raises NotAllowed: forbidden, wrong-state, note-missing, text-changed-meanwhile. ValueError: taken elsewhere.
    """
    if verb in workflow.APART:
        raise ValueError(f"{verb} has a verb of its own, and is taken there")
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=article_id)
        step = workflow.require(by, verb, article, public=public_of(article))
        said = digest(article)
        if version not in (None, article.version) or text_digest not in ("", said):
            message = _("The text has changed since you opened the page. Read it again first.")
            raise NotAllowed(message, code="text-changed-meanwhile")
        if step.needs_note and not note.strip():
            raise NotAllowed(_("Give a reason in one sentence."), code="note-missing")
        if step.target:
            article.state = step.target
            article.save(update_fields=["state"])
        if step.target == State.SPIKED:
            Notice.objects.settle(*STAYING, article=article, at=clock.now())
        Event.objects.write(verb, article, by=by, reason=note.strip(), digest=said, **detail)
    return article


def _digests(article: Article) -> tuple[str, str]:
    """Of what has to be approved, and of all that the draft says."""
    proof = printing.proof(article)
    return ledger.text_digest(proof, article.salt), ledger.draft_digest(proof, article.salt)


class Before(NamedTuple):
    """A draft as it was before it was saved."""

    digest: str  # what has to be approved of it; "" for a new one
    whole: str  # and all that it says
    version: int
    is_translation: bool = False
    unkept: Revision | None = None  # its text, if the history has not got it yet


def before_change(article: Article) -> Before:
    """Lock a draft that is about to be saved, inside a transaction; the answer goes to `after_change`.

    What others did to its row since it was loaded stays done.
    """
    stored = Article.objects.select_for_update(no_key=True).filter(pk=article.pk).first()
    if stored is None:
        return Before("", "", 0)
    article.state, article.version = stored.state, stored.version
    is_translation = stored.translation_of_id is not None
    return Before(*_digests(stored), stored.version, is_translation, revisions.unkept(stored))


def after_change(article: Article, before: Before, *, by: User, verb: str = "", **detail: Any) -> bool:
    """Once the draft and its parts are saved: any change of what it says is a new version, kept in the history.

    Where it has to be approved (Printed.substantive), four eyes are counted from this person, and a story that was
    ready is a draft again, for what was approved is another text. An approval holds through any other change.
    `verb` and `detail` of the activity log, where it was no plain edit. The answer: whether there is a new version.
    """
    after, whole = _digests(article)
    if before.whole == whole:
        return False
    article.version = before.version + 1
    changed = ["version"]
    if before.digest != after:
        article.edited_by = by
        if before.digest and article.state == State.APPROVED:
            article.state = State.DRAFT
        changed += ["edited_by", "edited_at", "state"]
    article.save(update_fields=changed)
    verb = verb or ("edit" if before.digest else "write")
    event = Event.objects.write(verb, article, by=by, version=article.version, digest=after, **detail)
    revisions.keep(article, event, before=before.unkept)
    if before.is_translation:
        _settle(article)
    return True


def _settle(article: Article) -> None:
    """A translation that is up to date, or none any more, needs no reminder."""
    now = clock.now()
    if article.translation_of_id is None:
        Notice.objects.settle(*STAYING, article=article, at=now)
    elif not Article.objects.filter(pk=article.pk).out_of_date(now).exists():
        Notice.objects.settle(Kind.OUTDATED, article=article, at=now)
