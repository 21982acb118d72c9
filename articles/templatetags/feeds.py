"""How programs that follow sites find the feeds of a page (autodiscovery)."""

from typing import NamedTuple

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse

register = template.Library()

# Pages that have feeds of their own, at their address.
OWN = {"sections:detail", "articles:topic", "articles:correspondent", "articles:corrections"}
TYPES = {"xml": ("application/rss+xml", "RSS"), "atom": ("application/atom+xml", "Atom"),
         "json": ("application/feed+json", "JSON Feed")}  # fmt: skip


class Link(NamedTuple):
    type: str
    title: str
    href: str


@register.inclusion_tag("articles/_feeds.html", takes_context=True)
def feeds_of_page(context: Context) -> dict[str, list[Link]]:
    """Those of the page first, then those of the site in its language."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    own = [request.path] if match and match.view_name in OWN else []
    return {"links": [link for page in [*own, reverse("front")] for link in _links(page)]}


def _links(page: str) -> list[Link]:
    title = f"{settings.SITE_NAME}{page.rstrip('/')}"  # the path tells the feeds of a page from those of the site
    return [Link(type, f"{title} ({name})", f"{page}feed.{ending}") for ending, (type, name) in TYPES.items()]
