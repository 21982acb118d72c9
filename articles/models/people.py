"""Correspondents: the names in bylines. They are not user accounts, but may have one."""

from datetime import datetime

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields, scripts
from newsroom.lib.translated import Translated

from .merged import Merged, MergedQuerySet
from .spelling import Spelled

# By what a language calls itself; one that is named in another language is not marked as itself.
OWN_NAMES = {info["name_local"].casefold(): code for code, info in LANG_INFO.items() if "name_local" in info}
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}  # words behind a family name
PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{4,28}\Z", _("Enter digits, spaces and hyphens only, for example +994 12 555 01 23.")
)


class CorrespondentQuerySet(MergedQuerySet):
    def published(self, at: datetime, language: str = "") -> "CorrespondentQuerySet":
        """Those who have a page at `at`, in any language or in this one: named, or taken over from who was, over
        something live; by name.
        """
        named = self.model._meta.apps.get_model("articles", "UnderName").objects.live(at)
        named = named.in_language(language) if language else named
        own = named.filter(correspondent=OuterRef("pk"))
        taken_over = named.filter(correspondent__merged_into=OuterRef("pk"))
        return self.filter(Exists(own) | Exists(taken_over), merged_into=None).order_by("name")

    def offered(self) -> "CorrespondentQuerySet":
        """Those whom a byline may still name."""
        return self.filter(merged_into=None, retired=False)


class Correspondent(Spelled, Merged, Translated):
    """Their name is the same in all languages unless it is spelt in another script."""

    spelling_of = "correspondent"
    translated = ("name", "role", "beat", "location", "biography")

    name = fields.CharField(_("name"), max_length=80)
    slug = fields.SlugField(_("slug"), max_length=80, unique=True)
    role = fields.CharField(
        _("role"), max_length=80, blank=True, help_text=_("Their usual role, for example “Washington correspondent”.")
    )
    beat = fields.CharField(_("beat"), max_length=200, blank=True, help_text=_("What they write about."))
    languages = fields.CharField(
        _("languages"), max_length=200, blank=True,
        help_text=_("Languages readers can write to them in, separated by commas, each in its own "
                    "language: Azərbaycanca, русский, English."),
    )  # fmt: skip
    location = fields.CharField(
        _("location"), max_length=100, blank=True, help_text=_("Where they work, for example Washington.")
    )
    biography = fields.TextField(
        _("biography"), blank=True, help_text=_("A few sentences for readers. Leave an empty line between paragraphs.")
    )
    photo = models.ForeignKey(
        "articles.Photo", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture"),
        help_text=_("It needs a description and a credit. Shown on the person's page."),
    )  # fmt: skip
    email = fields.EmailField(_("public e-mail"), blank=True, help_text=_("Shown to readers on the person's page."))
    phone = fields.CharField(
        _("public phone"), max_length=30, blank=True, validators=[PHONE],
        help_text=_("Optional. Shown to readers, for example +994 12 555 01 23."),
    )  # fmt: skip
    link = fields.URLField(
        _("other website"), blank=True, validators=[URLValidator(["https"])],
        help_text=_("Optional. An address on another site, starting with https://."),
    )  # fmt: skip
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="correspondent",
        verbose_name=_("account"), help_text=_("Optional. Their desk account. Readers never see it."),
    )  # fmt: skip
    retired = models.BooleanField(
        _("retired"), default=False,
        help_text=_("No longer offered for bylines. Their page and their stories stay."),
    )  # fmt: skip

    objects = CorrespondentQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="a correspondent is not merged into themselves"
            )
        ]
        verbose_name = _("correspondent")
        verbose_name_plural = _("correspondents")

    def __str__(self) -> str:
        return self.said("name")

    def get_absolute_url(self) -> str:
        return reverse("articles:correspondent", args=[self.slug])

    def lacks(self, language: str) -> list[str]:
        """A name is only missing where readers of the language use another alphabet."""
        return [
            field
            for field in super().lacks(language)
            if field != "name" or not scripts.suits(self.name, language, enough=1)
        ]

    @property
    def filed_as(self) -> str:
        """Where they come in a list of people in the language of the page: by the family name.

        That is the last word of the name, or the one before “Jr.”, “III” and the like. A particle comes after it:
        Vincent van Gogh is under G.
        """
        words = self.said("name").replace(",", " ").split()
        last = len(words) - 1
        while last > 1 and words[last].strip(".").lower() in SUFFIXES:
            last -= 1
        return " ".join([*words[last:], *words[:last]])

    @property
    def spoken(self) -> list[dict[str, str]]:
        """Their languages as they were written, each with its code where it is named in itself."""
        names = filter(None, map(str.strip, self.languages.split(",")))
        return [{"name": name, "code": OWN_NAMES.get(name.casefold(), "")} for name in names]
