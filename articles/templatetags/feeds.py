"""How programs that follow sites find the feeds of a page (autodiscovery)."""

from typing import NamedTuple

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()

# Pages that have feeds of their own, at their address, and what each is about; one that isn't there is about nothing.
OWN = {"sections:detail": "section", "articles:topic": "tag", "articles:correspondent": "correspondent"}
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
    view = match.view_name if match else ""
    about = context.get(OWN.get(view, ""))
    own = about.said("name") if about else _("Corrections") if view == "articles:corrections" else ""
    pages = [(f"{own} · {settings.SITE_NAME}", request.path)] if own else []
    return {"links": [link for page in [*pages, (settings.SITE_NAME, reverse("front"))] for link in _links(*page)]}


def _links(title: str, page: str) -> list[Link]:
    return [Link(type, f"{title} ({name})", f"{page}feed.{ending}") for ending, (type, name) in TYPES.items()]
