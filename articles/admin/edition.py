from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import ReadOnlyAdmin
from articles.models import Act, Edition


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """What readers are and were shown. There is nothing to change: a correction is a new edition."""

    list_display = ["title", "number", "section", "live_from", "until", "change"]
    list_filter = ["section", "kind"]
    search_fields = ["headline", "address__path"]
    list_select_related = ["section"]
    ordering = ["-live_from"]
    exclude = ["html", "words", "salt", "erased", "story", "photo"]

    @admin.display(description=_("title"))
    def title(self, edition: Edition) -> str:
        return str(edition)

    @admin.display(description=_("live until"), ordering="live_until")
    def until(self, edition: Edition) -> str:
        return "" if edition.is_open else edition.live_until

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
