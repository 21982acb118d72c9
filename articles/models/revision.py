"""The content of a draft at each of its versions. Who made a version, when and how is in the activity log."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class RevisionQuerySet(models.QuerySet):
    def for_lists(self) -> "RevisionQuerySet":
        """With who and when, without the texts: fifty of them are a list of fifty lines."""
        return self.select_related("event__by").defer("content", "names")


class Revision(models.Model):
    """Append-only; legal erasure alone blanks it (publishing.erase). When it is kept: articles/drafts/revisions.py."""

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField(_("version"))
    event = models.OneToOneField(  # empty: a script made this version and told nobody
        "articles.Event", models.PROTECT, null=True, related_name="revision"
    )
    content = models.JSONField(default=dict)  # revisions.content_of; of an erased one: {}
    names = models.JSONField(default=dict)  # what the rows that `content` points at were called then
    erased = models.BooleanField(default=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["article", "version"], name="a version is kept once")]
        verbose_name = _("version")
        verbose_name_plural = _("versions")

    def __str__(self) -> str:
        return f"{self.article_id}, version {self.version}"

    def called(self, kind: str, key: Any) -> str:
        """What a row that the content points at was called then, or else its number."""
        return self.names.get(kind, {}).get(str(key)) or f"#{key}"
