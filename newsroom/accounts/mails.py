"""The letters about accounts: a new password, an invitation. Their links are made as they are sent."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from newsroom.accounts import invitations, passwords
from newsroom.lib import mailing
from newsroom.lib.clock import Clock, read
from newsroom.models import Invitation, Reset

KEPT = timedelta(days=1)


def send(*, clock: Clock | None = None) -> bool:
    """Send what waits. False where the post does not answer."""
    resets = Reset.objects.filter(person__is_active=True).select_related("person")
    invited = Invitation.objects.open(read(clock)).select_related("made_by")
    return mailing.send(resets, new_password, clock=clock, together="person_id") and mailing.send(
        invited, invitation, clock=clock
    )


def new_password(resets: list[Reset]) -> EmailMessage:
    person = resets[0].person
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return _letter(
        _("A new password for %s") % settings.SITE_NAME, "new_password", person.email,
        person=person, address=settings.SITE_URL + passwords.address(person), hours=hours,
    )  # fmt: skip


def invitation(rows: list[Invitation]) -> EmailMessage:
    (row,) = rows
    return _letter(
        _("You are invited to join %s") % settings.SITE_NAME, "invitation", row.email,
        invitation=row, address=settings.SITE_URL + invitations.address(row),
    )  # fmt: skip


def _letter(subject: str, template: str, to: str, **context) -> EmailMessage:
    body = render_to_string(f"desk/accounts/{template}.txt", context | {"SITE_NAME": settings.SITE_NAME})
    return EmailMessage(subject, body, to=[to], headers={"Auto-Submitted": "auto-generated"})


def tidy(now: datetime) -> None:
    """Forget who asked for a new password."""
    Reset.objects.filter(asked_at__lt=now - KEPT).delete()
