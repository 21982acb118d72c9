"""Stories that were published by one person alone and need a second check."""

from django.conf import settings
from django.db import models


class PendingCheck(models.Model):
    """One publication without a second check. The row goes when a colleague has checked the story.

    Both the publication and the check stay in the activity log.
    """

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="pending_checks")
    override = models.OneToOneField("articles.Event", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        db_table = "articles_lookagain"
        ordering = ["pk"]  # the longest waiting first
        default_permissions = ()  # anyone who may publish the story may check it

    def __str__(self) -> str:
        return f"{self.article_id}, published alone by {self.by}"
