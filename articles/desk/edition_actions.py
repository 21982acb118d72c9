"""What can still be done with an edition that was public: hide its comparison in the history, or erase its text."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import publishing, workflow
from articles.desk import views_of_row
from articles.models import Edition
from articles.publishing import public_history

CONFLICT = 409


class EraseForm(forms.Form):
    """Of an edition's text, for good."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Which court or law requires it. Kept in the ledger; readers don't see it."),
    )  # fmt: skip


def urls(model_admin: ModelAdmin) -> list:
    of_edition = views_of_row.of_row(model_admin)
    return [
        path("<int:pk>/comparison/", of_edition(comparison), name="articles_edition_comparison"),
        path("<int:pk>/erase/", of_edition(erase), name="articles_edition_erase"),
    ]


def open_to(user: User, edition: Edition) -> dict[str, Any]:
    """For the strip above an edition: what this person may do to it."""
    return {
        "edition": edition,
        "may_hide": workflow.may(user, "withdraw", edition.article) and not edition.erased,
        "may_erase": user.is_superuser and not edition.erased,
    }


@require_POST
def comparison(request: HttpRequest, edition: Edition) -> HttpResponse:
    if not workflow.may(request.user, "withdraw", edition.article):
        raise PermissionDenied
    shown = "show" in request.POST
    public_history.show_comparison(edition, shown=shown, by=request.user)
    words = (
        _("The publication history now shows what this edition changed.")
        if shown
        else _("The publication history now hides what this edition changed.")
    )
    messages.success(request, words)
    return _back(edition)


def erase(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Asks on GET; on POST the text is gone for good."""
    if not request.user.is_superuser:
        raise PermissionDenied
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            publishing.erase(edition.article_id, edition.number, by=request.user, reason=reason)
        except publishing.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Text erased. The edition's times and seals are kept and can still be verified.")
            )
            return _back(edition)
    context = admin.site.each_context(request) | {
        "title": _("Erase text: %(edition)s") % {"edition": edition},
        "opts": Edition._meta,
        "original": edition,
        "edition": edition,
        "form": form,
        "is_open": True,
    }
    return TemplateResponse(request, "desk/erase.html", context, status=CONFLICT if form.non_field_errors() else 200)


def _back(edition: Edition) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[edition.pk]))
