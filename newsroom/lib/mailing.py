"""Mail that is written down with whatever asks for it, and sent afterwards: at least once, and nobody waits for it.

As with the outbox of publishing, a row is claimed, its letter sent, and the row marked as sent; claiming it
books the next try, so that whoever dies with a letter leaves it to the next worker.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPNotSupportedError,
    SMTPServerDisconnected,
)

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from newsroom.lib.clock import Clock, read
from newsroom.lib.retrying import wait

LEASE = timedelta(seconds=60)  # how long one letter may take before its worker is taken for dead
STINT = timedelta(seconds=10)  # how long letters are sent in one go
MOST_TRIES = 60  # about two days; who is told of something so late is told of nothing
PAUSE = timedelta(seconds=60)  # how long all wait at most, while the mail server doesn't answer
UNREACHABLE = (
    SMTPServerDisconnected, SMTPConnectError, SMTPHeloError, SMTPAuthenticationError, SMTPNotSupportedError
)  # fmt: skip
CLOSING = 421  # “service not available, closing”, whatever it was asked
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
    """Send what waits among these rows, for STINT at most: one e-mail for all that have the same value of `together`.

    What fails concerns that e-mail alone, and waits behind the others. False where the mail server can't be talked to:
    then the others wait, too, for PAUSE at most, and the one that failed behind them, in case it was the cause.
    """
    ends = read(clock) + STINT
    while read(clock) <= ends and (claimed := claim(rows, read(clock), together=together)):
        mine = rows.model.objects.filter(pk__in=[row.pk for row in claimed])
        tries = max(row.tries for row in claimed) + 1
        try:
            write(claimed).send()
        except Exception as error:
            logger.warning("An e-mail wasn't sent (%s %s): %s", rows.model.__name__, claimed[0].pk, _named(error))
            now, pause = read(clock), min(wait(tries), PAUSE)
            mine.update(mail_at=now + wait(tries))
            if concerns_all(error):
                rows.model.objects.to_mail(now).order_by().update(mail_at=now + pause - timedelta.resolution)
                return False
        else:
            mine.update(mailed_at=read(clock))
    return True


def concerns_all(error: Exception) -> bool:
    """Whether the mail server can't be talked to. Any other answer of its own, and what can't be written, is about one
    e-mail."""
    if isinstance(error, SMTPException):
        return isinstance(error, UNREACHABLE) or getattr(error, "smtp_code", 0) == CLOSING
    return isinstance(error, OSError)


def _named(error: Exception) -> str:
    """What went wrong, without the address that it may hold."""
    return " ".join(map(str, filter(None, [type(error).__name__, getattr(error, "smtp_code", "")])))


def validate_mailable(address: str) -> None:
    """Refuse an address that no mail server could be given: its domain has no ASCII form (IDNA)."""
    try:
        if address:
            sanitize_address(address, "utf-8")
            address.rpartition("@")[2].encode("idna")
    except ValueError:
        message = _("E-mail can't be sent to this address. Check the part after the @.")
        raise ValidationError(message, code="unmailable") from None


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
