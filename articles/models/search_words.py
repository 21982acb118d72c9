"""The words by which the desk's search finds a draft."""

from django.db import models

from newsroom.lib import fields


class SearchWords(models.Model):
    """Folded words, as Edition.words has them, indexed by articles/models/search_index.py. Never shown to readers."""

    article = models.OneToOneField("articles.Article", models.CASCADE, primary_key=True, related_name="search_words")
    words = fields.TextField()

    class Meta:
        db_table = "articles_wording"
        default_permissions = ()

    def __str__(self) -> str:
        return f"words of {self.article_id}"
