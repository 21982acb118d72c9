"""The e-mails about accounts: a new password, an invitation. Their links are made as they are sent."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from articles.models import Job
from newsroom.accounts import invitations, passwords
from newsroom.lib import interface, mailing
from newsroom.models import Invitation, Reset

KEPT = timedelta(days=1)


def send_passwords(jobs: list[Job], now: datetime) -> None:
    """One e-mail to a person, however often they asked."""
    asked = Reset.objects.filter(pk__in=[job.args["reset"] for job in jobs], mailed_at=None, person__is_active=True)
    if first := asked.select_related("person").first():
        mailing.deliver(new_password(first.person))
        asked.update(mailed_at=now)


def send_invitations(jobs: list[Job], now: datetime) -> None:
    """The e-mail that each job names, if the invitation is still open."""
    named = Invitation.objects.open(now).filter(pk__in=[job.args["invitation"] for job in jobs], mailed_at=None)
    for row in named.select_related("made_by"):
        mailing.deliver(invitation(row))
        named.filter(pk=row.pk).update(mailed_at=now)


def new_password(person: User) -> EmailMessage:
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    with interface.spoken_to(person):
        return mailing.compose(
            "new_password", _("A new password for %s") % settings.SITE_NAME, to=person.email, person=person,
            address=settings.SITE_URL + passwords.address(person), hours=hours,
        )  # fmt: skip


def invitation(row: Invitation) -> EmailMessage:
    """In the language of the colleague who sends it: of the one who is invited, nobody knows it yet."""
    with interface.spoken_to(row.made_by):
        return mailing.compose(
            "invitation", _("You are invited to join %s") % settings.SITE_NAME, to=row.email, invitation=row,
            address=settings.SITE_URL + invitations.address(row),
        )  # fmt: skip


def tidy(now: datetime) -> None:
    """Delete old requests for a new password."""
    Reset.objects.filter(asked_at__lt=now - KEPT).delete()
