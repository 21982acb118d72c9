"""Times on the pages of the desk."""

from datetime import UTC, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def both_clocks(at: datetime) -> str:
    """25 Nov 2026, 06:00 (02:00 UTC): the newsroom's time, and beside it the one that never changes.

    The day is said there too where it is another one.
    """
    house, utc = timezone.localtime(at), at.astimezone(UTC)
    style = "H:i" if utc.date() == house.date() else "j M, H:i"
    return f"{date_format(house, 'j M Y, H:i')} ({date_format(utc, style)} UTC)"
