"""Weaving two changes by the plain definition: every edit against every other. What is fast must agree with it."""

from newsroom.lib import comparing


def pairwise(base: str | None, theirs: str, mine: str) -> list:
    """Both changes of `base` in one text, in parts; where they touch the same place in different ways, a clash.

    A clash is of whole paragraphs. With an unknown base, every paragraph that differs is one.
    """
    cut = comparing.pieces(theirs if base is None else base)
    edits, ours = comparing._edits(cut, comparing.pieces(theirs)), comparing._edits(cut, comparing.pieces(mine))
    parts: list = []
    place = 0
    spans = _clashing(cut, edits, ours, certain=base is not None)
    agreed = [edit for edit in {*edits, *ours} if not any(_lies_in(edit, span) for span in spans)]
    for start, end in spans:
        sides = (_applied(cut, start, end, side) for side in (edits, ours))
        was = None if base is None else "".join(cut[start:end])
        parts += [_applied(cut, place, start, agreed), comparing.Clash(was, *sides)]
        place = end
    return [part for part in (*parts, _applied(cut, place, len(cut), agreed)) if part]


def _clashing(base: list[str], edits: list, ours: list, *, certain: bool) -> list:
    """The paragraphs that both changed in different ways, in order, with every other edit that reaches into them."""
    pairs = [(edit, other) for edit in edits for other in ours if edit != other and comparing._touch(edit, other)]
    found = [(min(one[0], other[0]), max(one[1], other[1])) for one, other in pairs]
    spans = _joined(base, found if certain else [edit[:2] for edit in ours])
    while reaching := [
        edit[:2] for edit in edits + ours for span in spans
        if edit[0] < span[1] and span[0] < edit[1] and not _lies_in(edit, span)
    ]:  # fmt: skip
        spans = _joined(base, spans + reaching)
    return spans


def _joined(base: list[str], spans: list) -> list:
    """Whole paragraphs, those that overlap or adjoin as one."""
    joined: list = []
    for start, end in sorted(_whole_paragraphs(base, span) for span in spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _whole_paragraphs(base: list[str], span: tuple) -> tuple:
    def inside(place: int) -> bool:
        return 0 < place < len(base) and not comparing.BLOCK_END.match(base[place - 1], len(base[place - 1]))

    start, end = span
    while inside(start):
        start -= 1
    while inside(end):
        end += 1
    return start, end


def _lies_in(edit: tuple, span: tuple) -> bool:
    return span[0] <= edit[0] and edit[1] <= span[1]


def _applied(base: list[str], start: int, end: int, edits: list) -> str:
    """These pieces of the base with the edits that lie in them."""
    cut = base[:end]
    for first, last, new in sorted((edit for edit in edits if _lies_in(edit, (start, end))), reverse=True):
        cut[first:last] = new
    return "".join(cut[start:])
