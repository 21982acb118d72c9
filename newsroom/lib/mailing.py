"""Mail that is written down with whatever asks for it, and sent afterwards: at least once, and nobody waits for it."""

from datetime import datetime

from django.db import models
from django.db.models import Q

MOST_TRIES = 60  # about two days; who is told of something so late is told of nothing

UNSENT = Q(mail_at__isnull=False, mailed_at=None)


class MailedQuerySet(models.QuerySet):
    def unsent(self) -> "MailedQuerySet":
        return self.filter(UNSENT, tries__lt=MOST_TRIES)

    def to_mail(self, now: datetime) -> "MailedQuerySet":
        """To be tried now, the longest waiting first."""
        return self.unsent().filter(mail_at__lte=now).order_by("mail_at", "pk")


class Mailed(models.Model):
    """Something that somebody is written to about."""

    mail_at = models.DateTimeField(null=True, editable=False)  # when to try next; empty: no mail is wanted
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
