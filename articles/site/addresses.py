"""What is behind the address of a story at a moment: a story that is live here or elsewhere, or one that is gone."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from articles.models import Act, Address, Edition


class Gone(NamedTuple):
    """A story that was live and no longer is: withdrawn, or over."""

    last: Edition  # as readers saw it last, with its section
    reason: str  # the public notice of its withdrawal; "" where it ended as planned

    @property
    def ended_at(self) -> datetime:
        return self.last.live_until


def live(path: str, *, at: datetime) -> Edition | None:
    """The edition that lives at this address, with its section."""
    return Edition.objects.live(at).filter(address_id=path).select_related("section").first()


def elsewhere(path: str, *, at: datetime) -> Edition | Gone:
    """The live edition of the story that was at this address before, or that it is gone.

    Raises Http404 for an address that nobody could read at up to `at`. A scheduled story has claimed its address:
    the answer is the same as if it had never been used.
    """
    article_id = get_object_or_404(Address, path=path).article_id
    editions = Edition.objects.filter(article_id=article_id)
    if not editions.filter(address_id=path).public_by(at).exists():
        raise Http404
    if found := editions.live(at).first():
        return found
    last = editions.public_by(at).select_related("section").latest("number")
    withdrawn = Act.objects.filter(
        article_id=article_id, verb=Act.Verb.WITHDRAW, edition=last.number, at__lte=at
    ).first()
    return Gone(last, withdrawn.reason if withdrawn else "")


def name_of(story: UUID) -> str:
    """What a story is called in every feed and format, for ever (RFC 9562): no key, slug or host is in it."""
    return f"urn:uuid:{story}"
