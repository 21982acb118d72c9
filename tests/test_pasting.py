"""What comes from Word, Google Docs or a web page is stored as a journalist would have written it here."""

import re
from pathlib import Path

import pytest

from articles.text import rendering, tidying

PASTED = Path(__file__).parent / "pasted"
NAMES = ["word", "word_review", "word_online", "docs", "docs_review", "libreoffice", "pages", "encyclopedia"]
LEFT_OUT = {
    "word_review": {"comment": 1, "deletion": 2, "hidden": 1},
    "word_online": {"deletion": 1},
    "docs_review": {"comment": 2},
    "libreoffice": {"deletion": 1, "hidden": 1},
    "pages": {"hidden": 2},
}


def pasted(name: str) -> str:
    return (PASTED / f"{name}.html").read_text()


def lines(html: str) -> list[str]:
    """The blocks of a text, however they are parted; without what is said to foreign sites about the link."""
    html = re.sub(r"\s*\n\s*", "", html).replace(' rel="noopener"', "")
    return re.split(r"(?<=</p>)(?=<[^/])|(?<=</h2>)|(?<=</ul>)|(?<=</ol>)|(?<=</figure>)|(?<=</table>)", html)


@pytest.mark.parametrize("name", NAMES)
def test_the_server_makes_of_it_what_a_story_is_written_in(name):
    assert lines(rendering.clean(pasted(name))) == lines((PASTED / f"{name}.clean.html").read_text())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_where_it_came_from_is_left(name):
    html = rendering.clean(pasted(name))
    assert not re.search(r"mso|style|class|span|font|utm_|google|<b>|<i>|\bid=|[Cc]lip_|&nbsp;</p>", html)
    assert not re.search(r'"#|aria|[Ll]awyer|[Dd]o not|Jane|told', html)


@pytest.mark.parametrize("name", NAMES)
def test_once_clean_it_stays_as_it_is(name):
    once = rendering.clean(pasted(name))
    assert rendering.clean(once) == once


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://a.example/?utm_source=x", "https://a.example/"),
        ("https://a.example/?utm_source=x#part", "https://a.example/#part"),
        ("https://a.example/?b=1&utm_campaign=x&c=%C9%99", "https://a.example/?b=1&c=%C9%99"),
        ("https://a.example/?fbclid=abc&gclid=d", "https://a.example/"),
        ("https://a.example/?b=utm_source", "https://a.example/?b=utm_source"),
        ("https://a.example/?B=1&&c", "https://a.example/?B=1&&c"),
        ("https://a.example/?", "https://a.example/?"),
        ("https://www.google.com/url?q=https://a.example/%3Fb%3D1&sa=D", "https://a.example/?b=1"),
        ("https://www.google.com/search?q=quba", "https://www.google.com/search?q=quba"),
        ("http://testserver", "/"),
        ("http://testserver/politics/", "/politics/"),
        ("http://testserver.evil.example/", "http://testserver.evil.example/"),
        ("/politics/?utm_source=x", "/politics/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("#part", "#part"),
    ],
)
def test_a_link_says_where_it_leads_and_no_more(written, kept):
    assert tidying.link(written) == kept


def test_a_wrapped_address_is_judged_like_any_other():
    html = rendering.clean('<p><a href="https://www.google.com/url?q=javascript:alert(1)">A</a></p>')
    assert "javascript" not in html


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("<div>A</div><div>B</div>", "<p>A</p><p>B</p>"),
        ("<div><div><p>A</p></div></div>", "<p>A</p>"),
        ("<p>A</p>\n<p></p>\n<p>B</p>", "<p>A</p>\n<p>B</p>"),
        ("<p>A</p><p> <br> </p><p>&nbsp;</p><h2></h2><p>B</p>", "<p>A</p><p>B</p>"),
        ("<h4>A</h4><h1>B</h1>", "<h3>A</h3><h2>B</h2>"),
        ('<p><b style="font-weight:400">A</b> <strong>B</strong></p>', "<p>A <strong>B</strong></p>"),
        ('<p><span style="FONT-WEIGHT: Bold">A</span></p>', "<p><strong>A</strong></p>"),
        ("<p><strike>A</strike><del>B</del></p>", "<p><s>A</s></p>"),
        ("<table><tr><td><p>A</p><p>B</p></td></tr></table>", "<p>A</p><p>B</p>"),
    ],
)
def test_what_it_looked_like_becomes_what_it_means(source, kept):
    assert rendering.clean(source) == kept


