"""The copies of a picture that readers get: smaller, upright, without the camera's data; made at first need."""

import io
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from articles.models import Photo


@dataclass(frozen=True)
class Copy:
    width: int
    format: str

    @property
    def type(self) -> str:
        return f"image/{self.format.lower()}"


WIDTHS = (480, 960, 1600)
COPIES = {f"{width}.webp": Copy(width, "WEBP") for width in WIDTHS} | {"960.jpg": Copy(960, "JPEG")}


def copy(photo: Photo, name: str) -> BinaryIO:
    """The open file of one copy. Raises KeyError for a name that is not in COPIES."""
    wanted, path = COPIES[name], f"copies/{photo.uid}/{name}"
    if not default_storage.exists(path):
        saved = default_storage.save(path, ContentFile(_draw(photo, wanted)))
        if saved != path:  # another process was faster
            default_storage.delete(saved)
    return default_storage.open(path)


def _draw(photo: Photo, wanted: Copy) -> bytes:
    with photo.original.open() as file, Image.open(file) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    if upright.width > wanted.width:
        upright = upright.resize((wanted.width, round(upright.height * wanted.width / upright.width)), Image.LANCZOS)
    out = io.BytesIO()
    upright.save(out, wanted.format, quality=80)
    return out.getvalue()
