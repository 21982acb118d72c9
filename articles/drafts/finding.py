"""The desk's search: drafts by their words, byline names and tags, in any spelling of their letters.

It searches as the readers' search does (articles/text/search_terms.py). Its words are kept with each version of a draft
(articles/drafts/revisions.py); a renamed correspondent or topic is found under the new name once a story is saved.
"""

# ruff: noqa: S608, S611  (no word of anybody's is put together here)

from django.db import connection
from django.db.models import F, Func, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

from articles.drafts import printing
from articles.models import Article, Edition, SearchWords, search_index
from articles.text import indexing, rendering, search_terms

MANY = 1000  # so many stories with these words, and walking the list finds a page full of them sooner


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
    if connection.vendor == "postgresql":  # which weighs both ways by itself
        return articles.filter(pk__in=RawSQL(f"SELECT article_id FROM {rows}", values))
    found = RawSQL(f"SELECT rowid FROM {rows}", values)
    # SQLite would look up and sort whatever was found; where that is much, it must walk the list.
    return articles.filter(pk__in=found) if are_few(rows, values) else articles.filter(In(Walked(F("pk")), found))


class Walked(Func):
    """A column whose index SQLite leaves alone, so that it walks the list in its order instead."""

    template = "+%(expressions)s"
    arity = 1


def are_few(rows: str, values: list[str], *, most: int = MANY) -> bool:
    """Whether what search_terms.matches found is no more than so much."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {rows} LIMIT {most + 1})", values)
        return cursor.fetchone()[0] <= most
