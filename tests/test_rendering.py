"""What is printed is harmless, whoever wrote the source, and says what was written."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from articles import rendering

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "q", "strong", "em", "s", "sub", "sup", "a", "br", "hr"}
ATTRIBUTES = {"href", "hreflang", "lang", "rel"}

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
    "target": '<a href="https://good.example/" target="_top" rel="opener">A</a>',
}


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


def test_a_story_is_found_by_the_words_of_all_its_parts():
    assert rendering.words("Əliyev", "", "SƏFƏR") == "eliyev sefer"
