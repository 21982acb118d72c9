"""How a person wants the desk to work for them."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields, interface


class Preference(models.Model):
    """Without a row, everything is as its default says."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="desk_preference"
    )
    language = fields.CharField(  # empty until the first log-in, which takes it from the browser
        _("Language"), max_length=10, blank=True, choices=[*interface.LANGUAGES.items()],
        help_text=_("Of the desk, and of the e-mails we send you. Stories keep the language they are written in."),
    )  # fmt: skip
    typographic = models.BooleanField(
        _("Typographic quotation marks, dashes and ellipses as you type"), default=True,
        help_text=_("In the story's language, for example “ ” for \" \". One Ctrl+Z brings back what you typed."),
    )  # fmt: skip

    working_languages = models.JSONField(
        _("Working languages"), default=list, blank=True,
        help_text=_("The languages in which you write or edit. You are told when the original of a translation into "
                    "one of them changes. Choose none for all languages."),
    )  # fmt: skip

    single_keys = models.BooleanField(
        _("Single-key shortcuts"), default=True,
        help_text=_("In lists and the moderation queue, for example J and K to move between rows. “?” lists them."),
    )  # fmt: skip

    class Meta:
        default_permissions = ()  # everybody has their own

    def __str__(self) -> str:
        return f"{self.user_id}"

    @classmethod
    def preset(cls, user: AbstractBaseUser, language: str) -> None:
        """Keep the language of somebody's browser, until they choose one themselves."""
        cls.objects.get_or_create(user=user)
        cls.objects.filter(user=user, language="").update(language=language)

    @classmethod
    def single_keys_of(cls, user: AbstractBaseUser) -> bool:
        return not cls.objects.filter(user=user, single_keys=False).exists()

    @classmethod
    def languages_of(cls, user: AbstractBaseUser) -> list[str]:
        """Those of the newsroom's languages that this person works in; none named: all."""
        own = cls.objects.filter(user=user).values_list("working_languages", flat=True).first() or []
        return [code for code, _name in settings.LANGUAGES if code in own] or [code for code, _n in settings.LANGUAGES]
