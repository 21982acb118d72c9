"""The page of a step: it asks on GET, and acts on POST alone."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import publishing, workflow
from articles.desk import form_autosave_views, unsaved
from articles.desk.editor import as_preferred
from articles.desk.steps import acts, page
from articles.desk.steps.change_forms import ASK, FixForm, PublishForm
from articles.desk.steps.forms import (
    LookForm,
    NoteForm,
    PromoteForm,
    ReadForm,
    RescheduleForm,
    WindowForm,
)
from articles.drafts import form_autosave
from articles.models import Article
from articles.workflow import STEPS, NotAllowed

CONFLICT = 409
Data = dict[str, Any]
FORMS: dict[str, type[Form]] = {
    "look": LookForm,
    "submit": ReadForm,
    "approve": ReadForm,
    "return": ReadForm,
    "spike": ReadForm,
    "promote": PromoteForm,
    "publish": PublishForm,
    "fix": FixForm,
    "reschedule": RescheduleForm,
    "window": WindowForm,
}
# Where the reason of a refusal is shown, if the form has the field; the first one that it has.
FIELDS = {
    "in-the-past": ["at", "ends_at"],
    "embargoed": ["at"],
    "after-its-end": ["at"],
    "already-scheduled": ["at"],
    "licence-ended": ["at"],
    "note-missing": ["note"],
    "note-unfinished": ["note"],
    "unknown-change": ["change"],
    "four-eyes": ["check", "reason"],
    "ends-before-it-starts": ["ends_at"],
    "already-public": ["embargo"],
}
STALE = {"changed-meanwhile", "text-changed-meanwhile"}


def view(
    model_admin: ModelAdmin, request: HttpRequest, article: Article, verb: str, *, filled: Data | None = None
) -> HttpResponse:
    """Ask about a step, or take it. Answers 403 to a person who may not, 409 where the story does not let it.

    `filled`: what some fields start from, where another page led here.
    """
    if verb not in STEPS or STEPS[verb].within:
        raise Http404
    if not workflow.may(request.user, verb, article):
        raise PermissionDenied
    if verb in workflow.OF_TEXT and (answer := unsaved.stop(model_admin, request, article, verb)):
        return answer
    form, kept = _form(request, article, verb, (filled or {}) | unsaved.written(request, article, verb))
    if request.method == "POST" and form.is_valid() and (done := _taken(request, article, verb, form)):
        form_autosave_views.sent(request)
        messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    refused = bool(form.non_field_errors()) or getattr(form, "refused", "")
    context = page.context(model_admin, request, article, verb, form) | {"kept": kept}
    if refused:
        context["since"] = page.since(form, article)
        page.show_anew(form, verb)
    template = "desk/publish.html" if verb == "publish" else "desk/step.html"
    return TemplateResponse(request, template, context, status=CONFLICT if refused else 200)


def take(request: HttpRequest, article: Article, verb: str) -> None:
    """A step that asks for nothing, right after a save; if it is refused, the next page says why."""
    try:
        messages.success(request, f"{acts.act(request.user, article, verb, {})} {article}")
    except NotAllowed as error:
        messages.error(request, str(error))


def _form(request: HttpRequest, article: Article, verb: str, filled: Data) -> tuple[Form, str]:
    """The form of a step, and when what it starts from was typed, if it was typed before and not sent."""
    make = FORMS.get(verb, NoteForm)
    initial = page.initial(request, article, verb) | filled
    form = _made(make, request, article, initial, data=request.POST or None)
    found = form_autosave_views.typed(request, form_autosave.name_of(article, verb))
    if found is None:
        return form, ""
    typed = form_autosave_views.values(found, form)
    if verb == "fix" and found.fields.get("seen") != [initial["seen"]]:  # of another edition: it would undo that one
        typed = {name: value for name, value in typed.items() if name not in publishing.FIXABLE}
    if all(value == (form.get_initial_for_field(form.fields[name], name) or "") for name, value in typed.items()):
        return form, ""
    return _made(make, request, article, initial | typed), form_autosave_views.said(found)


def _made(make: type[Form], request: HttpRequest, article: Article, initial: Data, data: Any = None) -> Form:
    form = make(data, article=article, initial=initial)
    if "body" in form.fields:
        as_preferred(form, request.user)
    return form


def _taken(request: HttpRequest, article: Article, verb: str, form: Form) -> str:
    """Take the step. Returns what happened, in words; "" where it was refused, and the form then has the reason."""
    asks = verb == "publish" and form.cleaned_data.get("check") == ASK
    try:
        return acts.act(request.user, article, "ask" if asks else verb, form.cleaned_data)
    except (NotAllowed, publishing.Refused) as error:
        form.refused = error.code
        places = [name for name in FIELDS.get(error.code, ()) if name in form.fields]
        if error.code == "four-eyes" and form.cleaned_data.get("check"):
            places = ["reason"]
        form.add_error(places[0] if places else None, str(error))
        return ""
