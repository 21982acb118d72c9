"""What may become a picture. Every road by which a file comes in asks `judge`.

A file is judged by its name, its size, its first bytes, its structure and its header, in this order, and refused with
one sentence; only what passed is decoded, once, as small as its format allows. Nothing of a refused file is kept.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image

from articles.pictures import embedded
from newsroom.lib import uploads

BYTES = 30 * 1024 * 1024
# Megapixels that a format may have, by what a decoder needs for one pixel: memory stays under 300 MB. A JPEG that is
# no progressive one is read at an eighth of its size, so that a photographer's largest may come as they are.
MEGAPIXELS = {"JPEG": 100, "progressive JPEG": 24, "PNG": 20, "WEBP": 12, "AVIF": 16}
SIDE = 32_000  # pixels
# What Pillow makes of these formats; articles/pictures/copies.py knows how each of them looks.
MODES = frozenset({"1", "L", "LA", "I", "I;16", "P", "PA", "RGB", "RGBA", "CMYK"})

Image.MAX_IMAGE_PIXELS = max(MEGAPIXELS.values()) * 1_000_000

FIRST = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "WEBP": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "AVIF": re.compile(rb".{4}ftypavi[fs]", re.DOTALL),
}
HEIC = re.compile(rb".{4}ftyp(?:hei[cxms]|hev[cxms])|.{4}ftypm[is]f1.{4,32}?hei[cx]", re.DOTALL)
SVG = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|!--|svg)", re.IGNORECASE)
# What a browser, a server or an archiver would take for its own, in a file that also is a picture.
FOREIGN = re.compile(rb"<script|<html|<\?php|<!doctype|<iframe|javascript:", re.IGNORECASE)
DOCUMENT, ARCHIVE = b"%PDF-", (b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
DOCUMENT_WITHIN, ARCHIVE_WITHIN = 1024, 66_000  # bytes from the start, and from the end, where those are looked for
CHUNK = 1 << 20

PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
ALONE = {0x01, *range(0xD0, 0xD9)}  # markers of a JPEG that have no length

SENTENCES = {
    "name": _(
        "The name of this file contains a path, a control character or a text-direction character. Rename the file."
    ),
    "empty": _("This file is empty. Choose another one."),
    "too-big": _("This file is too large. It can have at most 30 MB."),
    "svg": _("SVG files can contain programs, so they are not accepted. Use JPEG, PNG, WebP or AVIF."),
    "format": _("This kind of file is not accepted. Use JPEG, PNG, WebP or AVIF."),
    "heic": _(
        "This is a HEIC photo, as iPhones take them. To send JPEG instead, choose Settings › Camera › Formats › "
        "Most Compatible on the iPhone, or export the photo as JPEG."
    ),
    "colours": _("The colours of this picture can't be shown on the web (%(mode)s). Save it as an RGB picture."),
    "cut-off": _("This file is incomplete: its end is missing. Copy it again from the original."),
    "two-things": _("This file contains more than a picture. Open it in an image editor and save it again."),
    "pixels": _("This picture has too many pixels. A %(format)s can have at most %(limit)s megapixels."),
    "moving": _("Animated pictures are not accepted. Use a still picture."),
    "broken": _("This picture is damaged and can't be opened. Copy it again from the original."),
}


def refusal(code: str, **params: object) -> ValidationError:
    return ValidationError(SENTENCES[code], code=code, params=params)


def judge(file: UploadedFile) -> str:
    """The format of what may become a picture: JPEG, PNG, WEBP or AVIF. Raises ValidationError with a stable code.

    The file is left at its start.
    """
    if not uploads.is_fit(file.name or ""):
        raise refusal("name")
    if not file.size:
        raise refusal("empty")
    if file.size > BYTES:
        raise refusal("too-big")
    file.seek(0)
    format = _format(file.read(64))
    progressive = _walk(file, format)
    _only_a_picture(file)
    _header(file, format, "progressive JPEG" if progressive else format)
    file.seek(0)
    return format


def _format(start: bytes) -> str:
    for format, first in FIRST.items():
        if first.match(start):
            return format
    if HEIC.match(start):
        raise refusal("heic")
    raise refusal("svg" if SVG.match(start) else "format")


# -- the structure: where a picture ends ------------------------------------------------------------------------------


def _walk(file: BinaryIO, format: str) -> bool:
    """Go from part to part to the end of the picture, which must be there, and at the end of the file.

    Whether it is a progressive JPEG. Behind a JPEG cameras hang further pictures and notes: those may stay.
    """
    if format == "JPEG":
        return _walk_jpeg(file)
    end = {"PNG": _end_of_png, "WEBP": _end_of_webp, "AVIF": _end_of_avif}[format](file)
    size = file.seek(0, 2)
    if end > size:
        raise refusal("cut-off")
    if end < size:
        raise refusal("two-things")
    return False


def _walk_jpeg(file: BinaryIO) -> bool:
    progressive, place = False, 2
    while True:
        file.seek(place)
        start = file.read(4)
        if len(start) < 4:
            raise refusal("cut-off")
        if start[0] != 0xFF:
            raise refusal("broken")
        if start[1] == 0xFF or start[1] in ALONE:  # padding, or a marker alone
            place += 1 if start[1] == 0xFF else 2
            continue
        progressive |= start[1] in PROGRESSIVE
        place += 2 + int.from_bytes(start[2:])
        if start[1] == 0xDA:
            break
    file.seek(place)
    if not any(b"\xff\xd9" in piece for piece in _pieces(file, 1)):
        raise refusal("cut-off")
    return progressive


def _end_of_png(file: BinaryIO) -> int:
    place = 8
    while True:
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:
            raise refusal("cut-off")
        place += 12 + int.from_bytes(head[:4])
        if head[4:] == b"IEND":
            return place


def _end_of_webp(file: BinaryIO) -> int:
    file.seek(4)
    size = int.from_bytes(file.read(4), "little")
    return 8 + size + size % 2


def _end_of_avif(file: BinaryIO) -> int:
    """Walk the boxes to the end of the file. Anything that is not a box ends the picture."""
    size, place = file.seek(0, 2), 0
    while place < size:
        file.seek(place)
        head = file.read(16)
        if len(head) < 8 or not re.fullmatch(rb"[ -~]{4}", head[4:8]):
            return place
        length = int.from_bytes(head[:4])
        if length == 1:
            length = int.from_bytes(head[8:])
        if length < 8:  # 0: up to the end of the file
            return size if length == 0 else place
        place += length
    return place


# -- what else it may be ----------------------------------------------------------------------------------------------


def _only_a_picture(file: BinaryIO) -> None:
    file.seek(0)
    if DOCUMENT in file.read(DOCUMENT_WITHIN):
        raise refusal("two-things")
    file.seek(max(0, file.seek(0, 2) - ARCHIVE_WITHIN))
    tail = file.read()
    if any(mark in tail for mark in ARCHIVE):
        raise refusal("two-things")
    file.seek(0)
    if any(FOREIGN.search(piece) for piece in _pieces(file, 16)):
        raise refusal("two-things")


def _pieces(file: BinaryIO, overlap: int) -> Iterator[bytes]:
    """The rest of a file in pieces, each with the last bytes of the one before it, so that no word is cut in two."""
    last = b""
    while piece := file.read(CHUNK):
        yield last + piece
        last = piece[-overlap:]


# -- the header, and one look ----------------------------------------------------------------------------------------


def _header(file: BinaryIO, format: str, kind: str) -> None:
    """What the header says, before anything is decoded; then the picture itself, as small as can be."""
    limit, too_many = MEGAPIXELS[kind], {"limit": MEGAPIXELS[kind], "format": kind}
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file, formats=[format])
        if image.width * image.height > limit * 1_000_000 or max(image.size) > SIDE:
            raise refusal("pixels", **too_many)
        if format != "JPEG" and getattr(image, "n_frames", 1) > 1:
            raise refusal("moving")
        image.draft("RGB", (320, 320))
        image.load()
        if image.mode not in MODES:
            raise refusal("colours", mode=image.mode)
    except Image.DecompressionBombError:
        raise refusal("pixels", **too_many) from None
    except ValidationError:
        raise
    except Exception:  # whatever a decoder makes of a hostile file: Pillow promises no family of errors
        raise refusal("broken") from None


# -- what it says of itself -------------------------------------------------------------------------------------------

ACCEPT = "image/jpeg,image/png,image/webp,image/avif"


def suggestions(file: BinaryIO) -> dict[str, str]:
    """Caption, credit, copyright and day as the file itself has them, for the desk to take or leave."""
    file.seek(0)
    with suppress(OSError):
        return embedded.read(Image.open(file))
    return {}
