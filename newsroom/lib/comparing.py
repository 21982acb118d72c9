"""Texts side by side: what one change did, and whether two changes can be brought together."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from django.utils.functional import Promise

from newsroom.lib import plain_text

BLOCK_END = re.compile(
    "|".join(f"(?<=</{tag}>)" for tag in "p h2 h3 li ul ol blockquote td th tr table figcaption figure".split())
    + r"|(?<=<br>)|(?<=<hr>)|(?<=\n)"
)

ALIKE = 0.4  # of the words of two sentences: with fewer in common, one was not made from the other
PAIRS = 3_000  # so many sentences are held against each other to find what became of each
DIRECT = 1_000_000  # old pieces by new ones; two longer lists are first cut where they agree
WORK = 100_000  # equal pairs among them; with more, those that repeat everywhere are passed over
LONG, EDGE = 60, 20  # words that stayed between two changes; of a longer run only this much is shown at its ends
LEFT_OUT = "[…]"

Part = tuple[str, str]  # ("same" | "ins" | "del", words)
Step = tuple[int, int, int, int]  # old[i1:i2] became new[j1:j2]
Span = tuple[int, int]  # pieces [start, end)
Edit = tuple[int, int, tuple[str, ...]]  # pieces [start, end) of the base are replaced by these


class Clash(NamedTuple):
    """A place that two changes treat differently; of an unknown base, None."""

    base: str | None
    theirs: str
    mine: str


class Change(NamedTuple):
    """Where words changed, in words for people (the headline), and the passages that `compare` found there."""

    where: Promise
    passages: list[list[Part]]


class Sentence(NamedTuple):
    words: str
    paragraph: int


def pieces(text: str) -> list[str]:
    """A text cut into blocks (HTML, lines) and these into sentences, so that "".join gives it back."""
    return [sentence for block in BLOCK_END.split(text) if block for sentence in plain_text.sentences(block)]


def compare(before: list[str], after: list[str]) -> list[list[Part]]:
    """What changed between two texts given as paragraphs: a passage a change.

    A sentence that was rewritten is one passage with its words marked. What was taken out or put in whole is a passage
    a paragraph. Sentences that stayed are left out; of a long run of words that stayed, the middle ([…]).
    """
    old, new = _sentences(before), _sentences(after)
    passages: list[list[Part]] = []
    for i1, i2, j1, j2 in differences([line.words for line in old], [line.words for line in new]):
        done_i, done_j = i1, j1
        for i, j in [*counterparts(old[i1:i2], new[j1:j2]), (i2 - i1, j2 - j1)]:
            passages += _whole(old[done_i : i1 + i], new[done_j : j1 + j])
            if i1 + i < i2 and j1 + j < j2:
                passages.append(_words(old[i1 + i].words, new[j1 + j].words))
            done_i, done_j = i1 + i + 1, j1 + j + 1
    return passages


def merge(base: str, theirs: str, mine: str) -> str | None:
    """Both changes of `base` in one text, or None where they touch the same place in different ways."""
    parts = weave(base, theirs, mine)
    return None if any(isinstance(part, Clash) for part in parts) else "".join(parts)


def weave(base: str | None, theirs: str, mine: str) -> list[str | Clash]:
    """Both changes of `base` in one text, in parts; where they touch the same place in different ways, a clash.

    A clash is of whole paragraphs. With an unknown base, every paragraph that differs is one.
    """
    cut = pieces(theirs if base is None else base)
    edits, ours = _edits(cut, pieces(theirs)), _edits(cut, pieces(mine))
    spans = _clashing(cut, edits, ours, certain=base is not None)
    starts = [start for start, _end in spans]
    agreed = sorted(edit for edit in {*edits, *ours} if not _is_in_one(edit, spans, starts))
    parts: list[str | Clash] = []
    place = 0
    for start, end in spans:
        sides = (_applied(cut, start, end, side) for side in (edits, ours))
        was = None if base is None else "".join(cut[start:end])
        parts += [_applied(cut, place, start, agreed), Clash(was, *sides)]
        place = end
    return [part for part in (*parts, _applied(cut, place, len(cut), agreed)) if part]


# -- where they differ ------------------------------------------------------------------------------------------------


def differences(old: list[str], new: list[str], i: int = 0, j: int = 0) -> list[Step]:
    """Where two lists differ, counted from i and j. Between two steps something stayed."""
    start, end = _ends(old, new)
    old, new, i, j = old[start : len(old) - end], new[start : len(new) - end], i + start, j + start
    if len(old) * len(new) > DIRECT:
        return _from_anchor_to_anchor(old, new, i, j)
    often = Counter(new)
    work = sum(count * often[piece] for piece, count in Counter(old).items())
    steps = SequenceMatcher(None, old, new, autojunk=work > WORK).get_opcodes()
    return [(i + i1, i + i2, j + j1, j + j2) for tag, i1, i2, j1, j2 in steps if tag != "equal"]


def _ends(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many stayed at the start, and how many of the rest at the end."""
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    rest = shorter - start
    return start, next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)


