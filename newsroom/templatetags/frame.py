"""What is around every page of the desk."""

from typing import Any

from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def own_page(context: Context) -> str:
    """Mark a page as one of our own: its content policy is stricter than that of unfold's (newsroom/middleware.py)."""
    context["request"].own_page = True
    return ""


@register.filter
def notice_class(message: Any) -> str:
    """How a message looks: a sentence about what went wrong is never drawn like one about what went well."""
    return {"error": "error-bar", "warning": "warn-bar", "success": "good-bar"}.get(message.level_tag, "")
