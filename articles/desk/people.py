"""Correspondents at the desk: their pages, and two made one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.desk.joinable import MergeableAdmin
from articles.desk.names import NamesAdmin, NamesForm
from articles.drafts import joining_people
from articles.models import Article, Correspondent, Photo
from articles.workflow import State
from newsroom.lib import theme, translated


class CorrespondentForm(NamesForm):
    class Meta:
        model = Correspondent
        fields = ["photo"]  # and those that the admin names

    def clean_photo(self) -> Photo | None:
        photo = self.cleaned_data["photo"]
        if photo and photo.lacks:
            raise ValidationError(_("The picture needs a description and a credit."), code="bare-picture")
        return photo


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Correspondent.objects.filter(merged_into=None), label=_("Into"), widget=theme.Select,
        help_text=_("The correspondent to keep."),
    )  # fmt: skip


@admin.register(Correspondent)
class CorrespondentAdmin(NamesAdmin, MergeableAdmin):
    form = CorrespondentForm
    merge_form = MergeForm
    merge_template = "desk/merge_person.html"
    list_display = ["name", "role", "beat", "retired", "merged_into"]
    list_select_related = ["merged_into"]
    list_filter = ["retired"]
    search_fields = ["name", "role", "beat"]  # in every language
    fieldsets = [
        (
            None,
            {"fields": [("name", "role"), "aliases", "slug", "beat", ("languages", "location"), "biography", "photo"]},
        ),
        (_("Contact details for readers"), {"fields": [("email", "phone"), "link"]}),
        (_("Desk account"), {"fields": ["user", "retired"]}),
    ]
    readonly_fields = ["slug"]  # made from the name; an address that was public stays
    autocomplete_fields = ["photo"]
    rights = ("user",)  # who is named edits what bears the name
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    view_on_site = False  # most visits to this list are about people who have no page yet
    change_form_outer_before_template = "desk/person.html"

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [*translated.search_fields(*self.search_fields), "aliases"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """When a byline is filled in, only people who are still offered; the desk's own list has everyone."""
        found, twice = super().get_search_results(request, queryset, search_term)
        for_bylines = request.resolver_match and request.resolver_match.url_name == "autocomplete"
        return (found.offered() if for_bylines else found), twice

    def merge_two(self, one: Correspondent, into: Correspondent, request: HttpRequest) -> None:
        joining_people.merge(one.pk, into.pk, by=request.user)

    def merge_facts(self, one: Correspondent, into: Correspondent | None) -> dict[str, Any]:
        stories = Article.objects.filter(pk__in=joining_people.stories_of(one))
        return {
            "stories": stories.count(),
            "both": stories.filter(bylines__correspondent=into).count() if into else 0,
            "approved": stories.filter(state=State.APPROVED).count(),
        }
