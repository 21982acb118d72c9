"""Correspondents: the names that stand over stories. They are not user accounts, and may have one."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsroom.lib.slugs import LastingSlug


class CorrespondentQuerySet(models.QuerySet):
    def published(self, at) -> "CorrespondentQuerySet":
        """Those who are named over something that is live at `at`, in the order of the alphabet."""
        named = self.model._meta.apps.get_model("articles", "UnderName").objects.live(at)
        return self.filter(models.Exists(named.filter(correspondent=models.OuterRef("pk")))).order_by("name")


class Correspondent(LastingSlug):
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    role = models.CharField(
        _("role"), max_length=80, blank=True, help_text=_("As a rule, for example “Washington correspondent”.")
    )
    beat = models.CharField(_("beat"), max_length=200, blank=True, help_text=_("What they write about."))
    biography = models.TextField(_("biography"), blank=True)
    email = models.EmailField(_("public e-mail"), blank=True, help_text=_("Shown to readers on the person's page."))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="correspondent",
        verbose_name=_("log-in"), help_text=_("Their account at the desk, if they have one. Readers never see it."),
    )  # fmt: skip

    objects = CorrespondentQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("correspondent")
        verbose_name_plural = _("correspondents")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:correspondent", args=[self.slug])
