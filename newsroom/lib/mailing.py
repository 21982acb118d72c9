"""Writing and sending one e-mail, for a job of the worker; and which addresses can be written to."""

from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPNotSupportedError,
    SMTPServerDisconnected,
)
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from newsroom.lib.retrying import Unavailable

UNREACHABLE = (
    SMTPServerDisconnected, SMTPConnectError, SMTPHeloError, SMTPAuthenticationError, SMTPNotSupportedError
)  # fmt: skip
CLOSING = 421  # “service not available, closing”, whatever it was asked


def compose(template: str, subject: str, *, to: str, **context: Any) -> EmailMessage:
    """Plain text, from a template in templates/mails/. No “I am away” comes back."""
    context |= {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
    body = render_to_string(f"mails/{template}.txt", context)
    return EmailMessage(subject, body, to=[to], headers={"Auto-Submitted": "auto-generated"})


def deliver(message: EmailMessage) -> None:
    """Send it. Raises Unavailable where the mail server can't be talked to; any other error is about this e-mail."""
    try:
        message.send()
    except Exception as error:
        if concerns_all(error):
            raise Unavailable(type(error).__name__) from error
        raise


def concerns_all(error: Exception) -> bool:
    """Whether the mail server can't be talked to. Any other answer of its own, and what can't be written, is about one
    e-mail."""
    if isinstance(error, SMTPException):
        return isinstance(error, UNREACHABLE) or getattr(error, "smtp_code", 0) == CLOSING
    return isinstance(error, OSError)


def validate_mailable(address: str) -> None:
    """Refuse an address that no mail server could be given: its domain has no ASCII form (IDNA)."""
    try:
        if address:
            sanitize_address(address, "utf-8")
            address.rpartition("@")[2].encode("idna")
    except ValueError:
        message = _("E-mail can't be sent to this address. Check the part after the @.")
        raise ValidationError(message, code="unmailable") from None
