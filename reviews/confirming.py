"""Whether it was the owner of the address who wrote: asked by mail, a few times a day at most, answered by a POST."""

from datetime import datetime, timedelta

from django.db import transaction

from articles.models import Event
from newsroom.lib import locking
from newsroom.lib.addresses import keyed_hash
from reviews import moderation
from reviews.models import Letter, Review

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
A_DAY, AN_HOUR = 3, 10  # letters to one address, because of one network
State = Review.State


def ask(review: Review, *, now: datetime) -> bool:
    """Write down that its address is to be asked. False where it, or others because of that network, were too often.

    In a transaction that holds the locks of its network and mailbox: two at once are not both the last that is allowed.
    """
    asked = Letter.objects.filter(kind=Letter.Kind.CONFIRM)
    box, network = mailbox(review.email), review.network
    if asked.filter(mailbox=box, asked_at__gt=now - DAY).count() >= A_DAY:
        return False
    if asked.filter(network=network, asked_at__gt=now - HOUR).count() >= AN_HOUR:
        return False
    Letter.objects.write(review=review, kind=Letter.Kind.CONFIRM, asked_at=now, mailbox=box, network=network)
    return True


def mailbox(email: str) -> str:
    """A keyed hash of the mailbox: pia+news@reader.example goes to Pia. It is kept after the review is erased."""
    name, _at, host = email.casefold().rpartition("@")
    return keyed_hash(f"{name.partition('+')[0]}@{host}")


def ask_again(review_id: int, *, now: datetime) -> bool:
    with transaction.atomic():
        found = Review.objects.get(pk=review_id)
        locking.hold(f"network {found.network}", f"mailbox {mailbox(found.email)}")
        review = moderation.locked(review_id)
        return review.state == State.UNCONFIRMED and ask(review, now=now)


def confirm(review_id: int, *, now: datetime) -> Review:
    """It was the owner of the address: it waits for a moderator now, who may have decided before. Twice is no more."""
    with transaction.atomic():
        review = moderation.locked(review_id)
        if review.confirmed_at is None and not review.withdrawn_at:
            before = review.state
            review.confirmed_at = now
            if before == State.UNCONFIRMED:
                moderation.step(review, State.PENDING, now=now)
            review.save(update_fields=["confirmed_at", "state", "decided_at", "erase_at"])
            Event.objects.write("confirm", review, by=None, before=before, after=review.state)
        return review
