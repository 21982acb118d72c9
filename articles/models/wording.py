"""What the desk's search finds a working copy by."""

from django.db import models

from newsroom.lib import fields


class Wording(models.Model):
    """Folded words, as Edition.words has them, indexed by articles/models/search_index.py. Never shown to readers."""

    article = models.OneToOneField("articles.Article", models.CASCADE, primary_key=True, related_name="wording")
    words = fields.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"words of {self.article_id}"
