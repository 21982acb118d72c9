"""What somebody types into a search, as terms, and how each database asks its index for them."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from articles.models.search_index import ENTRIES, Index
from articles.text.indexing import stems, tokens
from articles.text.stemming import is_native, spelt
from newsroom.lib import plain_text

TERMS, LENGTH = 8, 40  # terms of a search that are used, and their longest length
PIECE = re.compile(r'(-?)(?:"([^"]*)"|“([^”]*)”|«([^»]*)»|(\S+))')


@dataclass(frozen=True)
class Term:
    words: tuple[str, ...]  # folded
    exact: bool = False  # word for word; else the last word may be the beginning of one
    without: bool = False  # what holds it is left out
    stems: tuple[tuple[str, ...], ...] = ()  # other forms of it: a text with all stems of one of these holds it, too
    typed: str = ""

    def stands_at(self, words: list[str], number: int) -> bool:
        """Whether the term occurs in these folded words, starting at this one."""
        *before, last = words[number : number + len(self.words)]
        return [*before, last[: len(self.words[-1])] if not self.exact else last] == [*self.words]


def parse(text: str, language: str = "") -> list[Term]:
    """What a reader asks for, however long or odd the text is; empty where no word is to be there.

    `language`: of the texts that are searched; "" for all that the newsroom publishes in.
    """
    languages = [language] if language else [code for code, _name in settings.LANGUAGES]
    terms = []
    for minus, *quoted, plain in PIECE.findall(plain_text.without_controls(text[:1000])):
        phrase = "".join(quoted)
        typed = tokens(phrase or plain)[:TERMS]
        words = tuple(word[:LENGTH] for token in typed for word in spelt(token))[:TERMS]
        if not words:
            continue
        # What is written in other letters is looked for whole: рис is no beginning of “rise”, and Глеб is Gleb.
        foreign = not any(is_native(token, code) for token in typed for code in languages)
        exact = bool(phrase) or foreign
        terms.append(Term(words, exact, bool(minus), () if exact else _forms(typed, languages), phrase or plain))
    terms = terms[:TERMS]
    return terms if any(not term.without for term in terms) else []


def _forms(typed: list[str], languages: list[str]) -> tuple[tuple[str, ...], ...]:
    """The stems of the words in each language; none where one of them has no stem, as in U.S. and 6.75."""
    found = (tuple(stems([token], code)[0] for token in typed if stems([token], code)) for code in languages)
    return tuple(dict.fromkeys(forms for forms in found if len(forms) == len(typed)))


def held(terms: list[Term]) -> Q:
    """Whether a search entry holds the terms."""
    return Q(vector=query(terms)) if connection.vendor == "postgresql" else Q(pk__in=rows(terms))


def rows(terms: list[Term]) -> RawSQL:
    """On SQLite: the keys of the entries that hold the terms."""
    found, values = matches(terms, ENTRIES)
    return RawSQL(f"SELECT rowid FROM {found}", values)  # noqa: S608, S611  (no word of a reader's)


def query(terms: list[Term]) -> SearchQuery:
    return SearchQuery(for_postgresql(terms), config="simple", search_type="raw")


def matches(terms: list[Term], index: Index) -> tuple[str, list[str]]:
    """The part of the SQL after FROM that finds the rows of an index with these terms, and its parameters."""
    if connection.vendor == "postgresql":
        words = f"to_tsvector('simple', {index.table}.words)"
        return f"{index.table} WHERE {words} @@ to_tsquery('simple', %s)", [for_postgresql(terms)]
    return f"{index.name} WHERE {index.name} MATCH %s", [for_sqlite(terms)]


def for_sqlite(terms: list[Term]) -> str:
    def spelt(term: Term) -> str:
        words = f'"{" ".join(term.words)}"{"" if term.exact else " *"}'
        forms = ("(" + " AND ".join(f'"{stem}"' for stem in all_of) + ")" for all_of in term.stems)
        return f"({' OR '.join([words, *forms])})"

    wanted = " AND ".join(spelt(term) for term in terms if not term.without)
    return " NOT ".join([f"({wanted})", *(spelt(term) for term in terms if term.without)])


def for_postgresql(terms: list[Term]) -> str:
    def spelt(term: Term) -> str:
        *whole, last = (f"'{word}'" for word in term.words)
        words = " <-> ".join([*whole, last if term.exact else f"{last}:*"])
        forms = ("(" + " & ".join(f"'{stem}'" for stem in all_of) + ")" for all_of in term.stems)
        return f"{'!' if term.without else ''}({' | '.join([f'({words})', *forms])})"

    return " & ".join(map(spelt, terms))
