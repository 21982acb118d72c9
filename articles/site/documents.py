"""Which files may be kept as documents, judged by what is in them; nothing is unpacked, rendered or run."""

import re
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from newsroom.lib import uploads

LIMIT = 20 * 1024 * 1024  # bytes
NAME_LIMIT = 100  # characters, before the last dot
ENTRIES = 5_000  # in an office file; more is no document
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
SAME = {"jpeg": "jpg", "text": "txt", "md": "txt"}
UNSEEN = "\u00ad\u200b\u2060\ufeff"
JOINERS = "\u200c\u200d"  # Persian words and joined emoji need them
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def judge(file: File) -> str:
    """Of which kind a file is, as the ending of its name.

    Raises ValidationError: name, empty, too-large, type, mismatch.
    """
    if not uploads.is_fit(file.name or ""):
        message = _(
            "The name of this file contains a path, a control character or a text-direction character. Rename the file."
        )
        raise ValidationError(message, code="name")
    if not file.size:
        raise ValidationError(_("The file is empty. Choose another one."), code="empty")
    if file.size > LIMIT:
        raise ValidationError(_("The file is too large. It can have at most 20 MB."), code="too-large")
    kind = _kind(file)
    file.seek(0)
    if kind is None:
        message = _(
            "This kind of file can't be stored. Use PDF, JPEG, PNG, WebP, plain text (UTF-8), CSV, "
            "DOCX without macros or XLSX."
        )
        raise ValidationError(message, code="type")
    said = PurePosixPath(file.name).suffix[1:].lower()
    said = SAME.get(said, said)
    if kind == "txt" and said == "csv":
        return "csv"
    if said != kind:
        message = _("The name ends in “%(said)s”, but the file is %(kind)s. Save it again with the right ending.")
        raise ValidationError(message, code="mismatch", params={"said": said[:10], "kind": kind.upper()})
    return kind


def clean_name(name: str, kind: str) -> str:
    """The name under which a file is shown and downloaded: no folders, no signs that are not seen, a true ending."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    joined = "".join(sign for sign in stem if sign not in UNSEEN)
    seen = "".join(sign if sign in JOINERS or unicodedata.category(sign)[0] not in "CZ" else " " for sign in joined)
    plain = " ".join(re.sub(r'[<>:"/|?*]', " ", unicodedata.normalize("NFC", seen)).split()).strip(". ")
    return f"{plain[:NAME_LIMIT].strip() or 'document'}.{kind}"


def _kind(file: File) -> str | None:
    file.seek(0)
    head = file.read(16)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    file.seek(0)
    return "txt" if _is_text(file) else None


def _office(file: BinaryIO) -> str | None:
    """By the list of its parts alone; what is packed in them is never unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    if len(names) > ENTRIES or "[Content_Types].xml" not in names:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for part, kind in OFFICE_PARTS.items() if part in names), None)


def _is_text(file: BinaryIO) -> bool:
    try:
        return not CONTROL.search(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return False
