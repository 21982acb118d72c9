"""Names in the order of a language's alphabet: in Azerbaijani Ç comes after C, Ə after E, X after H and Q after K.

The order is that of the Unicode CLDR for the letters of the language. Names in other languages than the newsroom's
first are in no column of their own, so they are sorted here, and alike on every database.
"""

from collections.abc import Iterable

from newsroom.lib import plain_text
from newsroom.lib.translated import Translated

LETTERS = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
PLACES = {language: {letter: place for place, letter in enumerate(letters)} for language, letters in LETTERS.items()}
CASES = {"az": str.maketrans("Iİ", "ıi")}
SIGN, LETTER, FOREIGN = range(3)  # spaces, signs and digits come first; letters that can't be spelt in it come last


def key(text: str, language: str) -> list[tuple[int, int, str]]:
    """To sort a text by. Letters of other alphabets are spelt in the language's own where they can be: É as E, Я as Ya.

    A language without an alphabet here is sorted as English is.
    """
    places = PLACES.get(language, PLACES["en"])
    lower = text.translate(CASES.get(language, {})).lower()
    return [
        (LETTER, places[one], "") if one in places else (FOREIGN if one.isalpha() else SIGN, 0, one)
        for letter in lower
        for one in (letter if letter in places else plain_text.fold(letter))
    ]


def by_name(rows: Iterable[Translated], language: str) -> list:
    """Rows by their names in this language, in its order."""
    return sorted(rows, key=lambda row: key(row.said("name", language), language))
