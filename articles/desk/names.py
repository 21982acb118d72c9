"""Names in other languages on the desk's forms: under each field one for every other language of the newsroom."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from newsroom.lib.translated import Translated, others


def key(field: str, language: str) -> str:
    """The name of the form's field: name_in_ru."""
    return f"{field}_in_{language}".replace("-", "_")


def pairs(model: type[Translated]) -> Iterator[tuple[str, str]]:
    """(field, language) of all these fields, those of one field together."""
    return ((field, language) for field in model.translated for language in others())


def label(model: type[Model], field: str, language: str) -> str:
    words = {"field": model._meta.get_field(field).verbose_name, "language": _(dict(settings.LANGUAGES)[language])}
    text = _("%(field)s in %(language)s") % words
    return text[:1].upper() + text[1:]


class NamesForm(forms.ModelForm):
    """What is typed is stored with the row; languages that are not set, and so not on the form, keep their names.

    `unique`: the field of which no two rows may have the same in one language.
    """

    unique = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, language in pairs(self._meta.model):
            if key(field, language) in self.fields:
                self.initial.setdefault(key(field, language), self.instance.own(field, language))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for field, language in pairs(self._meta.model):
            name = key(field, language)
            if name not in cleaned:
                continue
            if field == self.unique and cleaned[name] and self.is_taken(field, language, cleaned[name]):
                message = _("“%(name)s” is already used in this language. Choose another name.")
                self.add_error(name, ValidationError(message, code="name-taken", params={"name": cleaned[name]}))
                continue
            self.instance.translate(field, language, cleaned[name])
        return cleaned

    def is_taken(self, field: str, language: str, text: str) -> bool:
        same = {f"translations__{language}__{field}__iexact": text}
        return self._meta.model.objects.filter(**same).exclude(pk=self.instance.pk).exists()


class NamesAdmin:
    """To be mixed into the admin of what has names in several languages, before the admin itself."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type:
        """The extra fields are declared on the form, so that the admin may lay them out."""
        readonly = self.get_readonly_fields(request, obj)
        extra = {
            key(field, language): self._name_field(field, language, request)
            for field, language in pairs(self.model)
            if field not in readonly and (obj is None or self.has_change_permission(request, obj))
        }
        base = self.form
        self_form = type(base.__name__, (base,), {**extra, "__module__": base.__module__}) if extra else base
        return super().get_form(request, obj, change, form=self_form, **kwargs)

    def _name_field(self, field: str, language: str, request: HttpRequest) -> forms.Field:
        made = self.formfield_for_dbfield(self.model._meta.get_field(field), request)
        made.required, made.label = False, label(self.model, field, language)
        made.help_text = _("Optional. Readers of this language see it.")
        made.widget.attrs |= {"lang": language, "dir": "rtl" if language in settings.LANGUAGES_BIDI else "ltr"}
        return made

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        """Each field's other languages come right below it."""
        below: dict[str, list[str]] = {}
        readonly = self.get_readonly_fields(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            for field, language in pairs(self.model):
                if field not in readonly:
                    below.setdefault(field, []).append(key(field, language))
        found = super().get_fieldsets(request, obj)
        return [(title, options | {"fields": _with(options["fields"], below)}) for title, options in found]


def _with(rows: list, below: dict[str, list[str]]) -> list:
    """The rows, each followed by one with the other languages of each of its fields."""
    found: list = []
    for row in rows:
        found.append(row)
        fields = row if isinstance(row, list | tuple) else [row]
        found += [tuple(below[field]) for field in fields if field in below]
    return found