# -- comments, deletions, hidden text ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_what_was_left_out_is_counted(name):
    assert rendering.left_out(pasted(name)) == LEFT_OUT.get(name, {})


@pytest.mark.parametrize(
    "secret",
    [
        '<div style="mso-element:comment-list"><div style="mso-element:comment"><p>X</p></div></div>',
        "<div style='mso-element: comment'><p class=MsoCommentText>X</p></div>",
        '<p class="MsoCommentText">X</p>',
        '<div class="msocomtxt" id="_com_3">X</div>',
        '<p><span style="MSO-SPECIAL-CHARACTER: COMMENT">X</span></p>',
        '<p><span class="MsoCommentReference"><a href="#_msocom_2">[X]</a></span></p>',
        '<p><a href="#_msocom_12">[X12]</a></p>',
        '<p><sup><a href="#cmnt12">[X]</a></sup></p>',
        '<div><p><a href="#cmnt_ref3">[c]</a><span>X</span></p></div>',
        "<del>X</del>",
        "<p><del>X</del></p>",
        '<p><s cite="mailto:a" datetime="2024-05-10">X</s></p>',
        '<p><span class="msoDel">X</span></p>',
        "<del><p>X</p><p>X</p></del>",
        '<p style="display:none">X</p>',
        '<p style="color:red; DISPLAY : NONE ;">X</p>',
        '<p><span style="display: none !important">X</span></p>',
        '<p><span style="mso-hide:all">X</span></p>',
        '<p><span style="mso-hide: screen">X</span></p>',
        '<p><span style="visibility:hidden">X</span></p>',
        '<p><span style="font-size:0">X</span></p>',
        '<p><span style="font-size: 0pt;">X</span></p>',
        "<p hidden>X</p>",
        '<p><span aria-hidden="true">X</span></p>',
        '<ul><li style="display:none">X</li></ul>',
        '<table><tr style="display:none"><td>X</td></tr></table>',
        '<div style="mso-element:header"><p>X</p></div>',
        "<!-- X -->",
        "<!--[if supportFields]>X<![endif]-->",
        "<style>X</style>",
        "<script>X</script>",
        "<xml><o:p>X</o:p></xml>",
        "<template>X</template>",
    ],
)
def test_nothing_that_was_kept_out_of_sight_reaches_the_text(secret):
    kept = rendering.clean(f"<p>Before</p>{secret}<p>After</p>")
    assert "X" not in kept
    assert kept.startswith("<p>Before</p>")
    assert kept.endswith("<p>After</p>")


@pytest.mark.parametrize(
    "source",
    [
        '<p><a style="mso-comment-reference:JR_1">X</a></p>',
        '<p><span style="mso-prop-change:Jane 20240510">X</span></p>',
        "<p><ins>X</ins></p>",
        '<p><ins datetime="2024-05-10">X</ins></p>',
        "<p><s>X</s></p>",
        '<p><span style="text-decoration:line-through">X</span></p>',
        '<p><span style="font-size:0.5em">X</span></p>',
        '<p><span style="font-size:10pt">X</span></p>',
        '<p><span style="mso-hide:none">X</span></p>',
        '<p><span style="mso-element:field-begin">X</span></p>',
        '<p><span aria-hidden="false">X</span></p>',
        '<p class="comments-on-the-budget">X</p>',
        "<p>A<o:p>X</o:p></p>",
    ],
)
def test_what_is_seen_stays(source):
    assert "X" in rendering.clean(source)
    assert rendering.left_out(source) == {}


@pytest.mark.parametrize("address", ["#_ftn1", "#_ftnref12", "#_edn3", "#ftnt1", "#ftnt_ref1", "#sdfootnote1sym",
                                     "#sdendnote2anc", "#_Toc1", "#_Hlk9",
                                     "#fn1", "#fnref:2", "#cite_note-4"])  # fmt: skip
def test_a_footnote_is_a_mark_and_no_link(address):
    assert rendering.clean(f'<p>A<a href="{address}">[1]</a></p>') == "<p>A[1]</p>"


@pytest.mark.parametrize("address", ["#part", "#refugees", "#findings", "#toccata", "/politics/#fn1"])
def test_another_link_stays_one(address):
    assert f'href="{address}"' in rendering.clean(f'<p><a href="{address}">A</a></p>')


# -- lists ------------------------------------------------------------------------------------------------------------

WORD = '<p style="mso-list:l{list} level{level} lfo1"><span style="mso-list:Ignore">{bullet}</span>{text}</p>'


