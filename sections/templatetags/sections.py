"""The menu of sections, and the rail of a section's newest."""

from typing import Any

from django import template

from articles.models import Edition
from sections.models import Section

register = template.Library()

RAIL = 8


@register.inclusion_tag("sections/_nav.html", takes_context=True)
def section_nav(context: dict[str, Any]) -> dict[str, Any]:
    """All sections; the page's own `section` is the current one. A view that has them all passes `sections`."""
    sections = context.get("sections") or Section.objects.all()
    return {"sections": sections, "here": context.get("section"), "request": context.get("request")}


@register.inclusion_tag("sections/_rail.html", takes_context=True)
def rail(context: dict[str, Any], edition: Edition) -> dict[str, Any]:
    """More of the story's section, never the story itself."""
    at = context["request"].moment
    newest = Edition.objects.live(at).filter(section=edition.section).exclude(article_id=edition.article_id)
    return _rail(edition.section, newest, at)


@register.inclusion_tag("sections/_rail.html", takes_context=True)
def section_rail(context: dict[str, Any], section: Section) -> dict[str, Any]:
    at = context["request"].moment
    return _rail(section, Edition.objects.live(at).filter(section=section), at)


def _rail(section: Section, editions, at) -> dict[str, Any]:
    return {"section": section, "editions": editions.for_lists().newest_first()[:RAIL], "now": at}
