"""What is written becomes what is read: safe HTML, made once at publication. Importers and shells pass here too."""

import html
import re

import nh3
from django.utils.html import format_html_join

from newsroom.lib import letters

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "q", "strong", "em", "s", "sub", "sup", "a", "br", "hr"}
ATTRIBUTES = {"a": {"href", "hreflang"}, "*": {"lang"}}
SCHEMES = {"http", "https", "mailto"}
ADDRESS = re.compile(r"(?:https?|mailto):|#|/(?![/\\])", re.IGNORECASE)  # //evil.example is somebody else's
BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote)>|<br>")
IGNORED = re.compile(r"[\x00-\x20]")  # browsers read an address as if these were not there


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Of addresses, only those that name their scheme, and paths of our own site."""
    if name != "href":
        return value
    address = IGNORED.sub("", value)
    return address if ADDRESS.match(address) else None


CLEANER = nh3.Cleaner(
    tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, attribute_filter=_attribute, link_rel="noopener"
)


def clean(source: str) -> str:
    """Only what an article may hold; everything else is taken out, its words kept, scripts with all they say."""
    return CLEANER.clean(letters.without_controls(source))


def paragraphs(lines: list[str]) -> str:
    """Plain lines as paragraphs, every sign of them kept as it was written; spelt as `clean` spells them."""
    return clean(format_html_join("\n", "<p>{}</p>", ((line,) for line in lines)))


def text(source: str) -> str:
    """The words of a text without its marks, blocks parted by a blank."""
    spaced = source.replace("</", " </").replace("<br", " <br")
    return " ".join(html.unescape(nh3.clean(spaced, tags=set(), attributes={})).split())


def blocks(source: str) -> list[str]:
    """The words of a text block by block, for comparing."""
    return [words for block in BLOCK_END.split(source) if (words := text(block))]


def words(*parts: str) -> str:
    """All that a search should find in these texts: folded words, a blank between them."""
    return " ".join(letters.words(" ".join(parts)))
