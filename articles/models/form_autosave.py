"""What people type into the desk's smaller forms, a note or a quick fix, kept until it is sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields


class FormAutosave(models.Model):
    """One form of one person. The form of a story has a richer table of its own (autosave.py).

    Once it is sent or discarded the row stays for a while, empty, so that a late request brings nothing back.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    form = fields.CharField(max_length=60)  # its name, for example story-12-return
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="+")  # that it is about
    page = models.UUIDField()  # the page on which it was typed: another one each time the form is opened
    fields = models.JSONField(null=True)  # name → values, as the form posts them; empty: sent or discarded
    typed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()  # everyone has their own
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="a person has one autosave of a form")]
        verbose_name = _("autosave of a form")
        verbose_name_plural = _("autosaves of forms")

    def __str__(self) -> str:
        return f"{self.user_id} in {self.form}"
