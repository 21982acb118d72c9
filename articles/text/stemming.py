"""What the forms of a word have in common: its stem, by the language of the text, folded like every other word.

Stems are made here, at index and at query time, so that both databases find the same.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from threading import Lock

from snowballstemmer import stemmer

from articles.text import azerbaijani
from newsroom.lib import plain_text

ALGORITHMS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "nb": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish",
}  # fmt: skip
# Where a language isn't written in Latin letters.
SCRIPTS = {
    "ar": "ARABIC", "be": "CYRILLIC", "bg": "CYRILLIC", "el": "GREEK", "fa": "ARABIC", "he": "HEBREW", "hy": "ARMENIAN",
    "ka": "GEORGIAN", "kk": "CYRILLIC", "mk": "CYRILLIC", "ru": "CYRILLIC", "sr": "CYRILLIC", "uk": "CYRILLIC",
}  # fmt: skip
# What the English algorithm doesn't know.
IRREGULAR = {
    "buses": "bus", "children": "child", "crises": "crisis", "feet": "foot", "gases": "gas", "knives": "knife",
    "leaves": "leaf", "lives": "life", "men": "man", "shelves": "shelf", "teeth": "tooth", "wives": "wife",
    "women": "woman",
}  # fmt: skip
SHORTEST, LONGEST = 3, 40  # letters of words that have a stem
SILENT = str.maketrans("", "", "ьъЬЪ")  # these would part a word in two, for they are written as an apostrophe

_one_at_a_time = Lock()  # the algorithms keep the word that they work on


@lru_cache(1 << 16)
def spelt(word: str) -> tuple[str, ...]:
    """A word as it is looked for, folded: mostly one."""
    return tuple(plain_text.words(word.translate(SILENT)))


@lru_cache(1 << 16)
def stem(word: str, language: str) -> str:
    """Folded; "" where there is none: of a word of another script than the language's, or no word at all."""
    folded = "".join(spelt(word))
    base = language.partition("-")[0]
    known = base == "az" and folded in azerbaijani.WHOLE
    long_enough = known or SHORTEST <= len(folded) <= LONGEST
    if not (long_enough and word.isalpha() and is_native(word, language)):
        return ""
    if base == "az":
        return azerbaijani.stem(folded)
    if base not in ALGORITHMS:
        return ""
    plain = word.lower().replace("ё", "е")
    if base == "en":
        plain = IRREGULAR.get(folded, folded)
    with _one_at_a_time:
        return "".join(spelt(_algorithm(base)(plain)))


@lru_cache
def _algorithm(language: str) -> Callable[[str], str]:
    return stemmer(ALGORITHMS[language]).stemWord


@lru_cache(1 << 16)
def is_native(word: str, language: str) -> bool:
    """Whether a word is in the script of a language: Глеб isn't in that of English. Digits are of every script."""
    letter = next(filter(str.isalpha, word), "")
    return not letter or script(letter) == SCRIPTS.get(language.partition("-")[0], "LATIN")


def script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
