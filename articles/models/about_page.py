"""About pages itself: who we are, by which rules we work, how to reach us."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields, site_languages
from newsroom.lib.fields import MomentField
from newsroom.lib.slugs import LastingSlug

from .content import default_language, known_language
from .edition import LiveQuerySet, ends_after_it_starts
from .ledger import FOREVER

ABOUT = "about"


class AboutPage(LastingSlug):
    """Not a flatpage of Django's: those hold HTML that nobody cleans, for a row of the sites framework that would have
    to agree with SITE_URL, and know neither a language nor a text that is not ready. articles/site/about_pages.py
    writes them.
    """

    name = fields.CharField(_("title"), max_length=80)
    slug = fields.SlugField(
        _("slug"), max_length=80,
        help_text=_(
            "The last part of the address; it can't be changed later. Our pages and search engines "
            "know these: about, ethics, corrections, unnamed-sources, contact, ownership, "
            "verification, feedback."
        ),
    )  # fmt: skip
    description = fields.CharField(
        _("summary"), max_length=200, blank=True,
        help_text=_("One sentence, shown under the title and in search results."),
    )  # fmt: skip
    body = fields.TextField(_("text"), blank=True)
    language = fields.CharField(
        _("language"), max_length=12, default=default_language, validators=[known_language],
        help_text=_("Readers find the page on the site in this language. The same page in another language has the "
                    "same slug."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(
        _("position in the footer"),
        default=0,
        help_text=_("Lower numbers come first; equal ones are in alphabetical order."),
    )
    public = models.BooleanField(
        _("public"), default=False,
        help_text=_("Readers can open the page, and every page links to it. Until you tick this only the "
                    "desk can see it."),
    )  # fmt: skip
    changed_at = MomentField(_("last updated"), auto_now=True)

    class Meta:
        db_table = "articles_housepage"
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "language"], name="an About page exists once in each language",
                violation_error_code="exists",
                violation_error_message=_("There is already a page with this slug in this language."),
            )
        ]  # fmt: skip
        verbose_name = _("About page")
        verbose_name_plural = _("About pages")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address(self.slug, self.language)


def address(slug: str, language: str) -> str:
    """The path of an About page on the site in its language."""
    with site_languages.in_language(language):
        return reverse("articles:about") if slug == ABOUT else reverse("articles:about_page", args=[slug])


class AboutPageEdition(models.Model):
    """A page as readers see it for a half-open range of time. Each change makes a new one.

    So the rules by which the newsroom worked last Tuesday can be read today. The page's place in the footer is not
    part of its content and isn't kept.
    """

    page = models.ForeignKey(AboutPage, models.PROTECT, related_name="editions")
    name = fields.CharField(max_length=80)
    description = fields.CharField(max_length=200)
    html = fields.TextField()  # final, made from the text when it was written
    language = fields.CharField(max_length=12)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(default=FOREVER)

    objects = LiveQuerySet.as_manager()

    class Meta:
        db_table = "articles_houseedition"
        ordering = ["page", "pk"]
        default_permissions = ()  # made by articles/site/about_pages.py, and shown to everybody
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(live_until=FOREVER), name="a page about the house has one open edition"
            ),
            ends_after_it_starts("an edition of a page ends after it starts"),
        ]
        # The footer of every page: what is live are the few rows at the end of it.
        indexes = [models.Index(fields=["live_until", "live_from"], name="house_live")]
        verbose_name = _("edition of an About page")
        verbose_name_plural = _("editions of About pages")

    def __str__(self) -> str:
        return f"{self.name} from {self.live_from:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return address(self.slug, self.language)

    @property
    def slug(self) -> str:
        return self.page.slug
