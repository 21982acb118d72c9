"""The discussion under a story: whether it is open, and how many reviews it has."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

RATINGS = (1, 2, 3, 4, 5)
ENOUGH = 5  # ratings for a mean


class DiscussionQuerySet(models.QuerySet):
    def of(self, article_id: int) -> "Discussion":
        """A story's discussion, created if needed and locked, so that two changes of its counts follow one another."""
        self.get_or_create(article_id=article_id)
        return self.select_for_update(no_key=True).get(article_id=article_id)

    def tally(self, article_id: int, *, rating: int | None, by: int) -> None:
        """One review more (1) or less (-1). In the transaction of the decision."""
        changes = {"published": F("published") + by}
        if rating:
            changes[f"rated_{rating}"] = F(f"rated_{rating}") + by
        with transaction.atomic():
            self.of(article_id)
            self.filter(article_id=article_id).update(**changes)


class Discussion(models.Model):
    article = models.OneToOneField(
        "articles.Article", models.PROTECT, primary_key=True, related_name="discussion", verbose_name=_("story")
    )
    closed = models.BooleanField(
        _("closed"), null=True, blank=True, default=None,
        help_text=_("Leave blank to use the setting of the story's section."),
    )  # fmt: skip
    closes_at = models.DateTimeField(
        _("closes at"), null=True, blank=True,
        help_text=_("Optional. No reviews are accepted after this time; published reviews stay. Newsroom "
                    "time."),
    )  # fmt: skip
    # How many are public, and how many of them gave which rating. Changed with each decision, in its transaction.
    published = models.PositiveIntegerField(default=0, editable=False)
    rated_1 = models.PositiveIntegerField(default=0, editable=False)
    rated_2 = models.PositiveIntegerField(default=0, editable=False)
    rated_3 = models.PositiveIntegerField(default=0, editable=False)
    rated_4 = models.PositiveIntegerField(default=0, editable=False)
    rated_5 = models.PositiveIntegerField(default=0, editable=False)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # who moderates, and who leads the story
        indexes = [models.Index(fields=["-published"], name="discussion_most")]  # the most reviewed
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return str(self.article)

    def is_open(self, at: datetime, *, starts_closed: bool) -> bool:
        """Whether reviews are taken at `at`. `starts_closed`: what holds where nobody decided about this story."""
        closed = starts_closed if self.closed is None else self.closed
        return not closed and (self.closes_at is None or at < self.closes_at)

    @property
    def distribution(self) -> dict[int, int]:
        """How many gave 5, 4, 3, 2, 1, in this order."""
        return {rating: getattr(self, f"rated_{rating}") for rating in reversed(RATINGS)}

    @property
    def ratings(self) -> list[int]:
        """Each that was given, the best first."""
        return [rating for rating, count in self.distribution.items() for _time in range(count)]

    @property
    def rated(self) -> int:
        return sum(self.distribution.values())

    @property
    def mean(self) -> float | None:
        """From five ratings on, and if the newsroom wants it (REVIEWS_MEAN)."""
        if not settings.REVIEWS_MEAN or self.rated < ENOUGH:
            return None
        return sum(rating * count for rating, count in self.distribution.items()) / self.rated
