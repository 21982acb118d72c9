"""The face of the site: what an operator says of it in the environment, as files that reach readers.

The accent and the logo are static files like all others: found while developing, collected for production, and named by
their content. So a page needs no inline style for them, and a change of theirs reaches every reader.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from django.templatetags.static import static
from PIL import Image

from newsroom.lib import colours
from newsroom.lib import logo as logo_file

PAPER, DARK_PAPER = "#ffffff", "#15181b"  # as in static/css/tokens.css
DARK_ACCENTS = {settings.DEFAULT_ACCENT: "#f39aa0"}  # chosen by eye; of any other it is worked out
LEGIBLE = 7
SVG_SIZES = (
    re.compile(r"""<svg\b[^>]*\bviewBox=["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)"""),
    re.compile(r"""<svg\b(?=[^>]*\swidth=["']([\d.]+))(?=[^>]*\sheight=["']([\d.]+))"""),
)
SHEET = """\
/* Written by newsroom/branding.py from SITE_ACCENT. */
:root {{
  --accent-on-light: {light};
  --accent-on-dark: {dark};
}}
"""


def dark_accent() -> str:
    """The accent where paper is dark: lighter, so far as it takes to be read."""
    accent = settings.SITE_ACCENT
    return DARK_ACCENTS.get(accent) or colours.seen_on(accent, DARK_PAPER, towards="#ffffff", least=LEGIBLE)


def sheet() -> str:
    return SHEET.format(light=settings.SITE_ACCENT, dark=dark_accent())


class Logo(NamedTuple):
    """The logo's size, so that pages reserve its space before it loads. A width of 0 means unknown."""

    address: str
    width: int
    height: int = 100


def logo() -> Logo | None:
    """The operator's logo, or nothing."""
    return Logo(static(logo_file.name()), _width(settings.SITE_LOGO)) if settings.SITE_LOGO else None


@cache
def _width(path: Path) -> int:
    """Of a logo that is a hundred high; 0 where the file does not say. A new file is met after a restart."""
    if path.suffix.lower() == ".png":
        with Image.open(path) as image:
            width, height = image.size
    else:
        text = path.read_text(errors="replace")
        found = next(filter(None, (size.search(text) for size in SVG_SIZES)), None)
        width, height = map(float, found.groups()) if found else (0, 1)
    return round(100 * width / height) if height else 0


class FaceFinder(BaseFinder):
    """Finds the accent's sheet and the logo, written anew into var/ whenever they are looked for."""

    def __init__(self, *args, **kwargs) -> None:
        self.root = Path(settings.FACE_ROOT)
        self.storage = FileSystemStorage(location=self.root)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs) -> str | Sequence[str]:
        found = str(self.root / path) if path in self._write() else []
        return [found] if found and find_all else found

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in self._write():
            yield name, self.storage

    def _write(self) -> dict[str, bytes]:
        files = {"css/accent.css": sheet().encode()}
        if settings.SITE_LOGO:
            files[logo_file.name()] = settings.SITE_LOGO.read_bytes()
        for name, content in files.items():
            path = self.root / name
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        return files
