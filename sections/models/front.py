"""Fronts: the home page and each section's page, as editors arrange them.

An arrangement is to a front what an edition is to a story: the list of its slots, made once and shown for a range of
time. Arranging a front makes the next one, so a front can be prepared, viewed as of any moment, and rolled
back. A place that no slot holds fills itself (sections/filling.py).
"""

from datetime import datetime

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import FOREVER, NEVER
from articles.models.constraints import NoOverlap
from articles.models.content import default_language
from newsroom.lib import fields

from .section import Section
from .standing import Standing, StandingQuerySet, ends_after_it_starts, span

HOME, SECTION = 8, 3  # places at the top of the home page, and of a section's


def places(section: Section | None) -> range:
    """The places of a front, the lead first."""
    return range(1, (SECTION if section else HOME) + 1)


class Front(models.Model):
    """A front, and the row that every change of it locks; made when the front is first arranged."""

    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")  # empty: the home page
    language = fields.CharField(_("language"), max_length=12, default=default_language)
    acts = models.PositiveIntegerField(default=0)
    acted_at = models.DateTimeField(default=NEVER)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Coalesce(F("section"), Value(0)), F("language"), name="a section has one front a language"
            )
        ]
        verbose_name = _("front")
        verbose_name_plural = _("fronts")

    def __str__(self) -> str:
        return str(self.section) if self.section else str(_("Home"))


class Arrangement(Standing):
    front = models.ForeignKey(Front, models.PROTECT, related_name="arrangements", db_index=False)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["front", "starts", "pk"]
        constraints = [
            ends_after_it_starts("an arrangement ends after it starts"),
            models.UniqueConstraint(
                fields=["front"], condition=Q(ends=FOREVER), name="a front has one open arrangement"
            ),
            NoOverlap(
                name="one arrangement at a time",
                expressions=[("front", RangeOperators.EQUAL), (span(), RangeOperators.OVERLAPS)],
            ),
        ]
        # Readers' pages: current and planned arrangements are the few rows at its end.
        indexes = [models.Index(fields=["front", "ends", "starts"], name="arrangement_standing")]
        verbose_name = _("arranged front")
        verbose_name_plural = _("arranged fronts")

    def __str__(self) -> str:
        return f"{self.front} from {self.starts:%Y-%m-%d %H:%M}"


class SlotQuerySet(models.QuerySet):
    def held(self, at: datetime) -> "SlotQuerySet":
        """Those that a story holds at `at`, whether it is live or not."""
        return self.filter(arrangement__in=Arrangement.objects.standing(at), until__gt=at)

    def of(self, section: Section | None, at: datetime, language: str = "") -> "SlotQuerySet":
        """The same of one front, in this or the first language; None: of the home page."""
        return self.held(at).filter(
            arrangement__front__section=section, arrangement__front__language=language or default_language()
        )

    def by_front(self, language: str, at: datetime) -> dict[int | None, dict[int, int]]:
        """The same by the key of each front's section (None: the home page): {place: key of the story}."""
        fronts: dict[int | None, dict[int, int]] = {}
        held = self.held(at).filter(arrangement__front__language=language)
        for section, place, story in held.values_list("arrangement__front__section", "place", "article"):
            fronts.setdefault(section, {})[place] = story
        return fronts


class Slot(models.Model):
    """A place on a front, held by a story from its arrangement's start to its arrangement's end, or till `until`."""

    arrangement = models.ForeignKey(Arrangement, models.PROTECT, related_name="slots", db_index=False)
    place = models.PositiveSmallIntegerField(_("slot number"))
    article = models.ForeignKey(
        "articles.Article", models.PROTECT, related_name="+", db_index=False, verbose_name=_("story")
    )
    until = models.DateTimeField(_("until"), default=FOREVER)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["arrangement", "place"]
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "place"], name="a place is held by one story"),
            models.UniqueConstraint(fields=["arrangement", "article"], name="a story stands once on a front"),
            models.CheckConstraint(condition=Q(place__gte=1), name="the first place of a front is 1"),
        ]
        verbose_name = _("slot")
        verbose_name_plural = _("slots")

    def __str__(self) -> str:
        return f"place {self.place}: story {self.article_id}"
