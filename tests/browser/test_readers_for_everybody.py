"""The readers' site for those who see little, use no mouse, read by night, or hold a small telephone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import site
from tests.site import FOR_READERS, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = [*(PAGES[name] for name in FOR_READERS), "/politics/2024/04/28/nobody-knows/"]
TARGET = 24  # CSS pixels, WCAG 2.2 SC 2.5.8
SMALL = """least => [...document.querySelectorAll("a, button, input:not([type=radio]), select, summary")]
  .filter(one => one.checkVisibility() && !one.closest("p, .prose, .standfirst, .trap, .skip, figcaption, dd"))
  .map(one => [one.getBoundingClientRect(), one.outerHTML.slice(0, 90)])
  .filter(([box]) => box.height && Math.min(box.width, box.height) < least)
  .map(([box, html]) => `${Math.round(box.width)} by ${Math.round(box.height)} px: ${html}`)"""
MOST_STOPS = 200
STOP = """() => {
  const one = document.activeElement
  if (one === document.body) return null
  const box = one.getClientRects()[0]
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height, 44) / 2]
  const seen = document.elementFromPoint(x, y)
  return {
    html: one.outerHTML.slice(0, 90),
    ring: getComputedStyle(one).outlineStyle,
    onScreen: x >= 0 && x <= innerWidth && y >= 0 && y <= innerHeight,
    covered: !seen || !(one.contains(seen) || seen.contains(one) || one.closest("label")?.contains(seen)),
  }
}"""


@pytest.fixture
def reader(somebody):
    site.one_story()
    return somebody


def quietly(page, path: str) -> None:
    """A page that is not there says so on the console; that is no complaint."""
    page.goto(path)
    page.wait_for_load_state("load")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(reader, complaints, width, scheme):
    page = reader(color_scheme=scheme, bypass_csp=True)  # axe itself sets styles
    page.set_viewport_size({"width": width, "height": 800})
    wrong = []
    for path in ADDRESSES:
        quietly(page, path)
        for one in Axe().run(page).response["violations"]:
            wrong += [f"{path} {one['id']} ({one['impact']}): {node['html'][:140]}" for node in one["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{path} scrolls sideways")
        wrong += [f"{path} {small}" for small in page.evaluate(SMALL, TARGET)]
    assert not wrong, "\n".join(wrong)
    complaints[:] = [one for one in complaints if "404" not in one]


def test_the_first_tab_skips_to_the_content(reader):
    page = reader()
    page.goto(PAGES["article"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["height"] > TARGET
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("width", [390, 1440])
def test_by_tab_alone_every_stop_is_seen_and_none_is_hidden(reader, width):
    page = reader()
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", PAGES["article"], "/search/?q=council&section=politics"):
        page.goto(path)
        for _stop in range(MOST_STOPS):
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP)
            if not stop:
                break
            assert stop["ring"] == "solid", f"{path} {stop}"
            assert stop["onScreen"], f"{path} {stop}"
            assert not stop["covered"], f"{path} {stop}"
        else:
            pytest.fail(f"{path}: Tab leads round in a circle")


def test_the_name_of_the_site_is_large_on_the_home_page_alone(reader):
    page, sizes = reader(), []
    for path in ("/", "/latest/"):
        page.goto(path)
        sizes.append(page.locator(".masthead-name").evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))
    home, other = sizes
    assert home > 1.5 * other


def test_the_rail_comes_after_the_story(reader):
    page = reader()
    page.goto(PAGES["article"])
    order = page.evaluate(
        "document.querySelector('main').compareDocumentPosition(document.querySelector('aside.rail'))"
    )
    assert order & 4  # Node.DOCUMENT_POSITION_FOLLOWING


def test_the_switch_is_remembered_and_without_scripts_the_system_decides(reader):
    page = reader(color_scheme="light")
    page.goto("/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.goto(PAGES["article"])
    assert page.evaluate(paper) == dark
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="System").click()
    assert page.evaluate(paper) == light
    plain = reader(java_script_enabled=False, color_scheme="dark")
    plain.goto("/")
    assert not plain.get_by_role("button", name="Dark").is_visible()


def test_the_address_of_a_story_is_copied(reader):
    page = reader(permissions=["clipboard-read", "clipboard-write"])
    page.goto(PAGES["article"])
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"http://testserver{PAGES['article']}"


def test_paper_has_the_words_the_sources_and_the_edition_and_nothing_to_click(reader):
    page = reader()
    page.goto(PAGES["article"])
    page.emulate_media(media="print")
    for seen in (".story h1", ".prose", ".sources", ".story .print-only"):
        assert page.locator(seen).first.is_visible(), seen
    for gone in ("nav.sections", ".rail", ".sharing", "#leave", ".scheme", ".footer-columns"):
        assert not page.locator(gone).first.is_visible(), gone


def test_nothing_moves_where_the_reader_asked_for_that(reader):
    page = reader(reduced_motion="reduce")
    page.goto(PAGES["article"])
    moving = (
        "[...document.querySelectorAll('*')].filter(one => parseFloat(getComputedStyle(one).transitionDuration) > 0)"
    )
    assert page.evaluate(f"{moving}.length") == 0
