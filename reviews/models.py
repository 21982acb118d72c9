"""What readers say about a story."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReviewQuerySet(models.QuerySet):
    def public(self) -> "ReviewQuerySet":
        return self.filter(state=Review.State.PUBLISHED)

    def waiting(self) -> "ReviewQuerySet":
        """For a moderator, oldest first."""
        return self.filter(state=Review.State.PENDING).order_by("posted_at")


class Review(models.Model):
    class Kind(models.TextChoices):
        OPINION = "opinion", _("Opinion")
        ERROR = "error", _("An error in this story")
        MORE = "more", _("Knows more about this")

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        PUBLISHED = "published", _("Published")
        REFUSED = "refused", _("Refused")
        SPAM = "spam", _("Spam")

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="reviews", verbose_name=_("story"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OPINION)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    text = models.TextField(_("words"), max_length=2000)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), help_text=_("Never public."))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)
    network = models.CharField(max_length=64, editable=False)  # keyed hash of the /24 or /48 it came from
    screening = models.CharField(_("screening"), max_length=200, blank=True)  # why it was held

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)), name="a rating is 1 to 5"
            )
        ]
        indexes = [
            models.Index(fields=["article", "state", "-posted_at"], name="review_list"),  # under a story
            models.Index(fields=["state", "posted_at"], name="review_queue"),  # what waits, oldest first
            models.Index(fields=["network", "posted_at"], name="review_rate"),  # how many from there of late
        ]
        permissions = [("moderate_review", "Can decide on reviews")]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"
