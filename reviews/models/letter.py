"""Mail to the writers of reviews. Nothing that a reader typed is ever in it."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Job
from newsroom.lib import fields

MAIL = "review-mail"


class LetterQuerySet(models.QuerySet):
    def write(self, *, mail_at: datetime | None = None, **what: Any) -> "Letter":
        """In the transaction of what it tells; the worker sends it at `mail_at`, or else at once."""
        letter = self.create(**what)
        Job.objects.ask(Job(kind=MAIL, args={"letter": letter.pk}, due=mail_at or letter.asked_at))
        return letter


class Letter(models.Model):
    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("Confirmation request")
        DECISION = "decision", _("Decision")
        CORRECTED = "corrected", _("Your report led to a correction")

    review = models.ForeignKey("reviews.Review", models.CASCADE, related_name="letters")
    kind = fields.CharField(max_length=10, choices=Kind)
    asked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, editable=False)
    # Keyed hashes of the mailbox and of the reader's network, for the caps on confirmations; emptied after two days.
    mailbox = fields.CharField(max_length=64, blank=True)
    network = fields.CharField(max_length=64, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "asked_at"], name="letter_caps"),  # how many were sent recently
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.review_id}"
