"""A whole story without a mouse: written, submitted, approved, published and corrected; in Chromium."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Edition
from articles.workflow import State
from tests.browser.room import EDITOR
from tests.factories import SectionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STOPS = 120  # more than any page has


def go_to(page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _stop in range(STOPS):
        if page.evaluate("selector => !!document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector} at {page.url}")


def write(page, selector: str, words: str) -> None:
    go_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def choose(page, name: str, value: str) -> None:
    """Of a group of radio buttons: Tab leads to it, arrows within it, Space chooses."""
    go_to(page, f"input[name={name}]")
    for _stop in range(10):
        if page.evaluate("document.activeElement.value") == value:
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not lead to {value} of {name}")


def search(page):
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    return dialog


def find(page, word: str) -> None:
    """The only story with this word, opened from the desk's search."""
    dialog = search(page)
    page.keyboard.type(word)
    expect(dialog.get_by_role("status")).to_have_text(f"1 result for “{word}”")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(EDITOR).wait_for()


def confirm(page, selector: str, said: str) -> None:
    go_to(page, selector)
    page.keyboard.press("Enter")
    page.get_by_text(said).first.wait_for()


def test_a_story_is_written_published_and_corrected_by_keyboard_alone(nora, omar, at_the_desk):
    SectionFactory(name="Politics")
    page = at_the_desk("nora")
    search(page)
    page.keyboard.press("Enter")  # the first entry starts a new story
    page.locator(EDITOR).wait_for()
    write(page, "[name=headline]", "The bridge is open")
    write(page, "[name=standfirst]", "It was opened on Sunday.")
    write(page, ".ProseMirror", "The mayor cut a ribbon. ")
    page.keyboard.press("Control+b")
    page.keyboard.type("Hundreds")
    page.keyboard.press("Control+b")
    page.keyboard.type(" walked over it.")
    write(page, "[name=section]", "Politics")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/submit/step/")
    confirm(page, ".decide-end button", "Submitted. An editor will read it next.")

    page = at_the_desk("omar")
    find(page, "bridge")
    go_to(page, ".top details.menu > summary")
    page.keyboard.press("Enter")
    go_to(page, "button[value=approve]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/approve/step/")
    confirm(page, ".decide-end button", "Approved")
    assert Article.objects.get().state == State.APPROVED
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/publish/step/")
    confirm(page, "[data-act]", "Published. Readers can see")
    first = Edition.objects.live(timezone.now()).get()
    assert "<strong>Hundreds</strong>" in first.html

    find(page, "bridge")
    write(page, "[name=headline]", "The bridge is closed")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/publish/step/")
    choose(page, "change", "correction")
    write(page, "[name=note]", "An earlier edition said that it is open.")
    choose(page, "check", "alone")
    write(page, "[name=reason]", "Nobody else is here.")
    confirm(page, "[data-act]", "Published. Readers can see edition 2 now.")
    second = Edition.objects.live(timezone.now()).get()
    assert (second.headline, second.change) == ("The bridge is closed", "correction")
