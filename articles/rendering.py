"""What is written becomes what is read: safe HTML, made once at publication. Importers and shells pass here too.

`clean` gives the source its one form; articles/text/typesetting.py makes of that what readers get.
"""

import html
import re

import nh3
from django.utils.html import format_html_join

from articles.text import tidying
from newsroom.lib import letters, markup

TAGS = set(
    "p h2 h3 ul ol li blockquote q strong em s sub sup a br hr table tbody tr th td figure figcaption".split()
)  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "hreflang"}, "*": {"lang"}, "figure": {"data-photo", "data-card"},
    "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"},
}  # fmt: skip
SCHEMES = {"http", "https", "mailto"}
ADDRESS = re.compile(r"(?:https?|mailto):|#|/(?![/\\])", re.IGNORECASE)  # //evil.example is somebody else's
SPAN = re.compile(r"[1-9][0-9]?")  # columns or rows of a cell
BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|td|th|figure|figcaption)>|<br>")
IGNORED = re.compile(r"[\x00-\x20]")  # browsers read an address as if these were not there
PHOTO = re.compile(r'<figure data-photo="([\w-]+)"')
OWN_LINK = re.compile(r'<a href="(/[^"?#]*)')
WORD = re.compile(r"[\w\u0300-\u036f]+(?:['’ʼ.,:/–-][\w\u0300-\u036f]+)*")  # also it's, 7.25, və-ya; i̇ is one letter

# Of what makes `Edition.html` and `Edition.words`: this module, articles/text/, printing.searchable, the templates of
# pictures, the libraries behind them. Whoever changes what comes out raises it, or verify_editions takes what older
# editions hold for a forgery; tests/test_rendered_editions.py sees a change. docs/operating.md: upgrading.
VERSION = 1

WORDS_A_MINUTE = 200  # of quiet reading in a second language or on a telephone; studies give 180 to 260


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Of addresses, only those that name their scheme, and paths of our own site."""
    match name:
        case "href":
            address = IGNORED.sub("", value)
            return address if ADDRESS.match(address) else None
        case "data-photo":
            return value if tidying.PHOTO.fullmatch(value) else None
        case "data-card":
            return ""
        case "colspan" | "rowspan":
            return value if SPAN.fullmatch(value) else None
    return value


RULES = {"url_schemes": SCHEMES, "attribute_filter": _attribute, "link_rel": "noopener"}
CLEANER = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, **RULES)
FIRST = nh3.Cleaner(  # what tidying may read: harmless already, and more than is ever written
    tags=TAGS | tidying.UNCLEAN, attributes=ATTRIBUTES | {"*": {"lang", "style"}},
    clean_content_tags={"script", "style", "title"}, **RULES,
)  # fmt: skip


def clean(source: str) -> str:
    """Only what an article may hold; everything else is taken out, its words kept, scripts with all they say.

    What was pasted from elsewhere is made into it first. What has this form already stays as it is, sign for sign.
    """
    tree = markup.parse(FIRST.clean(letters.without_controls(source)))
    tidying.tidy(tree)
    return CLEANER.clean(markup.html(tree))


def paragraphs(lines: list[str]) -> str:
    """Plain lines as paragraphs, every sign of them kept as it was written; spelt as `clean` spells them."""
    return clean(format_html_join("\n", "<p>{}</p>", ((line,) for line in lines)))


def text(source: str) -> str:
    """The words of a text without its marks, blocks parted by a blank; captions and cells of tables are among them."""
    spaced = source.replace("</", " </").replace("<br", " <br").replace("<figcaption", " <figcaption")
    return " ".join(html.unescape(nh3.clean(spaced, tags=set(), attributes={})).split())


def blocks(source: str) -> list[str]:
    """The words of a text block by block, for comparing."""
    return [words for block in BLOCK_END.split(source) if (words := text(block))]


def words(*parts: str) -> str:
    """All that a search should find in these texts: folded words, a blank between them."""
    return " ".join(letters.words(" ".join(parts)))


def count(*parts: str) -> int:
    """How many words these texts have, as a writer counts; static/desk/editor/counts.js counts in the same way."""
    return sum(len(WORD.findall(text(part))) for part in parts)


def minutes(words: int) -> int:
    """How long so many words are read, in whole minutes, one at least."""
    return max(1, round(words / WORDS_A_MINUTE))


def pictures_in(source: str) -> list[str]:
    """The uids of the library's pictures that stand in a text, each once, in order."""
    return list(dict.fromkeys(PHOTO.findall(clean(source))))


def internal_links(source: str) -> list[str]:
    """The paths of our own site to which a text leads ("/politics/2024/04/28/slug/"), each once, in order."""
    return list(dict.fromkeys(html.unescape(path) for path in OWN_LINK.findall(clean(source))))
