"""The list of stories and the planning board in a browser: by keyboard, by pointer, and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Plan, Preference
from articles.workflow import State
from tests.factories import ArticleFactory, PlanFactory, SectionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST, BOARD = "/admin/articles/article/", "/admin/planning/"


@pytest.fixture
def stories(nora, omar):
    return [
        ArticleFactory(headline=headline, state=State.SUBMITTED, writer=nora)
        for headline in ("third", "second", "first")
    ]


def test_stories_are_chosen_opened_and_changed_by_keyboard_alone(stories, nora, omar, at_the_desk):
    page = at_the_desk("omar")
    page.goto(LIST)
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="first", exact=True)).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("[data-selected]")).to_have_text("2 selected")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search in this view")).to_be_focused()
    page.keyboard.type("jx")  # a field takes every key
    expect(page.locator("[data-selected]")).to_have_text("2 selected")
    page.get_by_role("button", name="Add tags…").press("Enter")
    page.get_by_label("Tags to add").fill("Energy")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Apply to 2 stories").press("Enter")
    expect(page.get_by_text("2 stories changed.")).to_be_visible()
    tagged = Article.objects.filter(tags__name="Energy").values_list("headline", flat=True)
    assert {*tagged} == {"first", "second"}


def test_a_menu_opens_closes_and_gives_the_focus_back(stories, at_the_desk):
    page = at_the_desk("omar")
    page.goto(LIST)
    page.keyboard.press("j")
    page.keyboard.press(".")
    expect(page.get_by_role("link", name="Approve…")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("tr", has_text="first").locator("summary")).to_be_focused()
    expect(page.get_by_role("link", name="Approve…")).to_be_hidden()


def test_who_switched_single_keys_off_types_them_in_vain(stories, omar, at_the_desk):
    Preference.objects.create(user=omar, single_keys=False)
    page = at_the_desk("omar")
    page.goto(LIST)
    page.keyboard.press("j")
    expect(page.locator("tr.at")).to_have_count(0)
    expect(page.locator("[data-keys]")).to_be_hidden()


def test_without_scripts_stories_are_selected_and_filtered_all_the_same(stories, omar, somebody, at_the_desk):
    signed_in = at_the_desk("omar")
    page = somebody(java_script_enabled=False)
    page.context.add_cookies(signed_in.context.cookies())
    page.goto(LIST)
    page.get_by_role("checkbox", name="Select “second”").check()
    page.get_by_role("button", name="Spike…").click()
    page.get_by_label("Reason").fill("Old.")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Apply to 1 story").click()
    assert Article.objects.get(state=State.SPIKED).headline == "second"
    page.get_by_text("Filters", exact=True).click()
    page.locator("#all-state").select_option("spiked")
    page.get_by_role("button", name="Apply").first.click()
    expect(page.get_by_role("rowheader")).to_have_count(1)


def test_a_card_that_is_dragged_to_a_day_opens_the_form_with_that_day(omar, at_the_desk):
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    plan = PlanFactory(title="Bread prices", due_on=monday, section=SectionFactory())
    page = at_the_desk("omar")
    page.goto(f"{BOARD}?day={monday}")
    there = monday + timedelta(days=2)
    page.locator("article.plan").drag_to(page.locator(f"td[data-day='{there}']").first)
    expect(page.get_by_label("Day")).to_have_value(there.isoformat())
    page.get_by_role("button", name="Move").click()
    page.wait_for_url(f"**{BOARD}?day={there}")
    assert Plan.objects.get(pk=plan.pk).due_on == there


def test_an_idea_is_moved_and_started_by_keyboard_alone(omar, at_the_desk):
    PlanFactory(title="Bread prices", due_on=timezone.localdate())
    page = at_the_desk("omar")
    page.goto(BOARD)
    page.locator("article.plan summary").press("Enter")
    page.get_by_role("link", name="Move…").press("Enter")
    page.get_by_label("Time").fill("16:30")
    page.get_by_role("button", name="Move").press("Enter")
    expect(page.locator("article.plan time")).to_have_text("16:30")
    page.locator("article.plan summary").press("Enter")
    page.get_by_role("button", name="Start writing").press("Enter")
    expect(page.locator("[name=headline]")).to_have_value("Bread prices")


def test_what_is_typed_into_an_idea_is_there_again_until_it_is_saved(omar, at_the_desk):
    plan = PlanFactory(due_on=timezone.localdate())
    page = at_the_desk("omar")
    page.goto(f"{BOARD}{plan.pk}/")
    with page.expect_response(lambda response: response.request.method == "POST" and response.ok):
        page.get_by_label("Note").fill("Ask the bakers in Narlıq.")
    page.goto(BOARD)
    page.goto(f"{BOARD}{plan.pk}/")
    expect(page.get_by_label("Note")).to_have_value("Ask the bakers in Narlıq.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**{BOARD}?day=*")
    assert Plan.objects.get(pk=plan.pk).note == "Ask the bakers in Narlıq."
    page.goto(f"{BOARD}new/")
    expect(page.get_by_label("Note")).to_have_value("")
