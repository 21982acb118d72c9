"""Files that stories rest on: kept as they came, private until a published story shows one for download."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields, hashing, plain_text
from newsroom.lib.fields import MomentField

from .photos import unguessable


def stored_path(document: "Document", filename: str) -> str:
    """Nothing of the name under which it was uploaded."""
    return f"documents/{document.uid}"


def address_name(name: str) -> str:
    """The last part of the address of a file: plain letters, and no name that a picture's copy has."""
    stem, _dot, extension = name.rpartition(".")
    return f"document-{plain_text.slug(stem, limit=60)}".rstrip("-") + f".{extension}"


class Document(models.Model):
    uid = fields.CharField(max_length=22, unique=True, default=unguessable, editable=False)
    file = models.FileField(
        _("file"), upload_to=stored_path,
        help_text=_("PDF, JPEG, PNG, WebP, plain text, CSV, DOCX or XLSX, at most 20 MB. Stored unchanged. "
                    "Check first that neither the text nor the file properties identify a source: everyone "
                    "on the desk can open it."),
    )  # fmt: skip
    downloadable = models.BooleanField(
        _("readers may download it"), default=False,
        help_text=_("Readers can download it once a story citing it is published. Untick to stop downloads "
                    "at once; the link disappears when the story is next published."),
    )  # fmt: skip
    name = fields.CharField(_("name"), max_length=120, editable=False)
    type = fields.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    sha256 = fields.CharField(max_length=64, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("added by"),
    )  # fmt: skip
    added_at = MomentField(_("added"), auto_now_add=True)

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.name

    def measure(self) -> None:
        """Note size and fingerprint of what is to be stored."""
        self.size, self.sha256 = self.file.size, hashing.sha256_of(self.file.chunks())
