"""What comes from Word, Google Docs or a web page is stored as a journalist would have written it here."""

import re
from pathlib import Path

import pytest

from articles import rendering
from articles.text import tidying

PASTED = Path(__file__).parent / "pasted"
NAMES = ["word", "docs", "encyclopedia"]


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
    assert not re.search(r"mso|style|class|span|font|utm_|google|<b>|<i>|\bid=|[Cc]lip_|&nbsp;", html)


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
        ("<p><strike>A</strike><del>B</del></p>", "<p><s>A</s><s>B</s></p>"),
        ("<table><tr><td><p>A</p><p>B</p></td></tr></table>", "<p>A</p><p>B</p>"),
    ],
)
def test_what_it_looked_like_becomes_what_it_means(source, kept):
    assert rendering.clean(source) == kept
