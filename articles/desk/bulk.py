"""Actions on several stories: a page that says what each will get and which are left out, and then does it."""

import logging
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from js_asset import Media

from articles.desk import bulk_acts, unsaved
from articles.desk.bulk_acts import ACTS, Act, offered
from articles.models import Article, Autosave
from articles.workflow import NotAllowed
from newsroom.lib import paging

__all__ = ["offered", "urls"]
MOST = 100  # stories at once; the list shows fewer on a page
NAMED = 5  # so many refusals are told one by one
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """A story on the page: what it will get, or why it is left out."""

    article: Article
    gets: str
    refused: str


def urls(model_admin: ModelAdmin) -> list:
    def page(request: HttpRequest) -> HttpResponse:
        return view(model_admin, request)

    return [path("bulk/", model_admin.admin_site.admin_view(page), name="articles_article_bulk")]


def view(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Ask what to do and say what it will mean (GET); do it (POST)."""
    asked = request.POST if request.method == "POST" else request.GET
    name = asked.get("act", "")
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if name not in ACTS:
        raise Http404
    if name not in offered(request.user):
        raise PermissionDenied
    act, stories = ACTS[name], _stories(model_admin, request, asked.getlist("pk"))
    if not stories:
        messages.error(request, _("Select at least one story."))
        return HttpResponseRedirect(_back(asked))
    form = act.form(asked if "ready" in asked else None)
    data = form.cleaned_data if form.is_bound and form.is_valid() else None
    if act.prepare:
        act.prepare(stories)
    lines = [_line(model_admin, request, act, story, data) for story in stories]
    if request.method == "POST" and data is not None:
        _carry_out(request, act, lines, data, asked)
        return HttpResponseRedirect(_back(asked))
    context = model_admin.admin_site.each_context(request) | {
        "title": str(act.title).rstrip("…"),
        "opts": model_admin.opts,
        "name": name,
        "act": act,
        "form": form,
        "media": Media.from_media(form.media, nonce=str(request.csp_nonce)),
        "lines": lines,
        "sure": data is not None,
        "changes": [line for line in lines if not line.refused],
        "values": [(key, value) for key in form.fields for value in asked.getlist(key)],
        "query": asked.get("query", ""),
        "back": _back(asked),
    }
    return TemplateResponse(request, "desk/bulk.html", context)


def _stories(model_admin: ModelAdmin, request: HttpRequest, keys: list[str]) -> list[Article]:
    """Those that were selected, in their order on the list."""
    numbers = [int(key) for key in dict.fromkeys(keys) if paging.is_key(key)][:MOST]
    found = model_admin.get_queryset(request).select_related("section", "reporter", "editor", "writer")
    found = found.prefetch_related("tags").in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def _line(model_admin: ModelAdmin, request: HttpRequest, act: Act, article: Article, data: Any) -> Line:
    refused = act.refuses(request.user, article, data or {})
    if not refused and act.of_text and _has_unsaved_text(model_admin, request, article):
        refused = _("You have unsaved text in this story. Save or discard it first.")
    return Line(article, "" if refused or data is None else act.says(article, data), refused)


def _has_unsaved_text(model_admin: ModelAdmin, request: HttpRequest, article: Article) -> bool:
    if not hasattr(request, "stories_with_text"):
        mine = Autosave.objects.of(request.user).unsaved().order_by()
        request.stories_with_text = set(mine.values_list("article", flat=True))
    return article.pk in request.stories_with_text and bool(unsaved.of(model_admin, request, article))


def _carry_out(request: HttpRequest, act: Act, lines: list[Line], data: Any, asked: Any) -> None:
    """Story by story: what goes wrong with one stops no other, and is told."""
    done, refused = 0, [(line.article, line.refused) for line in lines if line.refused]
    for line in lines:
        if line.refused:
            continue
        if reason := _do(request, act, line.article, data, asked.get(f"version-{line.article.pk}", "")):
            refused.append((line.article, reason))
        else:
            done += 1
    if done:
        messages.success(request, act.done(done))
    for article, reason in refused[:NAMED]:
        messages.warning(request, _("Left out: “%(story)s”. %(reason)s") % {"story": article, "reason": reason})
    if rest := len(refused[NAMED:]):
        words = ngettext("%d other story was left out.", "%d other stories were left out.", rest)
        messages.warning(request, words % rest)


def _do(request: HttpRequest, act: Act, article: Article, data: Any, seen: str) -> str:
    """Why it was not done, or ""."""
    if seen != str(article.version):
        return _("It has been changed since you opened the page.")
    try:
        bulk_acts.do(act, request.user, article, data)
    except NotAllowed as error:
        return str(error)
    except ValidationError as error:
        return " ".join(error.messages)
    except Exception:
        log.exception("A bulk action failed on story %s", article.pk)
        return _("Something went wrong. Nothing in this story was changed.")
    return ""


def _back(asked: Any) -> str:
    """The list as it was left; never anywhere else."""
    query = asked.get("query", "")
    return reverse("admin:articles_article_changelist") + (query if query.startswith("?") else "")
