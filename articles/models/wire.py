"""What a wire sent: the base for merging what it sends later. Only the desk's importer reads it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields


class WireText(models.Model):
    """One text of one file. Legal erasure of an edition removes all texts of its story (publishing.erase)."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="wire_texts")
    digest = fields.CharField(max_length=64, unique=True)
    story = models.ForeignKey(  # of a brief: the story of the file that it came in
        "articles.Article", models.SET_NULL, null=True, related_name="wire_briefs"
    )
    section = models.ForeignKey("sections.Section", models.SET_NULL, null=True, related_name="+")  # as imported
    headline = fields.CharField(_("headline"), max_length=200, blank=True, db_index=True)  # of a brief: ""
    standfirst = fields.TextField(_("lede"))
    body = fields.TextField(_("text"), blank=True)
    byline = fields.CharField(_("free byline"), max_length=120, blank=True)
    received_at = fields.MomentField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        verbose_name = _("wire item")
        verbose_name_plural = _("wire items")

    def __str__(self) -> str:
        return self.headline or self.standfirst[:80]
