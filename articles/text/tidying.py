"""What comes from a word processor or a web page, made into what a story is written in.

A tree goes in that holds more than a story may (rendering.FIRST), and is changed in place; what it looked like becomes
what it means: bold by style is <strong>, a paragraph with a bullet is a list. It makes nothing safe: rendering does.
"""

import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from articles.text import hidden, lists
from newsroom.lib.markup import Element

UNCLEAN = set(  # read, and never written
    "span font b i strike del div section article header footer cite h1 h4 h5 h6 thead tfoot caption img".split()
)
SAYS = set("style class hidden aria-hidden aria-level data-aria-level datetime cite value".split())  # attributes, too
RENAMED = {"b": "strong", "i": "em", "strike": "s", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
MARKS = {"strong", "em", "s", "sub", "sup"}
INLINE = MARKS | {"q", "a", "br"}
PARTS = {"div", "section", "article", "header", "footer", "caption"}
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)", re.IGNORECASE)
PHOTO = re.compile(r"[\w-]{1,22}")


def tidy(element: Element, left_out: Counter[str], *, in_table: bool = False) -> None:
    """Everything below `element`. What is left out because nobody was to see it is counted: hidden.totals."""
    if element.tag in {"ul", "ol"}:
        lists.nested(element)
    children: list[Element | str] = []
    for child in lists.gathered(_seen(element.children, left_out)):
        children += _child(child, left_out, in_table) if isinstance(child, Element) else [child]
    element.children = _without_blanks(children) if element.tag not in {"th", "td"} else children


def _seen(children: list[Element | str], left_out: Counter[str]) -> list[Element | str]:
    """Without comments, deletions and hidden text."""
    seen: list[Element | str] = []
    for child in children:
        if isinstance(child, Element) and (what := hidden.kind(child)):
            hidden.count(child, what, left_out)
        else:
            seen.append(child)
    return seen


def _child(child: Element, left_out: Counter[str], in_table: bool) -> list[Element | str]:
    """What a child becomes: itself, something else, or what was in it."""
    style = hidden.style_of(child)
    if "mso-list:ignore" in style or child.tag == "img":  # a bullet; a picture that is not of the library
        return []
    if "mso-spacerun" in style:
        return [" "]
    if child.tag == "figure" and child.first("img") and "data-photo" not in child.attributes:
        return []  # its caption would say nothing without it
    said_by = _said_by(child, left_out)
    tidy(child, left_out, in_table=in_table or child.tag == "table")
    match child.tag:
        case "ol":
            lists.start(child)
        case "table":
            return _table(child, in_table)
        case "figure":
            return _figure(child)
        case "blockquote":
            return _quotation(child, said_by)
        case tag if tag in PARTS:
            return child.children if _has_blocks(child) else [Element("p", {}, child.children)]
    return _mark(child, style)


# -- marks ------------------------------------------------------------------------------------------------------------


def _mark(child: Element, style: str) -> list[Element | str]:
    """A word's marks by name or by look; spans that say nothing, and anchors that lead nowhere, are left out."""
    tag = RENAMED.get(child.tag, child.tag)
    if tag in MARKS and not child.children:  # its words were left out
        return []
    if tag in {"span", "font", "cite"} or (tag in {"strong", "em"} and style):
        return _marked(child.children, _look(tag, style))
    if tag == "a":
        child.attributes["href"] = link(child.attributes.get("href", ""))
        if hidden.is_footnote_link(child.attributes["href"]) or child.is_blank or not child.attributes["href"]:
            return child.children
    child.tag = tag
    return [child]


def _look(tag: str, style: str) -> list[str]:
    """The marks that a style means; a style of the other kind takes away what the element's name says."""
    says = dict(part.partition(":")[::2] for part in style.split(";"))
    weight, slant = says.get("font-weight"), says.get("font-style")
    looks = {
        "strong": re.fullmatch("bold|[6-9]00", weight) if weight else tag == "strong",
        "em": slant == "italic" if slant else tag == "em",
        "s": "line-through" in says.get("text-decoration", says.get("text-decoration-line", "")),
        "sup": says.get("vertical-align") == "super",
        "sub": says.get("vertical-align") == "sub",
    }
    return [name for name, so in looks.items() if so]


def _marked(children: list[Element | str], marks: list[str]) -> list[Element | str]:
    """Inline words wrapped in these marks; blocks in between (Google puts a whole document into a <b>) are not."""
    if not children or not marks or any(_is_block(child) for child in children):
        return children
    for mark in marks:
        children = [Element(mark, {}, children)]
    return children


def link(address: str) -> str:
    """An address without what follows readers about; that of a page of our own as its path."""
    if re.match(r"https?://www\.google\.[a-z.]+/url\?", address):  # as Google Docs wraps all of them
        address = parse_qs(urlsplit(address).query).get("q", [address])[0]
    if address == settings.SITE_URL or address.startswith(f"{settings.SITE_URL}/"):
        address = address.removeprefix(settings.SITE_URL) or "/"
    front, mark, fragment = address.partition("#")
    path, question, query = front.partition("?")
    kept = [part for part in query.split("&") if not TRACKING.fullmatch(part.partition("=")[0])]
    if len(kept) < query.count("&") + 1:
        query, question = "&".join(kept), "?" if kept else ""
    return f"{path}{question}{query}{mark}{fragment}"


