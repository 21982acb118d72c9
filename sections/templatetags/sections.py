"""The rail of a section's newest."""

from typing import Any

from django import template

from articles.models import Edition
from articles.site.related import MORE
from sections.models import Section

register = template.Library()


@register.inclusion_tag("sections/_rail.html", takes_context=True)
def section_rail(context: dict[str, Any], section: Section) -> dict[str, Any]:
    """The newest of a section, beside a page that is no story."""
    at = context["request"].moment
    newest = Edition.objects.live(at).filter(section=section).for_lists().newest_first()[:MORE]
    return {"section": section, "editions": newest, "now": at}