def _from_anchor_to_anchor(old: list[str], new: list[str], i: int, j: int) -> list[Step]:
    """For long lists: pieces that occur once in both, in the same order, stayed. What is between them is compared."""
    anchors = _anchors(old, new)
    if not anchors:
        return [(i, i + len(old), j, j + len(new))]
    steps, x, y = [], 0, 0
    for to_x, to_y in [*anchors, (len(old), len(new))]:
        steps += differences(old[x:to_x], new[y:to_y], i + x, j + y)
        x, y = to_x + 1, to_y + 1
    return steps


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """The longest chain of pieces that occur once in each list, in the same order (patience sorting)."""
    in_old, in_new = Counter(old), Counter(new)
    place = {piece: y for y, piece in enumerate(new) if in_new[piece] == 1 == in_old[piece]}
    lasts: list[int] = []  # of the chains of each length, the smallest place in `new` that one ends at
    links: list[tuple] = []  # and that chain: its last pair, and the chain before it
    for x, piece in enumerate(old):
        if (y := place.get(piece)) is not None:
            length = bisect_left(lasts, y)
            lasts[length : length + 1] = [y]
            links[length : length + 1] = [((x, y), links[length - 1] if length else None)]
    chain, link = [], links[-1] if links else None
    while link:
        pair, link = link
        chain.append(pair)
    return chain[::-1]


# -- comparing --------------------------------------------------------------------------------------------------------


def _sentences(paragraphs: list[str]) -> list[Sentence]:
    return [
        Sentence(" ".join(sentence.split()), number)
        for number, paragraph in enumerate(paragraphs)
        for sentence in plain_text.sentences(paragraph)
        if sentence.strip()
    ]


def counterparts(old: list[Sentence], new: list[Sentence]) -> list[tuple[int, int]]:
    """Which sentence became which, in order: the pairing that keeps most words. Unlike ones are not paired."""
    if len(old) * len(new) > PAIRS:
        return [(place, place) for place in range(len(old))] if len(old) == len(new) else []
    likeness = _likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]  # of what lies at and behind (i, j)
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(old: list[Sentence], new: list[Sentence]) -> list[list[float]]:
    """How much of each two sentences is the same words, whatever their order; 0 for those that are not alike."""

    def alike(one: Counter[str], other: Counter[str]) -> float:
        ratio = 2 * (one & other).total() / ((one.total() + other.total()) or 1)
        return ratio if ratio >= ALIKE else 0.0

    olds, news = ([Counter(line.words.split()) for line in lines] for lines in (old, new))
    return [[alike(one, other) for other in news] for one in olds]


def _whole(gone: list[Sentence], came: list[Sentence]) -> list[list[Part]]:
    """Sentences without a counterpart, a passage for each paragraph. One that replaces another is paired with it."""
    out = [[("del", words)] for words in _paragraphs(gone)]
    put_in = [[("ins", words)] for words in _paragraphs(came)]
    return [with_blanks(out[0] + put_in[0])] if len(out) == len(put_in) == 1 else out + put_in


def _paragraphs(lines: list[Sentence]) -> list[str]:
    return [" ".join(line.words for line in group) for _number, group in groupby(lines, lambda line: line.paragraph)]


def _words(before: str, after: str) -> list[Part]:
    """Two sentences in one, with what is gone before what came; where little stayed, each in one piece."""
    old, new = before.split(), after.split()
    parts: list[Part] = []
    done = kept = 0
    for i1, i2, j1, j2 in differences(old, new):
        kept += i1 - done
        parts += [("same", _short(old[done:i1], first=not parts)), ("del", " ".join(old[i1:i2]))]
        parts.append(("ins", " ".join(new[j1:j2])))
        done = i2
    kept += len(old) - done
    if 2 * kept < ALIKE * (len(old) + len(new)):
        return with_blanks([("del", before), ("ins", after)])
    return with_blanks([*parts, ("same", _short(old[done:], last=True))])


