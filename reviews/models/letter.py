"""Mail to the writers of reviews. Nothing that a reader typed is ever in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields
from newsroom.lib.mailing import UNSENT, Mailed, MailedQuerySet


class Letter(Mailed):
    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("Confirmation request")
        DECISION = "decision", _("Decision")
        CORRECTED = "corrected", _("Your report led to a correction")

    review = models.ForeignKey("reviews.Review", models.CASCADE, related_name="letters")
    kind = fields.CharField(max_length=10, choices=Kind)
    asked_at = models.DateTimeField()
    # Keyed hashes of the mailbox and of the reader's network, for the caps on confirmations; emptied after two days.
    mailbox = fields.CharField(max_length=64, blank=True)
    network = fields.CharField(max_length=64, blank=True)

    objects = MailedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["mail_at"], condition=UNSENT, name="letter_to_mail"),
            models.Index(fields=["kind", "asked_at"], name="letter_caps"),  # how many were sent recently
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.review_id}"
