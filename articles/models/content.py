"""What a story says, shared by the draft and by its editions, so that a new field cannot be forgotten."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields, plain_text

from . import media_topics
from .printed import Seen, printed

WIRE = _("the details for other newsrooms")


def default_language() -> str:
    return settings.LANGUAGE_CODE


def known_language(code: str) -> None:
    if code not in dict(settings.LANGUAGES):
        raise ValidationError(_("This newsroom doesn't write in “%(code)s”."), code="language", params={"code": code})


class Kind(models.TextChoices):
    BRIEF = "brief", _("Brief")
    NEWS = "news", _("News")
    ANALYSIS = "analysis", _("Analysis")
    INTERVIEW = "interview", _("Interview")
    OPINION = "opinion", _("Opinion")
    FEATURE = "feature", _("Feature")


class Content(models.Model):
    kind = printed(
        fields.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.NEWS),
        since=1, said=_("the kind of story"), erasable=False,
    )  # fmt: skip
    language = printed(
        fields.CharField(
            _("language"), max_length=12, default=default_language, validators=[known_language],
            help_text=_("The language the story is written in. Browsers and screen readers rely on it."),
        ),
        since=1, said=_("the language"), erasable=False,
    )  # fmt: skip
    section = printed(
        models.ForeignKey("sections.Section", models.PROTECT, related_name="+", verbose_name=_("section")),
        since=1, said=_("the section"), erasable=False,
    )  # fmt: skip
    headline = printed(
        fields.CharField(
            _("headline"), max_length=200, blank=True,
            help_text=_("Aim for 90 characters or fewer. Optional for a brief: its first sentence is used "
                        "instead."),
        ),
        since=1, said=_("Headline"), erasable=True, running=True,
    )  # fmt: skip
    standfirst = printed(
        fields.TextField(
            _("lede"), blank=True,
            help_text=_("The first paragraph: who, what, when, where. A brief has no other text."),
        ),
        since=1, said=_("Lede"), erasable=True, running=True,
    )  # fmt: skip
    body = printed(
        fields.TextField(_("text"), blank=True),
        since=1, said=_("Text"), erasable=True, running=True,
    )  # fmt: skip
    slug = printed(
        fields.SlugField(
            _("slug"), max_length=100,
            help_text=_("The last part of the address. Leave blank to make it from the headline."),
        ),
        since=1, said="", erasable=False,  # the address says where it leads
    )  # fmt: skip
    dateline = printed(
        fields.CharField(
            _("dateline"), max_length=80, blank=True,
            help_text=_("Where the story was filed from, for example Washington."),
        ),
        since=1, said=_("the dateline"), erasable=True,
    )  # fmt: skip
    # A name and no code: it is printed in the language of the story, and no table of names has all that we write in.
    dateline_country = printed(
        fields.CharField(
            _("country"), max_length=80, blank=True,
            help_text=_("Optional. The country of that place, in the language of the story; leave blank where "
                        "every reader knows it."),
        ),
        since=2, said=_("the dateline"), erasable=True,
    )  # fmt: skip
    dateline_latitude = printed(
        models.DecimalField(
            _("latitude"), max_digits=8, decimal_places=6, null=True, blank=True,
            validators=[MinValueValidator(-90), MaxValueValidator(90)],
            help_text=_("In degrees, negative south of the equator, for example 38.907200. Used for maps and "
                        "data formats."),
        ),
        since=2, said=_("the dateline"), erasable=True,
    )  # fmt: skip
    dateline_longitude = printed(
        models.DecimalField(
            _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True,
            validators=[MinValueValidator(-180), MaxValueValidator(180)],
            help_text=_("In degrees, negative west of Greenwich, for example -77.036900."),
        ),
        since=2, said=_("the dateline"), erasable=True,
    )  # fmt: skip
    dateline_on = printed(
        models.DateField(_("date filed"), null=True, blank=True),
        since=1, said=_("the dateline"), erasable=False,
    )  # fmt: skip
    byline = printed(
        fields.CharField(
            _("free byline"), max_length=120, blank=True,
            help_text=_("Used when no correspondent is named, for example “TURAN's Washington correspondent”."),
        ),
        since=1, said=_("the byline"), erasable=True,
    )  # fmt: skip
    photo = printed(
        models.ForeignKey(
            "articles.Photo", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
        ),
        since=None, said="", erasable=True,  # `picture` says what is printed of it
    )  # fmt: skip
    follows = printed(
        models.ForeignKey(
            "articles.Article", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
            verbose_name=_("follows"),
            help_text=_("The earlier story that this one follows up. While both are published, each page links "
                        "to the other."),
        ),
        since=2, said=_("the story it follows"), erasable=True,
    )  # fmt: skip
    developing = printed(
        models.BooleanField(
            _("developing"), default=False,
            help_text=_("The story is still developing. Its page and lists say so until an edition without "
                        "this mark is published."),
        ),
        since=2, said=_("the developing mark"), erasable=False,
    )  # fmt: skip

    # How the site shows the story elsewhere than on its own page.
    front_headline = printed(
        fields.CharField(
            _("front headline"), max_length=120, blank=True,
            help_text=_("Aim for 60 characters or fewer. Leave blank to use the headline on the home page, section "
                        "pages and lists."),
        ),
        since=3, said=_("the headline on front pages"), erasable=True,
    )  # fmt: skip
    search_title = printed(
        fields.CharField(
            _("search title"), max_length=120, blank=True,
            help_text=_("Aim for 60 characters or fewer. Leave blank to use the headline in search engines and in "
                        "the browser's tab."),
        ),
        since=3, said=_("the title and description for search engines"), erasable=True,
    )  # fmt: skip
    search_description = printed(
        fields.CharField(
            _("search description"), max_length=320, blank=True,
            help_text=_("Aim for 155 characters or fewer. Leave blank to use the beginning of the lede."),
        ),
        since=3, said=_("the title and description for search engines"), erasable=True,
    )  # fmt: skip
    social_title = printed(
        fields.CharField(
            _("social title"), max_length=120, blank=True,
            help_text=_("Aim for 70 characters or fewer. Leave blank to use the headline where the story is shared."),
        ),
        since=3, said=_("the title for social networks"), erasable=True,
    )  # fmt: skip

    # What other newsrooms are told in feeds and export formats.
    slugline = printed(
        fields.CharField(
            _("slugline"), max_length=80, blank=True,
            help_text=_("Optional. The short name of the story on the wire, for example AZERBAIJAN-BUDGET/VOTE."),
        ),
        since=3, said=WIRE, erasable=True, seen=Seen.FEEDS, substantive=False,
    )  # fmt: skip
    urgency = printed(
        models.PositiveSmallIntegerField(
            _("urgency"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)],
            help_text=_("Optional. From 1, most urgent, to 8, least urgent; 5 is routine. 9 is for a use that you "
                        "agree on with your customers."),
        ),
        since=3, said=WIRE, erasable=True, seen=Seen.FEEDS, substantive=False,
    )  # fmt: skip
    subjects = printed(  # codes of the Media Topics
        models.JSONField(
            _("subjects"), default=list, blank=True, validators=[media_topics.known],
            help_text=_("Optional. IPTC Media Topics by name or code, separated by commas, for example election, "
                        "inflation. Put a name that contains a comma in quotation marks."),
        ),
        since=3, said=WIRE, erasable=True, seen=Seen.FEEDS, substantive=False,
    )  # fmt: skip
    genre = printed(
        fields.CharField(
            _("genre"), max_length=60, blank=True,
            help_text=_("Optional. The form of the story as your customers know it, for example Curtain raiser."),
        ),
        since=3, said=WIRE, erasable=True, seen=Seen.FEEDS, substantive=False,
    )  # fmt: skip
    editors_note = printed(
        fields.TextField(
            _("note to editors"), blank=True, max_length=2000,
            help_text=_("Optional. Advice for other editors, for example “Picture to follow at 15:00”. It is never "
                        "public."),
        ),
        since=3, said="", erasable=True, seen=Seen.NOBODY, substantive=False,
    )  # fmt: skip
    usage_terms = printed(
        fields.TextField(
            _("usage terms"), blank=True, max_length=2000,
            help_text=_("Optional. What others may do with the story, for example “Not for use in print before "
                        "18:00”. Sent with feeds and exports, never shown on the site."),
        ),
        since=3, said=WIRE, erasable=True, seen=Seen.FEEDS,
    )  # fmt: skip

    translation_of = printed(
        models.ForeignKey(
            "articles.Article", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
            verbose_name=_("translation of"),
            help_text=_("Optional. The story in another language that this one translates."),
        ),
        since=3, said=_("the story it translates"), erasable=True,
    )  # fmt: skip
    translated_edition = printed(
        models.PositiveIntegerField(
            _("translated edition"), null=True, blank=True,
            help_text=_("The number of the edition that was translated, as its publication history shows it. "
                        "Enter 0 if it was translated before it was published."),
        ),
        since=3, said=_("the story it translates"), erasable=True,
    )  # fmt: skip

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(urgency=None) | Q(urgency__isnull=False, urgency__range=(1, 9)),
                name="the urgency of %(class)ss is from 1 to 9",
                violation_error_message=_("Enter an urgency from 1 to 9, or leave it blank."),
            ),
            models.CheckConstraint(
                condition=Q(translation_of=None, translated_edition=None)
                | Q(translation_of__isnull=False, translated_edition__isnull=False),
                name="%(class)s translations name an edition",
                violation_error_message=_("Enter both the story and the edition that this one translates, or neither."),
            ),
            models.CheckConstraint(
                # said twice, for a condition that a database cannot answer is no refusal
                condition=Q(dateline_latitude=None, dateline_longitude=None)
                | Q(dateline_latitude__isnull=False, dateline_longitude__isnull=False)
                & Q(dateline_latitude__range=(-90, 90), dateline_longitude__range=(-180, 180)),
                name="the place of %(class)ss is on the globe",
                violation_error_message=_("Enter both latitude and longitude, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("(nothing written yet)"))

    @staticmethod
    def names() -> list[str]:
        """The fields of the content, as the draft and its editions call them."""
        return [field.name for field in Content._meta.get_fields()]

    @staticmethod
    def columns() -> list[str]:
        """The same, with the keys of related rows."""
        return [field.attname for field in Content._meta.get_fields()]

    @staticmethod
    def relations() -> list[str]:
        """Those of them that point at other rows."""
        return [field.name for field in Content._meta.get_fields() if field.is_relation]

    @staticmethod
    def words() -> list[str]:
        """Those that people write words into, not those they choose or count."""
        fields = (
            field for field in Content._meta.get_fields() if isinstance(field, models.CharField | models.TextField)
        )
        return [field.name for field in fields if not field.choices and field.name != "language"]

    @property
    def title(self) -> str:
        """The headline, or else derived: the first sentence of the lede, at most 90 characters, whole words."""
        return self.headline or plain_text.title(self.standfirst)

    @property
    def is_brief(self) -> bool:
        return self.kind == Kind.BRIEF
