"""Names in several languages: the columns hold those in the default language, one JSON column those in the others.

A language that is no longer set keeps its names, and shows them again when it is set again.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import global_settings, settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.lib.site_languages import current

Names = dict[str, dict[str, str]]


def others() -> list[str]:
    """The newsroom's languages apart from the default one, as they are set."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class TranslationsField(models.JSONField):
    """{"ru": {"name": "Политика"}}. What is stored is tidied as the columns are. To migrations it is a JSONField."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default": dict, "blank": True, "editable": False} | options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def pre_save(self, instance: "Translated", add: bool) -> Names:
        instance.tidy_translations()
        return super().pre_save(instance, add)


class Translated(models.Model):
    """A row with names in several languages. `translated` lists the fields that have them, the name first."""

    translated: ClassVar[tuple[str, ...]] = ("name",)

    translations = TranslationsField()

    class Meta:
        abstract = True

    def said(self, field: str, language: str | None = None) -> str:
        """The field in this language, by default that of the page; where there is none, as its column has it."""
        if field not in self.translated:
            raise LookupError(f"{type(self).__name__}.{field} has no translations")
        return self.own(field, language or current()) or self.in_default(field)

    def own(self, field: str, language: str) -> str:
        """The same without the fallback: "" where it was never translated into this language."""
        if language == settings.LANGUAGE_CODE:
            return self.in_default(field)
        return self.translations.get(language, {}).get(field, "")

    def in_default(self, field: str) -> str:
        """The same in the default language."""
        return getattr(self, field)

    def has_name(self, language: str | None = None) -> bool:
        """Whether it is named in this language, by default that of the page."""
        return bool(self.own(self.translated[0], language or current()))

    def lacks(self, language: str) -> list[str]:
        """The fields that say something in the default language and nothing in this one."""
        return [field for field in self.translated if self.in_default(field) and not self.own(field, language)]

    def all_names(self, field: str = "name") -> Iterator[str]:
        """A field in every language it is in, the default one first; also in languages that are not set now."""
        yield self.in_default(field)
        yield from (said[field] for said in self.translations.values() if said.get(field))

    def translate(self, field: str, language: str, text: str) -> None:
        """Set one name. It is not saved by this."""
        if language == settings.LANGUAGE_CODE:
            setattr(self, field, text)
        else:
            self.translations = self.translations | {language: self.translations.get(language, {}) | {field: text}}

    def take_translations(self, other: "Translated") -> None:
        """What this row lacks in a language and the other one, which becomes one with it, has. It is not saved here."""
        for language, said in other.translations.items():
            self.translations = self.translations | {language: said | self.translations.get(language, {})}

    def tidy_translations(self) -> None:
        """As fields.py tidies the columns; nothing empty is kept."""
        tidied = {
            language: {name: self._tidied(name, text) for name, text in sorted(said.items())}
            for language, said in sorted(self.translations.items())
        }
        kept = {language: {name: text for name, text in said.items() if text} for language, said in tidied.items()}
        self.translations = {language: said for language, said in kept.items() if said}

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude)
        if "translations" in (exclude or ()):
            return
        if problem := next(self._problems(), None):
            raise ValidationError({"translations": problem})
        self.tidy_translations()

    def _problems(self) -> Iterator[ValidationError]:
        known = dict(global_settings.LANGUAGES)
        for language, said in self.translations.items():
            if language not in known:
                yield ValidationError(
                    _("“%(code)s” is not a language code."), code="language", params={"code": language}
                )
            for field, text in said.items():
                yield from self._problem(field, text)

    def _problem(self, field: str, text: Any) -> Iterator[ValidationError]:
        if field not in self.translated:
            message = _("“%(field)s” has no translations.")
            yield ValidationError(message, code="field", params={"field": field})
            return
        column = self._meta.get_field(field)
        length = getattr(column, "max_length", None)
        if not isinstance(text, str) or (length and len(self._tidied(field, text)) > length):
            message = _("“%(field)s” can't be longer than %(length)s characters in any language.")
            yield ValidationError(
                message, code="max_length", params={"field": column.verbose_name, "length": length or ""}
            )

    def _tidied(self, field: str, text: str) -> str:
        return self._meta.get_field(field).to_python(text).strip()


def in_any_language(field: str, lookup: str, value: str) -> Q:
    """Rows whose field answers to a lookup in the default language, or in another that is set."""
    found = Q(**{f"{field}__{lookup}": value})
    for language in others():
        found |= Q(**{f"translations__{language}__{field}__{lookup}": value})
    return found


def search_fields(*fields: str, within: str = "") -> list[str]:
    """The same for `search_fields` of the desk's lists; `within` leads to a related model, as in `section__`."""
    other = [f"{within}translations__{language}__{field}" for field in fields for language in others()]
    return [*(within + field for field in fields), *other]
