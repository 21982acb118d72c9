"""The breaking banner: a line of words below the menu of every page in its language, for a range of time."""

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import FOREVER
from articles.models.constraints import NoOverlap
from articles.models.content import default_language, known_language
from newsroom.lib import fields

from .standing import Standing, StandingQuerySet, ends_after_it_starts, span


class Banner(Standing):
    words = fields.CharField(
        _("text"), max_length=160,
        help_text=_("One sentence, for example “All eleven miners are alive, rescuers say”. It appears "
                    "after the word “Breaking”."),
    )  # fmt: skip
    language = fields.CharField(
        _("language"), max_length=12, default=default_language, validators=[known_language],
        help_text=_("The language of the text. Browsers and screen readers rely on it."),
    )  # fmt: skip
    article = models.ForeignKey(
        "articles.Article", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("story"),
        help_text=_("Optional. The text links to this story while it is published."),
    )  # fmt: skip
    until = models.DateTimeField(default=FOREVER)  # as planned; `ends` is earlier if another banner replaced it

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            ends_after_it_starts("a banner ends after it starts"),
            models.UniqueConstraint(
                fields=["language"], condition=Q(ends=FOREVER), name="one banner is open at most in a language"
            ),
            NoOverlap(
                name="one banner at a time in a language",
                expressions=[("language", RangeOperators.EQUAL), (span(), RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [models.Index(fields=["ends", "starts"], name="banner_standing")]  # every page of the site
        verbose_name = _("banner")
        verbose_name_plural = _("banners")

    def __str__(self) -> str:
        return self.words

    @property
    def is_open(self) -> bool:
        """No end is set."""
        return self.ends == FOREVER
