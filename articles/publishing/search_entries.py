"""What readers' searches look through follows from the editions: added when one is issued, gone when it is over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import Value

from articles.models import Edition, KnownWord, SearchEntry
from articles.models.edition import EditionQuerySet
from articles.text import indexing, rendering, search_terms
from articles.text.search_terms import Term
from newsroom.lib import clock

COPIED = ("article_id", "section_id", "language", "kind", "first_published_at", "live_from", "live_until")
WEIGHTS = ("A", "B", "C")  # of head, lede and rest
BATCH = 200  # editions
RANGE = ("pk", "live_from", "live_until", "language")


def add(editions: Iterable[Any], entry: type = SearchEntry, word: type = KnownWord) -> None:
    """Index editions that have no entry yet."""
    entries, known = [], {}
    for edition in editions:
        text = rendering.text(edition.html)
        entries.append(_entry(edition, text, entry))
        known |= {(edition.language, spelt): one for spelt, one in indexing.vocabulary(edition, text).items()}
    entry.objects.bulk_create(entries)
    # In one order, so that two who publish at once don't wait for each other.
    word.objects.bulk_create(
        (word(language=language, word=spelt, written=one) for (language, spelt), one in sorted(known.items())),
        ignore_conflicts=True,
    )


def _entry(edition: Any, text: str, entry: type) -> Any:
    copied = {name: getattr(edition, name) for name in COPIED}
    indexed = indexing.of(edition, text)
    if connection.vendor != "postgresql":
        return entry(edition_id=edition.pk, **copied, **indexed._asdict())
    head, *others = (
        SearchVector(Value(line), weight=weight, config="simple") for line, weight in zip(indexed, WEIGHTS, strict=True)
    )
    return entry(edition_id=edition.pk, **copied, vector=sum(others, start=head))


def drop(article_id: int, *, at: datetime) -> None:
    """Of a story, what nobody will see after `at`."""
    SearchEntry.objects.filter(article_id=article_id).over(at).delete()


def forget(edition: Edition) -> None:
    """All that is kept of the words of an edition that is to be erased, unless another one has them, too."""
    SearchEntry.objects.filter(edition=edition).delete()
    words = indexing.vocabulary(edition, rendering.text(edition.html))
    known = KnownWord.objects.filter(language=edition.language)
    others = SearchEntry.objects.filter(language=edition.language)
    gone = [word for word in words if not others.filter(search_terms.held([Term((word,), exact=True)])).exists()]
    known.filter(word__in=gone).delete()


def rebuild() -> int:
    """Make all entries again, a batch at a time; how many. It may be stopped and run again."""
    KnownWord.objects.all().delete()
    ahead, done, last = _searched().order_by("pk"), 0, 0
    while keys := [*ahead.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]]:
        with transaction.atomic():
            SearchEntry.objects.filter(pk__in=keys).delete()
            add(Edition.objects.filter(pk__in=keys).ahead(clock.now()).select_for_update(no_key=True))
        done, last = done + len(keys), keys[-1]
    SearchEntry.objects.exclude(pk__in=_searched().values("pk")).delete()
    return done


def missing() -> int:
    """How many editions a search would not find, or not at the right time."""
    return _searched().values_list(*RANGE).difference(_kept().values_list(*RANGE)).count()


def superfluous() -> int:
    """How many entries a search finds of what nobody is to see, or not then."""
    return _kept().values_list(*RANGE).difference(_searched().values_list(*RANGE)).count()


def _searched() -> EditionQuerySet:
    return Edition.objects.ahead(clock.now()).filter(erased=False).order_by()


def _kept() -> EditionQuerySet:
    return SearchEntry.objects.ahead(clock.now()).order_by()
