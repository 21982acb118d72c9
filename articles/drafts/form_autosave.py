"""Autosaves of the desk's smaller forms: notes, quick fixes, the pages of steps. Nobody reads another person's.

A form is known by a name, and by the page on which it is open. `story-12-…` names a form about the story 12.
"""

import re
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.drafts.autosave import KEPT, TEXTS, Fields, Refused
from articles.models import Article, FormAutosave

NAME = re.compile(r"[a-z0-9-]{1,60}", re.ASCII)
STORY = re.compile(r"story-(\d{1,18})-")


def name_of(article: Article, form: str) -> str:
    return f"story-{article.pk}-{form}"


def of(user: User, form: str) -> FormAutosave | None:
    """What this person typed into this form and has neither sent nor discarded."""
    return FormAutosave.objects.filter(user=user, form=form, fields__isnull=False).first()


def keep(form: str, *, page: UUID, by: User, fields: Fields, now: datetime) -> bool:
    """Keep what a form holds. False where it was sent or discarded from that page. Raises Refused."""
    mine = FormAutosave.objects.filter(user=by)
    if not NAME.fullmatch(form):
        raise Refused(_("This form can't be autosaved. Send it, or copy your text."), code="unreadable")
    if (row := mine.filter(form=form).first()) is None:
        if mine.filter(fields__isnull=False).count() >= TEXTS:
            raise Refused(_("You have too many autosaves. Send or discard some of them first."), code="too-many")
        empty = {"page": page, "fields": {}, "typed_at": now, "article_id": _story(form)}
        row, _new = mine.get_or_create(user=by, form=form, defaults=empty)
    if row.fields is None and row.page == page:
        return False
    same = mine.filter(pk=row.pk).exclude(fields__isnull=True, page=page)  # sent since it was read
    return bool(same.update(page=page, fields=fields, typed_at=now))


def close(form: str, *, page: UUID, by: User, now: datetime) -> None:
    """It was sent or discarded: nothing that still comes from that page brings it back."""
    if NAME.fullmatch(form):
        empty = {"page": page, "fields": None, "typed_at": now}
        FormAutosave.objects.update_or_create(user=by, form=form, defaults=empty, create_defaults=empty)


def forget(article_id: int, *, now: datetime) -> None:
    """Delete all that anyone typed about this story, for legal erasure."""
    FormAutosave.objects.filter(article=article_id).update(fields=None, typed_at=now)


def tidy(now: datetime) -> None:
    """Delete what nobody came back for."""
    FormAutosave.objects.filter(typed_at__lt=now - KEPT).delete()


def _story(form: str) -> int | None:
    found = STORY.match(form)
    return Article.objects.filter(pk=found[1]).values_list("pk", flat=True).first() if found else None
