"""What somebody types into a search, as terms, and how each database asks its index for them."""

import re
from dataclasses import dataclass

from django.db import connection

from articles.models.search_index import Index
from newsroom.lib import plain_text

TERMS, LENGTH = 8, 40  # terms of a search that are used, and their longest length
PIECE = re.compile(r'(-?)(?:"([^"]*)"|“([^”]*)”|«([^»]*)»|(\S+))')


@dataclass(frozen=True)
class Term:
    words: tuple[str, ...]  # folded
    exact: bool = False  # in quotation marks; else the last word is the beginning of one
    without: bool = False  # what holds it is left out

    def stands_at(self, words: list[str], number: int) -> bool:
        """Whether the term occurs in these folded words, starting at this one."""
        *before, last = words[number : number + len(self.words)]
        return [*before, last[: len(self.words[-1])] if not self.exact else last] == [*self.words]


def parse(text: str) -> list[Term]:
    """What a reader asks for, however long or odd the text is; empty where no word is to be there."""
    terms = []
    for minus, *quoted, plain in PIECE.findall(plain_text.without_controls(text[:1000])):
        phrase = "".join(quoted)
        words = tuple(word[:LENGTH] for word in plain_text.words(phrase or plain)[:TERMS])
        if words:
            terms.append(Term(words, exact=bool(phrase), without=bool(minus)))
    terms = terms[:TERMS]
    return terms if any(not term.without for term in terms) else []


def matches(terms: list[Term], index: Index) -> tuple[str, list[str]]:
    """The part of the SQL after FROM that finds the index rows with these terms, and its parameters."""
    if connection.vendor == "postgresql":
        return f"{index.table} WHERE to_tsvector('simple', {index.table}.words) @@ to_tsquery('simple', %s)", [
            for_postgresql(terms)
        ]
    return f"{index.name} WHERE {index.name} MATCH %s", [for_sqlite(terms)]


def for_sqlite(terms: list[Term]) -> str:
    def spelt(term: Term) -> str:
        return f'"{" ".join(term.words)}"{"" if term.exact else " *"}'

    wanted = " AND ".join(spelt(term) for term in terms if not term.without)
    return " NOT ".join([f"({wanted})", *(spelt(term) for term in terms if term.without)])


def for_postgresql(terms: list[Term], within: str = " <-> ") -> str:
    def spelt(term: Term) -> str:
        *whole, last = (f"'{word}'" for word in term.words)
        words = within.join([*whole, last if term.exact else f"{last}:*"])
        return f"!({words})" if term.without else f"({words})"

    return " & ".join(map(spelt, terms))
