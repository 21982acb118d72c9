"""A story that is saved while its form stays open: the same save, answered with JSON instead of the next page.

A script asks for it with `Accept: application/json`. The answer is `saved`, or `errors` (422), or `conflict` (409); and
`onward`, where the button that was pressed leads. What the script does with it: static/desk/saving/.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IS_POPUP_VAR
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.desk import form_data, form_rows
from articles.drafts import autosave
from articles.drafts.autosave import Fields
from articles.models import Article
from articles.text import rendering
from newsroom.lib import clock

REFUSED, CONFLICT = 422, 409
ELSEWHERE = {IS_POPUP_VAR, "_continue", "_addanother"}  # answered as Django does


def wanted(request: HttpRequest) -> bool:
    """Whether a script saves, and the form stays on the screen."""
    return request.headers.get("Accept", "") == "application/json"


class SavingAdmin(ModelAdmin):
    """To be mixed into the admin of stories, whose form posts `sheet` and `seen_version`."""

    def after_save(self, request: HttpRequest, article: Article) -> str | None:
        """The address to which the button leads that was pressed."""
        return None

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self._saved(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._saved(request, obj) or super().response_change(request, obj)

    def _saved(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Saving leads nowhere: one goes on writing, unless the button says otherwise."""
        if ELSEWHERE & {*request.POST}:
            return None
        onward = self.after_save(request, article)
        if wanted(request):
            return JsonResponse({"saved": answer(self, request, article), "onward": onward})
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(onward or change_page(article))

    def save_related(self, request: HttpRequest, form: BaseForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        request.formsets = formsets

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and wanted(request):
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            errors = [*_errors(request, context["adminform"].form, formsets)]
            return JsonResponse({"errors": errors}, status=REFUSED)
        return super().render_change_form(request, context, *args, **kwargs)


def change_page(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


# -- a form that is sent again ----------------------------------------------------------------------------------------


def story_made_of(request: HttpRequest) -> int | None:
    """The story that this form of a new one has already made: it is sent again because its answer never came.

    To be asked inside a transaction. Another request with the same form waits here until it is over.
    """
    sheet = form_data.uuid(request.POST.get("sheet"))
    if sheet is None:
        return None
    autosave.claim(sheet, by=request.user, now=clock.now())
    made = autosave.saved_as(sheet, by=request.user)
    return made and made.article_id


def in_order(request: HttpRequest, stored: Article | None) -> None:
    """Read a form that was sent before as one that is based on what the first time saved; put its rows in order."""
    fields = dict(request.POST.lists())
    sheet = form_data.uuid(request.POST.get("sheet"))
    if stored and sheet and (made := autosave.saved_as(sheet, by=request.user)) and made.article_id == stored.pk:
        fields = form_rows.with_keys(fields | {"seen_version": [str(made.version)]}, stored)
    fields, request.places = form_rows.ordered(fields)
    request.POST = form_data.data(fields)


# -- what the script is told ------------------------------------------------------------------------------------------


def answer(model_admin: ModelAdmin, request: HttpRequest, article: Article) -> dict[str, Any]:
    """What was saved, and what the form on the screen needs to be the form of that."""
    stored = model_admin.get_object(request, str(article.pk))
    return {
        "at": date_format(timezone.localtime(clock.now()), "H:i"),
        "version": stored.version,
        "sheet": str(uuid4()),
        "address": change_page(article),
        "typing": reverse("admin:articles_article_typing", args=[article.pk]),
        "title": str(stored),
        "values": _values(model_admin, request, stored),
        "rows": {formset.prefix: _rows(request, formset) for formset in request.formsets},
        "notices": [{"level": message.level_tag, "text": str(message)} for message in messages.get_messages(request)],
    }


def _values(model_admin: ModelAdmin, request: HttpRequest, stored: Article) -> Fields:
    """The fields that a save made into something else than what was typed."""
    form = model_admin.get_form(request, stored, change=True)(instance=stored)
    shown = form_data.untouched(form) | form_data.remembered(form)
    sent = dict(request.POST.lists())
    return {
        name: values
        for name, values in shown.items()
        if name not in form_data.HIDDEN and not _says(name, sent.get(name, []), values)
    }


def _says(name: str, sent: list[str], shown: list[str]) -> bool:
    if name == "body":  # the editor on the page writes HTML in its own way; it shows the same text
        return not any(rendering.left_out(text) for text in sent)
    return [text.replace("\r\n", "\n") for text in sent or [""]] == (shown or [""])


def _rows(request: HttpRequest, formset: BaseFormSet) -> dict[str, Any]:
    """The keys of its stored rows in their order, and by the number under which they were sent."""
    gone = {form.instance.pk for form in formset.deleted_forms}
    kept = {
        number: form.instance
        for number, form in _sent(request, formset)
        if form.instance.pk and form.instance.pk not in gone
    }
    order = sorted(kept.values(), key=lambda row: (row.position, row.pk))
    return {"order": [row.pk for row in order], "keys": {number: row.pk for number, row in kept.items()}}


def _sent(request: HttpRequest, formset: BaseFormSet) -> Iterator[tuple[int | None, BaseForm]]:
    """The forms of the rows by the number under which each was sent."""
    return zip(request.places.get(formset.prefix, []), formset.forms, strict=False)


def _errors(request: HttpRequest, form: BaseForm, formsets: list[BaseFormSet]) -> Iterator[dict[str, str]]:
    yield from _errors_of(form, "id_")
    for formset in formsets:
        for message in formset.non_form_errors():
            yield {"field": f"{formset.prefix}-group", "label": "", "text": message}
        for number, row in _sent(request, formset):
            yield from _errors_of(row, f"id_{formset.prefix}-{number}-")


def _errors_of(form: BaseForm, start: str) -> Iterator[dict[str, str]]:
    for name, found in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for message in found:
            yield {"field": f"{start}{name}" if name in form.fields else "", "label": str(label or ""), "text": message}
