"""About pages at the desk."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

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
        self.fields["language"] = language_field(self.instance.language, AboutPage)
        self.fields["language"].widget = theme.Select(choices=self.fields["language"].choices)
        write_in(self, self.instance.language)


@admin.register(AboutPage)
class AboutPageAdmin(DeskAdmin):
    form = AboutPageForm
    list_display = ["name", "slug", "public", "position", "changed_at"]
    fields = ["name", "slug", "description", "body", ("language", "position"), "public"]
    search_fields = ["name", "body"]
    view_on_site = False  # most visits to this list are about pages that are not public yet

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
