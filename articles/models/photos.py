"""Pictures: the original is private and untouched; readers get smaller copies of it."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import letters

SEARCHED = 200  # characters of what somebody looks for


def unguessable() -> str:
    return secrets.token_urlsafe(16)


def original_path(photo: "Photo", filename: str) -> str:
    """Nothing of the name under which it was uploaded."""
    return f"originals/{photo.uid}"


class PhotoQuerySet(models.QuerySet):
    def search(self, text: str) -> "PhotoQuerySet":
        """Those in whose caption, description or credit each of these words stands, however its letters are spelt."""
        found = self
        for word in letters.words(text[:SEARCHED]):
            found = found.filter(words__contains=word)
        return found


class Photo(models.Model):
    uid = models.CharField(max_length=22, unique=True, default=unguessable, editable=False)
    original = models.ImageField(
        _("file"), upload_to=original_path, width_field="width", height_field="height",
        help_text=_("JPEG, PNG or WebP, at most 30 MB. It is kept as it is; readers get copies without location data."),
    )  # fmt: skip
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(
        _("description"), max_length=300, blank=True,
        help_text=_("What is seen, for those who cannot see it. Without it the picture cannot be published."),
    )  # fmt: skip
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(
        _("credit"), max_length=120, blank=True,
        help_text=_("Who took it, for whom. Without it the picture cannot be published."),
    )  # fmt: skip
    words = models.TextField(blank=True, editable=False)  # folded, for searching; kept by save()
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return self.caption or self.alt or self.uid

    def save(self, *args, **kwargs) -> None:
        self.words = " ".join(letters.words(f"{self.caption} {self.alt} {self.credit}"))
        super().save(*args, **kwargs)
