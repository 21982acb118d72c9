"""Whole texts with the words marked that changed: paragraph by paragraph, for someone who decides on them."""

from collections.abc import Iterator
from typing import NamedTuple

from newsroom.lib.comparing import ALIKE, Part, Sentence, counterparts, differences, with_blanks

END = "\n"  # of a paragraph, among words
KEPT = 0.2  # of the words of two paragraphs; with fewer in common, the old one is shown before the new one


class Block(NamedTuple):
    """A paragraph that changed, with its place in the new text (from 1); or how many stayed as they were."""

    parts: list[Part]
    place: int = 0
    same: int = 0


def marked(before: list[str], after: list[str]) -> list[Block]:
    """What became of a text, in the order of the new one: changed paragraphs whole, runs of unchanged ones counted."""
    old, new = ([" ".join(paragraph.split()) for paragraph in text] for text in (before, after))
    blocks: list[Block] = []
    done = 0
    for i1, i2, j1, j2 in differences(old, new):
        blocks += _unchanged(j1 - done)
        blocks += _changed(old[i1:i2], new[j1:j2], j1)
        done = j2
    return blocks + _unchanged(len(new) - done) if blocks else []


def words(before: str, after: str) -> list[Part]:
    """Two paragraphs in one, with every word of both; what is gone before what came."""
    old, new = before.split(), after.split()
    parts: list[Part] = []
    done = 0
    for i1, i2, j1, j2 in differences(old, new):
        parts += [("same", " ".join(old[done:i1])), ("del", " ".join(old[i1:i2])), ("ins", " ".join(new[j1:j2]))]
        done = i2
    parts.append(("same", " ".join(old[done:])))
    kept = sum(len(said.split()) for kind, said in parts if kind == "same")
    if 2 * kept < KEPT * (len(old) + len(new)):
        parts = [("del", before), ("ins", after)]
    return with_blanks(parts)


def _unchanged(count: int) -> list[Block]:
    return [Block([], same=count)] if count else []


def _changed(gone: list[str], came: list[str], first: int) -> list[Block]:
    """Paragraphs in place of others: those that are alike are one, the others are taken out or put in."""
    pairs = counterparts(*([Sentence(said, place) for place, said in enumerate(text)] for text in (gone, came)))
    if not pairs and len(gone) == len(came):
        pairs = [(place, place) for place in range(len(gone))]
    blocks: list[Block] = []
    done_i = done_j = 0
    for i, j in [*pairs, (len(gone), len(came))]:
        blocks += [Block([("del", said)], first + done_j + 1) for said in gone[done_i:i]]
        blocks += [Block([("ins", said)], first + place + 1) for place, said in enumerate(came[:j]) if place >= done_j]
        if i < len(gone) and j < len(came):
            blocks.append(Block(words(gone[i], came[j]), first + j + 1))
        done_i, done_j = i + 1, j + 1
    return blocks


def in_place(before: list[str], after: list[str]) -> list[list[Part]]:
    """All paragraphs of `after`, with the words marked that were put in, and those that were taken out in their place.

    Where hardly a word stayed, each paragraph is new as a whole.
    """
    old, new = _with_ends(before), _with_ends(after)
    parts: list[Part] = []
    done = 0
    for i1, i2, j1, j2 in differences(old, new):
        parts += [("same", word) for word in new[done:j1]]
        parts += [("del", " ".join(word for word in old[i1:i2] if word != END))]
        parts += [("ins", word) for word in new[j1:j2]]
        done = j2
    parts += [("same", word) for word in new[done:]]
    kept = sum(kind == "same" for kind, word in parts if word != END)
    if 2 * kept < ALIKE * (len(old) + len(new)):
        return [[("ins", paragraph)] for paragraph in after]
    return [*map(with_blanks, _by_paragraph(parts))]


def _with_ends(paragraphs: list[str]) -> list[str]:
    """The words of paragraphs, with a sign where each ends."""
    return [word for paragraph in paragraphs for word in (*paragraph.split(), END)]


def _by_paragraph(parts: list[Part]) -> Iterator[list[Part]]:
    """Parts of single words as runs, cut where a paragraph of the new text ends."""
    paragraph: list[Part] = []
    for kind, said in parts:
        if kind != "del" and said == END:
            yield paragraph
            paragraph = []
        elif paragraph and paragraph[-1][0] == kind:
            paragraph[-1] = (kind, f"{paragraph[-1][1]} {said}")
        else:
            paragraph.append((kind, said))
    if any(said for _kind, said in paragraph):
        yield paragraph
