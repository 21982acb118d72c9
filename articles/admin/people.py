from django.contrib import admin
from django.http import HttpRequest

from articles.admin.base import DeskAdmin
from articles.models import Correspondent


@admin.register(Correspondent)
class CorrespondentAdmin(DeskAdmin):
    list_display = ["name", "role", "beat"]
    search_fields = ["name", "role", "beat"]
    fields = [("name", "role"), "slug", "beat", "biography", "email", "user"]
    prepopulated_fields = {}

    def get_readonly_fields(self, request: HttpRequest, obj: Correspondent | None = None) -> list[str]:
        return ["slug"]  # made from the name; an address that was public stays
