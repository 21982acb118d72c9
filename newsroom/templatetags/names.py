"""Names in the language of the page: {{ section|said:"name" }}."""

from django import template

from newsroom.lib.translated import Translated

register = template.Library()


@register.filter
def said(row: Translated | None, field: str) -> str:
    """ "" for nothing, as templates have it."""
    return row.said(field) if row else ""
