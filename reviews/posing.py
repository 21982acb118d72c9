"""Names that readers would take for the newsroom's own: its name, its offices, its people."""

import re
from collections.abc import Callable
from functools import cache

from django.conf import settings

from reviews import matching

# Words that begin so; in the alphabets of the three languages, and of Turkish.
OFFICES = (
    "moderator moderasiya moderasyon administr editor redaks redakt newsroom newsdesk webmaster "
    "модератор модерац администр редакт редакц"
).split()
WHOLE = frozenset("admin admins админ админы mod mods redaksiya редакция".split())
LEET = [str.maketrans("013457", to) for to in ("oleast", "oieast")]  # 4dm1n
WORD = re.compile(r"[^\W_]+")


def is_pose(name: str, staff: Callable[[], tuple[str, ...]]) -> bool:
    """`staff`: asked only where the name itself says nothing."""
    words = _words(name)
    if not words:
        return False
    joined = "".join(words)
    shapes = {*words, joined, *(word.strip("0123456789") for word in words)}
    shapes |= {word.translate(leet) for word in words for leet in LEET}
    if any(shape in _whole() or shape.startswith(_offices()) for shape in shapes):
        return True
    ours = _words(settings.SITE_NAME)
    if ours and (set(ours) <= set(words) or "".join(ours) == joined or (len(ours) > 1 and "".join(ours) in joined)):
        return True
    return len(words) > 1 and any(len(one := set(_words(person))) > 1 and one <= set(words) for person in staff())


def _words(name: str) -> list[str]:
    return WORD.findall(matching.skeleton(name))


@cache
def _offices() -> tuple[str, ...]:
    return tuple({shape for word in OFFICES for shape in _shapes(word)})


@cache
def _whole() -> frozenset[str]:
    return frozenset(shape for word in WHOLE for shape in _shapes(word))


def _shapes(word: str) -> set[str]:
    """As it looks in small letters, in capitals, and with one capital: М looks like M, м like nothing else."""
    return {matching.skeleton(one) for one in (word, word.upper(), word.capitalize())}
