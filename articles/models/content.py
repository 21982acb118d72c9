"""What a story says, shared by the working copy and by its editions, so that a new field cannot be forgotten."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import letters

TITLE_LIMIT = 90


def default_language() -> str:
    return settings.LANGUAGE_CODE


def known_language(code: str) -> None:
    if code not in dict(settings.LANGUAGES):
        raise ValidationError(_("The newsroom does not write in “%(code)s”."), code="language", params={"code": code})


class Kind(models.TextChoices):
    BRIEF = "brief", _("Brief")
    NEWS = "news", _("News")
    ANALYSIS = "analysis", _("Analysis")
    INTERVIEW = "interview", _("Interview")
    OPINION = "opinion", _("Opinion")
    FEATURE = "feature", _("Feature")


class Content(models.Model):
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.NEWS)
    language = models.CharField(
        _("language"), max_length=12, default=default_language, validators=[known_language],
        help_text=_("The language the story is written in. Pages say it to browsers and screen readers."),
    )  # fmt: skip
    section = models.ForeignKey("sections.Section", models.PROTECT, related_name="+", verbose_name=_("section"))
    headline = models.CharField(
        _("headline"), max_length=200, blank=True,
        help_text=_("At most 90 characters read well. A brief may do without: its first sentence then stands in."),
    )  # fmt: skip
    standfirst = models.TextField(
        _("lede"), blank=True,
        help_text=_("The first paragraph: who, what, when, where. Of a brief it is all there is."),
    )  # fmt: skip
    body = models.TextField(_("text"), blank=True)
    slug = models.SlugField(
        _("slug"), max_length=100,
        help_text=_("The last part of the address. Left empty, it is made from the headline."),
    )  # fmt: skip
    dateline = models.CharField(
        _("dateline"), max_length=80, blank=True,
        help_text=_("Where the story was filed from, for example Washington."),
    )  # fmt: skip
    dateline_on = models.DateField(_("filed on"), null=True, blank=True)
    byline = models.CharField(
        _("free byline"), max_length=120, blank=True,
        help_text=_("Where no correspondent is named, for example “TURAN's Washington correspondent”."),
    )  # fmt: skip
    photo = models.ForeignKey(
        "articles.Photo", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    follows = models.ForeignKey(
        "articles.Article", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("follows"),
        help_text=_("The earlier story that this one takes up again. While both are public, each page links to the "
                    "other."),
    )  # fmt: skip
    developing = models.BooleanField(
        _("developing"), default=False,
        help_text=_("The story is still moving. The page and lists say so until an edition without this mark appears."),
    )  # fmt: skip

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title or str(_("(nothing written yet)"))

    @property
    def title(self) -> str:
        """The headline, or else derived: the first sentence of the lede, at most 90 characters, whole words."""
        return self.headline or letters.shorten(letters.first_sentence(self.standfirst), TITLE_LIMIT)

    @property
    def is_brief(self) -> bool:
        return self.kind == Kind.BRIEF
