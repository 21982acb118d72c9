"""Whether this server's clock is right, for /healthz and the dashboard."""

from datetime import datetime

from django.db.models import Max

from articles.models import Act
from newsroom.lib import clock
from sections.models import Front


def offset() -> float:
    """By how many seconds this process's own clock is ahead of the newsroom's, to a tenth."""
    return round(clock.offset().total_seconds(), 1) + 0.0  # no -0.0


def dated_ahead(now: datetime) -> datetime | None:
    """The latest moment after now by which something is dated that was done: a clock was fast, or this one is slow."""
    late = now + clock.BEHIND
    acts = Act.objects.filter(made_at__gt=late).aggregate(latest=Max("made_at"))
    fronts = Front.objects.filter(acted_at__gt=late).aggregate(latest=Max("acted_at"))
    return max(filter(None, (acts["latest"], fronts["latest"])), default=None)
