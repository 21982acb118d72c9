"""Views of the story list that people have saved for themselves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields


class SavedView(models.Model):
    """One person's own tab of the story list: what is listed, and in which order, as the list's address says it."""

    MOST = 12  # of one person

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", db_index=False)
    name = fields.CharField(_("name"), max_length=40, help_text=_("For example “Politics, due today”."))
    query = fields.CharField(max_length=1000, editable=False)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()  # everyone who sees the list has their own
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="a saved view has its own name")]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")

    def __str__(self) -> str:
        return self.name
