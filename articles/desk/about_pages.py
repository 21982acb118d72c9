"""About pages at the desk."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.base import DeskAdmin
from articles.desk.editor import clean_ahead, plain_text_field, say_left_out, write_in
from articles.desk.forms import language_field
from articles.models import AboutPage
from articles.site import about_pages
from newsroom.lib import theme


class AboutPageForm(forms.ModelForm):
    body = plain_text_field()

    class Meta:
        model = AboutPage
        fields = ["name", "slug", "description", "body", "language", "position", "public"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"] = language_field(self.instance.language, AboutPage)
            self.fields["language"].widget = theme.Select(choices=self.fields["language"].choices)
        write_in(self, self.initial.get("language") or self.instance.language)

    def clean(self) -> dict[str, Any]:
        """The slug of a page that is there is not on the form, so Django leaves the constraint to us."""
        cleaned = super().clean() or self.cleaned_data
        same = AboutPage.objects.filter(slug=self.instance.slug, language=cleaned.get("language", ""))
        if self.instance.pk and same.exclude(pk=self.instance.pk).exists():
            message = _("This page already exists in that language. Choose another language.")
            self.add_error("language", ValidationError(message, code="exists"))
        return cleaned


class LanguageFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("language"), "language"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(code, _(name)) for code, name in settings.LANGUAGES]

    def queryset(self, request: HttpRequest, pages: QuerySet[AboutPage]) -> QuerySet[AboutPage]:
        return pages.filter(language=self.value()) if self.value() else pages


@admin.register(AboutPage)
class AboutPageAdmin(DeskAdmin):
    form = AboutPageForm
    search_fields = ["name", "body"]
    view_on_site = False  # most visits to this list are about pages that are not public yet

    def get_list_display(self, request: HttpRequest) -> list[str]:
        languages = ["spoken", "elsewhere"] if _are_several() else []
        return ["name", "slug", *languages, "public", "position", "changed_at"]

    def get_list_filter(self, request: HttpRequest) -> list[type]:
        return [LanguageFilter] if _are_several() else []

    def get_fields(self, request: HttpRequest, obj: AboutPage | None = None) -> list[Any]:
        """The language is asked for where there is a choice."""
        place = ("language", "position") if _are_several() else "position"
        return ["name", "slug", "description", "body", place, "public"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AboutPage]:
        """Each with the keys of the same page in every language."""
        same = AboutPage.objects.filter(slug=OuterRef("slug"))
        keys = {_key(code): Subquery(same.filter(language=code).values("pk")) for code, _name in settings.LANGUAGES}
        return super().get_queryset(request).annotate(**keys)

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def spoken(self, page: AboutPage) -> str:
        return _(dict(settings.LANGUAGES).get(page.language, page.language))

    @admin.display(description=gettext_lazy("other languages"))
    def elsewhere(self, page: AboutPage) -> SafeString:
        """The same page in each other language: to change where it is there, to add where it isn't."""
        links = (_link(page, code, _(name)) for code, name in settings.LANGUAGES if code != page.language)
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    def get_readonly_fields(self, request: HttpRequest, obj: AboutPage | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: AboutPage | None = None) -> dict:
        return {} if obj else {"slug": ["name"]}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        clean_ahead(request, self.form.base_fields["body"])
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: AboutPage, form: AboutPageForm, change: bool) -> None:
        about_pages.write(obj, by=request.user)
        say_left_out(request)

    def log_addition(self, *args) -> None:
        """The activity log has it from the act itself."""

    log_change = log_addition


def _are_several() -> bool:
    return len(settings.LANGUAGES) > 1


def _key(language: str) -> str:
    return f"in_{language}".replace("-", "_")


def _link(page: AboutPage, language: str, name: str) -> tuple[str, str]:
    """(address, words): to change the page in this language, or to add it."""
    if found := getattr(page, _key(language)):
        return reverse("admin:articles_aboutpage_change", args=[found]), name
    return adding(page, language), _("Add in %(language)s") % {"language": name}


def adding(page: AboutPage, language: str) -> str:
    """The form for the same page in another language."""
    same = {"slug": page.slug, "language": language, "position": page.position}
    return f"{reverse('admin:articles_aboutpage_add')}?{urlencode(same)}"
