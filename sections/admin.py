from django.contrib import admin
from django.http import HttpRequest

from articles.admin.base import DeskAdmin
from sections.models import Section


@admin.register(Section)
class SectionAdmin(DeskAdmin):
    list_display = ["name", "slug", "position"]
    fields = ["name", "slug", "description", "position"]
    search_fields = ["name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> list[str]:
        return ["slug"] if obj else []  # addresses of published stories begin with it

    def get_prepopulated_fields(self, request: HttpRequest, obj: Section | None = None) -> dict:
        return {} if obj else {"slug": ["name"]}
