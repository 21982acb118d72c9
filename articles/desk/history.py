"""What happened at the desk: the page of a story's history, two versions compared, one restored."""

from itertools import pairwise
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import workflow
from articles.desk import history_text, views_of_row
from articles.drafts import comparison, restoring, revisions
from articles.models import Article, Edition, Event, Revision
from articles.workflow import NotAllowed, State

LIVE = "live"


def urls(model_admin: ModelAdmin) -> list:
    """Beside the history itself, to which Django has a road."""

    of_story = views_of_row.of_row(model_admin)
    return [
        path("<int:pk>/history/compare/", of_story(compare), name="articles_article_compare"),
        path("<int:pk>/history/<int:version>/restore/", of_story(restore), name="articles_article_restore"),
    ]


def of_story(model_admin: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    return story(request, views_of_row.row(model_admin, request, object_id))


def of(model_admin: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The activity log of anything that is not a story. Django's own admin log would be a third log and isn't kept."""
    thing = model_admin.get_object(request, unquote(object_id))
    if thing is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, thing):
        raise PermissionDenied
    return _page(request, thing, "desk/history_of.html", _("Version history: %s") % thing, lines=history_text.of(thing))


@require_safe
def story(request: HttpRequest, article: Article) -> HttpResponse:
    kept = list(article.revisions.for_lists())
    live, earlier = _live(request, article), _earlier(kept)
    lines, choices = history_text.of_story(article, kept), _choices(article, kept, live)
    values = [value for value, _words in choices]
    return _page(
        request, article, "desk/history.html", _("Version history: %s") % article,
        lines=[(line, line.revision and earlier.get(line.revision.version)) for line in lines],
        choices=choices,
        chosen=values[:2] if live else values[1::-1],
        live=live,
        may_restore=workflow.may_edit(request.user, article),
    )  # fmt: skip


@require_safe
def compare(request: HttpRequest, article: Article) -> HttpResponse:
    live = _live(request, article)
    names = [request.GET.get(name, "") for name in ("from", "to")]
    old, new = (_side(article, live, name) for name in names)
    return _page(
        request, article, "desk/compare.html", _("Compare: %s") % article,
        comparison=comparison.compare(old, new),
        sides=[_words(one, live, name == LIVE) for one, name in zip((old, new), names, strict=True)],
        choices=_choices(article, list(article.revisions.for_lists()), live),
        chosen=names,
    )  # fmt: skip


def restore(request: HttpRequest, article: Article, version: int) -> HttpResponse:
    """Asks on GET, and acts on POST alone. Answers 403 to a person who may not, 409 where the story does not let it."""
    if not workflow.may_edit(request.user, article):
        raise PermissionDenied
    revision = _kept(article, version)
    if request.method == "POST":
        try:
            seen = request.POST.get("seen", "")
            missing = restoring.restore(article.pk, version, by=request.user, seen=int(seen) if _is_number(seen) else 0)
        except NotAllowed as error:
            return _ask(request, article, revision, refused=str(error))
        words = [_("Version %s restored.") % version, *(_left_out(one) for one in missing)]
        messages.success(request, " ".join(words))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    return _ask(request, article, revision)


def _ask(request: HttpRequest, article: Article, revision: Revision, refused: str = "") -> HttpResponse:
    article.refresh_from_db(fields=["version", "state"])
    restored, missing = restoring.without_missing(revision)
    standing = revisions.at(article, article.version)
    title = _("Restore version %(version)s: %(story)s") % {"version": revision.version, "story": article}
    return _page(
        request, article, "desk/restore.html", title,
        status=409 if refused else 200,
        refused=refused,
        revision=revision,
        next_version=article.version + 1,
        loses_approval=article.state == State.APPROVED,
        missing=[_left_out(one) for one in missing],
        comparison=comparison.compare(standing, restored) if standing else None,
    )  # fmt: skip


def _left_out(one: restoring.Missing) -> str:
    return _("Left out because it no longer exists: %(what)s “%(name)s”.") % {"what": one.what, "name": one.name}


def _page(request: HttpRequest, thing: Model, template: str, title: str, status: int = 200, **more: Any):
    context = admin.site.each_context(request) | {"opts": thing._meta, "original": thing, "title": title}
    return TemplateResponse(request, template, context | {"article": thing} | more, status=status)


def _live(request: HttpRequest, article: Article) -> Edition | None:
    return Edition.objects.live(request.moment).filter(article=article).select_related("section").first()


def _side(article: Article, live: Edition | None, name: str) -> Revision:
    if name == LIVE and live:
        return revisions.printed(live)
    return _kept(article, int(name)) if _is_number(name) else _kept(article, 0)


def _kept(article: Article, version: int) -> Revision:
    revision = revisions.at(article, version) if version <= article.version else None
    if revision is None:
        raise Http404
    return revision


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _choices(article: Article, kept: list[Revision], live: Edition | None) -> list[tuple[str, str]]:
    """What can be compared, newest first: the live edition, the current draft and its earlier versions."""
    shown = [revision for revision in kept if not revision.erased]
    choices = [(str(revision.version), _words(revision, live)) for revision in shown]
    if article.version not in {revision.version for revision in kept}:
        choices.insert(0, (str(article.version), _("Version %s (current)") % article.version))
    if live:
        choices.insert(0, (LIVE, _words(revisions.printed(live), live, is_live=True)))
    return choices


def _words(revision: Revision, live: Edition | None, is_live: bool = False) -> str:
    """How one side of a comparison is called."""
    if is_live:
        return _("Published: edition %s") % live.number
    if event := revision.event:
        values = {"version": revision.version, "who": history_text.doer(event), "when": _when(event)}
        return _("Version %(version)s, %(who)s, %(when)s") % values
    return _("Version %s") % revision.version


def _when(event: Event) -> str:
    return date_format(timezone.localtime(event.at), "j M Y, H:i")


def _earlier(kept: list[Revision]) -> dict[int, int]:
    """Of each version that can be read, the one before it that can."""
    shown = [revision.version for revision in kept if not revision.erased]
    return dict(pairwise(shown))
