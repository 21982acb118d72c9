"""Style sheets reach readers joined: what a sheet imports is put in its place when static files are collected. Those of
the readers' pages lose their comments and indents then, and our scripts the lines that are comments.

While developing, browsers follow the imports themselves.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN = "css/"  # of the readers' pages; what other packages bring stays as it is
SCRIPTS = ("desk/", "js/")  # ours
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENT = re.compile(r"\s*\n\s*")
REMARK = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
IMPORT = re.compile(r'@import url\("([\w.-]+)"\);\n?')  # of a sheet in the same folder


class Joined:
    """A storage of sources whose style sheets are read with everything that they import, wherever that was found."""

    def __init__(self, storage: Any, sources: dict[str, tuple]) -> None:
        self.storage, self.sources = storage, sources

    def __getattr__(self, name: str) -> Any:
        return getattr(self.storage, name)

    def open(self, name: str, mode: str = "rb") -> ContentFile:
        text = self._read(name, self.storage)
        return ContentFile((small(text) if name.startswith(OWN) else text).encode(), name=name)

    def _read(self, name: str, storage: Any = None) -> str:
        storage, path = (storage, name) if storage else self.sources[name]
        with storage.open(path) as file:
            text = file.read().decode()
        return IMPORT.sub(lambda found: self._read(posixpath.join(posixpath.dirname(name), found[1])), text)


def small(sheet: str) -> str:
    """The same sheet without comments and indents."""
    return INDENT.sub("\n", COMMENT.sub("", sheet)).strip() + "\n"


def without_remarks(script: str) -> str:
    """The same script without the lines that only say something to its readers."""
    return REMARK.sub("", script)


class Silent:
    """A storage of sources whose scripts are read without their comments."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage

    def __getattr__(self, name: str) -> Any:
        return getattr(self.storage, name)

    def open(self, name: str, mode: str = "rb") -> ContentFile:
        with self.storage.open(name) as file:
            return ContentFile(without_remarks(file.read().decode()).encode(), name=name)


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths: dict, *args, **options) -> Iterator[tuple]:
        """As Django does, but of each style sheet with those that it imports, and of our scripts without comments."""
        read = {name: (self._source(name, storage, paths), path) for name, (storage, path) in paths.items()}
        yield from super().post_process(read, *args, **options)

    def _source(self, name: str, storage: Any, paths: dict) -> Any:
        if name.endswith(".css"):
            return Joined(storage, paths)
        return Silent(storage) if name.endswith(".js") and name.startswith(SCRIPTS) else storage
