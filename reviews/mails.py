"""E-mails to the writers of reviews: links and decisions. They never contain what a reader wrote, so that nobody can
use us to send their words to others."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils.translation import gettext as _

from articles.models import Job
from newsroom.lib import mailing, site_languages
from reviews import links
from reviews.models import Letter, Review

Kind = Letter.Kind


def send(jobs: list[Job], now: datetime) -> None:
    """The e-mail that each job names, unless the review was withdrawn, or its writer forgotten, since then."""
    named = Letter.objects.filter(pk__in=[job.args["letter"] for job in jobs], mailed_at=None)
    wanted = named.exclude(review__email="").exclude(review__withdrawn_at__gte=F("asked_at"))
    for row in wanted.select_related("review__article"):
        mailing.deliver(compose(row))
        named.filter(pk=row.pk).update(mailed_at=now)


def compose(row: Letter) -> EmailMessage:
    """In the language of the story, which its reader could read."""
    review = row.review
    purpose = links.CONFIRM if row.kind == Kind.CONFIRM else links.STATUS
    with site_languages.in_language(review.article.language):
        return mailing.compose(
            f"review_{row.kind}", SUBJECTS[row.kind]() % settings.SITE_NAME, to=review.email, review=review,
            address=links.address(review, purpose), state=STATES.get(review.state, lambda: "")(),
            days=settings.REVIEWS_KEPT_DAYS,
        )  # fmt: skip


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
