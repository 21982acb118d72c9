"""What has a page of its own and may be merged into another of its kind: topics and correspondents."""

from django.db import models
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from newsroom.lib.slugs import LastingSlug


class MergedQuerySet(models.QuerySet):
    def of_page(self, slug: str) -> list:
        """The row with this address first, then all rows that were merged into it, in one query."""
        this = Subquery(self.model.objects.filter(slug=slug).order_by().values("pk")[:1])
        found = self.filter(Q(slug=slug) | Q(merged_into=this)).select_related("merged_into").order_by()
        return sorted(found, key=lambda one: one.slug != slug)


class Merged(LastingSlug):
    """A row that can be merged into another. It is kept, so that its public address redirects to the other."""

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged", verbose_name=_("merged into")
    )

    class Meta:
        abstract = True
