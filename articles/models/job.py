"""Jobs: what must happen after a commit, or at a moment to come. Carried out by newsroom/jobs.py."""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields

STUCK = 10  # tries, in about 17 minutes: a job that failed so often no longer holds back later ones of its key


class JobQuerySet(models.QuerySet):
    def ask(self, *jobs: "Job", again: bool = False) -> list["Job"]:
        """Write jobs down, in the transaction of what asks for them. `again`: those that are there already stay."""
        for job in jobs:
            job.next_try_at = job.due
        return self.bulk_create(jobs, ignore_conflicts=again)

    def waiting(self) -> "JobQuerySet":
        return self.filter(done_at=None)

    def ready(self, at: datetime) -> "JobQuerySet":
        """To be tried at `at`, the longest waiting first; a job that failed goes behind those that wait already."""
        return self.waiting().filter(next_try_at__lte=at).order_by("next_try_at", "pk")

    def first_of_their_key(self, kinds: Collection[str]) -> "JobQuerySet":
        """Without those that have to wait for an earlier job of these kinds with the same key."""
        before = Q(due__lt=OuterRef("due")) | Q(due=OuterRef("due"), pk__lt=OuterRef("pk"))
        same_key = Job.objects.waiting().filter(before, key=OuterRef("key"), kind__in=kinds, tries__lt=STUCK)
        return self.filter(~Exists(same_key))


class Job(models.Model):
    """One thing to do, at least once. It names rows and holds none of their text, and no personal data.

    `kind` names the handler, `args` are what the handler needs. `key` is whatever jobs have in common that must run in
    order, or may go in one e-mail; empty: nothing.
    """

    kind = fields.CharField(_("kind"), max_length=40)
    key = fields.CharField(_("key"), max_length=60, blank=True)
    args = models.JSONField(_("arguments"), default=dict)
    due = models.DateTimeField(_("due"))
    next_try_at = models.DateTimeField(_("next attempt"))  # first `due`; while a worker is at it, the end of its lease
    tries = models.PositiveIntegerField(_("attempts"), default=0)
    error = fields.TextField(_("last error"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True)  # with an error: given up
    moot = models.BooleanField(_("cancelled"), default=False)  # there was nothing to do any more when it was due

    objects = JobQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "due", "args"], name="a job is written down once"),
            models.CheckConstraint(condition=Q(moot=False) | Q(done_at__isnull=False), name="a cancelled job is done"),
        ]
        indexes = [
            # What is ready, how much is overdue.
            models.Index(fields=["next_try_at", "id"], condition=Q(done_at=None), name="job_waiting"),
            # The earlier ones of a key.
            models.Index(fields=["key", "due", "id"], condition=Q(done_at=None), name="job_in_order"),
        ]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return f"{self.kind} {self.key}, due {self.due:%Y-%m-%d %H:%M:%S}".replace(" ,", ",")


class Beat(models.Model):
    """When somebody who should always be at work last was."""

    name = fields.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
