"""The text of an edition as others take it: the final HTML of our pages without what only our pages need, or plain."""

import re
from urllib.parse import urljoin

from articles.models import Edition
from articles.text import rendering
from newsroom.lib import markup, plain_text
from newsroom.lib.markup import Element

# What says something wherever the text is read.
KEPT = {"href", "src", "alt", "width", "height", "scope", "colspan", "rowspan", "start", "cite", "lang", "dir"}
ADDRESSES = {"href", "src", "cite"}
SOURCE = re.compile(r"<source\b[^>]*>")  # other copies of the picture that follows


def html(edition: Edition, address: str) -> str:
    """Well-formed HTML, its lede first. Links and pictures have complete addresses: `address` is that of the story."""
    tree = markup.parse(SOURCE.sub("", plain_text.without_controls(edition.html)))
    for element in tree.walk():
        if element.tag == "picture":
            element.tag = ""  # its img alone
        element.attributes = {
            name: urljoin(address, value) if name in ADDRESSES else value
            for name, value in element.attributes.items()
            if name in KEPT
        }
    lede = [Element("p", {}, [plain_text.without_controls(edition.standfirst)])] if edition.standfirst else []
    return markup.html(Element("", {}, [*lede, *tree.children]))


def plain(edition: Edition) -> str:
    """The words of the text, its lede first, with a blank line between paragraphs."""
    paragraphs = (plain_text.without_controls(edition.standfirst), *rendering.blocks(edition.body))
    return "\n\n".join(filter(None, paragraphs))
