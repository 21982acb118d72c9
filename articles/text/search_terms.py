"""What somebody types into a search, as terms, and how each database asks its index for them."""

import re
from dataclasses import dataclass, replace

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
SPELLINGS = 8  # of a name, that are looked for
PIECE = re.compile(r'(-?)(?:"([^"]*)"|“([^”]*)”|«([^»]*)»|(\S+))')


@dataclass(frozen=True)
class Term:
    words: tuple[str, ...]  # folded
    exact: bool = False  # word for word; else the last word may be the beginning of one
    without: bool = False  # what holds it is left out
    stems: tuple[tuple[str, ...], ...] = ()  # other forms of it: a text with all stems of one of these holds it, too
    typed: str = ""
    quoted: bool = False
    spellings: tuple[tuple[str, ...], ...] = ()  # other names of the person or topic it names, from their beginning

    def stands_at(self, words: list[str], number: int) -> int:
        """How many of these folded words, starting at this one, are the term or another spelling of it; or 0."""
        here = ((self.words, self.exact), *((name, False) for name in self.spellings))
        return next((len(name) for name, exact in here if _stands_at(name, exact, words, number)), 0)


def _stands_at(name: tuple[str, ...], exact: bool, words: list[str], number: int) -> bool:
    *before, last = words[number : number + len(name)]
    return [*before, last if exact else last[: len(name[-1])]] == [*name]


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
        terms.append(
            Term(words, exact, bool(minus), () if exact else _forms(typed, languages), phrase or plain, bool(phrase))
        )
    terms = terms[:TERMS]
    return terms if any(not term.without for term in terms) else []


def _forms(typed: list[str], languages: list[str]) -> tuple[tuple[str, ...], ...]:
    """The stems of the words in each language; none where one of them has no stem, as in U.S. and 6.75."""
    found = (tuple(stems([token], code)[0] for token in typed if stems([token], code)) for code in languages)
    return tuple(dict.fromkeys(forms for forms in found if len(forms) == len(typed)))


def runs(terms: list[Term]) -> dict[str, range]:
    """The words of each row of terms that may be a name, with the places of these terms; the longest first."""
    found = {}
    for length in range(len(terms), 0, -1):
        for start in range(len(terms) - length + 1):
            run = terms[start : start + length]
            if not any(term.without or term.quoted for term in run):
                found.setdefault(" ".join(word for term in run for word in term.words), range(start, start + length))
    return found


def with_spellings(terms: list[Term], names: dict[str, set[str]]) -> list[Term]:
    """The terms, of which those that are a name (of runs) are one that is also found by the other spellings of it."""
    runs_of = {places: names[run] - {run} for run, places in runs(terms).items() if run in names}
    out, number = [], 0
    while number < len(terms):
        places = next((one for one in runs_of if one.start == number), range(number, number + 1))
        run = [terms[place] for place in places]
        out.append(_one(run, runs_of[places]) if places in runs_of else run[0])
        number = places.stop
    return out


def _one(run: list[Term], others: set[str]) -> Term:
    words = tuple(word for term in run for word in term.words)
    spellings = tuple(tuple(other.split()) for other in sorted(others))[:SPELLINGS]
    if len(run) == 1:
        return replace(run[0], spellings=spellings)
    forms = [term.stems for term in run]
    together = [sum(one, ()) for one in zip(*forms, strict=True)] if len(set(map(len, forms))) == 1 else []
    apart = (words, *together)  # all of them, wherever they are
    return Term(
        words, all(term.exact for term in run), False, apart, " ".join(term.typed for term in run), False, spellings
    )


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
        names = (f'"{" ".join(name)}" *' for name in term.spellings)
        return f"({' OR '.join([words, *forms, *names])})"

    wanted = " AND ".join(spelt(term) for term in terms if not term.without)
    return " NOT ".join([f"({wanted})", *(spelt(term) for term in terms if term.without)])


def for_postgresql(terms: list[Term]) -> str:
    def phrase(words: tuple[str, ...], *, exact: bool) -> str:
        *whole, last = (f"'{word}'" for word in words)
        return " <-> ".join([*whole, last if exact else f"{last}:*"])

    def spelt(term: Term) -> str:
        names = (f"({phrase(name, exact=False)})" for name in term.spellings)
        forms = ("(" + " & ".join(f"'{stem}'" for stem in all_of) + ")" for all_of in term.stems)
        words = f"({phrase(term.words, exact=term.exact)})"
        return f"{'!' if term.without else ''}({' | '.join([words, *forms, *names])})"

    return " & ".join(map(spelt, terms))
