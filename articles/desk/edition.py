from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.desk import edition_actions
from articles.desk.base import ReadOnlyAdmin
from articles.models import Act, Edition


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """What readers are and were shown. There is nothing to change: a correction is a new edition."""

    list_display = ["title", "number", "section", "live_from", "until", "change"]
    list_filter = ["section", "kind"]
    search_fields = ["headline", "address__path"]
    list_select_related = ["section"]
    ordering = ["-live_from"]
    exclude = ["html", "salt", "erased", "story", "photo"]
    change_form_outer_before_template = "desk/edition.html"

    @admin.display(description=_("title"))
    def title(self, edition: Edition) -> str:
        return str(edition)

    @admin.display(description=_("published until"), ordering="live_until")
    def until(self, edition: Edition) -> str:
        return "" if edition.is_open else edition.live_until

    def get_urls(self) -> list:
        return [*edition_actions.urls(self), *super().get_urls()]

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None):
        edition = self.get_object(request, object_id)
        context = edition_actions.open_to(request.user, edition) if edition else {}
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def view_on_site(self, edition: Edition) -> str:
        return edition.get_absolute_url()


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    """The ledger."""

    list_display = ["made_at", "verb", "article", "edition", "by", "reason"]
    list_filter = ["verb"]
    list_select_related = ["article"]
    ordering = ["-made_at", "-pk"]
    exclude = ["salt"]
