"""How texts and names are compared: whole words, by the rules of a language, whatever disguise they wear.

*exact*: case alone is ignored. *folded*: marks are ignored too, but only those that readers of the language leave off:
ё is often written е, but sık and sik are different words in Azerbaijani.
"""

import re
import unicodedata
from functools import cache

from django.utils.translation import gettext as _

from reviews.ordinary import ORDINARY

INVISIBLE = "\u00ad\u034f\u061c\u200b-\u200f\u2060-\u2064\ufeff"
OVERRIDES = "\u202a-\u202e\u2066-\u2069"
UNSEEN = re.compile(f"[{INVISIBLE}{OVERRIDES}]")
WORD = re.compile(r"[^\W_]+")
SPELT = re.compile(r"(?<= )(?:\w ){3,}")
LEAST = 3  # letters of an entry
JOINERS = " -'’ʼ"  # may be in an entry beside letters and numbers

TURKIC = frozenset({"az", "tr"})  # i has a capital İ, and I is the capital of ı
KEPT = {  # letters of their own, not letters with a mark
    "az": "ıiöüşçğə", "tr": "ıiöüşçğ", "ru": "й", "uk": "йїґєі", "be": "йўі", "bg": "й", "de": "äöüß", "es": "ñ",
    "sv": "åäö", "fi": "åäö", "da": "åæø", "no": "åæø", "et": "õäöü", "hu": "öü", "pl": "ł",
}  # fmt: skip
PLAIN = str.maketrans({"ı": "i", "ə": "e", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
# Letters of Cyrillic and Greek that look like Latin ones; capitals first, for в looks like no small Latin letter.
ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТХУҮЗԚԜҺӘаеѕіјорсухԛԝһәԁѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορνι",
    "ABESIJKMHOPCTXYYZQWHƏaesijopcyxqwhədvABEZHIKMNOPTYXaopvi",
)
LOOKS_CYRILLIC = frozenset("ABCEHIJKMOPSTXYacehijkmnoprstuxy")  # Latin letters that look like Cyrillic ones


def bare(text: str) -> str:
    """The text in plain letters: 𝐯𝐢𝐚𝐠𝐫𝐚 and v\u200biagra are viagra."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def lower(text: str, language: str = "") -> str:
    if language in TURKIC:
        text = text.replace("I", "ı").replace("İ", "i")
    return text.lower().replace("i\u0307", "i")


def exact(text: str, language: str = "") -> str:
    """Its words, separated by spaces; marks that make no letter of the alphabet are left out."""
    return _words(_without_marks(lower(bare(text), language)))


def folded(text: str, language: str = "", *, of: str = "") -> str:
    """Its words without the marks that readers of `language` leave off; behind them those that were s p e l t.

    `of`: the language whose capitals these are, where that is known.
    """
    kept = KEPT.get(language, "")
    words = _words("".join(_plain(letter, kept) for letter in _without_marks(lower(bare(text), of))), alike=True)
    spelt = " ".join(run.replace(" ", "") for run in SPELT.findall(f" {words} "))
    return f"{words} | {spelt}" if spelt else words


def contains(words: str, entry: str) -> bool:
    return bool(entry) and f" {entry} " in f" {words} "


def _without_marks(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter) not in {"Mn", "Me"})


def _plain(letter: str, kept: str) -> str:
    if letter in kept:
        return letter
    parts = unicodedata.normalize("NFD", letter)
    return "".join(part for part in parts if unicodedata.category(part) != "Mn").translate(PLAIN)


def _words(text: str, *, alike: bool = False) -> str:
    words = WORD.findall(text)
    return " ".join(word.translate(ALIKE) if alike and len(alphabets(word)) > 1 else word for word in words)


# -- alphabets --------------------------------------------------------------------------------------------------------

LOOKING_ALIKE = {"LATIN", "CYRILLIC", "GREEK"}
OF_UNITS = frozenset("μµΩΔπσλ")  # Greek letters that appear beside Latin ones in units and formulas
OLD_SCHWA = frozenset("әӘ")  # typed for ə on old keyboards
BORROWED = re.compile(r"[A-Z]{2,}[а-яё]+|[A-Z]{2,}[α-ω]+")  # PRщик, SMSка, VIPы


def alphabets(word: str) -> set[str]:
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in word} & LOOKING_ALIKE


def mixed(text: str) -> str:
    """The first word with letters of one alphabet that pass for letters of another; "" for none."""
    return next((word for word in WORD.findall(text) if _is_disguised(word)), "")


def _is_disguised(word: str) -> bool:
    honest = "".join(letter for letter in word if letter not in OLD_SCHWA and letter not in OF_UNITS)
    if len(alphabets(honest)) < 2 or BORROWED.fullmatch(honest):
        return False
    foreign = [letter for letter in honest if alphabets(letter) - {"LATIN"}]
    latin = [letter for letter in honest if alphabets(letter) == {"LATIN"}]
    return all(ord(letter) in ALIKE for letter in foreign) or all(letter in LOOKS_CYRILLIC for letter in latin)


def skeleton(text: str) -> str:
    """What a name looks like: the same for look-alike letters, marks, case and invisible characters."""
    seen = _without_marks(lower(bare(text).translate(ALIKE)))
    return "".join(_plain(letter, "") for letter in seen)


# -- entries ----------------------------------------------------------------------------------------------------------


def key(entry: str, language: str) -> str:
    """The same for entries that would match the same words."""
    return folded(entry, language, of=language)


def problem(entry: str, language: str, languages: tuple[str, ...]) -> str:
    """Why an entry can't be on the list, with an example of what it would match; "" if it can.

    `languages`: those of the stories that an entry for all of them counts under.
    """
    left = key(entry, language).partition(" | ")[0]
    if not left:
        return _("Write a word, or several.")
    if lost := "".join(dict.fromkeys(sign for sign in bare(entry) if not sign.isalnum() and sign not in JOINERS)):
        message = _("Only letters and numbers count. Without %(lost)s, “%(entry)s” would match every “%(left)s”.")
        return message % {"lost": lost, "entry": entry, "left": left}
    if len(left.replace(" ", "")) < LEAST:
        message = _("“%(entry)s” is too short: it would match every “%(left)s”. Use at least 3 letters.")
        return message % {"entry": entry, "left": left}
    for one in (language,) if language else languages:
        if ordinary := _ordinary(one).get(folded(entry, one, of=language)):
            return _("“%(entry)s” would match the ordinary word “%(word)s”.") % {"entry": entry, "word": ordinary}
    return ""


@cache
def _ordinary(language: str) -> dict[str, str]:
    """The commonest words of a language by their folded form."""
    return {key(word, language): word for word in ORDINARY.get(language, "").split()}
