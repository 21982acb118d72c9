"""Plain text in any alphabet: ASCII for addresses, one form for searching, the first sentence for a title."""

import re
import unicodedata

from anyascii import anyascii
from django.utils.text import slugify

from newsroom.lib.abbreviations import is_abbreviated

# A run of full stops is tried once and as a whole: a text that goes on for pages without a blank costs no more.
END = re.compile(r"(?<![.!?…])[.!?…]++[\"”“’'»›)\]]*+(?=\s|$)")
BLANKS = re.compile(r"\s*")
NEAR = 40  # characters around a full stop that say what it is: an abbreviation and the word before it
LEFT_OUT = ("[", "(")  # before an ellipsis, which then ends nothing: […]
TITLE = (20, 90)  # characters: a shorter sentence takes the next one along, a longer one is cut
OPENING = ' "“‘«([—–-'  # what may come before the first letter of a word
SCHWA = re.compile(r"\b\w*[әӘ]\w*")
FLAGS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))  # two of these letters are a flag
SYMBOLS = re.compile("[\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff]+")
APOSTROPHE = re.compile(r"(?<![^\W_])[^\W_]+(?:['’ʼ‘`´ʻ][^\W_]{3,})+")  # not of it's and isn't
WORD = re.compile(r"[a-z0-9]+")
# What nobody sees and databases, XML and feeds refuse: control characters, U+2028 and U+2029, U+FEFF, half a surrogate
# pair. In a text of one line also tabs and line breaks.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]+")
BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]+")
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # turn what follows around; a name or headline needs none


def ascii_of(text: str) -> str:
    """Transliterated. Pictures have no letters: of 🎉 nothing is left."""
    if "ә" in text or "Ә" in text:
        text = SCHWA.sub(_latin_schwa, text)
    return anyascii(SYMBOLS.sub(_without_emoji, text))


def _latin_schwa(word: re.Match) -> str:
    """The Cyrillic letter that old keyboards have for ə; in a word of Cyrillic letters it is one of them."""
    latin = any(unicodedata.name(letter, "").startswith("LATIN") for letter in word[0])
    return word[0].replace("ә", "ə").replace("Ә", "Ə") if latin else word[0]


def _without_emoji(symbols: re.Match) -> str:
    return "".join(" " if one in FLAGS or anyascii(one)[:1] == ":" else one for one in symbols[0])


def fold(text: str) -> str:
    """One spelling for searching and comparing: lower-case ASCII, so that ə meets e, ı meets i and ş meets s."""
    return ascii_of(text).casefold()


def words(text: str) -> list[str]:
    """The folded words of a text in order: runs of a-z and 0-9, whatever is between them."""
    return WORD.findall(fold(text))


def joined(text: str) -> list[str]:
    """The words with an apostrophe in them, folded, without it: O'Brien is also looked for as obrien."""
    return ["".join(words(word)) for word in APOSTROPHE.findall(text)]


def slug(text: str, *, limit: int = 80) -> str:
    """Transliterated, not stripped: İlham Əliyev → ilham-eliyev. Whole words up to `limit`; "" if nothing is left."""
    whole = slugify(ascii_of(text).replace("'", ""))
    if len(whole) <= limit:
        return whole
    words, dash, _cut = whole[: limit + 1].rpartition("-")
    return words if dash else whole[:limit]


def sentences(text: str) -> list[str]:
    """A text cut after each full stop that ends a sentence (those of U.S., M.G.Ş. and 7.25 do not).

    The blanks behind a sentence stay with it: "".join gives the text back.
    """
    cut, start = [], 0
    for end in END.finditer(text):
        stop = BLANKS.match(text, end.end()).end()
        if stop == len(text) or _goes_on(text[stop : stop + NEAR]):
            continue
        before = text[max(start, end.start() - NEAR) : end.start()]
        if before.endswith(LEFT_OUT) or (end[0].startswith(".") and is_abbreviated(before, text[stop : stop + NEAR])):
            continue
        cut.append(text[start:stop])
        start = stop
    return [*cut, text[start:]] if text[start:] else cut


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence, on one line."""
    return next(iter(sentences(" ".join(text.split()))), "").strip()


def opening(text: str) -> str:
    """The first sentence, for a title; one of fewer than 20 characters ("1.", "Yes.") takes the next one along."""
    title = ""
    for sentence in sentences(" ".join(text.split())):
        title += sentence
        if len(title.strip()) >= TITLE[0]:
            break
    return title.strip()


def title(text: str) -> str:
    """What a text without a headline is called: how it begins, at most 90 characters, whole words."""
    return shorten(opening(text), TITLE[1])


def without_full_stop(sentence: str) -> str:
    """As a headline is set; the full stop of U.S. or M.G.Ş. stays, because it belongs to the word."""
    words = sentence.rstrip()
    return words if is_abbreviated(words.removesuffix(".")) else words.removesuffix(".")


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, whole words, and … where something was left off."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    words, blank, _cut = text[:limit].rpartition(" ")
    return (words if blank else text[: limit - 1]).rstrip(" ,;:–—-.") + "…"


def without_controls(text: str) -> str:
    """A text of many lines, ended by \\n, with a space for each run of control characters; tabs stay."""
    return CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """A text of one line, with a space for each run of control characters, and none of them at its ends."""
    line = BREAKS.sub(" ", DIRECTIONS.sub("", text))
    return line if line == text else line.strip()


def _goes_on(text: str) -> bool:
    return text.lstrip(OPENING)[:1].islower()
