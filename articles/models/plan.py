"""The planning board: ideas that have no text yet, and the private addresses of its calendar."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields
from newsroom.lib.fields import MomentField

from .content import known_language


class PlanQuerySet(models.QuerySet):
    def on(self, first: date, last: date) -> "PlanQuerySet":
        """Due on one of these days, both included."""
        return self.filter(due_on__gte=first, due_on__lte=last)

    def ideas(self) -> "PlanQuerySet":
        """Those that nobody has started to write."""
        return self.filter(article=None)

    def in_order(self) -> "PlanQuerySet":
        """As they are due; those without a time come last on their day."""
        return self.order_by("due_on", models.F("due_at").asc(nulls_last=True), "pk")


class Plan(models.Model):
    """A story that is planned. Once someone starts to write it, `article` is that story."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # its name in calendars
    title = fields.CharField(
        _("title"), max_length=200, help_text=_("A working title. It becomes the headline when someone starts writing.")
    )
    section = models.ForeignKey(
        "sections.Section", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section"),
        help_text=_("Optional."),
    )  # fmt: skip
    language = fields.CharField(_("language"), max_length=12, blank=True, validators=[known_language])
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="plans",
        verbose_name=_("writer"), help_text=_("Leave blank if nobody has been asked yet."),
    )  # fmt: skip
    due_on = models.DateField(_("day"))
    due_at = models.TimeField(
        _("time"), null=True, blank=True, help_text=_("Optional. Newsroom time, for example 16:30.")
    )
    note = fields.TextField(
        _("note"), blank=True, help_text=_("Optional. What the story is about, who to call, what pictures it needs.")
    )
    article = models.OneToOneField(
        "articles.Article", models.PROTECT, null=True, blank=True, editable=False, related_name="plan"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    changed_at = MomentField(_("changed"), auto_now=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        default_permissions = ()  # anyone who may write stories may plan them (articles/drafts/planning.py)
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="a plan has a title")]
        indexes = [
            models.Index(fields=["due_on", "id"], name="plan_by_day"),  # the board
            models.Index(fields=["person", "due_on"], name="plan_of_person"),  # what is due on somebody's first page
        ]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return self.title


class CalendarLink(models.Model):
    """A person's private address of the planning calendar. Deleting the row revokes it; its key is random."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_link")
    made_at = models.DateTimeField(_("created"))

    class Meta:
        default_permissions = ()  # anyone who may see the board may have one
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
