"""Readers' pages with words longer than a telephone, with wide tables, and with nothing behind the text."""

import pytest

from articles.models import Citation
from tests import site
from tests.factories import (
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    SourceFactory,
    publish,
)
from tests.site import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebungsverfahren"
RUSSIAN = "Высокопревосходительствующемуприсутствию"
ROW = "<tr>" + "".join(f"<td>{number}00,250.50</td>" for number in range(12)) + "</tr>"
HEAD = "<tr>" + "".join(f"<th>Column{number}</th>" for number in range(12)) + "</tr>"
TABLE = "<table><thead>{}</thead><tbody>{}</tbody></table>"
WIDE = [f"<tr>{'<td>1,234.50</td>' * 5}</tr>", f"<tr>{'<th>Number</th>' * 5}</tr>"]
LISTS = [PAGES[name] for name in ("front", "section", "latest", "archive of a day", "topic", "correspondent", "topics")]


@pytest.fixture
def long_words(somebody):
    """On every front and list, as lead, second and in the wire."""
    site.one_story()
    writer = CorrespondentFactory(name=f"Anna {WORD}"[:80], slug="anna")
    for number in range(8):
        story = ArticleFactory(
            slug=f"long-{number}", headline=f"{(WORD, RUSSIAN)[number % 2]} {number}", standfirst=WORD,
            language=("en", "ru")[number % 2], tagged=["Energy", WORD], named=[writer],
            photo=PhotoFactory() if number in {0, 1, 4} else None,
        )  # fmt: skip
        publish(story, now=NOON)
    publish(BriefFactory(slug="brief", standfirst=f"{RUSSIAN} {WORD}"), now=NOON)
    return somebody


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_list_scrolls_sideways_however_long_a_word_is(long_words, width):
    page = long_words()
    page.set_viewport_size({"width": width, "height": 800})
    wrong = []
    for path in [*LISTS, "/correspondents/", "/politics/2024/04/28/long-0/", "/search/?q=rindfleischetikettierung"]:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"{path}: {wide}")
    assert not wrong, wrong


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_no_figure_of_a_table_is_broken(somebody, width):
    body = TABLE.format(HEAD, ROW) + TABLE.format(WIDE[1], WIDE[0])
    publish(ArticleFactory(slug="table", body=f"<p>Before.</p>{body}"))
    page = somebody()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/politics/2024/04/28/table/")
    lines = """[...document.querySelectorAll(".prose :is(td, th)")].filter(one => one.checkVisibility()).map(one => {
      const range = document.createRange()
      range.selectNodeContents(one.firstElementChild ?? one)
      return new Set([...range.getClientRects()].map(box => box.top)).size
    })"""
    assert {*page.evaluate(lines)} == {1}
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 390, 767, 768, 1440])
@pytest.mark.parametrize("kind", ["story", "brief", "sourced"])
def test_share_stands_below_the_text_whatever_is_behind_it(somebody, width, kind):
    story = (BriefFactory if kind == "brief" else ArticleFactory)(slug="bare")
    if kind == "sourced":
        Citation.objects.create(article=story, source=SourceFactory(), statement="It is so.", position=1)
    publish(story)
    page = somebody()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/politics/2024/04/28/bare/")
    top = page.locator(".sharing").bounding_box()["y"]
    above = "[...document.querySelectorAll('.story :is(p, dd, li)')].filter(one => one.checkVisibility())"
    bottoms = page.evaluate(f"{above}.map(one => one.getBoundingClientRect().bottom + scrollY)")
    assert max(bottoms) <= top - 8


def test_large_text_wraps_on_a_telephone(somebody):
    """The browser's own text size, at 200 %: everything here is sized in rem."""
    site.one_story()
    page = somebody()
    page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/", PAGES["article"], PAGES["brief"], PAGES["section"], PAGES["latest"], PAGES["history"]):
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = "[...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > 391)"
        assert page.evaluate(f"{wide}.map(one => one.outerHTML.slice(0, 150))") == [], path


def test_without_style_sheets_no_drawing_fills_the_window(somebody, complaints):
    site.one_story()
    page = somebody()
    page.route("**/*.css", lambda route: route.abort())
    page.goto(PAGES["article"])
    sizes = page.evaluate("[...document.querySelectorAll('svg')].map(one => one.getBoundingClientRect().width)")
    assert sizes
    assert max(sizes) <= 100
    complaints[:] = [one for one in complaints if ".css" not in one]


@pytest.mark.parametrize("language", ["az", "tlh"])
def test_a_browser_without_words_for_a_language_stays_silent(somebody, language):
    site.one_story()
    page = somebody()
    page.add_init_script("Date.now = () => Date.parse('2024-05-01T12:00:00Z')")
    page.route(
        "**/council-meets/",
        lambda route: route.fulfill(
            body=route.fetch().text().replace('<html lang="en"', f'<html lang="{language}"'), content_type="text/html"
        ),
    )
    page.goto(PAGES["article"])
    page.wait_for_timeout(500)
    assert all("-" not in words for words in page.locator(".ago").all_text_contents())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert "M0" not in page.locator("[data-now]").text_content()
    assert "M1" not in page.locator("[data-now]").text_content()
