from django.contrib import admin
from django.http import HttpRequest

from articles import workflow
from articles.desk import staff
from articles.desk.base import DeskAdmin
from articles.desk.names import NamesAdmin, NamesForm
from newsroom.lib import theme, translated
from sections.models import Section


class SectionForm(NamesForm):
    unique = "name"

    class Meta:
        model = Section
        fields = ["name", "slug", "description", "position", "reviews_start_closed", "editors"]
        widgets = {"editors": theme.SearchableSelectMultiple}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "editors" in self.fields:
            self.fields["editors"].queryset = staff.editors()


@admin.register(Section)
class SectionAdmin(NamesAdmin, DeskAdmin):
    form = SectionForm
    list_display = ["name", "slug", "position"]
    fields = ["name", "slug", "description", "position", "reviews_start_closed", "editors"]
    search_fields = ["name"]  # in every language
    rights = ("editors",)
    change_form_outer_before_template = "desk/section.html"

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return translated.search_fields(*self.search_fields)

    def has_change_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or workflow.in_charge(request.user, obj.pk))

    def has_delete_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        """With a section that names editors would go what they are held to."""
        allowed = super().has_delete_permission(request, obj) and self.has_change_permission(request, obj)
        return allowed and (obj is None or may_appoint(request) or not obj.editors.exists())

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> list[str]:
        fixed = ["slug"] if obj else []  # addresses of published stories begin with it
        return fixed if may_appoint(request) else [*fixed, "editors"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Section | None = None) -> dict:
        return {} if obj else {"slug": ["name"]}


def may_appoint(request: HttpRequest) -> bool:
    """Only people who manage accounts assign editors to sections; otherwise editors could assign themselves."""
    return request.user.has_perm("auth.change_user")
