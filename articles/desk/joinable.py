"""Making one of two that have pages of their own: which, what it will do, and the doing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from articles.desk.base import DeskAdmin
from articles.drafts.joining_tags import NotPossible


class MergeableAdmin(DeskAdmin):
    """Who may change the one may merge it into another. `merge_form` asks `into`; `merge_two` is the verb."""

    merge_form: type[forms.Form]
    merge_template: str

    def merge_two(self, one: Model, into: Model, request: HttpRequest) -> None:
        raise NotImplementedError

    def merge_facts(self, one: Model, into: Model | None) -> dict[str, Any]:
        """What the page says before."""
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """One that was merged is only a road to the other."""
        return super().has_change_permission(request, obj) and not (obj and obj.merged_into_id)

    def page_of(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", view, name=self.page_of("merge")), *super().get_urls()]

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask into which and say what it will do (GET); do it (POST)."""
        one = self.get_object(request, str(pk))
        if one is None or not self.has_change_permission(request, one):
            raise PermissionDenied
        form = self.merge_form(request.POST or (request.GET if "into" in request.GET else None))
        into = form.cleaned_data["into"] if form.is_valid() else None
        if into and request.method == "POST":
            try:
                self.merge_two(one, into, request)
            except NotPossible as error:
                form.add_error("into", str(error))
            else:
                messages.success(request, _("“%(one)s” has been merged into “%(into)s”.") % {"one": one, "into": into})
                return HttpResponseRedirect(reverse(f"admin:{self.page_of('change')}", args=[into.pk]))
        into = into if into != one else None
        context = self.admin_site.each_context(request) | {
            "title": _("Merge “%(one)s” into another") % {"one": one},
            "opts": self.opts, "one": one, "into": into, "form": form, "media": form.media,
            "back": reverse(f"admin:{self.page_of('change')}", args=[one.pk]),
        }  # fmt: skip
        return TemplateResponse(request, self.merge_template, context | self.merge_facts(one, into))
