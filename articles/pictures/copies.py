"""The copies of a picture that readers get: smaller, upright, in the colours of the web, without the camera's data.

They are made once, by the worker after the upload or at first need, and kept beside the original, which nobody gets.
"""

import hashlib
import io
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from articles.models import Photo
from articles.pictures import colours, embedded


@dataclass(frozen=True)
class Copy:
    width: int
    format: str
    shape: str = ""  # to which it is cut around the focal point

    @property
    def type(self) -> str:
        return f"image/{self.format.lower()}"

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Of a picture that is so large. Nothing is made larger than it was."""
        if not self.shape:
            wide = min(self.width, width)
            return wide, max(1, round(height * wide / width))
        across, down = (SHAPES | CARDS)[self.shape]
        wide = max(1, min(self.width, width, height * across // down))
        return wide, max(1, round(wide * down / across))


WIDTHS = (320, 480, 640, 960, 1280, 1600)
FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}  # the smallest first: a browser takes the first it knows
HOW = {"AVIF": {"quality": 55, "speed": 8}, "WEBP": {"quality": 80}, "JPEG": {"quality": 80, "progressive": True}}
SHAPES = {"square": (1, 1), "wide": (3, 2)}  # of lists and portraits; CSS has the same
CUTS = {"square": (160, 320, 480), "wide": (480, 960)}
CARDS = {"1x1": (1, 1), "4x3": (4, 3), "16x9": (16, 9)}  # in which search engines show a story; made when they ask
CARD_WIDTH = 1200  # below which they show only a thumbnail
COPIES = {f"{width}.{ending}": Copy(width, format) for ending, format in FORMATS.items() for width in WIDTHS} | {
    f"{shape}-{width}.{ending}": Copy(width, FORMATS[ending], shape)
    for shape, cuts in CUTS.items() for width in cuts for ending in ("avif", "webp")
} | {f"{shape}-{CARD_WIDTH}.jpg": Copy(CARD_WIDTH, "JPEG", shape) for shape in CARDS}  # fmt: skip
SQUARE = "square-320.webp"  # for the desk


def widths(width: int) -> list[tuple[int, int]]:
    """Of a picture so wide: the copies there are of it, and how wide each is. None is wider than the original."""
    last = next((number for number, one in enumerate(WIDTHS) if one >= width), len(WIDTHS) - 1)
    return [(one, min(one, width)) for one in WIDTHS[: last + 1]]


def cuts(shape: str, width: int, height: int) -> list[tuple[str, int]]:
    """Of a picture so large: the copies of this shape, without the ending, and how wide each is; none if it has it."""
    across, down = SHAPES[shape]
    if abs(width * down - height * across) <= height * across / 50:
        return []
    sizes = {f"{shape}-{one}": COPIES[f"{shape}-{one}.webp"].size(width, height)[0] for one in CUTS[shape]}
    return [(name, wide) for place, (name, wide) in enumerate(sizes.items()) if wide not in [*sizes.values()][:place]]


def cards(width: int, height: int) -> list[tuple[str, int, int]]:
    """Of a picture so large: the copies for search engines, each with its size; none that would be too small."""
    names = [f"{shape}-{CARD_WIDTH}.jpg" for shape in CARDS]
    sizes = [(name, *COPIES[name].size(width, height)) for name in names]
    return [one for one in sizes if one[1] == CARD_WIDTH]


def version(photo: Photo) -> str:
    """What all copies depend on beside the original: they say whose picture it is."""
    return hashlib.sha256(f"3\n{photo.credit}\n{photo.copyright}".encode()).hexdigest()[:12]


def copy(photo: Photo, name: str) -> BinaryIO:
    """The open file of one copy. Raises KeyError for a name that is not in COPIES."""
    wanted = COPIES[name]
    return kept(_path(photo, name), lambda: _drawn(photo, wanted))


def tag(photo: Photo, name: str) -> str:
    """Names the bytes of one copy, for caches."""
    return hashlib.sha256(_path(photo, name).encode()).hexdigest()[:24]


def lent(photo: Photo, name: str, *, seconds: int) -> str:
    """An address at the storage at which anybody has one copy for so long; "" where it hands out none."""
    if not getattr(default_storage, "lends", False):
        return ""
    copy(photo, name).close()
    return default_storage.lent(_path(photo, name), type=COPIES[name].type, seconds=seconds)


def make(photo: Photo) -> None:
    """Make every copy that a page may ask for."""
    names = [f"{width}.{ending}" for width, _as_wide in widths(photo.width) for ending in FORMATS]
    for shape in SHAPES:
        stems = [stem for stem, _as_wide in cuts(shape, photo.width, photo.height)]
        names += [f"{stem}.{ending}" for stem in stems for ending in ("avif", "webp")]
    for name in names:
        copy(photo, name).close()


def forget(photo: Photo) -> None:
    """Remove copies that say another credit than the picture does now, or are cut around another point."""
    _remove(photo, but={_path(photo, name) for name in COPIES})


def remove(photo: Photo) -> None:
    """Remove the original and every copy, for good."""
    _remove(photo)
    default_storage.delete(photo.original.name)


def placeholder(photo: Photo, name: str) -> bytes:
    """An empty picture of the same size, shown in place of one whose licence has ended."""
    wanted = COPIES[name]
    empty = Image.new("RGB", wanted.size(photo.width, photo.height), "#d6d3d1")
    return _file(empty, wanted.format)


def _remove(photo: Photo, but: Collection[str] = ()) -> None:
    with suppress(FileNotFoundError):
        folders, _files = default_storage.listdir(f"copies/{photo.uid}")
        for folder in folders:
            names = default_storage.listdir(f"copies/{photo.uid}/{folder}")[1]
            for path in {f"copies/{photo.uid}/{folder}/{name}" for name in names} - {*but}:
                default_storage.delete(path)


def _path(photo: Photo, name: str) -> str:
    cut = f"{photo.focus_x:.3f}-{photo.focus_y:.3f}-" if COPIES[name].shape else ""
    return f"copies/{photo.uid}/{version(photo)}/{cut}{name}"


def kept(path: str, draw: Callable[[], bytes]) -> BinaryIO:
    """The open file, made where there is none; FileNotFoundError where the original is lost too."""
    with suppress(FileNotFoundError):
        return default_storage.open(path)
    saved = default_storage.save(path, ContentFile(draw()))
    if saved != path:  # another process was faster
        default_storage.delete(saved)
    return default_storage.open(path)


def _drawn(photo: Photo, wanted: Copy) -> bytes:
    size = wanted.size(photo.width, photo.height)
    upright = _upright(photo, max(size))
    if wanted.shape:
        upright = ImageOps.fit(upright, size, Image.LANCZOS, centering=(photo.focus_x, photo.focus_y))
    elif upright.width > wanted.width:
        upright = upright.resize(size, Image.LANCZOS)
    return _file(upright, wanted.format, **embedded.written(credit=photo.credit, copyright=photo.copyright))


def _upright(photo: Photo, width: int) -> Image.Image:
    """The original in sRGB on white, at about the size that is asked for: of a large one there is never a second."""
    with photo.original.open() as file, Image.open(file) as image:
        image.draft("RGB", (width, width))
        profile = image.info.get("icc_profile")
        deep = any("16" in str(tile.args) for tile in image.tile)
        image.load()
        upright = _small(colours.eight_bits(image, deep=deep), width)
        if upright is not image:
            image.close()
    ImageOps.exif_transpose(upright, in_place=True)
    upright = colours.on_white(upright, profile)
    upright.info = {}  # nothing of the camera is carried over by whatever a writer takes along
    return upright


def _small(image: Image.Image, width: int) -> Image.Image:
    """Both sides at least so long, if they were."""
    factor = min(image.size) // width
    return image.reduce(factor) if factor > 1 else image


def _file(image: Image.Image, format: str, **more: bytes) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **HOW[format], **more)
    return out.getvalue()
