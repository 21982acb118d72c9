"""What must happen at a moment, written down with the act that asks for it, and the worker's sign of life."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields


class ErrandQuerySet(models.QuerySet):
    def waiting(self) -> "ErrandQuerySet":
        return self.filter(done_at=None)

    def due(self, at: datetime) -> "ErrandQuerySet":
        """Waiting at `at`, though their moment has come."""
        return self.waiting().filter(due__lte=at)

    def ready(self, at: datetime) -> "ErrandQuerySet":
        """To be tried at `at`, the longest due first; a later one of a story waits for all its earlier ones."""
        same_story = Errand.objects.due(at).filter(article=OuterRef("article"))
        earlier = Q(due__lt=OuterRef("due")) | Q(due=OuterRef("due"), pk__lt=OuterRef("pk"))
        return self.due(at).filter(~Exists(same_story.filter(earlier)), next_try_at__lte=at).order_by("due", "pk")


class Errand(models.Model):
    """One row of the outbox. Moments are UTC. How it is carried out: articles/publishing/outbox.py."""

    class Kind(models.TextChoices):
        ACT = "act", _("publishing action")
        BOUNDARY = "boundary", _("an edition begins or ends")

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="errands", db_index=False)
    act = models.PositiveIntegerField()  # the number, in the story's ledger, of the act that asks for it
    kind = fields.CharField(max_length=20, choices=Kind)
    due = models.DateTimeField()
    next_try_at = models.DateTimeField()  # first `due`; while somebody is at it, when they are taken for dead
    attempts = models.PositiveIntegerField(default=0)
    error = fields.TextField(blank=True)  # of the last attempt that failed
    done_at = models.DateTimeField(null=True)
    moot = models.BooleanField(default=False)  # its boundary was cancelled meanwhile: carried out as nothing

    objects = ErrandQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "act", "kind", "due"], name="an act asks for a thing once"),
            models.CheckConstraint(condition=Q(moot=False) | Q(done_at__isnull=False), name="what is moot is done"),
        ]
        indexes = [
            # What is ready, how much is due, what comes next.
            models.Index(fields=["due", "id"], condition=Q(done_at=None), name="errand_waiting"),
            # The earlier ones of a story.
            models.Index(fields=["article", "due", "id"], condition=Q(done_at=None), name="errand_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.article_id}, due {self.due:%Y-%m-%d %H:%M:%S}"


class Beat(models.Model):
    """When somebody who should always be at work last was."""

    name = fields.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
