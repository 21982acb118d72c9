from django.contrib import admin
from django.utils.translation import gettext_lazy

from articles.desk import history_text
from articles.desk.base import ReadOnlyAdmin
from articles.models import Event


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "did", "on", "reason"]
    list_filter = ["verb", "on_type"]
    list_select_related = ["by", "on_type"]
    fields = ["at", "by", "did", "on", "reason", "detail"]

    @admin.display(description=gettext_lazy("action"), ordering="verb")
    def did(self, event: Event) -> str:
        return history_text.did(event)

    def get_queryset(self, request):
        """What was done with accounts and with reviews is shown to those who may see accounts and reviews."""
        hidden = []
        if not request.user.has_perm("auth.view_user"):
            hidden += ["auth", "newsroom"]  # people, roles; invitations
        if not request.user.has_perm("reviews.view_review"):
            hidden += ["reviews"]
        events = super().get_queryset(request).prefetch_related("on")
        return events.exclude(on_type__app_label__in=hidden) if hidden else events
