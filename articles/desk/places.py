"""The dateline field suggests places the desk has used before, so that each place has one spelling."""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article


class PlaceInput(forms.TextInput):
    """A text field with suggestions, each with its country, which browsers show while someone types."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        known = f"known-{name}"
        field = super().render(name, value, {**(attrs or {}), "list": known}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', Article.objects.places())
        return format_html('{}<datalist id="{}">{}</datalist>', field, known, options)
