"""What readers find in live editions: words, in any spelling of their letters.

A word is found from its beginning ("minist" finds ministry and ministers), a “phrase” word for word, and -word leaves
out what holds it. Every word must be there. SQLite answers from a table of its own (FTS5), PostgreSQL from an index;
articles/models/search_index.py puts both in place. Only letters and digits of what a reader types reach either of them.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import BooleanField, F, FloatField, Func, Q, Value
from django.db.models.expressions import RawSQL
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles.models import Edition, UnderName
from articles.models.edition import EditionQuerySet
from articles.models.search_index import EDITIONS
from articles.text import rendering, search_terms
from articles.text.search_terms import Term
from newsroom.lib import plain_text
from newsroom.lib.house_time import midnight

RANKED = 1000  # of the newest that hold the words are put in the order of how well
MANY = 3000  # with more editions than this that hold the words, walking from the newest on finds a page of them sooner
EXCERPT = 240  # characters
TOKEN = re.compile(r"\w+")


def search(terms: list[Term], *, at: datetime, best_first: bool = False) -> EditionQuerySet:
    """Editions live at `at` that hold all of the terms, none without terms: the newest first, or the best.

    The best: of the newest thousand, those with the words more often, and in the headline, come first.
    """
    if not terms:
        return Edition.objects.none()
    found = Edition.objects.live(at).filter(_looked_up(_held(terms)))
    if not best_first:
        return found.newest_first()
    newest = found.newest_first().values("pk")[:RANKED]
    return Edition.objects.filter(pk__in=newest).order_by(_rank(terms), "-first_published_at", "-article_id")


def narrow(
    editions: EditionQuerySet, *, section: str = "", kind: str = "", by: str = "", since: date | None = None,
    until: date | None = None,
) -> EditionQuerySet:  # fmt: skip
    """Of these editions only those of a section, a kind, a correspondent (slugs), first published on these days.

    Days are those of the newsroom's time zone, both included.
    """
    if section:
        editions = editions.filter(section__slug=section)
    if kind:
        editions = editions.filter(kind=kind)
    if by:
        editions = editions.filter(pk__in=UnderName.objects.filter(correspondent__slug=by).values("edition_id"))
    if since:
        editions = editions.filter(first_published_at__gte=midnight(since))
    if until:
        editions = editions.filter(first_published_at__lt=midnight(until + timedelta(days=1)))
    return editions


def first(found: EditionQuerySet, *, at: datetime, most: int, latest: int) -> tuple[list[Edition], list[Edition]]:
    """The first results. If nothing was found, the latest stories, which are queried only then."""
    editions = list(found.for_search()[:most])
    return editions, [] if editions else list(Edition.objects.live(at).newest_first().for_lists()[:latest])


# -- two databases ----------------------------------------------------------------------------------------------------


def _held(terms: list[Term]) -> Q:
    """Whether an edition holds the terms; like the rank, also within another query."""
    if connection.vendor == "postgresql":
        return _held_on_postgresql(terms)
    rows, values = search_terms.matches(terms, EDITIONS)
    return Q(pk__in=RawSQL(f"SELECT rowid FROM {rows}", values))  # noqa: S608, S611  (no word of a reader's)


def _held_on_postgresql(terms: list[Term]) -> Q:
    """The index answers for the words; that those of a phrase follow each other is read in the folded text.

    The index knows no positions: for `a <-> b` PostgreSQL would parse each text that holds both words again.
    """
    alone = [term for term in terms if len(term.words) == 1 or not term.without]
    query = Func(Value(search_terms.for_postgresql(alone, " & ")), template="to_tsquery('simple', %(expressions)s)")
    held = Q(Func(_vector(), query, arg_joiner=" @@ ", template="(%(expressions)s)", output_field=BooleanField()))
    text = Func(F("words"), template=r"(' ' || replace(%(expressions)s, E'\n', E' \n ') || ' ')")
    for term in terms:
        if len(term.words) > 1:
            phrase = Value(f"% {' '.join(term.words)}{' ' if term.exact else ''}%")
            like = {"arg_joiner": " LIKE ", "template": "(%(expressions)s)", "output_field": BooleanField()}
            follow = Q(Func(text, phrase, **like))
            held &= ~follow if term.without else follow
    return held


def _looked_up(held: Q) -> Q:
    """The same on PostgreSQL, with what few editions hold taken from the index first.

    Left alone, PostgreSQL expects two common words to meet often and walks from the newest on, parsing text after text.
    """
    if connection.vendor != "postgresql":
        return held
    few = Edition.objects.filter(held).order_by().values("pk")
    return Q(pk__in=few[:MANY]) if len(few[: MANY + 1]) <= MANY else held


def _rank(terms: list[Term]) -> Func:
    """How well an edition holds the terms, the best first."""
    if connection.vendor == "postgresql":
        head, rest = _vector("E'\\n', 1", "A"), _vector("E'\\n', 2", "D")
        weighed = Func(head, rest, arg_joiner=" || ", template="(%(expressions)s)")
        return Func(weighed, _wanted(terms), template="-ts_rank(%(expressions)s)", output_field=FloatField())
    best = "(SELECT bm25(articles_search, 8.0, 1.0) FROM articles_search WHERE articles_search MATCH %(expressions)s)"
    asked = Value(search_terms.for_sqlite(terms))
    return Func(asked, F("pk"), arg_joiner=" AND rowid = ", template=best, output_field=FloatField())


def _vector(line: str = "", weight: str = "") -> Func:
    """The words as the index has them, or one line of them with its weight."""
    words = "setweight(to_tsvector('simple', split_part(%(expressions)s, " + line + ")), '" + weight + "')"
    return Func(F("words"), template=words if line else "to_tsvector('simple', %(expressions)s)")


def _wanted(terms: list[Term]) -> Func:
    return Func(Value(search_terms.for_postgresql(terms)), template="to_tsquery('simple', %(expressions)s)")


# -- what is shown of it ----------------------------------------------------------------------------------------------


class Found(NamedTuple):
    """An edition as a search result: the words searched for are marked, everything else is escaped."""

    edition: Edition
    title: SafeString
    excerpt: SafeString  # the lede, or where the text first holds one of the words


def show(edition: Edition, terms: list[Term]) -> Found:
    wanted = [term for term in terms if not term.without]
    if edition.is_brief:
        return Found(edition, marked(edition.standfirst or edition.title, wanted), SafeString())
    excerpt = plain_text.shorten(edition.standfirst if edition.headline else "", EXCERPT)
    if not any(places(excerpt, wanted)):
        text = rendering.text(edition.html)
        excerpt = next((_around(text, *place) for place in places(text, wanted)), excerpt)
    return Found(edition, marked(edition.title, wanted), marked(excerpt, wanted))


def marked(text: str, terms: list[Term]) -> SafeString:
    """The text as HTML, with <mark> around each place that holds one of the terms."""
    out, done = [], 0
    for start, end in places(text, terms):
        if start >= done:
            out += [escape(text[done:start]), format_html("<mark>{}</mark>", text[start:end])]
            done = end
    return mark_safe("".join([*out, escape(text[done:])]))  # noqa: S308  (each part was escaped)


def places(text: str, terms: list[Term]) -> Iterator[tuple[int, int]]:
    """The places of the terms in a text as written, in order."""
    tokens = [(word, token.span()) for token in TOKEN.finditer(text) for word in plain_text.words(token[0])]
    words = [word for word, _span in tokens]
    for number, (_word, (start, _end)) in enumerate(tokens):
        for term in terms:
            if term.stands_at(words, number):
                yield start, tokens[number + len(term.words) - 1][1][1]
                break


def _around(text: str, start: int, end: int) -> str:
    """About EXCERPT characters of a text around a place in it, whole words."""
    first = text.rfind(" ", 0, max(0, start - EXCERPT // 3)) + 1
    last = text.find(" ", min(len(text), max(end, first + EXCERPT)))
    return f"{'… ' if first else ''}{text[first:last] if last > 0 else text[first:]}{' …' if last > 0 else ''}"
