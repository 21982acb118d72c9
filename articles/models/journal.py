"""The activity log: what people did, apart from the acts that made something public (those are in the ledger)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import clock, fields

TOMBSTONE = "[erased]"  # the only reason that a line of the activity log can be changed to


class EventQuerySet(models.QuerySet):
    def write(
        self,
        verb: str,
        on: models.Model,
        *,
        by: AbstractBaseUser | None,
        reason: str = "",
        moment: datetime | None = None,
        **detail: Any,
    ) -> "Event":
        """Add a line: `by` did `verb` to `on`, at this moment or at another one, which says its time zone.

        `detail` is whatever JSON a reader of the activity log will want.
        """
        return self.create(verb=verb, on=on, by=by, reason=reason, at=moment or clock.now(), detail=detail)

    def about(self, on: models.Model) -> "EventQuerySet":
        return self.about_all(type(on), [on.pk])

    def about_all(self, model: type[models.Model], keys: Iterable[int]) -> "EventQuerySet":
        return self.filter(on_type=ContentType.objects.get_for_model(model), on_id__in=keys)

    def erase(self) -> None:
        """Take out what people wrote in words of their own, once and for good.

        Who, when, what, from where to where stays. The triggers allow no other word in its place.
        """
        self.filter(erased=False).exclude(reason="").update(erased=True, reason=TOMBSTONE)


class Event(models.Model):
    """Append-only: a database trigger refuses change and deletion (articles/publishing/triggers.py)."""

    at = models.DateTimeField(_("when"), default=clock.now)
    by = models.ForeignKey(  # empty: an automatic check
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="events", verbose_name=_("who")
    )
    verb = fields.CharField(_("action"), max_length=30)
    on_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    on_id = models.PositiveBigIntegerField()
    on = GenericForeignKey("on_type", "on_id")
    reason = fields.TextField(_("reason"), blank=True)
    detail = models.JSONField(_("detail"), default=dict)
    erased = models.BooleanField(default=False)  # the reason, in words of their own, is gone

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["on_type", "on_id", "-at"], name="event_history")]
        verbose_name = _("event")
        verbose_name_plural = _("activity log")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or '–'} {self.verb}"

    @property
    def said(self) -> str:
        """The reason as people read it."""
        return str(_("[erased]")) if self.erased else self.reason
