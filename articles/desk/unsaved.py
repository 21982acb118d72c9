"""Unsaved text of a story, where it matters: before a step, and above a preview.

A step acts on the saved text. So its page stops someone who has typed something else in any tab: they save that first,
or say that they want to continue without it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles.desk import form_data
from articles.desk.conflict_rows import Sides
from articles.desk.conflict_view import Words
from articles.drafts import autosave
from articles.drafts.autosave import Fields
from articles.drafts.conflicts import Merged
from articles.models import Article, Autosave
from articles.text import rendering
from articles.workflow import STEPS
from newsroom.lib import clock, comparing

CONFLICT = 409
SET_ASIDE, ON = "_set_aside", "_step"
SEEN = {"csrfmiddlewaretoken", "seen", "version", "text_digest"}  # of the page of a step: what it showed, not its words
PAGES = {"preview", "share"}  # what a form can be saved for, apart from the steps


@dataclass
class Unsaved:
    """An unsaved text, and field by field what it says that the saved one does not."""

    buffer: Autosave
    changes: list[dict[str, Any]]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """As the form posts it."""
        return [(name, value) for name, values in self.buffer.fields.items() for value in values]

    @property
    def key(self) -> str:
        """Identifies the text as shown here, so that nothing typed later is set aside together with it."""
        return f"{self.buffer.pk} {self.buffer.typed_at.isoformat()}"


def of(model_admin: ModelAdmin, request: HttpRequest, article: Article) -> list[Unsaved]:
    """The reader's own unsaved texts of this story, of any tab, that differ from what is saved; the newest first."""
    if not model_admin.has_change_permission(request, article):
        return []
    texts = (
        Unsaved(found, [*_changes(model_admin, request, article, found.fields, found.version)])
        for found in autosave.undecided(request.user, article, now=clock.now())
    )
    return [text for text in texts if text.changes]


def is_touched(model_admin: ModelAdmin, request: HttpRequest, article: Article) -> bool:
    """Whether a form that is posted says anything that was not there when it was opened, or is not saved by now."""
    seen = form_data.number(request.POST.get("seen_version", ""))
    mine = autosave.typed_of(dict(request.POST.lists()))
    return seen is None or any(_changes(model_admin, request, article, mine, seen))


def stop(model_admin: ModelAdmin, request: HttpRequest, article: Article, verb: str) -> HttpResponse | None:
    """The page that shows what is not saved and asks what to do with it; None where there is nothing to ask."""
    for key in request.POST.getlist(SET_ASIDE):
        _set_aside(request, key)
    if texts := of(model_admin, request, article):
        if request.method == "POST" and SET_ASIDE not in request.POST:
            request.session[_place(article, verb)] = {
                name: value for name, value in request.POST.items() if name not in SEEN
            }
        return _page(model_admin, request, article, verb, texts)
    return HttpResponseRedirect(step_page(article, verb)) if SET_ASIDE in request.POST else None


def written(request: HttpRequest, article: Article, verb: str) -> dict[str, str]:
    """What was typed into the page of a step that was stopped, for the same page afterwards."""
    return request.session.pop(_place(article, verb), {})


def step_page(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_step", args=[article.pk, verb])


def onward(request: HttpRequest, article: Article) -> str | None:
    """Where a form that was saved for a step or a preview leads."""
    asked = request.POST.get(ON, "")
    if asked in STEPS:
        return step_page(article, asked)
    return reverse(f"admin:articles_article_{asked}", args=[article.pk]) if asked in PAGES else None


def _place(article: Article, verb: str) -> str:
    return f"step {article.pk} {verb}"


def _set_aside(request: HttpRequest, key: str) -> None:
    sheet, _space, moment = key.partition(" ")
    if (sheet := form_data.uuid(sheet)) and (typed_at := _moment(moment)):
        autosave.set_aside(sheet, typed_at=typed_at, by=request.user, now=clock.now())


def _moment(words: str) -> datetime | None:
    try:
        moment = parse_datetime(words)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _page(
    model_admin: ModelAdmin, request: HttpRequest, article: Article, verb: str, texts: list[Unsaved]
) -> TemplateResponse:
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Not saved yet: %(story)s") % {"story": article},
        "opts": model_admin.opts,
        "original": article,
        "article": article,
        "step": STEPS[verb],
        "texts": texts,
    }
    return TemplateResponse(request, "desk/unsaved.html", context, status=CONFLICT if request.method == "POST" else 200)


# -- what differs -----------------------------------------------------------------------------------------------------


def _changes(
    model_admin: ModelAdmin, request: HttpRequest, article: Article, mine: Fields, seen: int | None
) -> Iterator[dict[str, Any]]:
    sides = Sides(model_admin, request, article, mine, seen)
    for field in sides.merged():
        if _is_changed(field):
            words = Words(sides, field.name)
            before = field.theirs if field.base is None else field.base
            yield {"label": words.label, "passages": comparing.compare(words(before), words(field.mine))}


def _is_changed(field: Merged) -> bool:
    mine = _said(field.name, field.mine)
    return all(mine != _said(field.name, side) for side in (field.theirs, field.base) if side is not None)


def _said(name: str, value: Any) -> Any:
    """A value without what a save would not keep: how the editor writes its HTML, blanks at either end."""
    if isinstance(value, dict):
        return [*value.values()]
    if isinstance(value, str):
        return rendering.printable(value).strip() if name == "body" else value.strip()
    return [one.strip() if isinstance(one, str) else one for one in value]
