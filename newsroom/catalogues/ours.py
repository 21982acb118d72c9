"""What our catalogues hold: our own texts, and those of Unfold and the text editor that Django has no words for."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import polib
from django.conf import settings

from newsroom.catalogues.extraction import ENDINGS, Key, Message, collect
from newsroom.lib import interface

LANGUAGES = [code for code in interface.LANGUAGES if code != interface.ENGLISH]  # English is in the code
APPS = ("articles", "sections", "reviews", "newsroom")
# Packages without a catalogue in each of our languages; of Unfold only what is installed.
OTHERS = {"unfold": ("contrib",), "unfold.contrib.filters": (), "django_prose_editor": ("static",)}
DJANGO = ("conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/sessions", "contrib/postgres")
LOCALE = settings.BASE_DIR / "newsroom" / "locale"


def messages() -> dict[Key, Message]:
    """Every text that our catalogues must translate."""
    ours = collect(_own_files(settings.BASE_DIR), settings.BASE_DIR)
    known = set.intersection(*map(_of_django, LANGUAGES))
    for package, left_out in OTHERS.items():
        folder = Path(find_spec(package).submodule_search_locations[0])
        theirs = collect(_files(folder, left_out), folder.parents[package.count(".")])
        for key, message in theirs.items():
            if key in ours:
                ours[key].plural = ours[key].plural or message.plural
            elif key not in known:
                ours[key] = message
    return ours


def catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def plural_forms(language: str) -> str:
    """As Django's own catalogue counts, so that both are read by one rule."""
    return _django(language, "conf").metadata["Plural-Forms"]


def _own_files(root: Path) -> Iterator[Path]:
    for folder in (*APPS, "templates"):
        yield from _files(root / folder, ("migrations", "locale"))


def _files(folder: Path, left_out: tuple[str, ...]) -> list[Path]:
    files = (path for path in sorted(folder.rglob("*")) if path.suffix in ENDINGS)
    return [path for path in files if path.relative_to(folder).parts[0] not in left_out]


def _of_django(language: str) -> set[Key]:
    """All that Django says in this language: a compiled catalogue has only what is translated."""
    return {(entry.msgctxt, entry.msgid) for app in DJANGO for entry in _django(language, app)}


def _django(language: str, app: str) -> polib.MOFile:
    folder = Path(find_spec("django").submodule_search_locations[0])
    return polib.mofile(str(folder / app / "locale" / language / "LC_MESSAGES" / "django.mo"))