def with_blanks(parts: list[Part]) -> list[Part]:
    """With the blanks between them, which stay; without those that say nothing."""
    spaced: list[Part] = []
    for kind, words in parts:
        if not words:
            continue
        if spaced and kind == "same":
            words = f" {words}"
        elif spaced and spaced[-1][0] == "same":
            spaced[-1] = ("same", f"{spaced[-1][1]} ")
        elif spaced:
            spaced.append(("same", " "))
        spaced.append((kind, words))
    return spaced


def _short(words: list[str], *, first: bool = False, last: bool = False) -> str:
    """A run of words that stayed; a long one without its middle, or without the end that no change stands beside."""
    if len(words) <= LONG:
        return " ".join(words)
    head, tail = words[: 0 if first else EDGE], words[len(words) - (0 if last else EDGE) :]
    return " ".join([*head, LEFT_OUT, *tail])


# -- merging ----------------------------------------------------------------------------------------------------------


def _edits(base: list[str], text: list[str]) -> list[Edit]:
    """What was done to the base; pieces that were replaced one for one are an edit each."""
    edits: list[Edit] = []
    for i1, i2, j1, j2 in differences(base, text):
        if i2 - i1 == j2 - j1:
            edits += [(i, i + 1, (piece,)) for i, piece in enumerate(text[j1:j2], start=i1) if base[i] != piece]
        else:
            edits.append((i1, i2, tuple(text[j1:j2])))
    return edits


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two edits overlap. An insertion touches what is directly before and after it."""
    inserts = one[0] == one[1] or other[0] == other[1]
    if inserts:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


def _clashing(base: list[str], edits: list[Edit], ours: list[Edit], *, certain: bool) -> list[Span]:
    """The paragraphs that both changed in different ways, in order, with every other edit that reaches into them."""
    whole = _paragraphs_of(base)
    spans: list[Span] = []
    for found in sorted(map(whole, _touching(edits, ours) if certain else (edit[:2] for edit in ours))):
        start, end = found
        while True:
            if spans and start <= spans[-1][1]:  # they overlap or adjoin
                start, end = min(start, spans[-1][0]), max(end, spans.pop()[1])
            elif (wider := whole(_reached(start, end, edits, ours))) != (start, end):
                start, end = wider
            else:
                break
        spans.append((start, end))
    return spans


def _touching(edits: list[Edit], ours: list[Edit]) -> Iterator[Span]:
    """Where two different edits touch. Edits of one side are in order and apart, so few others are near to each."""
    ends = [edit[1] for edit in ours]
    for edit in edits:
        for place in range(bisect_left(ends, edit[0]), len(ours)):
            other = ours[place]
            if other[0] > edit[1]:
                break
            if edit != other and _touch(edit, other):
                yield min(edit[0], other[0]), max(edit[1], other[1])


def _reached(start: int, end: int, *sides: list[Edit]) -> Span:
    """The span with the edits that lie across one of its ends."""
    wider = (start, end)
    for edits in sides:
        for place in (start, end):
            last = bisect_left(edits, (place,)) - 1  # the last that begins before it
            if last >= 0 and edits[last][1] > place:
                wider = (min(wider[0], edits[last][0]), max(wider[1], edits[last][1]))
    return wider


def _paragraphs_of(base: list[str]) -> Callable[[Span], Span]:
    """What makes a span of pieces one of whole paragraphs."""
    breaks = [n for n, piece in enumerate(base, start=1) if n < len(base) and BLOCK_END.match(piece, len(piece))]
    breaks = [0, *breaks, len(base)]

    def whole(span: Span) -> Span:
        return breaks[bisect_right(breaks, span[0]) - 1], breaks[bisect_left(breaks, span[1])]

    return whole


def _is_in_one(edit: Edit, spans: list[Span], starts: list[int]) -> bool:
    last = bisect_right(starts, edit[0]) - 1
    return last >= 0 and edit[1] <= spans[last][1]


def _applied(base: list[str], start: int, end: int, edits: list[Edit]) -> str:
    """These pieces of the base with the edits that lie in them; `edits` are in order."""
    out, place = [], start
    for number in range(bisect_left(edits, (start,)), len(edits)):
        first, last, new = edits[number]
        if first > end:
            break
        if last <= end:
            out += [*base[place:first], *new]
            place = last
    return "".join([*out, *base[place:end]])
