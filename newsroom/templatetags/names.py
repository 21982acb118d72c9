"""Names in the language of the page."""

from django import template
from django.conf import settings
from django.utils.html import format_html

from newsroom.lib.site_languages import current
from newsroom.lib.translated import Translated

register = template.Library()


# As the Open Graph protocol wants a language, with a territory; a language that isn't here is not named.
LOCALES = {"ar": "ar_AR", "az": "az_AZ", "de": "de_DE", "en": "en_GB", "fr": "fr_FR", "ka": "ka_GE", "ru": "ru_RU",
           "tr": "tr_TR", "uk": "uk_UA"}  # fmt: skip


@register.simple_tag
def og_locale() -> str:
    """Of the page: az_AZ; "" for a language without a known one."""
    return LOCALES.get(current(), "")


@register.filter
def said(row: Translated | None, field: str) -> str:
    """{{ section|said:"name" }}, where there is no room for markup. "" for nothing, as templates have it."""
    return row.said(field) if row else ""


@register.filter
def shown(row: Translated | None, field: str) -> str:
    """The same as a part of the page: what the page's language has no word for is marked as another language."""
    attribute = language_of(row, field)
    return format_html("<span{}>{}</span>", attribute, row.said(field)) if attribute else said(row, field)


@register.filter
def language_of(row: Translated | None, field: str) -> str:
    """The `lang` of an element that says this field; "" where it is that of the page."""
    if not row or row.own(field, current()) or not row.said(field):
        return ""
    return format_html(' lang="{}"', settings.LANGUAGE_CODE)
