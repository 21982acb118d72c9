"""Words in quotation marks, and whether a text contains them, in any spelling."""

import re
from collections.abc import Iterable

from newsroom.lib import plain_text

# “English, Azerbaijani”, „Russian within Russian“, «Russian, Azerbaijani», "typed". One that opens in a paragraph and
# does not end in it (a speech of several paragraphs) is not seen.
QUOTED = re.compile(r"„([^„“”]+)[“”]|“([^“”]+)”|«([^«»]+)»|\"([^\"]+)\"")
MARKS = {"ru": "«»", "uk": "«»", "be": "«»", "hy": "«»", "de": "„“", "ka": "„“", "pl": "„”"}  # of a language; else “”
STOPS = (".", "!", "?", "…", ":")
FEW = 4  # words; so many may be a name or a way of speaking


def quotations(paragraph: str) -> list[str]:
    """What is quoted in a paragraph of plain text, but for a few words."""
    found = (next(filter(None, match.groups())) for match in QUOTED.finditer(paragraph))
    return [words.strip() for words in found if len(plain_text.words(words)) > FEW]


def rests_on(quotation: str, statements: list[str]) -> bool:
    """Whether it is a part of one of these, or holds the whole of one."""
    words = spelt(quotation)
    return any(words in spelt(statement) or spelt(statement) in words for statement in statements)


def spelt(text: str) -> str:
    """In one spelling, between blanks, so that only whole words are found in it."""
    return f" {' '.join(plain_text.words(text))} "


def capitalised(text: str, language: str) -> str:
    """With a capital at the beginning, as this language has it: i is İ in Azerbaijani and Turkish."""
    first = "İ" if text[:1] == "i" and language in {"az", "tr"} else text[:1].upper()
    return first + text[1:]


def stopped(sentence: str) -> str:
    """With a full stop, where nothing else ends it."""
    return sentence if sentence.rstrip('"”»“’)').endswith(STOPS) else f"{sentence}."


def marked(quotation: str, language: str) -> str:
    """In the quotation marks of this language; a whole sentence with its full stop within them."""
    if QUOTED.match(quotation):
        return quotation
    opening, closing = MARKS.get(language, "“”")
    whole = quotation[:1].isupper() and len(plain_text.words(quotation)) > FEW
    return f"{opening}{stopped(quotation) if whole else quotation}{closing}"


def is_quoted(words: str, paragraphs: Iterable[str]) -> bool:
    """Whether these words are in quotation marks there."""
    spoken = (next(filter(None, match.groups())) for text in paragraphs for match in QUOTED.finditer(text))
    return any(spelt(words) in spelt(one) for one in spoken)
