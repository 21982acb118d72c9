"""The desk's search: drafts by their words, byline names and tags, in any spelling of their letters.

It searches as the readers' search does (articles/text/search_terms.py). Its words are kept with each version of a draft
(articles/drafts/revisions.py); a renamed correspondent or topic is found under the new name once a story is saved.
"""

# ruff: noqa: S608, S611  (no word of anybody's is put together here)

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from articles.drafts import printing
from articles.models import Article, SearchWords, search_index
from articles.text import search_terms

MANY = 1000  # so many stories with these words, and walking the list finds a page full of them sooner


def note(article: Article) -> None:
    """Index the words of a draft. Its bylines, tags and citations must be saved already."""
    words = printing.proof(article).words
    SearchWords.objects.update_or_create(article=article, defaults={"words": words})


def find(articles: QuerySet[Article], typed: str) -> QuerySet[Article]:
    """Of these stories those that hold all that was typed, in the order they have; none where nothing was asked.

    Rare words are looked up first, common ones while walking the list: so neither grows with the archive.
    """
    terms = search_terms.parse(typed)
    if not terms:
        return articles.none()
    rows, values = search_terms.matches(terms, search_index.DESK)
    if connection.vendor == "postgresql":  # which weighs both ways by itself
        found = f"articles_article.id IN (SELECT article_id FROM {rows})"
    else:  # with the + SQLite walks the list; without, it looks up and sorts whatever was found
        found = f"{'' if _few(rows, values) else '+'}articles_article.id IN (SELECT rowid FROM {rows})"
    return articles.filter(RawSQL(found, values, BooleanField()))


def _few(rows: str, values: list[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {rows} LIMIT {MANY + 1})", values)
        return cursor.fetchone()[0] <= MANY
