from django.contrib import admin

from articles.admin.base import ReadOnlyAdmin
from articles.models import Event


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "verb", "on", "reason"]
    list_filter = ["verb", "on_type"]
    list_select_related = ["by", "on_type"]
    fields = ["at", "by", "verb", "on", "reason", "detail"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("on")
