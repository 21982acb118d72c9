"""“Did you mean government?”: what was typed with its mistakes put right, where that finds more.

A word is offered only if live stories hold it, exactly as it is offered: not what just a withdrawn, scheduled or erased
one has. Few known words are compared, however many there are: those that begin or end as the typed one does.
"""

import re
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Q

from articles.drafts.finding import few
from articles.models import KnownWord
from articles.models.edition import EditionQuerySet
from articles.models.search_entry import ENDS
from articles.models.search_index import ENTRIES
from articles.site import search
from articles.text import search_terms, spelling
from articles.text.search_terms import Term

COMPARED = 4000  # known words
TRIED = 3  # of those that are nearest, whose stories are counted
CORRECTED = 2  # words of one search
COMMON = 100  # stories are counted up to this number
HARDLY_ANY = 3  # a word in so many stories may still be a mistake,
TIMES = 10  # if the other is in so many times as many


def corrected(q: str, terms: list[Term], *, at: datetime, language: str = "") -> str:
    """What was typed with the words that hardly any live story holds replaced; "" where there is nothing better."""
    searched, text, done = search.entries(at=at, language=language), q, 0
    for term in terms:
        if term.without or len(term.words) != 1 or done == CORRECTED or not spelling.tolerated(term.words[0]):
            continue
        held = count(searched, term)
        if held < HARDLY_ANY and (better := nearest(searched, term.words[0], language, more_than=held * TIMES)):
            text = re.sub(rf"(?<!\w){re.escape(term.typed)}(?!\w)", lambda _typed: better, text, count=1)
            done += 1
    return text if text != q else ""


def nearest(searched: EditionQuerySet, word: str, language: str, *, more_than: int) -> str:
    """The known word that is nearest to a folded one and in more live stories than that, as it is written; or ""."""
    best = [
        (away, -held, known.written)
        for away, known in _near(word, language)[:TRIED]
        if (held := count(searched, Term((known.word,), exact=True))) > more_than
    ]
    return min(best, default=(0, 0, ""))[2]


def _near(word: str, language: str) -> list[tuple[int, KnownWord]]:
    """Known words that it may be a mistake for, with how many mistakes; the nearest first."""
    most = spelling.tolerated(word)
    measured = ((spelling.distance(word, known.word, most=most), known) for known in _alike(word, most, language))
    near = [(away, known) for away, known in measured if 0 < away <= most]
    return sorted(near, key=lambda one: (one[0], one[1].word[0] != word[0], one[1].word))


def _alike(word: str, most: int, language: str) -> list[KnownWord]:
    """Known words that begin or end with the same letters: a mistake is in one half of a word, and not in the other."""
    languages = [language] if language else [code for code, _name in settings.LANGUAGES]
    ends = {"start": [word[:some] for some in ENDS], "end": [word[-some:] for some in ENDS]}
    known = KnownWord.objects.filter(language__in=languages, length__range=(len(word) - most, len(word) + most))
    found = {
        one.word: one
        for end, letters in ends.items()
        for one in known.filter(**{f"{end}__in": letters}).only("word", "written")[: COMPARED // 2]
    }
    return list(found.values())


def count(searched: EditionQuerySet, term: Term) -> int:
    """How many of these hold it, counted up to COMMON."""
    found = searched.order_by().values_list("pk")
    if connection.vendor == "postgresql":
        with search.by_words():
            return len(found.filter(search_terms.held([term]))[:COMMON])
    keys = few(*search_terms.matches([term], ENTRIES), most=COMMON)
    return len(found.filter(search_terms.held([term]) if keys is None else Q(pk__in=keys))[:COMMON])
