"""The words by which a search finds a text, and the stems by which it finds it in other forms of them."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from articles.text.stemming import is_native, spelt, stem
from newsroom.lib import plain_text

STEM = "ß"  # begins each stem: no folded word holds it, so nothing that is typed can be taken for one
TOKEN = re.compile(r"[\w\u0300-\u036f]+")
SHORT, LONG = 4, 40  # letters of words that may be offered to somebody who mistyped one
MOST = 15_000  # words of one text; PostgreSQL keeps no position beyond the 16,383rd


class Indexed(NamedTuple):
    """What an index keeps of a text, in the order of its weight."""

    head: str
    lede: str
    rest: str


def of(edition: Any, text: str) -> Indexed:
    """Of an edition, or the proof of a draft; `text`: the words of its body. Only what readers see printed."""
    names = [byline["name"] for byline in edition.bylines]
    more = [cited["attribution"] for cited in edition.citations] + [picture["caption"] for picture in edition.gallery]
    language = edition.language
    return Indexed(
        line(language, edition.headline, *(topic["name"] for topic in edition.topics)),
        line(language, edition.standfirst, edition.byline, *names),
        line(language, text, *more),
    )


def line(language: str, *parts: str) -> str:
    """Folded words in order, then the stems, each once. O'Brien is also one word."""
    text = " ".join(parts)
    found = tokens(text)[:MOST]
    words = [word for token in found for word in spelt(token)] + list(dict.fromkeys(plain_text.joined(text)))
    return " ".join([*words, STEM, *stems(found, language)])


def tokens(text: str) -> list[str]:
    return TOKEN.findall(unicodedata.normalize("NFC", text))


def stems(found: Iterable[str], language: str) -> list[str]:
    """As an index has them, each once."""
    return list(dict.fromkeys(f"{STEM}{one}" for token in found if (one := stem(token, language))))


def vocabulary(edition: Any, text: str) -> dict[str, str]:
    """The words of its language that somebody may mistype: folded, each as it is written there."""
    topics = (topic["name"] for topic in edition.topics)
    names = (byline["name"] for byline in edition.bylines)
    found: dict[str, str] = {}
    for token in tokens(" ".join([edition.headline, edition.standfirst, text, *topics, *names]))[:MOST]:
        folded = "".join(spelt(token))
        if not (SHORT <= len(folded) <= LONG and token.isalpha() and is_native(token, edition.language)):
            continue
        if folded not in found or token.islower():
            found[folded] = token
    return found
