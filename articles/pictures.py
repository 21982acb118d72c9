"""The copies of a picture that readers get: smaller, upright, in the colours of the web, without the camera's data.

They are made once, by the worker after the upload or at first need, and kept beside the original, which nobody gets.
"""

import hashlib
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms, ImageOps

from articles import embedded
from articles.models import Photo


@dataclass(frozen=True)
class Copy:
    width: int
    format: str

    @property
    def type(self) -> str:
        return f"image/{self.format.lower()}"


WIDTHS = (320, 480, 640, 960, 1280, 1600)
FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}  # the smallest first: a browser takes the first it knows
HOW = {"AVIF": {"quality": 55, "speed": 8}, "WEBP": {"quality": 80}, "JPEG": {"quality": 80, "progressive": True}}
COPIES = {f"{width}.{ending}": Copy(width, format) for ending, format in FORMATS.items() for width in WIDTHS}
SQUARE = "square.webp"  # for the desk: cut around the focal point
SQUARE_SIDE = 360


def widths(width: int) -> list[tuple[int, int]]:
    """Of a picture so wide: the copies there are of it, and how wide each is. None is wider than the original."""
    last = next((number for number, one in enumerate(WIDTHS) if one >= width), len(WIDTHS) - 1)
    return [(one, min(one, width)) for one in WIDTHS[: last + 1]]


def version(photo: Photo) -> str:
    """What the copies depend on beside the original: they say whose picture it is."""
    return hashlib.sha256(f"2\n{photo.credit}\n{photo.copyright}".encode()).hexdigest()[:12]


def copy(photo: Photo, name: str) -> BinaryIO:
    """The open file of one copy. Raises KeyError for a name that is not in COPIES."""
    wanted = COPIES[name]
    return kept(_path(photo, name), lambda: _drawn(photo, wanted))


def lent(photo: Photo, name: str, *, seconds: int) -> str:
    """An address at the storage at which anybody has one copy for so long; "" where it hands out none."""
    if not getattr(default_storage, "lends", False):
        return ""
    copy(photo, name).close()
    return default_storage.lent(_path(photo, name), type=COPIES[name].type, seconds=seconds)


def square(photo: Photo) -> BinaryIO:
    """A small square around the focal point."""
    name = f"{photo.focus_x:.3f}-{photo.focus_y:.3f}-{SQUARE}"
    return kept(_path(photo, name), lambda: _squared(photo))


def make(photo: Photo) -> None:
    """Make every copy that a page may ask for."""
    for width, _as_wide in widths(photo.width):
        for ending in FORMATS:
            copy(photo, f"{width}.{ending}").close()


def forget(photo: Photo) -> None:
    """Remove copies that say another credit than the picture does now."""
    _remove(photo, but=version(photo))


def remove(photo: Photo) -> None:
    """Remove the original and every copy, for good."""
    _remove(photo)
    default_storage.delete(photo.original.name)


def placeholder(photo: Photo, name: str) -> bytes:
    """What stands in the place of a picture whose licence has ended: as large as it, and empty."""
    wanted = COPIES[name]
    width = min(wanted.width, photo.width)
    empty = Image.new("RGB", (width, max(1, round(photo.height * width / photo.width))), "#d6d3d1")
    return _file(empty, wanted.format)


def _remove(photo: Photo, but: str = "") -> None:
    with suppress(FileNotFoundError):
        folders, _files = default_storage.listdir(f"copies/{photo.uid}")
        for folder in folders:
            if folder != but:
                for name in default_storage.listdir(f"copies/{photo.uid}/{folder}")[1]:
                    default_storage.delete(f"copies/{photo.uid}/{folder}/{name}")


def _path(photo: Photo, name: str) -> str:
    return f"copies/{photo.uid}/{version(photo)}/{name}"


def kept(path: str, draw: Callable[[], bytes]) -> BinaryIO:
    """The open file, made where there is none; FileNotFoundError where the original is lost too."""
    with suppress(FileNotFoundError):
        return default_storage.open(path)
    saved = default_storage.save(path, ContentFile(draw()))
    if saved != path:  # another process was faster
        default_storage.delete(saved)
    return default_storage.open(path)


def _drawn(photo: Photo, wanted: Copy) -> bytes:
    upright = _upright(photo, wanted.width)
    if upright.width > wanted.width:
        upright = upright.resize((wanted.width, round(upright.height * wanted.width / upright.width)), Image.LANCZOS)
    return _file(upright, wanted.format, **embedded.written(credit=photo.credit, copyright=photo.copyright))


def _squared(photo: Photo) -> bytes:
    side = min(SQUARE_SIDE, photo.width, photo.height)
    upright = _upright(photo, 2 * SQUARE_SIDE)
    return _file(ImageOps.fit(upright, (side, side), Image.LANCZOS, centering=(photo.focus_x, photo.focus_y)), "WEBP")


def _upright(photo: Photo, width: int) -> Image.Image:
    """The original in sRGB on white, read at about the size that is asked for where its format can do that."""
    with photo.original.open() as file, Image.open(file) as image:
        image.draft("RGB", (width, width))
        profile = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
        if profile:
            with suppress(ImageCms.PyCMSError, OSError):
                theirs, ours = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
                plain = upright if upright.mode in ("RGB", "CMYK", "L") else upright.convert("RGBA")
                if plain.mode != "RGBA":
                    upright = ImageCms.profileToProfile(plain, theirs, ours, outputMode="RGB") or upright
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(white, upright.convert("RGBA"))
    upright = upright.convert("RGB")
    upright.info = {}  # nothing of the camera is carried over by whatever a writer takes along
    return upright


def _file(image: Image.Image, format: str, **more: bytes) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **HOW[format], **more)
    return out.getvalue()
