"""Slugs that stay: once made, a part of an address that somebody may have written down."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import plain_text


class LastingSlug(models.Model):
    """Makes the slug from the name when it is saved first, and refuses to change it from then on (ValidationError)."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or plain_text.slug(self.name)
        if self.pk and type(self)._base_manager.filter(pk=self.pk).exclude(slug=self.slug).exists():
            message = _("The slug can't be changed: existing links to the page would break.")
            raise ValidationError(message, code="slug-stays")
        super().save(*args, **kwargs)
