"""What a word processor keeps out of sight, or keeps for those who wrote a text: comments, deletions, hidden text.

None of it may reach a story. static/desk/editor/paste.js knows the same marks, so that the journalist sees it at once.
"""

import re
from collections import Counter

from newsroom.lib.markup import Element

COMMENT, DELETION, HIDDEN = "comment", "deletion", "hidden"

UNSEEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|mso-hide:(?!none)|mso-element:(?:header|footer)(?![\w-])"
    r"|font-size:0(?:\.0+)?(?:[a-z%]*)(?:;|!|$)|text-effect:vanish|vanish)"
)
COMMENTED = re.compile(r"(?:^|;)mso-(?:element:comment(?:-list)?(?![\w-])|special-character:comment)")
COMMENT_CLASSES = {
    "msocomanchor", "msocomtxt", "msocomoff", "msocommentreference", "msocommenttext", "msocommentsubject",
    "msoannotationtext", "msoannotationreference", "sdcomment", "annotation-content", "comment-reference",
}  # fmt: skip
DELETION_CLASSES = {"msodel", "msochangedel", "trackchangedeletion", "trackchangetextdeletion", "suggested-deletion",
                    "suggestion-deletion", "suggestion-delete", "deleted-suggestion"}  # fmt: skip
TOOLS = {  # parts of Word Online's own page
    "eop", "tableinsertrowgapblank", "tablecolumnresizehandle", "tablecelltopborderhandle", "tablecellleftborderhandle",
    "tablehovercolumnhandle", "tablehoverrowhandle", "listmarkerwrappingspan",
}  # fmt: skip
ANCHOR = re.compile(r"#(?:_?msocom|_?msoanchor|cmnt)")
FOOT = re.compile(
    r"#_?(?:(?:ftn|edn|ftnt|sdfootnote|sdendnote|footnote|endnote|toc|ref|hlk|msocom|msoanchor|cmnt|cite_(?:note|ref))"
    r"(?:[^a-z].*|ref.*)?|fn(?:ref)?[-_:.]?\d.*)", re.IGNORECASE,
)  # fmt: skip


def kind(element: Element) -> str:
    """What of the three an element is, with all that is in it; "" of what is seen."""
    style = style_of(element)
    classes = {*element.attributes.get("class", "").lower().split()}
    if COMMENTED.search(style) or classes & COMMENT_CLASSES or _is_reference(element) or _is_comment_text(element):
        return COMMENT
    if element.tag == "del" or classes & DELETION_CLASSES or (element.tag in {"s", "strike"} and _is_tracked(element)):
        return DELETION
    hidden = "hidden" in element.attributes or element.attributes.get("aria-hidden", "").lower() == "true"
    return HIDDEN if hidden or UNSEEN.search(style) or classes & TOOLS else ""


def style_of(element: Element) -> str:
    return re.sub(r"\s", "", element.attributes.get("style", "")).lower()


def count(element: Element, what: str, left_out: Counter[str]) -> None:
    """Add an element that is left out to the count. A comment has an anchor in the text and its words at the end."""
    if what == COMMENT:
        inner = [one for one in element.walk() if "mso-element:comment" in style_of(one).split(";")]
        listed = "mso-element:comment-list" in style_of(element)
        anchor = element.text.strip() and not listed and "mso-element:comment" not in style_of(element)
        left_out["anchor" if anchor and not _is_comment_text(element) else "words"] += len(inner) or bool(
            element.text.strip() and not listed
        )
    elif element.text.strip():
        left_out[what] += 1


def totals(left_out: Counter[str]) -> dict[str, int]:
    """How many comments, deletions and hidden passages there were; only those of which there were any."""
    found = {COMMENT: max(left_out["anchor"], left_out["words"])}
    found |= {what: left_out[what] for what in (DELETION, HIDDEN)}
    return {what: number for what, number in found.items() if number}


def is_footnote_link(address: str) -> bool:
    """Whether a link leads to a place in the document it was copied from: a footnote, a bookmark, a heading."""
    return bool(FOOT.fullmatch(address))


def _is_tracked(element: Element) -> bool:
    return "datetime" in element.attributes or "cite" in element.attributes


def _is_reference(element: Element) -> bool:
    """[JR1] of Word, [a] of Google Docs: a link to a comment."""
    return element.tag == "a" and bool(ANCHOR.match(element.attributes.get("href", "").lower()))


def _is_comment_text(element: Element) -> bool:
    """The words of a comment, as Google Docs writes them below the text: a block that begins with a link back."""
    if element.tag not in {"div", "p"}:
        return False
    first: Element | str | None = element
    for _depth in range(4):
        first = next((child for child in first.children if isinstance(child, Element) or child.strip()), None)
        if not isinstance(first, Element):
            return False
        if first.tag == "a":
            return first.attributes.get("href", "").lower().startswith(("#cmnt_ref", "#_msoanchor"))
    return False
