"""Sections: a desk of the newsroom and a part of its site."""

from collections.abc import Iterator

from django.conf import global_settings, settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields
from newsroom.lib.slugs import LastingSlug
from newsroom.lib.translated import Translated


def reserved_words() -> set[str]:
    """First parts of the site's own addresses. A section can't have such a slug: one page would hide the other."""
    languages = {code for code, _name in global_settings.LANGUAGES}  # also those that the newsroom may add one day
    return set(_first_words(get_resolver().url_patterns)) | languages | {"static"}


def _first_words(patterns: list) -> Iterator[str]:
    for entry in patterns:
        prefix = isinstance(entry.pattern, LocalePrefixPattern)  # "" or a language's, as the desk's language is
        word = "" if prefix else str(entry.pattern).lstrip("^").partition("/")[0]
        if word:
            yield word
        elif isinstance(entry, URLResolver):
            yield from _first_words(entry.url_patterns)


def free_slug(slug: str) -> None:
    if slug in reserved_words():
        raise ValidationError(
            _("The site itself uses “%(slug)s”. Choose another slug."), code="reserved", params={"slug": slug}
        )
    if slug != slug.lower():
        raise ValidationError(_("Use small letters only: the slug becomes part of addresses."), code="capitals")


class Section(LastingSlug, Translated):
    translated = ("name", "description")

    name = fields.CharField(_("name"), max_length=80, unique=True)
    slug = fields.SlugField(
        _("slug"), max_length=80, unique=True, validators=[free_slug],
        help_text=_("The first part of the addresses of its stories. It can't be changed after the first "
                    "publication."),
    )  # fmt: skip
    description = fields.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(
        _("position in the menu"),
        default=0,
        help_text=_("Lower numbers come first; equal ones are in alphabetical order."),
    )
    reviews_start_closed = models.BooleanField(
        _("reviews start closed"), default=False,
        help_text=_("For sensitive subjects: stories here accept no reviews until an editor opens them."),
    )  # fmt: skip
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="edited_sections", verbose_name=_("editors"),
        help_text=_("Editors listed for any section can edit only the sections that list them. Editors "
                    "listed nowhere can edit all sections."),
    )  # fmt: skip

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.said("name")

    def get_absolute_url(self) -> str:
        return reverse("sections:detail", args=[self.slug])
