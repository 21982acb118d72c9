"""The page of a step: it asks on GET, and acts on POST alone."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import editing, preflight, printing, publishing, workflow
from articles.admin.forms import NoteForm, PublishForm
from articles.models import Article, Edition
from articles.workflow import STEPS, NotAllowed

CONFLICT = 409


def view(desk: ModelAdmin, request: HttpRequest, article: Article, verb: str) -> HttpResponse:
    """Ask about a step, or take it. Answers 403 to a person who may not, 409 where the story does not let it."""
    if verb not in STEPS:
        raise Http404
    if not workflow.may(request.user, verb, article):
        raise PermissionDenied
    form_class = PublishForm if verb == "publish" else NoteForm
    form = form_class(request.POST or None, initial=_seen(article, verb))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _act(request, article, verb, form.cleaned_data)
        except (NotAllowed, publishing.Refused) as error:
            form.add_error(None, str(error))
            status = CONFLICT
        else:
            _say(request, article, verb)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    return TemplateResponse(request, "desk/step.html", _page(desk, request, article, verb, form), status=status)


def take(request: HttpRequest, article: Article, verb: str) -> None:
    """A step that asks for nothing, right after a save; what stands against it is said on the next page."""
    try:
        _act(request, article, verb, {})
    except NotAllowed as error:
        messages.error(request, str(error))
    else:
        _say(request, article, verb)


def _act(request: HttpRequest, article: Article, verb: str, data: dict[str, Any]) -> None:
    if verb == "publish":
        workflow.require(request.user, verb, article, public=editing.is_public(article))
        publishing.publish(
            article.pk, by=request.user, seen=data["seen"], version=data["version"], reason=data["reason"]
        )
    elif verb == "withdraw":
        if not data["note"].strip():
            raise NotAllowed(_("Say why: readers will see it at the address of the story."), code="note-missing")
        publishing.withdraw(article.pk, by=request.user, reason=data["note"].strip())
    else:
        editing.take(article.pk, verb, by=request.user, note=data.get("note", ""), version=data.get("version"))


def _seen(article: Article, verb: str) -> dict[str, Any]:
    """What the page shows, to be handed back with the decision."""
    seen = {"version": article.version}
    return seen | {"seen": publishing.token(article.pk)} if verb == "publish" else seen


def _say(request: HttpRequest, article: Article, verb: str) -> None:
    words = {
        "submit": _("Submitted. It waits for an editor now."),
        "approve": _("Approved. It is ready to be published."),
        "return": _("Returned to the writer, with your note."),
        "publish": _("Published. Readers see it now."),
        "withdraw": _("Withdrawn. Its address says so."),
        "spike": _("Spiked. Nobody will publish it by mistake."),
        "revive": _("Revived. It is a draft again."),
    }
    messages.success(request, f"{words[verb]} {article}")


def _page(desk: ModelAdmin, request: HttpRequest, article: Article, verb: str, form: Any) -> dict[str, Any]:
    public = editing.is_public(article)
    live = Edition.objects.live(timezone.now()).filter(article=article).first()
    return desk.admin_site.each_context(request) | {
        "title": f"{STEPS[verb].name}: {article}",
        "opts": desk.opts,
        "article": article,
        "step": STEPS[verb],
        "form": form,
        "live": live,
        "is_open": STEPS[verb] in workflow.open_to(request.user, article, public=public),
        "proof": printing.proof(article) if verb in {"approve", "publish"} else None,
        "problems": list(preflight.check(article)) if verb == "publish" else [],
        "alone": verb == "publish" and not publishing.seen_by_two(article, by=request.user),
    }
