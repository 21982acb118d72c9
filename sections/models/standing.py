"""Rows that are shown for a half-open range of time, one after another: arrangements of a front, and banners."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from articles.models import FOREVER


class StandingQuerySet(models.QuerySet):
    """Queries by moment. A cancelled row is never shown."""

    def standing(self, at: datetime) -> Self:
        """Shown at `at`: starts <= at < ends."""
        return self.filter(starts__lte=at, ends__gt=at)

    def to_come(self, at: datetime) -> Self:
        """The next first."""
        return self.filter(starts__gt=at, ends__gt=F("starts")).order_by("starts")

    def over(self, at: datetime) -> Self:
        """Shown before `at`, the latest first."""
        return self.filter(ends__lte=at, ends__gt=F("starts")).order_by("-starts")

    def make_room(self, at: datetime, until: datetime = FOREVER) -> datetime:
        """End the current row at `at`. Returns until when its successor can be shown, at most `until`.

        Rows planned for later stay planned, so they end the successor.
        """
        next_one = self.to_come(at).first()
        for row in self.standing(at):
            row.end(at)
        return min(until, next_one.starts) if next_one else until


class Standing(models.Model):
    """Nothing of a row changes but its end, and that only while it lies ahead (a trigger sees to the first half)."""

    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("until"), default=FOREVER)  # of what was cancelled: its start
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    class Meta:
        abstract = True

    def end(self, at: datetime) -> None:
        self.ends = at
        self.save(update_fields=["ends"])


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(starts__lte=F("ends")), name=name)


def span() -> Func:
    """The range of a row, for a constraint on PostgreSQL."""
    return Func("starts", "ends", RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField())
