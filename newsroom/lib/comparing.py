"""Texts side by side: what one change did, and whether two changes can be brought together."""

import re
from difflib import SequenceMatcher

from newsroom.lib import letters

BLOCK_END = re.compile(r"(?<=</p>)|(?<=</h2>)|(?<=</h3>)|(?<=</li>)|(?<=</ul>)|(?<=</ol>)|(?<=</blockquote>)|(?<=\n)")

WORD = re.compile(r"\s+|[^\s]+")

Part = tuple[str, str]  # ("same" | "ins" | "del", words)
Edit = tuple[int, int, list[str]]  # pieces [start, end) of the base are replaced by these


def pieces(text: str) -> list[str]:
    """A text cut into blocks (HTML, lines) and these into sentences, so that "".join gives it back."""
    return [sentence for block in BLOCK_END.split(text) if block for sentence in letters.sentences(block)]


def compare(before: list[str], after: list[str]) -> list[list[Part]]:
    """What changed between two texts given as paragraphs: a passage a change, sentence by sentence.

    A sentence that was rewritten is one passage with its words marked; sentences that stayed are left out.
    """
    old, new = _sentences(before), _sentences(after)
    passages = []
    for start, end, text in _edits(old, new):
        gone = old[start:end]
        if len(gone) == len(text):
            passages += [_words(a, b) for a, b in zip(gone, text, strict=True)]
        else:
            passages.append(_words(" ".join(gone), " ".join(text)))
    return passages


def merge(base: str, theirs: str, mine: str) -> str | None:
    """Both changes of `base` in one text, or None where they touch the same place in different ways."""
    cut = pieces(base)
    edits: list[Edit] = sorted(_edits(cut, pieces(theirs)))
    for edit in _edits(cut, pieces(mine)):
        if edit not in edits:
            if any(_touch(edit, other) for other in edits):
                return None
            edits.append(edit)
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        cut[start:end] = new
    return "".join(cut)


def _sentences(paragraphs: list[str]) -> list[str]:
    return [sentence.strip() for paragraph in paragraphs for sentence in letters.sentences(paragraph)]


def _words(before: str, after: str) -> list[Part]:
    """Two sentences in one, with what is gone before what came; where little stayed, each in one piece."""
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.4:
        return [part for part in (("del", before), ("ins", after)) if part[1]]
    parts: list[Part] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            parts.append(("same", "".join(old[i1:i2])))
            continue
        parts += [part for part in (("del", "".join(old[i1:i2])), ("ins", "".join(new[j1:j2]))) if part[1]]
    return parts


def _edits(base: list[str], text: list[str]) -> list[Edit]:
    steps = SequenceMatcher(None, base, text, autojunk=False).get_opcodes()
    return [(i1, i2, text[j1:j2]) for tag, i1, i2, j1, j2 in steps if tag != "equal"]


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two edits overlap; an insertion touches what stands directly before and after it."""
    inserts = one[0] == one[1] or other[0] == other[1]
    if inserts:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]
