"""The conversation on a story: below its form, and on a page of its own."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from articles.desk import form_autosave_views, notes, notifications, views_of_row
from articles.models import Article, Event
from articles.workflow import NotAllowed

MARKED = {"resolve": notes.resolve, "reopen": notes.reopen}
UNPROCESSABLE = 422


class NoteForm(forms.Form):
    """The limit is in articles/desk/notes.py. There is no maxlength, because browsers cut pasted text off silently."""

    text = forms.CharField(required=False, strip=False)


def urls(model_admin: ModelAdmin) -> list:
    of_story = views_of_row.of_row(model_admin)
    return [
        path("<int:pk>/notes/", of_story(thread), name="articles_article_notes"),
        path("<int:pk>/notes/people/", of_story(people), name="articles_article_people"),
        path("<int:pk>/notes/<int:note>/<str:verb>/", of_story(mark), name="articles_article_mark"),
    ]


def context(article: Article, log: list[Event] | None = None) -> dict[str, Any]:
    """What the thread shows."""
    said = notes.thread(article, log)
    waiting = sum(note.is_open for note in said)
    words = ngettext("%s open", "%s open", waiting) % waiting if waiting else ""
    return {"article": article, "thread": said, "open_notes": words, "last_note": said[-1] if said else None}


def thread(request: HttpRequest, article: Article) -> HttpResponse:
    """The thread on a page of its own; posted, one more note."""
    if request.method != "POST":
        return _page(request, article)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _answer(request, article, error=" ".join(form.errors["text"]), text=request.POST.get("text", ""))
    try:
        _event, told = notes.write(article, form.cleaned_data["text"], by=request.user)
    except NotAllowed as error:
        return _answer(request, article, error=str(error), text=form.cleaned_data["text"])
    form_autosave_views.sent(request)
    done = f"{_('Note added.')} {notifications.told(told)}"
    return _answer(request, article, done=done.strip())


@require_POST
def mark(request: HttpRequest, article: Article, note: int, verb: str) -> HttpResponse:
    if verb not in MARKED or note not in {line.event.pk for line in notes.thread(article)}:
        raise Http404
    try:
        MARKED[verb](note, by=request.user)
    except NotAllowed as error:
        return _answer(request, article, error=str(error))
    return _answer(request, article, done=_("Marked as resolved.") if verb == "resolve" else _("Reopened."))


@require_safe
def people(request: HttpRequest, article: Article) -> HttpResponse:
    """Who can be mentioned, for the list that opens behind an @."""
    found = [{"username": user.username, "name": user.get_full_name()} for user in notes.people()]
    return JsonResponse({"people": found})


def _answer(request: HttpRequest, article: Article, *, done: str = "", error: str = "", text: str = "") -> HttpResponse:
    """To the script of the form's page the thread anew; to a browser without it a page."""
    if request.headers.get("X-Requested-With") == "fetch":
        said = context(article) | {"done": done, "error": error, "text": text}
        return TemplateResponse(request, "desk/_thread.html", said, status=UNPROCESSABLE if error else 200)
    if error:
        return _page(request, article, error=error, text=text, status=UNPROCESSABLE)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("admin:articles_article_notes", args=[article.pk]))


def _page(request: HttpRequest, article: Article, status: int = 200, **more: Any) -> HttpResponse:
    title = _("Notes: %s") % article
    shown = admin.site.each_context(request) | {"opts": Article._meta, "original": article, "title": title}
    return TemplateResponse(request, "desk/notes.html", shown | context(article) | more, status=status)
