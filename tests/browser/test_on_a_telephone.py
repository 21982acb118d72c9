"""Readers' pages on small screens: what is on the first screen, and nothing that scrolls sideways."""

from datetime import timedelta

import pytest

from tests import site
from tests.factories import NOON, ArticleFactory, publish
from tests.site import FOR_READERS, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
TOP = "selector => document.querySelector(selector).getBoundingClientRect().top + scrollY"


@pytest.fixture
def reader(somebody):
    site.fill(site.one_story())
    publish(ArticleFactory(slug="the-day-before"), now=NOON - timedelta(days=1))
    return somebody


def test_the_text_of_a_story_begins_on_the_first_screen_and_the_wire_on_the_second(reader):
    page = reader()
    page.set_viewport_size(PHONE)
    page.goto(PAGES["article"])
    assert page.evaluate(TOP, ".story .prose > p") < PHONE["height"]
    page.goto("/")
    assert page.evaluate(TOP, ".front-wire") < 2 * PHONE["height"]


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_page_scrolls_sideways(reader, width):
    page = reader()
    page.set_viewport_size({"width": width, "height": 844})
    wide = {}
    for name in FOR_READERS:
        page.goto(PAGES[name])
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
    assert {name: found for name, found in wide.items() if found > width} == {}


def test_nor_does_one_whose_text_is_twice_as_large(reader):
    page = reader()
    page.set_viewport_size(PHONE)
    wide = {}
    for name in FOR_READERS:
        page.goto(PAGES[name])
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
    assert {name: found for name, found in wide.items() if found > PHONE["width"]} == {}


def test_the_form_under_a_brief_opens_when_it_is_asked_for(reader):
    page = reader(java_script_enabled=False)
    page.goto(PAGES["brief"])
    send = page.get_by_role("button", name="Send review")
    assert not send.is_visible()
    page.locator("#leave summary").click()
    assert send.is_visible()
    page.goto(PAGES["article"])
    assert send.is_visible()


def test_beside_every_list_there_is_something_on_a_wide_screen(reader):
    page = reader()
    page.set_viewport_size({"width": 1440, "height": 900})
    for name in (
        "latest",
        "topic",
        "correspondent",
        "archive of a month",
        "corrections",
        "about",
        "article",
        "section",
    ):
        page.goto(PAGES[name])
        main, rail = page.locator("main").bounding_box(), page.locator(".rail").bounding_box()
        assert rail["x"] > main["x"] + main["width"], name
        assert abs(rail["y"] - main["y"]) < 2, name
