"""Who a statement comes from. What is secret about a source stays in this table; editions copy its attribution."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")
        DOCUMENT = "document", _("Document")
        OUTLET = "outlet", _("Media outlet")
        UNNAMED = "unnamed", _("Unnamed")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(
        _("name"), max_length=160,
        help_text=_("Who it really is. Of an unnamed source only the desk sees it; a code name will do."),
    )  # fmt: skip
    attribution = models.CharField(
        _("attribution"), max_length=200, blank=True,
        help_text=_("What readers see, for example “a source in the Secretariat”. Left empty: the name."),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True, help_text=_("For the desk only: how to reach them, what to mind."))

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="unnamed") | ~models.Q(attribution=""),
                name="an unnamed source has an attribution",
            )
        ]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.public_name

    @property
    def is_unnamed(self) -> bool:
        return self.kind == self.Kind.UNNAMED

    @property
    def public_name(self) -> str:
        """What may be printed; never the name of an unnamed source."""
        return self.attribution if self.is_unnamed else self.attribution or self.name

    def clean(self) -> None:
        if self.is_unnamed and not self.attribution:
            message = _("Say how readers will see this source, for example “a source in the Secretariat”.")
            raise ValidationError({"attribution": message}, code="attribution")
        if self.is_unnamed and self.name.casefold() in self.attribution.casefold():
            raise ValidationError({"attribution": _("This gives the source away.")}, code="gives-away")
