"""What readers report of a review that is public."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields


class Report(models.Model):
    class Reason(models.TextChoices):
        PERSONAL = "personal", _("It insults or attacks a person")
        PRIVATE = "private", _("It reveals someone's private details")
        HATE = "hate", _("It is hateful or calls for violence")
        FALSE = "false", _("It is untrue")
        ADVERTISING = "advertising", _("It is advertising")
        OTHER = "other", _("Something else")

    review = models.ForeignKey("reviews.Review", models.CASCADE, related_name="reports")
    reason = fields.CharField(_("reason"), max_length=12, choices=Reason)
    note = fields.CharField(_("in your own words"), max_length=500, blank=True)
    at = models.DateTimeField()
    network = fields.CharField(max_length=64, blank=True, editable=False)  # as of a review, and erased like it
    closed_at = models.DateTimeField(null=True, editable=False)  # a moderator has looked

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "network"], condition=~Q(network="") & Q(closed_at=None),
                name="a network reports a review once",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["network", "at"], name="report_rate")]
        verbose_name = _("report of abuse")
        verbose_name_plural = _("reports of abuse")

    def __str__(self) -> str:
        return f"{self.review_id}: {self.reason}"
