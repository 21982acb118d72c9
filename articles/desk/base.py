"""What all pages of the desk share."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.utils import get_fields_from_path
from django.db.models import CharField, DateField, Field, Model, QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from js_asset import Media

from articles.desk import history
from articles.models import Event
from newsroom.lib import theme
from newsroom.lib.fields import FormLine


class DeskAdmin(theme.ModelAdmin):
    """Nothing is deleted in bulk; a single thing only as long as nothing refers to it (PROTECT).

    What people do here goes into the activity log. Django's own log of the admin would be a third one; it is not kept.
    """

    list_fullwidth = True
    warn_unsaved_form = True
    compressed_fields = False
    list_per_page = 50
    show_full_result_count = False
    rights: tuple[str, ...] = ()  # fields that give people rights: the activity log says from what to what

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs) -> Any:
        if type(db_field) is CharField and not db_field.choices:  # of a model that is not ours: accounts, roles
            kwargs.setdefault("form_class", FormLine)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args, **kwargs) -> HttpResponse:
        """The import map of the text editor is an inline script: the page's policy lets it through by its nonce."""
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the lookups that the list's own filters use.

        Django would let an address filter by any field: ?name__startswith=A could spell out a secret letter by letter,
        even one that no page shows to this person.
        """
        return lookup in {asked for entry in self.get_list_filter(request) for asked in self._asked_by(entry)}

    def _asked_by(self, entry: Any) -> Iterator[str]:
        """The names under which a filter of the list asks."""
        if isinstance(entry, type):  # a SimpleListFilter
            yield entry.parameter_name
            return
        name = entry[0] if isinstance(entry, tuple | list) else entry
        field = get_fields_from_path(self.model, name)[-1]
        key = f"__{field.target_field.name}" if field.is_relation else ""
        yield from (f"{name}{key}", f"{name}{key}__exact", f"{name}__isnull")
        if isinstance(field, DateField):
            yield from (f"{name}__gte", f"{name}__lt")

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list:
        """With what was given or taken, where the form gives people rights (`rights`)."""
        message = super().construct_change_message(request, form, formsets, add)
        rights = {name: _given(form, name) for name in self.rights if name in form.changed_data}
        return [*message, {"rights": rights}] if rights else message

    def log_addition(self, request: HttpRequest, obj: Model, message: list | str) -> None:
        Event.objects.write("add", obj, by=request.user, **_rights(message))

    def log_change(self, request: HttpRequest, obj: Model, message: list | str) -> None:
        if fields := _changed(message):
            Event.objects.write("change", obj, by=request.user, fields=fields, **_rights(message))

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None:
        for thing in queryset:
            Event.objects.write("delete", thing, by=request.user, name=str(thing))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        return history.of(self, request, object_id)


class NamedCells:
    """To be mixed into inlines that are tables: only the head names the columns; each field says it too, when read."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs["aria-label"] = str(db_field.verbose_name).capitalize()
        return field


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


def _changed(message: list | str) -> list[str]:
    """The names of the fields in what Django says of a change; a password is changed in words alone."""
    if isinstance(message, str):
        return [message] if message else []
    told = (part.get("changed") or part.get("added") or part.get("deleted") for part in message)
    return [name for part in told if part for name in part.get("fields", [part.get("name", "")])]


def _rights(message: list | str) -> dict[str, Any]:
    return next(({"rights": part["rights"]} for part in message if "rights" in part), {}) if message else {}


def _given(form: Any, name: str) -> dict[str, Any]:
    """From what to what a field was changed; of a list also what was given and what was taken."""
    field = form.fields[name]
    before, after = form.get_initial_for_field(field, name), form.cleaned_data[name]
    if isinstance(field, ModelChoiceField) and not isinstance(field, ModelMultipleChoiceField):
        before = before and field.queryset.model._default_manager.filter(pk=before).first()
    before, after = _plain(before), _plain(after)
    if not isinstance(before, list) and not isinstance(after, list):
        return {"from": before, "to": after}
    before, after = before or [], after or []
    given, taken = ([one for one in these if one not in others] for these, others in ((after, before), (before, after)))
    return {"from": before, "to": after, "given": given, "taken": taken}


def _plain(value: Any) -> Any:
    """As JSON has it; things by the name under which people know them."""
    if isinstance(value, QuerySet | list | tuple | set):
        return sorted(_plain(one) for one in value)
    return str(value) if isinstance(value, Model) else value
