from django.contrib import admin
from django.http import HttpRequest
from taggit.models import Tag as PlainTag

from articles.admin.base import DeskAdmin
from articles.models import Tag

admin.site.unregister(PlainTag)  # ours has addresses in plain letters


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    fields = ["name", "slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> list[str]:
        return ["slug"]
