"""The desk's search: drafts by their words, byline names and tags, in any spelling of their letters.

It searches as the readers' search does (articles/text/search_terms.py). Its words are kept with each version of a draft
(articles/drafts/revisions.py); a renamed correspondent or topic is found under the new name once a story is saved.
"""

# ruff: noqa: S608, S611  (no word of anybody's is put together here)

from django.db import connection
from django.db.models import F, Func, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

from articles.drafts import printing
from articles.models import Article, Edition, SearchWords, search_index
from articles.text import indexing, rendering, search_terms

MANY = 1000  # so many stories with these words, and walking the list finds a page full of them sooner
KEYS = {"sqlite": "rowid", "postgresql": "article_id"}  # of a story, in what search_terms.matches finds


def note(article: Article) -> None:
    """Index the words of a draft. Its bylines, tags and citations must be saved already."""
    proof = printing.proof(article)
    found = words(proof, rendering.text(proof.html))
    SearchWords.objects.update_or_create(article=article, defaults={"words": found})


def words(proof: Edition, text: str) -> str:
    """Those of a proof and of the text of its body, as SearchWords keeps them."""
    head, *others = indexing.of(proof, text)
    return "\n".join([head, " ".join(others)])


def find(articles: QuerySet[Article], typed: str) -> QuerySet[Article]:
    """Of these stories those that hold all that was typed, in the order they have; none where nothing was asked.

    Rare words are looked up first, common ones while walking the list: so neither grows with the archive.
    """
    terms = search_terms.parse(typed)
    if not terms:
        return articles.none()
    rows, values = search_terms.matches(terms, search_index.DESK)
    if (keys := few(rows, values)) is not None:
        return articles.filter(pk__in=keys)
    found = RawSQL(f"SELECT {KEYS[connection.vendor]} FROM {rows}", values)
    # SQLite would look up and sort all that was found; PostgreSQL walks by itself where much is.
    return articles.filter(In(Walked(F("pk")), found) if connection.vendor == "sqlite" else Q(pk__in=found))


class Walked(Func):
    """A column whose index SQLite leaves alone, so that it walks the list in its order instead."""

    template = "+%(expressions)s"
    arity = 1


def few(rows: str, values: list[str], *, most: int = MANY) -> list[int] | None:
    """The keys of what search_terms.matches found, if that is no more than so much; else None."""
    found = f"(SELECT {KEYS[connection.vendor]} AS key FROM {rows})"
    if connection.vendor == "postgresql":
        # It takes any beginning of a word for a common one, and would read every draft; a part of its own is looked
        # up in the index, and read no further than is asked for.
        sql = f"WITH found AS MATERIALIZED {found} SELECT key FROM found LIMIT {most + 1}"
    else:
        sql = f"SELECT key FROM {found} LIMIT {most + 1}"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        keys = [key for (key,) in cursor.fetchall()]
    return keys if len(keys) <= most else None
