"""What is written becomes what is read: safe HTML, made once at publication. Importers and shells pass here too.

`clean` gives the source its one form; articles/text/typesetting.py makes of that what readers get.
"""

import html
import re
from collections import Counter
from threading import Lock

import nh3
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.text import hidden, tidying
from newsroom.lib import markup, plain_text

TAGS = set(
    "p h2 h3 ul ol li blockquote q strong em s sub sup a br hr table tbody tr th td figure figcaption".split()
)  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "hreflang"}, "*": {"lang"}, "figure": {"data-photo", "data-card"},
    "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}, "ol": {"start"},
}  # fmt: skip
SCHEMES = {"http", "https", "mailto"}
ADDRESS = re.compile(r"(?:https?|mailto):|#|/(?![/\\])", re.IGNORECASE)  # //evil.example is another site
START = re.compile(r"0|[1-9][0-9]{0,5}")  # of a numbered list
SPAN = re.compile(r"[1-9][0-9]?")  # columns or rows of a cell
BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|td|th|figure|figcaption)>|<br>")
IGNORED = re.compile(r"[\x00-\x20]")  # browsers read an address as if these were not there
PHOTO = re.compile(r'<figure data-photo="([\w-]+)"')
OWN_LINK = re.compile(r'<a href="(/[^"?#]*)')
WORD = re.compile(r"[\w\u0300-\u036f]+(?:['’ʼ.,:/–-][\w\u0300-\u036f]+)*")  # also it's, 7.25, və-ya; i̇ is one letter

# Of what makes `Edition.html`: this module, articles/text/, the templates of pictures, the libraries behind them. Who
# changes what comes out raises it, or verify_editions takes what older editions hold for a forgery;
# tests/test_rendered_editions.py sees a change. docs/operating.md: upgrading.
VERSION = 2
MARK = re.compile(r"<[^<>]*>")
BEGINS = re.compile(r'<ol start="(\d+)"><li>(?:<p>)?')
SOFT_BREAK = re.compile("[\x0b\x0c\u2028\u2029]")

TOO_MUCH = {
    "too-long": gettext_noop(
        "This text is too long: %(length)s characters with its formatting, and at most %(longest)s are allowed. "
        "Split it, or paste it without formatting."
    ),
    "too-deep": gettext_noop(
        "This text can't be saved: its lists, tables or other parts are nested more than %(deepest)s levels deep. "
        "Paste it without formatting (Ctrl+Shift+V)."
    ),
    "too-many": gettext_noop(
        "This text can't be saved: it has too much formatting. Paste it without formatting (Ctrl+Shift+V)."
    ),
}

KEPT = 32  # texts
_kept: dict[tuple[str, tuple[str, ...]], tuple[str, dict[str, int]]] = {}
_keeping = Lock()

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
        case "start":
            return value if START.fullmatch(value) else None
        case "colspan" | "rowspan":
            return value if SPAN.fullmatch(value) else None
    return value


RULES = {"url_schemes": SCHEMES, "attribute_filter": _attribute, "link_rel": "noopener"}
CLEANER = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, **RULES)
FIRST = nh3.Cleaner(  # what tidying may read: harmless already, and more than is ever written
    tags=TAGS | tidying.UNCLEAN, attributes=ATTRIBUTES | {"*": {"lang"} | tidying.SAYS},
    clean_content_tags={"script", "style", "title", "xml", "template", "noscript", "object", "iframe"}, **RULES,
)  # fmt: skip


def check(source: str) -> None:
    """Refuse a text that is too long or too deeply nested to be parsed (ValidationError). It costs next to nothing."""
    if code := markup.excess(source):
        limits = {"length": f"{len(source):,}", "longest": f"{markup.LONGEST:,}", "deepest": markup.DEEPEST}
        raise ValidationError(_(TOO_MUCH[code]), code=code, params=limits)


def clean(source: str) -> str:
    """Only what an article may hold; everything else is taken out, its words kept, scripts with all they say.

    What was pasted from elsewhere is made into it first; comments, deletions and hidden text of it go. What has this
    form already stays as it is, sign for sign. Raises ValidationError: see `check`.
    """
    return _cleaned(source)[0]


