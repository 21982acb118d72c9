"""Times on the pages of the desk."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def both_clocks(at: datetime) -> str:
    """25 Nov 2026, 06:00 (02:00 UTC): the newsroom's time, and beside it the one that never changes."""
    return f"{date_format(timezone.localtime(at), 'j M Y, H:i')} ({at:%H:%M} UTC)"