def word(*lines: tuple[int, str, str]) -> str:
    return "".join(WORD.format(list=0, level=level, bullet=bullet, text=text) for level, bullet, text in lines)


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ('<ol start="3"><li>A</li></ol>', '<ol start="3"><li>A</li></ol>'),
        ('<ol start="0"><li>A</li></ol>', '<ol start="0"><li>A</li></ol>'),
        ('<ol start="1"><li>A</li></ol>', "<ol><li>A</li></ol>"),
        ('<ol start="-3"><li>A</li></ol>', "<ol><li>A</li></ol>"),
        ('<ol start="x&quot;y"><li>A</li></ol>', "<ol><li>A</li></ol>"),
        ('<ol start="9999999"><li>A</li></ol>', "<ol><li>A</li></ol>"),
        ('<ol><li value="4">A</li></ol>', '<ol start="4"><li>A</li></ol>'),
        ("<ol>\n<li>A</li>\n</ol>\n<p>B</p>", "<ol>\n<li>A</li>\n</ol>\n<p>B</p>"),
        ("<ol><li>A</li></ol>\n<ol><li>B</li></ol>", "<ol><li>A</li></ol>\n<ol><li>B</li></ol>"),
        ("<ul><li>A</li></ul><ul><li>B</li></ul>", "<ul><li>A</li></ul><ul><li>B</li></ul>"),
        ('<ol><li>A</li></ol>\n<ol start="2"><li>B</li></ol>', "<ol><li>A</li><li>B</li></ol>"),
        ('<ol start="4"><li>A</li></ol><ol start="5"><li>B</li></ol>', '<ol start="4"><li>A</li><li>B</li></ol>'),
        ('<ol><li>A</li></ol><ol start="3"><li>B</li></ol>', '<ol><li>A</li></ol><ol start="3"><li>B</li></ol>'),
        ('<ol><li>A</li></ol><p>B</p><ol start="2"><li>C</li></ol>',
         '<ol><li>A</li></ol><p>B</p><ol start="2"><li>C</li></ol>'),
        ("<ul><li>A</li><ul><li>B</li></ul><li>C</li></ul>", "<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>"),
    ],
)  # fmt: skip
def test_a_list_keeps_its_number_and_goes_on_where_it_says_so(source, kept):
    assert rendering.clean(source) == kept
    assert rendering.clean(kept) == kept


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([(1, "1.", "A"), (2, "a.", "B"), (3, "i.", "C"), (1, "2.", "D")],
         "<ol><li><p>A</p><ol><li><p>B</p><ol><li><p>C</p></li></ol></li></ol></li><li><p>D</p></li></ol>"),
        ([(1, "1.", "A"), (2, "·", "B"), (2, "·", "C")],
         "<ol><li><p>A</p><ul><li><p>B</p></li><li><p>C</p></li></ul></li></ol>"),
        ([(1, "1.", "A"), (1, "1.", "B")], "<ol><li><p>A</p></li></ol><ol><li><p>B</p></li></ol>"),
        ([(1, "7)", "A"), (1, "8)", "B")], '<ol start="7"><li><p>A</p></li><li><p>B</p></li></ol>'),
        ([(1, "iv.", "A"), (1, "v.", "B")], '<ol start="4"><li><p>A</p></li><li><p>B</p></li></ol>'),
        ([(1, "c)", "A")], '<ol start="3"><li><p>A</p></li></ol>'),
        ([(1, "1.", "A"), (2, "1.1.", "B"), (2, "1.2.", "C")],
         "<ol><li><p>A</p><ol><li><p>B</p></li><li><p>C</p></li></ol></li></ol>"),
        ([(3, "·", "A"), (1, "·", "B")], "<ul><li><p>A</p></li></ul><ul><li><p>B</p></li></ul>"),
        ([(1, "·", "A"), (1, "1.", "B")], "<ul><li><p>A</p></li></ul><ol><li><p>B</p></li></ol>"),
    ],
)  # fmt: skip
def test_the_levels_and_numbers_of_word_are_kept(lines, kept):
    assert rendering.clean(word(*lines)) == kept


def test_a_comparison_says_at_which_number_a_list_begins():
    assert rendering.blocks('<ol start="3"><li><p>A</p></li><li><p>B</p></li></ol>') == ["3. A", "B"]
    assert rendering.blocks("<ol><li><p>A</p></li></ol>") == ["A"]


@pytest.mark.parametrize("break_", ["\x0b", "\x0c", "\u2028", "\u2029"])
def test_a_soft_return_is_a_line_break(break_):
    assert rendering.clean(f"<p>one{break_}two</p>") == "<p>one<br>two</p>"
