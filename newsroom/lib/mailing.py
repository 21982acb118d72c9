"""Mail that is written down with whatever asks for it, and sent afterwards: at least once, and nobody waits for it.

As with the outbox of publishing, a row is claimed, its letter sent, and the row marked as sent; claiming it
books the next try, so that whoever dies with a letter leaves it to the next worker.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import F, Q

from newsroom.lib.clock import Clock, read
from newsroom.lib.retrying import wait

LEASE = timedelta(seconds=60)  # how long one letter may take before its worker is taken for dead
STINT = timedelta(seconds=10)  # how long letters are sent in one go
MOST_TRIES = 60  # about two days; who is told of something so late is told of nothing
MOST_AT_ONCE = 50  # what one letter speaks of

UNSENT = Q(mail_at__isnull=False, mailed_at=None)

logger = logging.getLogger(__name__)


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


Write = Callable[[list], EmailMessage]


def send(rows: MailedQuerySet, write: Write, *, clock: Clock | None = None, together: str = "pk") -> bool:
    """Send what waits among these rows, for STINT at most: a letter for all that have the same value of `together`.

    False where the post does not answer: it is left in peace for a while, and nothing more is tried now.
    """
    ends = read(clock) + STINT
    while read(clock) <= ends and (claimed := claim(rows, read(clock), together=together)):
        mine = rows.model.objects.filter(pk__in=[row.pk for row in claimed])
        tries = max(row.tries for row in claimed) + 1
        try:
            write(claimed).send()
        except SMTPRecipientsRefused as error:
            logger.warning("A letter was refused (%s %s): %r", rows.model.__name__, claimed[0].pk, error)
            mine.update(mail_at=read(clock) + wait(tries))
        except Exception as error:
            logger.warning("A letter could not be sent (%s %s): %r", rows.model.__name__, claimed[0].pk, error)
            mine.update(mail_at=read(clock) + wait(tries))
            rows.model.objects.to_mail(read(clock)).order_by().update(mail_at=read(clock) + wait(tries))
            return False
        else:
            mine.update(mailed_at=read(clock))
    return True


def claim(rows: MailedQuerySet, now: datetime, *, together: str) -> list[Mailed]:
    """Take what is ready for longest, and what waits beside it and was never tried; nobody else does before LEASE."""
    if not rows.to_mail(now).exists():  # asked each second: a transaction would keep others from writing on SQLite
        return []
    with transaction.atomic():
        locked = rows.select_for_update(skip_locked=True, of=("self",))
        first = locked.to_mail(now).first()
        if first is None:
            return []
        beside = locked.unsent().filter(Q(mail_at__lte=now) | Q(tries=0), **{together: getattr(first, together)})
        claimed = [*beside.order_by("pk")[:MOST_AT_ONCE]]
        rows.model.objects.filter(pk__in=[row.pk for row in claimed]).update(mail_at=now + LEASE, tries=F("tries") + 1)
        return claimed