def left_out(source: str) -> dict[str, int]:
    """How many comments, deletions and hidden passages `clean` leaves out of a text."""
    return _cleaned(source)[1]


def _cleaned(source: str) -> tuple[str, dict[str, int]]:
    """The clean text and what was left out of it. The last few are kept, so that one save cleans its text once: the
    first time is before it locks anything.
    """
    check(source)
    settled = (settings.SITE_URL, *settings.EMBED_HOSTS)  # what cleaning depends on
    if (found := _kept.get((source, settled))) is None:
        found = _made(source)
        with _keeping:
            _kept[source, settled] = found
            _kept[found[0], settled] = found[0], {}
            for oldest in [*_kept][:-KEPT]:
                del _kept[oldest]
    return found


def _without_controls(source: str) -> str:
    return plain_text.without_controls(SOFT_BREAK.sub("<br>", source))


def _made(source: str) -> tuple[str, dict[str, int]]:
    harmless = _without_controls(FIRST.clean(_without_controls(source)))  # also those written as &#11;
    if len(harmless) > 5 * markup.LONGEST:  # broken marks that a parser repeats in each paragraph
        raise ValidationError(_(TOO_MUCH["too-deep"]), code="too-deep", params={"deepest": markup.DEEPEST})
    tree, counted = markup.parse(harmless), Counter()
    tidying.tidy(tree, counted)
    return CLEANER.clean(markup.html(tree)), hidden.totals(counted)


def paragraphs(lines: list[str]) -> str:
    """Plain lines as paragraphs, every sign of them kept as it was written; spelt as `clean` spells them."""
    return clean(format_html_join("\n", "<p>{}</p>", ((line,) for line in lines)))


def text(source: str) -> str:
    """The words of a text without its marks, a blank between blocks; captions and cells of tables are among them.

    Of a text that is too much to be parsed, what is not in angle brackets.
    """
    if markup.excess(source):
        return " ".join(html.unescape(MARK.sub(" ", source)).split())
    spaced = source.replace("</", " </").replace("<br", " <br").replace("<figcaption", " <figcaption")
    return " ".join(html.unescape(nh3.clean(spaced, tags=set(), attributes={})).split())


def blocks(source: str) -> list[str]:
    """The words of a text block by block, for comparing; a list that begins at another number than 1 says which."""
    numbered = BEGINS.sub(r"\g<0>\1. ", source)
    return [words for block in BLOCK_END.split(numbered) if (words := text(block))]


def lines(source: str) -> list[str]:
    """The same of a text that may not be clean, or too much to be cleaned: for people to read, never to publish."""
    return blocks(_if_allowed(source))


def _if_allowed(source: str) -> str:
    """Cleaned; what is too much to be parsed, as it is."""
    try:
        return clean(source)
    except ValidationError:
        return source


def printable(source: str) -> str:
    """Cleaned; of what is too much to be parsed, its words in paragraphs. Preflight lets nobody publish that."""
    source = _if_allowed(source)
    return source if not markup.excess(source) else "".join(f"<p>{html.escape(line)}</p>" for line in lines(source))


def count(*parts: str) -> int:
    """How many words these texts have, as a writer counts; static/desk/editor/counts.js counts in the same way."""
    return sum(len(WORD.findall(text(part))) for part in parts)


def minutes(words: int) -> int:
    """How long so many words are read, in whole minutes, one at least."""
    return max(1, round(words / WORDS_A_MINUTE))


def pictures_in(source: str) -> list[str]:
    """The uids of the library pictures in a text, each once, in order."""
    return list(dict.fromkeys(PHOTO.findall(_if_allowed(source))))


def internal_links(source: str) -> list[str]:
    """The paths of our own site to which a text leads ("/politics/2024/04/28/slug/"), each once, in order."""
    return list(dict.fromkeys(html.unescape(path) for path in OWN_LINK.findall(_if_allowed(source))))
