"""What readers find: every word they type, in any spelling of its letters, somewhere in a live edition."""

from datetime import datetime

from articles.models import Edition
from articles.models.edition import EditionQuerySet
from newsroom.lib import letters

WORDS, LENGTH = 8, 40  # of a question that are looked at


def question(text: str) -> list[str]:
    """The folded words of what a reader typed, however long or odd it is."""
    return [word[:LENGTH] for word in letters.fold(letters.without_controls(text[:1000])).split()[:WORDS]]


def search(text: str, *, at: datetime) -> EditionQuerySet:
    """Editions live at `at` that hold all the words of `text`, newest first; none where it has no words."""
    words = question(text)
    editions = Edition.objects.live(at) if words else Edition.objects.none()
    for word in words:
        editions = editions.filter(words__contains=word)
    return editions.newest_first()