# -- blocks -----------------------------------------------------------------------------------------------------------


def _has_blocks(element: Element) -> bool:
    return any(map(_is_block, element))


def _is_block(node: Element | str) -> bool:
    return isinstance(node, Element) and node.tag not in INLINE


def _is_break(node: Element | str) -> bool:
    return isinstance(node, Element) and node.tag == "br"


def _without_blanks(children: list[Element | str]) -> list[Element | str]:
    """Without empty paragraphs and headings, and without line breaks between blocks."""
    kept: list[Element | str] = []
    left_out = False
    for child in children:
        if isinstance(child, Element) and child.tag in {"p", "h2", "h3"} and child.is_blank and not _has_blocks(child):
            left_out = True
            continue
        if _is_break(child) and kept and _is_block(kept[-1]):
            continue
        while _is_block(child) and kept and _is_break(kept[-1]) and (len(kept) == 1 or _is_block(kept[-2])):
            kept.pop()
        if not (left_out and isinstance(child, str) and not child.strip(" \n")):
            kept.append(child)
        left_out = False
    return kept


def _table(table: Element, in_table: bool) -> list[Element | str]:
    """One body of rows, whose cells hold paragraphs. A table of one cell, or in a table, was only a frame: it goes."""
    rows = [row for row in table.walk() if row.tag == "tr"]
    cells = [cell for row in rows for cell in row]
    titles = [part for part in table if part.tag == "p"]  # its caption
    if in_table or len(cells) < 2:
        return [*titles, *(part for cell in cells for part in cell.children)]
    for cell in cells:
        cell.children = _paragraphs(cell.children)
        for paragraph in cell:
            paragraph.children = [] if paragraph.is_blank and not _has_blocks(paragraph) else paragraph.children
    for row in rows:
        row.children = list(row)
    return [*titles, Element("table", {}, [Element("tbody", {}, [row for row in rows if row.children])])]


def _paragraphs(children: list[Element | str]) -> list[Element | str]:
    """The same as blocks, at least one. Words outside any block are put in a paragraph."""
    out: list[Element | str] = []
    bare: Element | None = None
    for child in children:
        if _is_block(child):
            out.append(child)
            bare = None
        elif bare:
            bare.children.append(child)
        elif isinstance(child, Element) or child.strip():
            bare = Element("p", {}, [child])
            out.append(bare)
    return out or [Element("p")]


def _figure(figure: Element) -> list[Element | str]:
    """A picture of the library, a link card, a quotation with who said it; of anything else, the words."""
    caption, quoted = figure.first("figcaption"), figure.first("blockquote")
    if PHOTO.fullmatch(figure.attributes.get("data-photo", "")):
        words = _inline(caption or figure)
        figure.children = [Element("figcaption", {}, words)] if _said(words) else []
        return [figure]
    if "data-card" in figure.attributes:
        return _card(figure)
    if quoted:
        return _quotation(quoted, caption)
    if caption:
        caption.tag = "p"
    return figure.children


def _card(figure: Element) -> list[Element | str]:
    """A link alone, with a title; where its host is not one of those allowed, an ordinary link."""
    address = figure.first("a")
    if address is None:
        return [Element("p", {}, _inline(figure))]
    address.children = [" ".join(address.text.split()) or address.attributes["href"]]
    if not is_card(address.attributes["href"]):
        return [Element("p", {}, [address])]
    return [Element("figure", {"data-card": ""}, [address])]


def is_card(address: str) -> bool:
    """Whether this leads to one of the hosts that link cards are allowed for (EMBED_HOSTS)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = parts.scheme in {"http", "https"} and "@" not in parts.netloc
    return plain and any(host == allowed or host.endswith(f".{allowed}") for allowed in settings.EMBED_HOSTS)


def _said_by(quoted: Element, left_out: Counter[str]) -> Element | None:
    """Who said it, taken out of a quotation that ends with it, as many pages write it."""
    last = next((child for child in reversed(quoted.children) if not isinstance(child, str)), None)
    if quoted.tag != "blockquote" or last is None or last.tag not in {"footer", "cite"}:
        return None
    quoted.children.remove(last)
    tidy(last, left_out)
    return last


def _quotation(quoted: Element, said_by: Element | None) -> list[Element | str]:
    """In the form of the HTML standard: who said it is not part of the quotation but of the figure's caption."""
    words = _inline(said_by) if said_by else []
    if not _said(words):
        return [quoted]
    return [Element("figure", {}, [quoted, Element("figcaption", {}, words)])]


def _inline(element: Element) -> list[Element | str]:
    """What is in it without its blocks, a blank between them."""
    out: list[Element | str] = []
    for child in element.children:
        if _is_block(child):
            out += [" ", *_inline(child)] if out else _inline(child)
        else:
            out.append(child)
    return out


def _said(words: list[Element | str]) -> bool:
    return not Element("", {}, words).is_blank
