"""What readers find in live editions: words, in any spelling of their letters and in their other forms.

A word is found from its beginning ("minist" finds ministry) and by its stem (ministries finds it, too), a “phrase” word
for word, and -word leaves out what holds it. Every word must be there. Only letters and digits of what a reader
types reach the database. Two databases answer alike: articles/text/search_terms.py has how each is asked.

How much is looked through is bounded, however large the archive: of what holds the words, the newest RANKED.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import F, Q
from django.db.models.lookups import In
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles.drafts.finding import Walked, few
from articles.models import Edition, SearchEntry, UnderName
from articles.models.edition import EditionQuerySet
from articles.models.search_index import ENTRIES
from articles.text import rendering, search_terms
from articles.text.indexing import TOKEN, stems
from articles.text.search_terms import Term
from articles.text.stemming import spelt
from newsroom.lib import plain_text
from newsroom.lib.house_time import midnight

COUNTED = 200  # results are counted up to this number
RANKED = 400  # the newest results that are put in the order of how well they hold the words
FEW = 5000  # SQLite: with more results than this, walking from the newest on finds enough sooner
BY_WORDS = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; "
EXCERPT = 240  # characters
WEIGHTS = (0.1, 0.2, 0.4, 1.0)  # PostgreSQL: of D, C, B and A, which are the text, the lede and the headline
WEIGHED = "8.0, 4.0, 1.0"  # SQLite: of headline, lede and text


def entries(
    *, at: datetime, language: str = "", section: str = "", kind: str = "", by: str = "", since: date | None = None,
    until: date | None = None,
) -> EditionQuerySet:  # fmt: skip
    """What is searched: live at `at`, in a language, of a section, kind, correspondent, first published on these days.

    Section and correspondent by their slugs. Days are those of the newsroom's time zone, both included.
    """
    found = SearchEntry.objects.live(at)
    if language:
        found = found.filter(language=language)
    if section:
        found = found.filter(section__slug=section)
    if kind:
        found = found.filter(kind=kind)
    if by:
        found = found.filter(pk__in=UnderName.objects.filter(correspondent__slug=by).values("edition_id"))
    if since:
        found = found.filter(first_published_at__gte=midnight(since))
    if until:
        found = found.filter(first_published_at__lt=midnight(until + timedelta(days=1)))
    return found


def newest(searched: EditionQuerySet, terms: list[Term]) -> list[int]:
    """The keys of the editions that hold all terms, the newest first, RANKED at most; none without terms."""
    if not terms:
        return []
    if connection.vendor == "postgresql":
        return _newest_on_postgresql(searched, terms)
    return _newest_on_sqlite(searched, terms)


def best(keys: list[int], terms: list[Term]) -> list[int]:
    """These keys, those first that hold the terms more often, or in the headline or the lede; then the newest."""
    if len(keys) < 2:
        return keys
    place = {key: number for number, key in enumerate(keys)}
    ranks = _ranks_on_postgresql(keys, terms) if connection.vendor == "postgresql" else _ranks_on_sqlite(keys, terms)
    return sorted(keys, key=lambda key: (-ranks.get(key, 0), place[key]))


def editions(keys: list[int], *, at: datetime) -> list[Edition]:
    """With what is shown of them, in the order of the keys."""
    found = {edition.pk: edition for edition in Edition.objects.live(at).filter(pk__in=keys).for_search()}
    return [found[key] for key in keys if key in found]


# -- two databases ----------------------------------------------------------------------------------------------------


def by_words() -> AbstractContextManager:
    """PostgreSQL is told to ask the index of words first: it doesn't know what looking into a stored vector costs.

    Left alone, it would look into one after the other where it expects two common words to meet often. SET LOCAL goes
    with the query, in one message, as in newsroom/lib/patience.py.
    """

    def wrapper(execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(f"{BY_WORDS}{sql}", params, many, context)
        for _setting in range(BY_WORDS.count(";")):
            context["cursor"].nextset()  # past the answers to SET
        return result

    return connection.execute_wrapper(wrapper)


def _newest_on_postgresql(searched: EditionQuerySet, terms: list[Term]) -> list[int]:
    """What the index of words finds, sorted: only vectors that may hold a phrase are looked into."""
    with by_words():
        return list(searched.filter(search_terms.held(terms)).newest_first().values_list("pk", flat=True)[:RANKED])


def _newest_on_sqlite(searched: EditionQuerySet, terms: list[Term]) -> list[int]:
    keys = few(*search_terms.matches(terms, ENTRIES), most=FEW)
    held = In(Walked(F("pk")), search_terms.rows(terms)) if keys is None else Q(pk__in=keys)
    found = searched.filter(held)
    return list(found.filter(vector=None).newest_first().values_list("pk", flat=True)[:RANKED])


def _ranks_on_postgresql(keys: list[int], terms: list[Term]) -> dict[int, float]:
    rank = SearchRank(F("vector"), search_terms.query(terms), weights=list(WEIGHTS))
    return dict(SearchEntry.objects.filter(pk__in=keys).values_list("pk", rank))


def _ranks_on_sqlite(keys: list[int], terms: list[Term]) -> dict[int, float]:
    """From one query of the index: asked for each row, it would begin anew each time. bm25 is the less, the better."""
    these = ", ".join(str(int(key)) for key in keys)
    sql = (
        f"SELECT rowid, -bm25({ENTRIES.name}, {WEIGHED}) FROM {ENTRIES.name} WHERE {ENTRIES.name} MATCH %s "  # noqa: S608
        f"AND rowid BETWEEN {min(keys)} AND {max(keys)} AND +rowid IN ({these})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [search_terms.for_sqlite(terms)])
        return dict(cursor.fetchall())


# -- what is shown of it ----------------------------------------------------------------------------------------------


class Found(NamedTuple):
    """An edition as a search result: the words searched for are marked, everything else is escaped."""

    edition: Edition
    title: SafeString
    excerpt: SafeString  # the lede, or where the text first holds one of the words


def show(edition: Edition, terms: list[Term]) -> Found:
    wanted = [term for term in terms if not term.without]
    language = edition.language
    if edition.is_brief:
        return Found(edition, marked(edition.standfirst or edition.title, wanted, language), SafeString())
    excerpt = plain_text.shorten(edition.standfirst if edition.headline else "", EXCERPT)
    if not any(places(excerpt, wanted, language)):
        text = rendering.text(edition.html)
        excerpt = next((_around(text, *place) for place in places(text, wanted, language)), excerpt)
    return Found(edition, marked(edition.title, wanted, language), marked(excerpt, wanted, language))


def marked(text: str, terms: list[Term], language: str) -> SafeString:
    """The text as HTML, with <mark> around each place that holds one of the terms."""
    out, done = [], 0
    for start, end in places(text, terms, language):
        if start >= done:
            out += [escape(text[done:start]), format_html("<mark>{}</mark>", text[start:end])]
            done = end
    return mark_safe("".join([*out, escape(text[done:])]))  # noqa: S308  (each part was escaped)


def places(text: str, terms: list[Term], language: str) -> Iterator[tuple[int, int]]:
    """The places of the terms, and of other forms of them, in a text as written, in order."""
    found = [(word, token) for token in TOKEN.finditer(text) for word in spelt(token[0])]
    words = [word for word, _token in found]
    forms = {stem for term in terms for all_of in term.stems for stem in all_of}
    initials = {form[1:2] for form in forms}
    for number, (word, token) in enumerate(found):
        held = next((count for term in terms if (count := term.stands_at(words, number))), 0)
        if held:
            yield token.start(), found[number + held - 1][1].end()
        elif word[0] in initials and forms.intersection(stems([token[0]], language)):
            yield token.span()


def _around(text: str, start: int, end: int) -> str:
    """About EXCERPT characters of a text around a place in it, whole words."""
    first = text.rfind(" ", 0, max(0, start - EXCERPT // 3)) + 1
    last = text.find(" ", min(len(text), max(end, first + EXCERPT)))
    return f"{'… ' if first else ''}{text[first:last] if last > 0 else text[first:]}{' …' if last > 0 else ''}"
