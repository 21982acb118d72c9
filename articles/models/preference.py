"""How a person wants the desk to work for them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Preference(models.Model):
    """Without a row, everything is as its default says."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="desk_preference"
    )
    typographic = models.BooleanField(
        _("Typographic quotation marks, dashes and ellipses as you type"), default=True,
        help_text=_("In the story's language, for example “ ” for \" \". One Ctrl+Z brings back what you typed."),
    )  # fmt: skip

    class Meta:
        default_permissions = ()  # everybody has their own

    def __str__(self) -> str:
        return f"{self.user_id}"
