"""What people type and have not saved: kept, offered back, given up. And who has which story open.

Nothing here is history, and nobody reads another person's. A form says what it holds as it would post it; only the save
itself judges that, by the rules of the form.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, Autosave, Event
from articles.text import rendering
from newsroom.lib import plain_text

Fields = dict[str, list[str]]  # name → values, in the order in which a browser posts them

LIMIT = 1_000_000  # signs in one form, names and values together
TEXTS = 100  # unsaved texts of one person
KEPT = timedelta(days=30)
ASLEEP = timedelta(minutes=5)  # a tab in the background may speak once a minute, whatever its script asks for
SAVES = ("write", "edit", "merge")  # of the form of a story, as the activity log has them
EMPTY_KEPT = timedelta(days=1)  # a form that was open and into which nothing was typed


class Refused(ValueError):
    """What came is not kept, and why, in words for the person who typed. `code`: unreadable, too-long, too-many."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


# -- what a form holds ------------------------------------------------------------------------------------------------


def read(typed: str) -> Fields:
    """The pairs of name and value that a browser sent as JSON; raises Refused."""
    if len(typed) > 2 * LIMIT:
        raise _too_long()
    try:
        pairs = json.loads(typed)
        posted: Fields = {}
        for name, value in pairs:
            posted.setdefault(name, []).append(value)
    except (ValueError, TypeError, RecursionError):
        raise Refused(
            _(
                "Your text couldn't be autosaved because the page sent something unreadable. Reload "
                "the page and try again."
            ),
            code="unreadable",
        ) from None
    return clean(posted)


def clean(posted: Mapping[str, list[str]]) -> Fields:
    """What is typed of a post, if it is no more than a buffer keeps; raises Refused."""
    typed = typed_of(posted)
    for text in typed.get("body", []):
        _check(text)
    if sum(len(name) + sum(map(len, values)) for name, values in typed.items()) > LIMIT:
        raise _too_long()
    return typed


def typed_of(posted: Mapping[str, list[str]]) -> Fields:
    """What is typed of a post: without its token and buttons, with plain line ends, without signs no database takes."""
    if not all(isinstance(word, str) for name, values in posted.items() for word in (name, *values)):
        raise Refused(
            _(
                "Your text couldn't be autosaved because the page sent something unreadable. Reload "
                "the page and try again."
            ),
            code="unreadable",
        )
    return {
        plain_text.without_controls(name): [plain_text.without_controls(value) for value in values]
        for name, values in posted.items()
        if _is_typed(name)
    }


def _check(text: str) -> None:
    try:
        rendering.check(text)
    except ValidationError as refusal:
        raise Refused(" ".join(refusal.messages), code=refusal.code) from None


def _is_typed(name: str) -> bool:
    return name != "csrfmiddlewaretoken" and not name.startswith("_") and "__prefix__" not in name


def _too_long() -> Refused:
    message = _("This is too long to autosave (the limit is %(limit)s characters). Save it yourself.")
    return Refused(message % {"limit": f"{LIMIT:,}"}, code="too-long")


# -- keeping ----------------------------------------------------------------------------------------------------------


def beat(
    sheet: UUID, *, by: User, article: Article | None, version: int | None, now: datetime, fields: Fields | None = None
) -> bool:
    """Note that a form is open and keep its fields (None: unchanged). Returns False if it was already closed.

    Raises Refused if the person has too many autosaves.
    """
    typed = {} if fields is None else {"fields": fields, "typed_at": now, "version": version}
    mine = Autosave.objects.of(by).filter(pk=sheet, article=article)
    if mine.filter(closed_at=None).update(seen_at=now, **typed):
        return True
    if fields is not None and Autosave.objects.of(by).unsaved().count() >= TEXTS:
        message = _("You have %(count)s autosaves. Save or discard some so that this one can be kept.")
        raise Refused(message % {"count": TEXTS}, code="too-many")
    try:
        with transaction.atomic():
            row = {"version": version, "opened_at": now, "seen_at": now} | typed
            Autosave.objects.create(pk=sheet, user=by, article=article, **row)
    except IntegrityError:  # closed, or not theirs
        return False
    return True


def leave(sheet: UUID, *, by: User) -> None:
    """The page was left; what was typed stays."""
    Autosave.objects.of(by).filter(pk=sheet).update(seen_at=None)


def close(sheet: UUID, *, by: User, now: datetime, article: Article | None = None, version: int | None = None) -> None:
    """It was saved or discarded: nothing that comes later from that form brings it back.

    `article` and `version`: as what it was saved, exactly as it was sent; see `saved_as`.
    """
    empty = {"fields": None, "typed_at": None, "seen_at": None, "closed_at": now, "version": version}
    if article:
        empty["article"] = article
    if not Autosave.objects.of(by).filter(pk=sheet).update(**empty):
        Autosave.objects.bulk_create([Autosave(pk=sheet, user=by, opened_at=now, **empty)], ignore_conflicts=True)


