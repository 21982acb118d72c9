"""What was published by one person alone, and waits for a second reader."""

from django.conf import settings
from django.db import models


class LookAgain(models.Model):
    """One publication under an override. The row goes when somebody else has read it; the journal keeps both."""

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="to_look_at")
    override = models.OneToOneField("articles.Event", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]  # the longest waiting first
        default_permissions = ()  # whoever leads the story may look

    def __str__(self) -> str:
        return f"{self.article_id}, published alone by {self.by}"
