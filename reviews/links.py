"""The private addresses that the writer of a review gets: signed, so that none can be guessed."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from reviews.models import Review

STATUS, CONFIRM = "status", "confirm"  # the second is only ever sent to the e-mail address


def token(review: Review, purpose: str = STATUS) -> str:
    return _signer(purpose).sign(review.uid.hex)


def path(review: Review) -> str:
    """Of the page that says what became of it."""
    return reverse("reviews:status", args=[token(review)])


def address(review: Review, purpose: str = STATUS) -> str:
    """The same for a letter, with the name of the site."""
    return settings.SITE_URL + reverse(f"reviews:{purpose}", args=[token(review, purpose)])


def find(given: str, purpose: str = STATUS) -> Review | None:
    """The review behind a token that was made for this purpose."""
    try:
        return Review.objects.select_related("article").filter(uid=UUID(hex=_signer(purpose).unsign(given))).first()
    except (BadSignature, ValueError):
        return None


def _signer(purpose: str) -> Signer:
    return Signer(sep=".", salt=f"reviews.{purpose}")
