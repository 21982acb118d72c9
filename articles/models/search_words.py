"""The words by which the desk's search finds a draft."""

from django.db import models

from newsroom.lib import fields


class SearchWords(models.Model):
    """Its words and their stems (articles/text/indexing.py), those of headline and tags on a line of their own.

    articles/models/search_index.py indexes them. Never shown to readers.
    """

    article = models.OneToOneField("articles.Article", models.CASCADE, primary_key=True, related_name="search_words")
    words = fields.TextField()

    class Meta:
        db_table = "articles_wording"
        default_permissions = ()

    def __str__(self) -> str:
        return f"words of {self.article_id}"
