"""A reader's report of an error becomes a correction: the review is tied to the edition, and its writer is told."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.models import Edition, Event
from articles.publishing import issuing
from reviews import moderation
from reviews.models import Letter, Review


def proposed(review: Review) -> dict[str, str]:
    """Initial values for a quick fix: the kind of change, a note for readers, and why one person fixes it alone."""
    note = _(issuing.NOTE_START) + (f" {_(issuing.THANKS)}" if review.credit else "")
    # none of the reader's words: the ledger keeps this for good
    return {"change": "correction", "note": note, "reason": _("Reported by a reader (review %d).") % review.pk}


def tie(review_id: int, edition: Edition, *, by: User, now: datetime) -> Review:
    """In the transaction of the correction. The one it led to first stays."""
    review = moderation.locked(review_id)
    if review.correction_id is None:
        review.correction = edition
        review.save(update_fields=["correction"])
        Event.objects.write("correct", review, by=by, edition=edition.number)
        if settings.REVIEWS_BY_MAIL and review.confirmed_at and review.email:
            Letter.objects.write(review=review, kind=Letter.Kind.CORRECTED, asked_at=now)
    return review
