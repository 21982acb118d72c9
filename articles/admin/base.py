"""What all pages of the desk share."""

from django.http import HttpRequest
from unfold.admin import ModelAdmin


class DeskAdmin(ModelAdmin):
    """Nothing is deleted in bulk; a single thing only as long as nothing refers to it (PROTECT)."""

    list_fullwidth = True
    warn_unsaved_form = True
    compressed_fields = False
    list_per_page = 50
    show_full_result_count = False

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class KeptAdmin(DeskAdmin):
    """For what was or may become public: it is never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class ReadOnlyAdmin(KeptAdmin):
    """For what only the newsroom itself writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False