def saved_as(sheet: UUID, *, by: User) -> Autosave | None:
    """The version as which this form was already saved: it is sent again because no answer came. None: it was not."""
    return Autosave.objects.of(by).saved().filter(pk=sheet).first()


def claim(sheet: UUID, *, by: User, now: datetime) -> None:
    """Let nobody else save a new story from this form until the transaction ends, so that one form makes one story."""
    Autosave.objects.bulk_create([Autosave(pk=sheet, user=by, opened_at=now)], ignore_conflicts=True)
    Autosave.objects.select_for_update(no_key=True).of(by).filter(pk=sheet).first()


def put_by(fields: Fields, *, by: User, article: Article, version: int | None, now: datetime) -> None:
    """Keep what was typed and not taken in a merge, for its writer to look it up."""
    row = {"fields": fields, "version": version, "opened_at": now, "typed_at": now, "closed_at": now}
    Autosave.objects.create(user=by, article=article, **row)


def set_aside(sheet: UUID, *, typed_at: datetime, by: User, now: datetime) -> None:
    """Continue without this text, if it is still the one that was shown; it stays unsaved and can be restored."""
    Autosave.objects.of(by).unsaved().filter(pk=sheet, typed_at=typed_at).update(set_aside_at=now)


def forget(article_id: int, *, now: datetime) -> None:
    """Delete everything that anyone typed into the form of this story, for legal erasure."""
    empty = {"fields": None, "typed_at": None, "closed_at": now}
    Autosave.objects.filter(article=article_id, fields__isnull=False).update(**empty)


# -- looking ----------------------------------------------------------------------------------------------------------


def unsaved(by: User, article: Article | None) -> list[Autosave]:
    """A person's unsaved texts of this story, or of new stories, newest first."""
    return [*Autosave.objects.of(by).unsaved().filter(article=article)]


def undecided(by: User, article: Article, *, now: datetime) -> list[Autosave]:
    """A person's unsaved texts that a step must ask about, newest first.

    Left out are texts they set aside, and texts older than their own last save that are no longer open in a tab.
    """
    found = [*Autosave.objects.of(by).unsaved().not_set_aside().filter(article=article)]
    if not found:
        return []
    saves = Event.objects.about(article).filter(by=by, verb__in=SAVES)
    saved = saves.order_by("-at").values_list("at", flat=True).first()
    return [one for one in found if saved is None or one.typed_at > saved or _is_open(one, now)]


def _is_open(buffer: Autosave, now: datetime) -> bool:
    """Whether the form may still be open in a tab that is not in sight, and was not left."""
    return buffer.seen_at is not None and buffer.seen_at > now - ASLEEP


def others(article: Article, *, than: User, now: datetime) -> list[Autosave]:
    """Who else has the story open, each once, since when first."""
    return _each_once(_in_order(_open_elsewhere(than, now), article))


def beside(article: Article, by: User, *, now: datetime) -> tuple[list[Autosave], list[Autosave]]:
    """`unsaved` and `others` of a story. One query where the person left nothing unsaved; else one more, for the texts.

    What others type is read by nobody else, so the first query leaves all texts out.
    """
    rows = _in_order(Autosave.objects.of(by).unsaved() | _open_elsewhere(by, now), article)
    elsewhere = [row for row in rows if row.user_id != by.pk]
    return unsaved(by, article) if len(elsewhere) < len(rows) else [], _each_once(elsewhere)


def _open_elsewhere(user: User, now: datetime) -> QuerySet[Autosave]:
    return Autosave.objects.open_now(now).exclude(user=user)


def _in_order(rows: QuerySet[Autosave], article: Article) -> list[Autosave]:
    return [*rows.filter(article=article).select_related("user").defer("fields").order_by("opened_at")]


def _each_once(rows: list[Autosave]) -> list[Autosave]:
    first: dict[int, Autosave] = {}
    for row in rows:
        first.setdefault(row.user_id, row)
    return [*first.values()]


def tidy(now: datetime) -> None:
    """Delete texts that nobody came back for, and rows of forms in which nothing was typed."""
    long_ago = Q(opened_at__lt=now - KEPT) & (Q(typed_at=None) | Q(typed_at__lt=now - KEPT))
    empty = Q(fields__isnull=True, closed_at=None, opened_at__lt=now - EMPTY_KEPT)
    idle = Q(seen_at=None) | Q(seen_at__lt=now - EMPTY_KEPT)
    Autosave.objects.filter((long_ago | empty) & idle).delete()
