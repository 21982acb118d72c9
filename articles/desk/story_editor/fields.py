"""The fields of the story's page: the browser's own, without the admin's scripts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

FIELD = "field"  # the class of a field: static/desk/controls.css
FORM = "article_form"
NUMBER = '<input type="number" min="1" class="field" name="{}" value="{}" aria-label="{}">'
PLAIN: list[tuple[type[forms.Field], type[forms.Widget]]] = [
    (forms.BooleanField, forms.CheckboxInput),
    (forms.URLField, forms.URLInput),
    (forms.IntegerField, forms.NumberInput),
    (forms.DecimalField, forms.NumberInput),
    (forms.ModelChoiceField, forms.Select),
    (forms.ChoiceField, forms.Select),
    (forms.CharField, forms.TextInput),
]


class Combobox(AutocompleteSelect):
    """A choice from a long list. With scripts it is searched while one types (static/desk/room/combobox.js).

    Without them its number is typed, which is in the address of its page: the list would be as long as the archive.
    `present` is the object that is chosen now, where the form has already loaded it: no query is needed to name it.
    """

    present: models.Model | None = None
    without_scripts = False  # it is in a row that only browsers without scripts see

    @property
    def media(self) -> forms.Media:
        return forms.Media()  # the page's own: articles/desk/story_editor/page.py

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return forms.Select.build_attrs(self, base_attrs, extra_attrs) | {
            "data-combobox": self.get_url(),
            "data-app-label": self.field.model._meta.app_label,
            "data-model-name": self.field.model._meta.model_name,
            "data-field-name": self.field.name,
        }

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        said = _("Number of: %s") % self.field.verbose_name
        number = format_html(NUMBER, name, value or "", said)
        if self.without_scripts:  # what is inside a noscript must not have another: browsers end at the first end
            return number
        return format_html("{}<noscript>{}</noscript>", super().render(name, value, attrs, renderer), number)

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list:
        if self.present is None or value != [str(self.present.pk)]:
            return super().optgroups(name, value, attrs)
        key = str(self.present.pk)
        label = self.choices.field.label_from_instance(self.present)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*blank, self.create_option(name, key, label, True, 1)], 0)]


class NativeFields:
    """To be mixed into the admin of stories and its inlines: fields are drawn by the page's own templates."""

    admin_site: AdminSite
    autocomplete_fields: Sequence[str]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs) -> forms.Field | None:
        given = kwargs.get("widget")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None or given or isinstance(field.widget, forms.HiddenInput):
            return field
        if db_field.name in self.autocomplete_fields:
            return _with(field, Combobox(db_field, self.admin_site))
        return _with(field, _plain(db_field, field))


def _plain(db_field: models.Field, field: forms.Field) -> forms.Widget:
    if isinstance(db_field, models.TextField):
        return forms.Textarea(attrs={"rows": 2})
    if isinstance(field, forms.DateField):
        return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return next((widget() for kind, widget in PLAIN if isinstance(field, kind)), field.widget)


def _with(field: forms.Field, widget: forms.Widget) -> forms.Field:
    """The field with another widget, told all that a field tells the one it is made with."""
    if not isinstance(widget, forms.CheckboxInput):
        widget.attrs = {"class": FIELD} | widget.attrs
    widget.is_required, widget.is_localized = field.required, field.localize
    widget.attrs |= field.widget_attrs(widget)
    if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
        field.empty_label = _("Choose…")
    if isinstance(field, forms.ChoiceField):
        widget.choices = field.choices
    field.widget = widget
    return field


def dress(form: forms.BaseForm) -> None:
    """Fields that a form declares itself look like the others."""
    for field in form.fields.values():
        widget = field.widget
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget = field.widget = widget.widget
        if not widget.is_hidden and not isinstance(widget, forms.CheckboxInput):
            widget.attrs["class"] = FIELD


def present(form: forms.ModelForm, *names: str) -> None:
    """Name what is chosen from what the form's object has loaded."""
    for name in names:
        widget = form.fields[name].widget if name in form.fields else None
        if isinstance(widget, Combobox) and getattr(form.instance, f"{name}_id", None):
            widget.present = getattr(form.instance, name)
