"""Which script a text is written in, and which scripts a language is written in."""

import re
import unicodedata
from collections import Counter

LATIN, CYRILLIC, ARABIC = frozenset({"LATIN"}), frozenset({"CYRILLIC"}), frozenset({"ARABIC"})
# Of languages that are not written in Latin letters alone, by ISO 639 code.
OF_LANGUAGES = {
    **dict.fromkeys("ru uk be bg mk mn tg ky".split(), CYRILLIC),
    **dict.fromkeys("sr kk uz bs tt".split(), CYRILLIC | LATIN),
    **dict.fromkeys("ar fa ur ps ckb ug sd".split(), ARABIC),
    "he": {"HEBREW"}, "yi": {"HEBREW"}, "el": {"GREEK"}, "hy": {"ARMENIAN"}, "ka": {"GEORGIAN"}, "th": {"THAI"},
    "hi": {"DEVANAGARI"}, "mr": {"DEVANAGARI"}, "ne": {"DEVANAGARI"}, "bn": {"BENGALI"}, "ta": {"TAMIL"},
    "zh": {"CJK"}, "ja": {"CJK", "HIRAGANA", "KATAKANA"}, "ko": {"HANGUL", "CJK"}, "ku": LATIN | ARABIC,
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")
BORROWED = re.compile(r"[A-Z]{2,}[а-яё]+")  # PRщик, VIPы
ENOUGH = 20  # letters; fewer may be a name


def main(text: str, *, enough: int = ENOUGH) -> str:
    """The script of most letters of a text, by its Unicode name (LATIN); "" for a text of few letters, or of many."""
    counted = Counter(unicodedata.name(sign, "?").split()[0] for sign in text if sign.isalpha())
    total = counted.total()
    script, number = counted.most_common(1)[0] if total >= enough else ("", 0)
    return script if number * 2 > total else ""


def suits(text: str, language: str, *, enough: int = ENOUGH) -> bool:
    """Whether a text can be in this language, as far as so many letters tell."""
    script = main(text, enough=enough)
    return not script or script in OF_LANGUAGES.get(language.partition("-")[0].lower(), LATIN)


def mixed_words(text: str) -> list[str]:
    """Words with Latin and Cyrillic letters, each once: nearly always typed with the wrong keyboard."""
    found = (word for word in WORD.findall(text) if not word.isascii() and not BORROWED.fullmatch(word))
    return [*dict.fromkeys(word for word in found if _scripts(word) >= LATIN | CYRILLIC)]


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(letter, "?").split()[0] for letter in word}
