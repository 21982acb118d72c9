"""Search and shortcuts by keyboard, from pages of our own and from unfold's."""

import pytest
from playwright.sync_api import expect

from articles.drafts import finding
from articles.models import Preference
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(nora):
    story = ArticleFactory(headline="Minister resigns", writer=nora)
    finding.note(story)
    return story


@pytest.mark.parametrize("address", ["/admin/", "/admin/articles/source/"])
def test_a_story_is_found_and_opened_by_keyboard_alone(story, omar, at_the_desk, address):
    page = at_the_desk("omar")
    page.goto(address)
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog", name="Search").get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("minist")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("1 result for “minist”")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/article/{story.pk}/change/")


def test_where_nothing_is_typed_the_first_entry_starts_a_story(story, omar, at_the_desk):
    page = at_the_desk("omar")
    page.get_by_role("link", name="Search").click()
    expect(page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/add/")


def test_escape_closes_and_the_focus_returns(story, omar, at_the_desk):
    page = at_the_desk("omar")
    page.get_by_role("link", name="Stories", exact=True).focus()
    page.keyboard.press("Control+k")
    page.get_by_role("dialog").wait_for()
    page.keyboard.type("minist")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="New story").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("link", name="Stories", exact=True)).to_be_focused()


@pytest.mark.parametrize("wait", [0, 100, 200])  # the search waits 150 ms for the next letter
def test_a_search_that_was_closed_disturbs_nothing_that_is_opened_next(wait, story, omar, at_the_desk):
    page = at_the_desk("omar")
    page.route("**/admin/**", lambda route: (page.wait_for_timeout(200), route.continue_()))  # a slow desk
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox").wait_for()
    page.keyboard.type("minist")
    page.keyboard.press("Escape")
    page.wait_for_timeout(wait)
    page.keyboard.press("?")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_have_count(1)
    page.wait_for_timeout(500)
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_have_count(1)
    assert page.url.endswith("/admin/")


def test_a_question_mark_lists_the_shortcuts_unless_single_keys_are_off(story, omar, at_the_desk):
    page = at_the_desk("omar")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Mark as spam")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox").wait_for()
    page.keyboard.type("?")  # into a field
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.keyboard.press("Escape")
    Preference.objects.create(user=omar, single_keys=False)
    with page.expect_response("**/admin/shortcuts/"):
        page.keyboard.press("?")
    page.wait_for_timeout(200)
    expect(page.get_by_role("dialog")).to_have_count(0)
