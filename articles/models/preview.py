"""Links with which someone without an account can read a draft until they expire."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PreviewLink(models.Model):
    """Open for made_at <= t < expires_at, unless it was revoked. What else closes it: articles/site/previews.py.

    Its key is random, so that a link of a database that was since made anew opens no other story.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="preview_links", db_index=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    made_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        ordering = ["-made_at"]
        default_permissions = ()  # anyone who may edit the story may share it
        constraints = [
            models.CheckConstraint(condition=Q(made_at__lt=F("expires_at")), name="a preview link is open for a while")
        ]
        indexes = [models.Index(fields=["article", "-made_at"], name="preview_links")]  # the desk's list of a story
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self) -> str:
        return f"{self.article_id} until {self.expires_at:%Y-%m-%d %H:%M}"

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and self.made_at <= at < self.expires_at
