"""The way from a page to the sites in the newsroom's other languages."""

from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import override

from newsroom.lib import site_languages

register = template.Library()

# Pages that there are on the site of every language, whatever it holds.
EVERYWHERE = {
    "front", "latest", "search", "articles:topics", "articles:correspondents", "articles:archive",
    "articles:corrections", "privacy",
}  # fmt: skip


class Site(NamedTuple):
    code: str
    name: str  # what those who speak it call it
    short: str
    href: str
    is_same: bool  # whether it leads to the same page, not only to the home page
    is_current: bool


@register.simple_tag(takes_context=True)
def sites(context: Context) -> list[Site]:
    """One for each language; none where there is only one. No query: what a view doesn't know to be there (`also_in`)
    isn't linked.
    """
    if len(settings.LANGUAGES) < 2:
        return []
    return [_site(context, code) for code, _name in settings.LANGUAGES]


def _site(context: Context, code: str) -> Site:
    with override(code):
        same, href = _same(context, code), reverse("front")
    name = site_languages.own_name(code)
    return Site(code, name, name[:2].capitalize(), same or href, bool(same), code == site_languages.current())


def _same(context: Context, code: str) -> str:
    """The address of the same page in this language, "" if there is none."""
    match = getattr(context.get("request"), "resolver_match", None)
    name: Any = match and match.view_name
    if name in EVERYWHERE:
        return reverse(name)
    if name == "sections:detail" and (section := context.get("section")) and section.has_name(code):
        return section.get_absolute_url()
    if match and code in context.get("also_in", ()):
        return reverse(name, args=match.args, kwargs=match.kwargs)
    if related := context.get("related"):
        return next((one.get_absolute_url() for one in related.alternates if one.language == code), "")
    return ""
