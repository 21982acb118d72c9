"""Autosave of any form of the desk that has a `data-autosave` attribute with its name (static/desk/form-autosave.js).

The view that takes such a form calls `sent` once it has done what was asked. To fill a form in on the server, a view
calls `typed`; the others are filled in by the script.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.desk import form_data
from articles.drafts import autosave, form_autosave
from articles.models import FormAutosave
from newsroom.lib import clock

FORM, PAGE = "_autosave", "_autosave_page"  # posted with the form, as the script adds them


@require_http_methods(["GET", "HEAD", "POST"])
def autosaved(request: HttpRequest) -> HttpResponse:
    """What this person typed into a form; posted, the same to be kept, or to be discarded."""
    if request.method != "POST":
        found = form_autosave.of(request.user, request.GET.get("form", ""))
        return JsonResponse({"fields": found.fields, "at": said(found)} if found else {})
    try:
        return JsonResponse(_kept(request))
    except autosave.Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)


def typed(request: HttpRequest, name: str) -> FormAutosave | None:
    """What fills a form in that is opened anew; None where it was posted."""
    return form_autosave.of(request.user, name) if request.method != "POST" else None


def values(found: FormAutosave, form: forms.Form) -> dict[str, Any]:
    """Its visible fields as they were typed, to start the form from."""
    data = form_data.data(found.fields)
    visible = [bound for bound in form.visible_fields() if any(name.startswith(bound.name) for name in data)]
    return {bound.name: bound.field.widget.value_from_datadict(data, {}, bound.name) for bound in visible}


def said(found: FormAutosave) -> str:
    return date_format(timezone.localtime(found.typed_at), "j F, H:i")


def sent(request: HttpRequest) -> None:
    """The form was taken: what was typed into it need not be offered again."""
    page = form_data.uuid(request.POST.get(PAGE))
    if page and (name := request.POST.get(FORM, "")):
        form_autosave.close(name, page=page, by=request.user, now=clock.now())


def _kept(request: HttpRequest) -> dict[str, Any]:
    page, name, now = form_data.uuid(request.POST.get("page")), request.POST.get("form", ""), clock.now()
    if page is None or request.POST.get("who") != str(request.user.pk):
        message = _(
            "Someone else is now logged in in this browser, so autosave is off on this page. Your text is still here."
        )
        raise autosave.Refused(message, code="somebody-else")
    if "discard" in request.POST:
        form_autosave.close(name, page=page, by=request.user, now=now)
        return {"kept": False}
    fields = autosave.read(request.POST.get("typed", ""))
    return {"kept": form_autosave.keep(name, page=page, by=request.user, fields=fields, now=now)}
