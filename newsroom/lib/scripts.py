"""Which script a text is written in, and which scripts a language is written in."""

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
ENOUGH = 20  # letters; fewer may be a name


def main(text: str) -> str:
    """The script of most letters of a text, by its Unicode name (LATIN); "" for a text of few letters, or of many."""
    counted = Counter(unicodedata.name(sign, "?").split()[0] for sign in text if sign.isalpha())
    total = counted.total()
    script, number = counted.most_common(1)[0] if total >= ENOUGH else ("", 0)
    return script if number * 2 > total else ""


def suits(text: str, language: str) -> bool:
    """Whether a text can be in this language, as far as its letters tell."""
    script = main(text)
    return not script or script in OF_LANGUAGES.get(language.partition("-")[0].lower(), LATIN)
