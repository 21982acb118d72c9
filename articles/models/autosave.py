"""What people type into the story form, saved as they type and kept apart from the version history."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

LEFT = timedelta(seconds=20)  # a form that has sent nothing for this long counts as closed


class AutosaveQuerySet(models.QuerySet):
    def of(self, user: AbstractBaseUser) -> "AutosaveQuerySet":
        """One person's own. Nobody else ever reads what they typed."""
        return self.filter(user=user)

    def unsaved(self) -> "AutosaveQuerySet":
        """What was typed and is neither saved nor discarded, the newest first."""
        return self.filter(closed_at=None, fields__isnull=False).order_by("-typed_at")

    def to_read(self) -> "AutosaveQuerySet":
        """All texts that are still kept, also those left out when an edit conflict was resolved; newest first."""
        return self.filter(fields__isnull=False).order_by("-typed_at")

    def saved(self) -> "AutosaveQuerySet":
        """Those whose form was saved as it was sent: `article` and `version` say as what."""
        return self.filter(closed_at__isnull=False, fields__isnull=True, article__isnull=False, version__isnull=False)

    def not_set_aside(self) -> "AutosaveQuerySet":
        """Without those that their writer set aside, unless more was typed there since."""
        return self.filter(Q(set_aside_at=None) | Q(typed_at__gt=F("set_aside_at")))

    def open_now(self, at: datetime) -> "AutosaveQuerySet":
        """The forms that are open in a browser at this moment, whether anything was typed into them or not."""
        return self.filter(closed_at=None, seen_at__gt=at - LEFT, seen_at__lte=at)


class Autosave(models.Model):
    """One opened form. Its key is made with the form, so that two tabs of one person never write over each other.

    Once it is saved or discarded, the row is kept for a while, closed and empty, so that a late request on a slow
    connection doesn't bring the text back. When an edit conflict was resolved, the text is kept too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(  # empty: a new story that was never saved
        "articles.Article", models.CASCADE, null=True, related_name="autosaves", db_index=False
    )
    version = models.PositiveIntegerField(null=True)  # of the draft, when the form was opened; once closed: as saved
    fields = models.JSONField(null=True)  # name → values, as the form posts them; empty: nothing was typed
    opened_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # when the form last sent anything; empty: the page was left
    set_aside_at = models.DateTimeField(null=True)  # a step was taken without it; it can still be restored
    closed_at = models.DateTimeField(null=True)  # saved or discarded

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        db_table = "articles_buffer"
        ordering = ["-opened_at"]
        default_permissions = ()  # anyone who may edit a story keeps one
        constraints = [
            models.CheckConstraint(
                condition=Q(fields__isnull=True) | Q(typed_at__isnull=False), name="what was typed was typed some time"
            ),
            models.CheckConstraint(condition=Q(seen_at=None) | Q(seen_at__gte=F("opened_at")), name="seen once open"),
        ]
        indexes = [
            models.Index(fields=["article", "seen_at"], name="buffer_presence"),
            models.Index(fields=["user", "-typed_at"], name="buffer_unsaved"),  # somebody's own, on the dashboard
        ]
        verbose_name = _("autosave")
        verbose_name_plural = _("autosaves")

    def __str__(self) -> str:
        return f"{self.user_id} on {self.article_id or 'a new story'}"

    @property
    def is_unsaved(self) -> bool:
        return self.closed_at is None

    @property
    def title(self) -> str:
        """What the text begins with, to tell it from others."""
        values = (self.fields or {}).get
        words = next((value for name in ("headline", "standfirst") if (value := "".join(values(name, [])).strip())), "")
        return words or str(self.article or _("(no headline yet)"))
