"""A front is arranged by typing, by keys and by dragging; the list that is shown is the list that is saved."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.drafts import finding
from sections.models import Slot
from tests.factories import ArticleFactory, publish

HOME = "/admin/fronts/home/"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stories():
    made = [ArticleFactory(headline=headline) for headline in ("Dam holds", "Bridge falls", "Snow comes")]
    for story in made:
        publish(story)
        finding.note(story)
    return made


def test_stories_are_picked_moved_and_dragged(stories, omar, at_the_desk):
    dam, bridge, _snow = stories
    page = at_the_desk("omar")
    page.goto(HOME)
    field, titles = page.get_by_label("Search for a story"), page.locator(".slots strong")
    field.fill("dam")
    expect(page.locator(".found strong")).to_have_text(["Dam holds"])
    page.locator(".found").get_by_role("button", name="Dam holds").click()
    field.fill("bridge")
    expect(page.locator(".found strong")).to_have_text(["Bridge falls"])
    page.locator(".found").get_by_role("button", name="Bridge falls").click()  # offered the next free place
    expect(titles).to_have_text(["Dam holds", "Bridge falls"])
    page.get_by_role("button", name="Up: Bridge falls").press("Enter")
    expect(titles).to_have_text(["Bridge falls", "Dam holds"])
    expect(page.get_by_role("button", name="Up: Bridge falls")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="1. Bridge falls")).to_be_visible()
    page.locator(".slot", has_text="Dam holds").drag_to(page.locator(".slot").nth(4))
    field.fill("snow")
    expect(page.locator(".found strong")).to_have_text(["Snow comes"])
    page.locator("select[name=place]").select_option("1")
    page.locator(".found").get_by_role("button", name="Snow comes").click()
    expect(titles).to_have_text(["Snow comes", "Bridge falls", "Dam holds"])
    page.get_by_label("Start").press("Enter")  # sends the list, and neither moves nor saves anything
    page.wait_for_load_state()
    expect(titles).to_have_text(["Snow comes", "Bridge falls", "Dam holds"])
    page.get_by_role("button", name="Remove: Snow comes").click()
    page.get_by_role("button", name="Save front").click()
    expect(page.get_by_text("Readers can see this front now")).to_be_visible()
    held = Slot.objects.of(None, timezone.now()).values_list("place", "article_id")
    assert dict(held) == {2: bridge.pk, 5: dam.pk}


def test_each_slot_says_what_it_will_hold_while_stories_are_placed_and_keeps_it_by_one_click(
    stories, omar, at_the_desk
):
    dam, _bridge, snow = stories
    page = at_the_desk("omar")
    page.goto(HOME)
    filled = page.locator(".slots [data-fills]")
    expect(filled.first).to_have_text("Snow comes")
    page.get_by_label("Search for a story").fill("dam")
    page.locator(".found").get_by_role("button", name="Dam holds").click()
    expect(filled.nth(0)).to_have_text("Snow comes")  # of slot 2 now
    expect(filled.nth(1)).to_have_text("Bridge falls")
    page.get_by_role("button", name="Keep this story here: Snow comes").click()
    expect(page.locator(".slots strong")).to_have_text(["Dam holds", "Snow comes"])
    expect(filled.first).to_have_text("Bridge falls")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview").click()
    expect(opened.value.get_by_text("Nothing is saved yet.")).to_be_visible()
    opened.value.close()
    page.get_by_role("button", name="Save front").click()
    expect(page.get_by_text("Readers can see this front now")).to_be_visible()
    held = Slot.objects.of(None, timezone.now()).values_list("place", "article_id")
    assert dict(held) == {1: dam.pk, 2: snow.pk}


def test_a_story_goes_to_the_slot_that_was_offered_however_late_the_answer(stories, omar, at_the_desk):
    page, late = at_the_desk("omar"), []
    page.goto(HOME)
    expect(page.locator(".slots [data-fills]").first).to_have_text("Snow comes")
    page.route(re.compile(r"[?&]q="), lambda route: late.append(route))
    with page.expect_request(re.compile(r"[?&]q=")):
        page.locator(".found").get_by_role("button", name="Dam holds").click()
    page.get_by_role("button", name="Keep this story here: Snow comes").click()
    expect(page.locator(".slots strong")).to_have_text(["Snow comes"])
    late[0].continue_()
    expect(page.locator(".slots strong")).to_have_text(["Dam holds", "Snow comes"])


def test_nobody_leaves_a_list_that_is_not_saved_without_being_asked(stories, omar, at_the_desk):
    page, asked = at_the_desk("omar"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(HOME)
    field, away = (
        page.get_by_label("Search for a story"),
        page.get_by_label("Fronts").get_by_role("link", name="Politics"),
    )
    field.fill("dam")
    away.click()  # nothing was arranged yet
    page.wait_for_url(re.compile(r"/fronts/\d+/$"))
    page.goto(HOME)
    field.fill("dam")
    page.locator(".found").get_by_role("button", name="Dam holds").click()
    expect(page.locator(".slots strong")).to_have_text(["Dam holds"])
    away.click()
    expect(page.locator(".slots strong")).to_have_text(["Dam holds"])
    with page.expect_navigation():
        page.get_by_label("Start").press("Enter")  # it comes back from the desk, unsaved still
    away.click()
    assert asked == ["beforeunload", "beforeunload"]
    page.get_by_role("button", name="Save front").click()
    expect(page.get_by_text("Readers can see this front now")).to_be_visible()
    away.click()
    page.wait_for_url(re.compile(r"/fronts/\d+/$"))
    assert asked == ["beforeunload", "beforeunload"]


def test_nor_the_words_of_a_banner(omar, at_the_desk):
    page, asked = at_the_desk("omar"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto("/admin/breaking/")
    page.locator("[name=words]").press_sequentially("Snow")
    page.get_by_role("link", name="Fronts").first.click()
    expect(page.locator("[name=words]")).to_have_value("Snow")
    assert asked == ["beforeunload"]
