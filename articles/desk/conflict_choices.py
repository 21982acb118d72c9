"""What a person can choose where two saves of a story clash: mine, theirs, both, other words; and what comes of it."""

import re
from typing import Any

from django.http import HttpRequest
from django.utils.html import escape

from articles.desk.conflict_rows import TEXTS
from articles.desk.form_data import NAMES
from articles.drafts.conflicts import Clash, Merged
from articles.models import Article
from articles.text import rendering

UNDECIDED = object()  # None is a choice: a row that is taken out
# Of a code, a place or a date there is no “both”: these are sentences, and a reader can make something of two.
SENTENCES = {"headline", "front_headline", "search_title", "search_description", "social_title"}
NOTES = {"editors_note", "usage_terms"}
BLOCKS = re.compile(r"(<(p|h2|h3)>(?:(?!</\2>).)*</\2>\s*)+", re.DOTALL)  # whole ones, not a part of a list or table
BLOCK = re.compile(r"<(p|h2|h3)>(.*?)</\1>", re.DOTALL)


def choices(request: HttpRequest, field: Merged) -> list[Any]:
    """What was chosen in each clash, or UNDECIDED."""
    return [_choice(request, field, number, clash) for number, clash in enumerate(field.clashes)]


def _choice(request: HttpRequest, field: Merged, number: int, clash: Clash) -> Any:
    match request.POST.get(f"_choose-{field.name}-{number}"):
        case "mine":
            return clash.mine
        case "theirs":
            return clash.theirs
        case "both" if (joined := both(field, clash)) is not None:
            return joined
        case "hand" if (start := own_words(field, clash)) is not None:
            words = request.POST.get(f"_hand-{field.name}-{number}", "").replace("\r\n", "\n")
            return clash.mine if words == start else _as_value(field, clash, words)
    return UNDECIDED


def both(field: Merged, clash: Clash) -> Any:
    """The two in one value, mine second; None where that makes no sense."""
    if field.name in TEXTS:
        gap = "" if clash.theirs.endswith((">", "\n")) or not clash.theirs else "\n"
        return f"{clash.theirs}{gap}{clash.mine}"
    if field.name in NAMES:
        return [*clash.theirs, *(name for name in clash.mine if name not in clash.theirs)]
    if field.name not in SENTENCES | NOTES or not all(map("".join, (clash.theirs, clash.mine))):
        return None
    joined = ("\n" if field.name in NOTES else " – ").join(["".join(clash.theirs), "".join(clash.mine)])
    limit = Article._meta.get_field(field.name).max_length
    return [joined] if not limit or len(joined) <= limit else None


def own_words(field: Merged, clash: Clash) -> str | None:
    """What the field for other words starts with: my version. None where words alone can't say it."""
    if field.name == "body":
        is_whole = all(BLOCKS.fullmatch(side) for side in (clash.theirs, clash.mine))
        return "\n\n".join(rendering.lines(clash.mine)) if is_whole else None
    if field.name not in Article.words():
        return None
    return clash.mine if field.name in TEXTS else "".join(clash.mine)


def _as_value(field: Merged, clash: Clash, words: str) -> Any:
    if field.name != "body":
        return words if field.name in TEXTS else [words]
    tags = [tag for tag, _words in BLOCK.findall(clash.mine)]
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    tags += ["p"] * len(lines)  # a heading stays one; what is added is a paragraph
    return "".join(f"<{tag}>{escape(line)}</{tag}>" for tag, line in zip(tags, lines, strict=False))


def leaves_out_mine(choice: Any, clash: Clash) -> bool:
    if isinstance(choice, list) and isinstance(clash.mine, list):
        return not all(any(mine in one for one in choice) for mine in clash.mine)
    return choice != clash.mine and not (isinstance(choice, str) and clash.mine in choice)
