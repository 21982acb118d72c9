from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import Source


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    list_display = ["public_name", "kind"]
    list_filter = ["kind"]
    search_fields = ["attribution", "name"]
    fields = [("kind", "name"), "attribution", "note"]

    @admin.display(description=_("as readers see it"), ordering="attribution")
    def public_name(self, source: Source) -> str:
        return source.public_name
