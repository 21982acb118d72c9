"""Where a text says who said something: suggestions for the reporter, who alone says which source that is.

Pure and quick: each sentence is looked at once, with patterns that never go far back; nothing is tied to a source.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from newsroom.lib import plain_text

TEXT_LIMIT = 200_000  # characters that are read
SENTENCE_LIMIT = 1_500  # a longer one is no sentence
WHO_LIMIT = 120
FOUND_LIMIT = 40


class Attribution(NamedTuple):
    who: str  # as it is now in the text; "" where it is not clear
    statement: str  # as it is now in the text
    kind: str  # of Citation.Kind


SAID = re.compile(
    r"\b(?:(?:said|says) in (?:a|its|his|her|their|the) (?:statement|readout|press release|post|briefing|interview)"
    r"(?: of the \w+)?|said|says|told|reports|reported|reads|stated|stressed|announced|emphasi[sz]ed"
    r"|сообщил[аи]?|сообщает|сообщают|заявил[аи]?|сказал[аи]?|отметил[аи]?|подчеркнул[аи]?|передает|передаёт"
    r"|bildirib|bildirdi|bildirir|deyib|dedi|söyləyib|vurğulayıb|qeyd edib|xəbər verir|məlumat verir)\b",
    re.IGNORECASE,
)
BEFORE_WHO = re.compile(r"\b(?:according to|per|по данным|по словам|по информации|согласно)\s+", re.IGNORECASE)
BEHIND_WHO = re.compile(
    r"\s(?:verdiyi\s)?(?:məlumatına|məlumata|sözlərinə|yazdığına|bildirdiyinə)\s+görə\b",
    re.IGNORECASE,
)
THAT = re.compile(r"(?:\s+[^\s,]+){0,5},?\s+(?:that|что|ki),?\s|,?\s+(?:that|что|ki),?\s", re.IGNORECASE)
CLAUSE = re.compile(r",[\"”»]?\s|[\"”»],?\s+[—–-]\s|\s[—–-]\s|[\"”»]\s")
READOUT = re.compile(r"\b(?:readout|press release|пресс-релиз)", re.IGNORECASE)
EDGES = " \t\r\n,;:.—–-"
QUOTES = "\"“”«»„'’"


def find(paragraphs: Iterable[str], *, cited: Iterable[str] = ()) -> list[Attribution]:
    """What is attributed to somebody in these paragraphs and rests on no citation yet, in the order of the text.

    `cited`: the statements of the citations there are.
    """
    known = [words for statement in cited if (words := _plain(statement))]
    found = (one for one in _all(paragraphs) if not _is_known(one, known))
    return [*islice(dict.fromkeys(found), FOUND_LIMIT)]


def _all(paragraphs: Iterable[str]) -> Iterator[Attribution]:
    left = TEXT_LIMIT
    for paragraph in paragraphs:
        text, left = paragraph[:left], left - len(paragraph)
        for sentence in plain_text.sentences(text):
            if len(sentence) <= SENTENCE_LIMIT and (one := _read(sentence.strip())):
                yield one
        if left <= 0:
            return


def _is_known(one: Attribution, known: list[str]) -> bool:
    words = _plain(one.statement)
    return any(statement in words or words in statement for statement in known)


def _plain(text: str) -> str:
    return f" {' '.join(plain_text.words(text))} " if text.strip() else ""


# -- one sentence -----------------------------------------------------------------------------------------------------


def _read(sentence: str) -> Attribution | None:
    who, statement = _according(sentence) or _behind(sentence) or _said(sentence) or ("", "")
    statement = _trimmed(statement)
    if len(plain_text.words(statement)) < 2:
        return None
    who = who.strip(EDGES + QUOTES)
    return Attribution(who if len(who) <= WHO_LIMIT else "", statement, _kind(sentence, statement))


def _according(sentence: str) -> tuple[str, str] | None:
    """According to him, Blinken welcomed it. / Blinken welcomed it, according to him."""
    cue = BEFORE_WHO.search(sentence)
    if cue is None:
        return None
    before, after = sentence[: cue.start()], sentence[cue.end() :]
    if before.strip(EDGES + QUOTES):
        return (after, before) if before.rstrip().endswith((",", *QUOTES)) else None
    who, comma, statement = after.partition(",")
    return (who, statement) if comma else None


def _behind(sentence: str) -> tuple[str, str] | None:
    """Nazirliyin məlumatına görə, yol açılıb."""
    cue = BEHIND_WHO.search(sentence)
    return (sentence[: cue.start()], sentence[cue.end() :]) if cue else None


def _said(sentence: str) -> tuple[str, str] | None:
    """Miller said that it was so. / It was so, Miller said. / “It was so,” reads the readout."""
    cues = [*SAID.finditer(sentence)]
    if not cues:
        return None
    first, last = cues[0], cues[-1]
    if that := THAT.match(sentence, first.end()):
        return sentence[: first.start()], sentence[that.end() :]
    before, after = sentence[: last.start()], sentence[last.end() :]
    clauses = [*CLAUSE.finditer(before)]
    if clauses:
        who, statement = before[clauses[-1].end() :], before[: clauses[-1].start() + 1]
        return (who or after, statement)
    if first[0].lower() == "reports":  # “Reports say”, “police reports”: the word alone says nothing
        return None
    return sentence[: first.start()], sentence[first.end() :]


def _trimmed(statement: str) -> str:
    """Without surrounding punctuation. Quotation marks stay if they are a pair, or if there is one inside."""
    bare = statement.strip(EDGES)
    inner = bare.strip(QUOTES).strip(EDGES)
    return bare if any(mark in inner for mark in '"“”«»„') else inner


def _kind(sentence: str, statement: str) -> str:
    if READOUT.search(sentence):
        return "readout"
    return "quotation" if sentence.lstrip().startswith(tuple('"“«„')) else "paraphrase"
