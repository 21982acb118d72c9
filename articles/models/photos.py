"""Pictures: the original is private and untouched; readers get smaller copies of it."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.fields.files import ImageFieldFile
from django.utils.translation import gettext_lazy as _
from PIL import Image

from newsroom.lib import fields, hashing, plain_text
from newsroom.lib.fields import MomentField

if TYPE_CHECKING:
    pass

ORIENTATION, SIDEWAYS = 0x0112, {5, 6, 7, 8}  # EXIF orientations in which width and height change places
SOON = timedelta(days=30)
SEARCHED = 200  # characters of a search that are used


def unguessable() -> str:
    return secrets.token_urlsafe(16)


def original_path(photo: "Photo", filename: str) -> str:
    """Nothing of the name under which it was uploaded."""
    return f"originals/{photo.uid}"


class UprightFile(ImageFieldFile):
    def _get_image_dimensions(self) -> tuple[int, int]:
        """The size as displayed. Phones store portrait pictures sideways and note the orientation in EXIF."""
        if not hasattr(self, "_upright"):
            closed = self.closed
            self.open()
            sideways = Image.open(self).getexif().get(ORIENTATION) in SIDEWAYS
            self.seek(0)
            width, height = super()._get_image_dimensions()
            if closed:
                self.close()
            self._upright = (height, width) if sideways else (width, height)
        return self._upright


class UprightImageField(models.ImageField):
    attr_class = UprightFile


class PhotoQuerySet(models.QuerySet):
    def public(self, at: datetime) -> "PhotoQuerySet":
        """Those that readers may have at `at`: a live edition shows them, or the page of a correspondent does.

        `shown_until` says until when such an edition is live, and is None of a portrait alone.
        """
        apps = self.model._meta.apps
        shown = apps.get_model("articles", "WithPhoto").objects.live(at).filter(photo=OuterRef("pk"))
        people = apps.get_model("articles", "Correspondent").objects.published(at)
        lacks_nothing = ~Q(credit="") & (~Q(alt="") | Q(decorative=True))
        public = self.filter(Exists(shown) | Exists(people.filter(photo=OuterRef("pk"))) & lacks_nothing)
        return public.annotate(shown_until=Subquery(shown.values("live_until")[:1]))

    def search(self, text: str) -> "PhotoQuerySet":
        """Photos whose caption, description or credit contain each of these words, in any spelling."""
        found = self
        for word in plain_text.words(text[:SEARCHED]):
            found = found.filter(words__contains=word)
        return found

    def lacking(self) -> "PhotoQuerySet":
        """Those that cannot be published: without a credit, or without a description and not decorative."""
        return self.filter(Q(credit="") | Q(alt="", decorative=False))

    def running_out(self, now: datetime) -> "PhotoQuerySet":
        """Those whose licence ends within SOON, or has ended."""
        return self.filter(licence_until__lt=now + SOON)


class Photo(models.Model):
    uid = fields.CharField(max_length=22, unique=True, default=unguessable, editable=False)
    original = UprightImageField(
        _("file"), upload_to=original_path, width_field="width", height_field="height",
        help_text=_(
            "JPEG, PNG, WebP or AVIF, at most 30 MB. The original is stored unchanged and private; "
            "readers get copies without location data."
        ),
    )  # fmt: skip
    width = models.PositiveIntegerField(editable=False)  # upright, as readers see it
    height = models.PositiveIntegerField(editable=False)
    alt = fields.CharField(
        _("description"), max_length=300, blank=True,
        help_text=_("What the picture shows, for people who can't see it. Needed before publication."),
    )  # fmt: skip
    caption = fields.CharField(_("caption"), max_length=400, blank=True)
    credit = fields.CharField(
        _("credit"), max_length=120, blank=True,
        help_text=_("Who took it, and for whom. Needed before publication."),
    )  # fmt: skip
    decorative = models.BooleanField(
        _("decorative"), default=False,
        help_text=_("Tick if the picture adds nothing to the text. Screen readers will skip it."),
    )  # fmt: skip
    copyright = fields.CharField(
        _("copyright notice"), max_length=200, blank=True,
        help_text=_("As the owner requires it, for example “© 2026 Samur Wire”. It is written into every "
                    "copy."),
    )  # fmt: skip
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    rights_holder = fields.CharField(
        _("rights holder"),
        max_length=120,
        blank=True,
        help_text=_("Whom to ask for permission, if the picture isn't ours."),
    )
    licence = fields.CharField(
        _("licence"), max_length=200, blank=True,
        help_text=_("The terms on which we can show it, for example “CC BY 4.0” or “agency subscription "
                    "2026”."),
    )  # fmt: skip
    licence_until = models.DateTimeField(
        _("licence ends"), null=True, blank=True,
        help_text=_("Optional. From this time the picture disappears from every story. Newsroom time."),
    )  # fmt: skip
    focus_x = models.FloatField(
        _("focal point: from the left"), default=0.5,
        help_text=_("The part to keep when the picture is cropped, from 0 (left) to 1 (right)."),
    )  # fmt: skip
    focus_y = models.FloatField(_("focal point: from the top"), default=0.5)
    sha256 = fields.CharField(max_length=64, blank=True, editable=False)  # of the original; see fingerprint_photos
    suggested = models.JSONField(default=dict, editable=False)  # by the file itself: articles/pictures/embedded.py
    words = fields.TextField(blank=True, editable=False)  # folded, for searching; kept by save()
    added_by = models.ForeignKey(  # empty: an import, or before this was noted
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("added by"),
    )  # fmt: skip
    added_at = MomentField(_("added"), auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(focus_x__range=(0, 1), focus_y__range=(0, 1)), name="a focal point lies in its picture"
            )
        ]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return self.caption or self.alt or self.uid

    def save(self, *args, **kwargs) -> None:
        if self._state.adding and self.original and not self.sha256:
            self.measure()
        self.words = " ".join(plain_text.words(f"{self.caption} {self.alt} {self.credit}"))
        super().save(*args, **kwargs)

    def measure(self) -> None:
        """Note the fingerprint of the original. A file never changes: another one is another picture."""
        self.sha256 = hashing.sha256_of(self.original.chunks())

    def is_shown(self, at: datetime) -> bool:
        """Whether readers see it, or will: in a live or scheduled edition, or as the portrait of a correspondent."""
        apps = self._meta.apps
        shown = apps.get_model("articles", "WithPhoto").objects.filter(photo=self).values("edition")
        editions = apps.get_model("articles", "Edition").objects.ahead(at).filter(pk__in=shown)
        people = apps.get_model("articles", "Correspondent").objects.published(at).filter(photo=self)
        return editions.exists() or people.exists()

    @property
    def lacks(self) -> bool:
        """Whether something is missing without which it cannot be published."""
        return not (self.credit and (self.alt or self.decorative))

    def licensed(self, at: datetime) -> bool:
        return self.licence_until is None or at < self.licence_until
