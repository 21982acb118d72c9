"""What is written to the writers of reviews: links, and what was decided. None of a reader's words is ever in it,
so that nobody can make us send theirs to others."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from newsroom.lib import mailing
from newsroom.lib.clock import Clock
from reviews import links
from reviews.models import Letter, Review

Kind = Letter.Kind


def send(*, clock: Clock | None = None) -> bool:
    """Send what waits. False where the post does not answer."""
    waiting = Letter.objects.exclude(review__email="").select_related("review")
    return mailing.send(waiting, letter, clock=clock)


def letter(rows: list[Letter]) -> EmailMessage:
    (row,) = rows
    review = row.review
    purpose = links.CONFIRM if row.kind == Kind.CONFIRM else links.STATUS
    words = {
        "SITE_NAME": settings.SITE_NAME,
        "review": review,
        "address": links.address(review, purpose),
        "state": STATES.get(review.state, lambda: "")(),
        "days": settings.REVIEWS_KEPT_DAYS,
    }
    body = render_to_string(f"reviews/letters/{row.kind}.txt", words)
    subject = SUBJECTS[row.kind]() % settings.SITE_NAME
    return EmailMessage(subject, body, to=[review.email], headers={"Auto-Submitted": "auto-generated"})


SUBJECTS: dict[str, Callable[[], str]] = {
    Kind.CONFIRM: lambda: _("Please confirm your review for %s"),
    Kind.DECISION: lambda: _("Your review at %s"),
    Kind.CORRECTED: lambda: _("%s has corrected the error you reported"),
}
STATES: dict[str, Callable[[], str]] = {
    Review.State.PUBLISHED: lambda: _("Your review is published."),
    Review.State.REFUSED: lambda: _("Your review was refused."),
    Review.State.REMOVED: lambda: _("Your review was removed."),
}
