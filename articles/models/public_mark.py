"""What the desk's lists ask of each story: whether readers see it, saw it or will see it.

The editions know it, but an archive of them can't be read for one page of a list. So publishing keeps the range of the
last edition beside the draft, in the transaction of each act (articles/publishing/public_mark.py). It is kept as
moments, not as a state: an edition that goes live or ends at its time makes nothing here wrong, and no job has to run.
What is here holds for any moment since the last act; for moments before it, ask the editions.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from articles.workflow import State
from newsroom.lib.fields import KeptMoment, KeptNumber

from .ledger import FOREVER

MARK = ("public_from", "public_until", "public_version", "version_before")
Mark = tuple[datetime | None, datetime | None, int | None, int | None]  # their values, in this order
NO_MARK: Mark = (None, None, None, None)  # of a story of which no edition was public or will be

# Versions only rise, so that what is not the draft's is lower.
BEHIND = Q(public_version__lt=F("version")) | Q(version_before__lt=F("version"))
UNPRINTED = Q(public_version=None) | Q(public_version__lt=F("version"))
HAS_AN_END = Q(public_until__lt=FOREVER)


class MarkedQuerySet(models.QuerySet):
    """Each is right at any moment since the story's last act. What is implied is said where an index needs it."""

    def never_public(self) -> Any:
        """No edition was public, and none is scheduled."""
        return self.filter(public_until=None)

    def scheduled(self, now: datetime) -> Any:
        """By their keys, which are few: SQLite would else walk the whole list to find them in its order."""
        return self.filter(pk__in=self.model.objects.filter(public_from__gt=now).order_by().values("pk"))

    def live(self, now: datetime) -> Any:
        last, before = Q(public_from__lte=now), Q(public_from__gt=now, version_before__isnull=False)
        return self.filter(last | before, public_until__gt=now)

    def not_ahead(self, now: datetime) -> Any:
        """Neither live nor scheduled."""
        return self.filter(Q(public_until=None) | Q(public_until__lte=now))

    def changed(self, now: datetime) -> Any:
        """Live, with a draft that says something else."""
        last = Q(public_from__lte=now, public_version__lt=F("version"))
        before = Q(public_from__gt=now, version_before__lt=F("version"))
        return self.filter(BEHIND).filter(last | before, public_until__gt=now)

    def over(self, now: datetime, *, since: datetime | None = None) -> Any:
        """Were public, are no longer, and nothing is scheduled; `since`: ended at or after that moment."""
        found = self.filter(HAS_AN_END).filter(public_until__lte=now)
        return found if since is None else found.filter(public_until__gte=since)

    def unprinted(self) -> Any:
        """No edition that readers saw, see or will see is of this version of the draft."""
        return self.filter(UNPRINTED)


class PublicMark(models.Model):
    """Editions that nobody saw or will see, as they were cancelled, don't count."""

    public_from = KeptMoment(null=True, editable=False)  # when the last edition goes live
    public_until = KeptMoment(null=True, editable=False)  # when it ends
    public_version = KeptNumber(null=True, editable=False)  # the version of the draft that it is of
    version_before = KeptNumber(null=True, editable=False)  # of the one that is live until a scheduled one is

    class Meta:
        abstract = True


INDEXES = [
    # The list of stories narrowed by what readers see, in its usual order.
    models.Index(fields=["-edited_at", "-id"], condition=Q(public_until=None), name="article_never_public"),
    models.Index(fields=["-edited_at", "-id", "public_until"], condition=HAS_AN_END, name="article_with_an_end"),
    models.Index(fields=["-edited_at", "-id"], condition=BEHIND, name="article_changed"),
    # Its tabs and their counts.
    models.Index(fields=["public_from"], condition=Q(public_from__isnull=False), name="article_public_from"),
    models.Index(fields=["public_until"], condition=HAS_AN_END, name="article_public_until"),
    models.Index(fields=["-edited_at", "-id"], condition=Q(state=State.APPROVED) & UNPRINTED, name="article_approved"),
]
