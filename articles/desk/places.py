"""Where a story was filed from: what the desk wrote before is offered, so that a place is spelt as it was."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article
from newsroom.lib import theme


class PlaceInput(theme.TextInput):
    """A line of text with suggestions, which browsers show while one types; the countries stand beside them."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        known = f"known-{name}"
        field = super().render(name, value, {**(attrs or {}), "list": known}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', Article.objects.places())
        return format_html('{}<datalist id="{}">{}</datalist>', field, known, options)
