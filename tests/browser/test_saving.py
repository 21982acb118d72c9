"""Saving in Chromium: without leaving the page, in words that are true, whatever is closed or pressed at once."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Article, Autosave, Byline
from articles.workflow import State
from tests.browser.test_desk_for_everybody import findings
from tests.browser.test_typing import EDITOR, opened, type_on, without
from tests.factories import ArticleFactory, CorrespondentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVED, AUTOSAVED = re.compile(r"^Saved \d\d:\d\d$"), re.compile(r"^Autosaved \d\d:\d\d$")


@pytest.fixture
def article(nora):
    long = "".join(f"<p>Paragraph {number} of a story that is longer than the screen.</p>" for number in range(40))
    return ArticleFactory(writer=nora, body=long)


def state(page):
    return page.locator("[data-saved]")


def test_ctrl_s_saves_and_the_caret_the_place_and_undo_stay(article, at_the_desk):
    page = opened(at_the_desk("nora"), article)
    expect(state(page)).to_have_text(SAVED)
    type_on(page, " First words.")
    expect(state(page)).to_have_text(AUTOSAVED)
    before = page.evaluate("scrollY")
    assert before > 0
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    assert "First words." in Article.objects.get().body
    assert page.evaluate("scrollY") == before
    page.keyboard.type(" And more.")  # where the caret was
    expect(page.locator(EDITOR)).to_contain_text("First words. And more.")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    assert Article.objects.get().version == 3
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator(EDITOR)).not_to_contain_text("And more.")
    expect(state(page)).to_have_text(AUTOSAVED)


def test_an_answer_that_no_script_can_use_stops_no_later_save(article, at_the_desk, complaints):
    page = opened(at_the_desk("nora"), article)
    address = f"**/article/{article.pk}/change/"
    page.route(address, lambda route: route.fulfill(status=422, json={"errors": 5}))
    type_on(page, " First words.")
    with page.expect_response(address):
        page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(AUTOSAVED)
    page.unroute(address)
    page.keyboard.type(" And more.")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    assert "First words. And more." in Article.objects.get().body
    complaints.clear()  # the script that could not use it says so


def test_a_new_story_is_saved_where_it_is_written_and_goes_on_as_that_story(nora, at_the_desk):
    page = opened(at_the_desk("nora"))
    expect(state(page)).to_have_text("")
    page.locator("[name=headline]").fill("A new story")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    article = Article.objects.get()
    assert page.url.endswith(f"/admin/articles/article/{article.pk}/change/")
    page.locator("[name=standfirst]").fill("Its lede.")
    expect(state(page)).to_have_text(AUTOSAVED)
    assert Autosave.objects.unsaved().get().article == article
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    page.reload()
    expect(page.locator("[name=standfirst]")).to_have_value("Its lede.")
    assert Article.objects.get().version == 2
    page.go_back()
    page.wait_for_url("**/admin/")


def test_rows_that_were_saved_are_changed_and_removed_afterwards(nora, at_the_desk):
    CorrespondentFactory(name="Rauf", slug="rauf")
    article = ArticleFactory(writer=nora, named=[CorrespondentFactory()])
    page = opened(at_the_desk("nora"), article)
    page.locator("#g-who > summary").click()
    page.get_by_role("button", name="Add a correspondent").click()
    page.keyboard.type("Rau")
    page.get_by_role("option", name="Rauf").click()
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    row = page.locator("[data-rows=bylines] [data-row]").nth(1)
    row.locator("[name$=role]").fill("in Quba")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    assert Byline.objects.get(correspondent__name="Rauf").role == "in Quba"
    row.get_by_role("button", name="Remove").click()
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    assert Byline.objects.get().correspondent.name != "Rauf"
    expect(page.locator("[data-rows=bylines] [data-row]")).to_have_count(1)


def test_what_is_refused_is_said_counted_and_linked_and_the_rest_is_kept(article, at_the_desk, complaints):
    page = opened(at_the_desk("nora"), article)
    page.locator("[name=headline]").fill("Typed")
    page.locator("#g-who > summary").click()
    page.locator("#id_dateline_on").evaluate("field => { field.type = 'text'; }")
    page.locator("#id_dateline_on").fill("yesterday")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Not saved: 1 field to correct")
    page.get_by_role("link", name="Date filed: Enter a valid date.").click()
    expect(page.locator("#id_dateline_on")).to_be_focused()
    expect(page.locator("#id_dateline_on")).to_have_attribute("aria-invalid", "true")
    assert findings(page) == []
    page.locator("#id_dateline_on").fill("2024-04-28")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    expect(page.get_by_role("link", name="Date filed")).to_be_hidden()
    assert Article.objects.get().headline == "Typed"
    without(complaints, "422")


def test_a_save_that_does_not_reach_the_server_is_made_as_soon_as_it_is_there(article, at_the_desk, complaints):
    page = opened(at_the_desk("nora"), article)
    page.locator("[name=headline]").fill("Typed offline")
    page.context.set_offline(True)
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Offline: kept in this browser")
    page.get_by_text("The desk can't be reached").wait_for()
    page.locator("[name=standfirst]").fill("And this.")
    page.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED, timeout=15_000)
    stored = Article.objects.get()
    assert (stored.headline, stored.standfirst, stored.version) == ("Typed offline", "And this.", 2)
    without(complaints, "ERR_INTERNET_DISCONNECTED")


def test_an_answer_that_is_lost_makes_no_second_story(nora, at_the_desk, complaints):
    page = opened(at_the_desk("nora"))
    page.locator("[name=headline]").fill("Once")

    def lose(route):
        if route.request.method == "POST":
            route.fetch()  # it arrives, and its answer does not
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/add/$"), lose)
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Offline: kept in this browser")
    assert Article.objects.count() == 1
    page.unroute_all()
    page.locator("[name=headline]").fill("Once, and more")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    assert Article.objects.get().headline == "Once, and more"
    without(complaints, "/add/", "ERR_FAILED")


def test_the_main_button_saves_the_last_letter_before_its_page_opens(nora, omar, at_the_desk):
    ArticleFactory(writer=nora, edited_by=nora, state=State.SUBMITTED)
    page = opened(at_the_desk("omar"), Article.objects.get())
    page.locator("[name=headline]").fill("Council does not meet")
    type_on(page, " Nobody came")
    page.keyboard.type(".")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/publish/step/")
    stored = Article.objects.get()
    assert stored.headline == "Council does not meet"
    assert stored.body.endswith("Nobody came.</p>")
    expect(page.locator("body")).to_contain_text("Nobody came.")


def test_what_is_typed_while_the_save_is_on_its_way_is_saved_too(article, at_the_desk):
    page = opened(at_the_desk("nora"), article)
    page.locator("[name=headline]").fill("First")
    held = []
    first = re.compile(r"/change/$")
    page.route(first, lambda route: held.append(route), times=1)
    with page.expect_request(first):
        page.locator("[data-main]").click()
    page.locator("[name=standfirst]").fill("Typed meanwhile.")
    held[0].continue_()
    page.wait_for_url("**/submit/step/")
    stored = Article.objects.get()
    assert (stored.headline, stored.standfirst) == ("First", "Typed meanwhile.")


def test_the_preview_is_of_what_is_on_the_screen_and_opens_beside_it(article, at_the_desk):
    page = opened(at_the_desk("nora"), article)
    page.locator("[name=headline]").fill("As readers would see it")
    with page.context.expect_page() as another:
        page.keyboard.press("Control+Shift+V")
    another.value.get_by_role("heading", name="As readers would see it").first.wait_for()
    expect(state(page)).to_have_text(SAVED)


def test_all_cookies_gone_is_said_and_costs_no_word(article, at_the_desk, complaints):
    page = opened(at_the_desk("nora"), article)
    page.context.clear_cookies()
    page.locator("[name=headline]").fill("Typed without cookies")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Not saved: you are logged out")
    page.get_by_text("You are logged out.").wait_for()
    with page.context.expect_page() as another:
        page.get_by_role("link", name="Log in in another tab").click()
    other = another.value
    other.fill("[name=username]", "nora")
    other.fill("[name=password]", "desk")
    other.locator("[name=password]").press("Enter")
    other.wait_for_url("**/admin/")
    expect(state(page)).to_have_text(SAVED, timeout=15_000)
    assert Article.objects.get().headline == "Typed without cookies"
    without(complaints, "403")


def test_a_conflict_is_said_on_the_page_and_the_main_button_combines(article, omar, at_the_desk, complaints):
    reporter, editor = opened(at_the_desk("nora"), article), opened(at_the_desk("omar"), article)
    editor.locator("[name=headline]").fill("Omar's headline")
    editor.keyboard.press("Control+s")
    expect(state(editor)).to_have_text(SAVED)
    reporter.locator("[name=headline]").fill("Nora's headline")
    reporter.keyboard.press("Control+s")
    expect(state(reporter)).to_have_text("Not saved: edit conflict")
    expect(reporter.get_by_text("You both changed: headline.")).to_be_visible()
    assert findings(reporter) == []
    expect(reporter.locator("[data-main]")).to_have_text("Combine")
    reporter.locator("[data-main]").click()
    reporter.get_by_role("heading", name="Edit conflict").wait_for()
    reporter.get_by_role("radio", name="You Nora").check()
    reporter.get_by_role("button", name="Save this version").click()
    reporter.get_by_text("Saved.", exact=True).wait_for()
    assert Article.objects.get().headline == "Nora's headline"
    without(complaints, "409")


def test_the_page_says_what_the_story_has_become(nora, at_the_desk):
    article = ArticleFactory(writer=nora, edited_by=nora, state=State.APPROVED)
    page = opened(at_the_desk("nora"), article)
    expect(page.locator(".top .state").first).to_contain_text("Approved")
    page.locator("[name=headline]").fill("Changed after it was approved")
    page.keyboard.press("Control+s")
    expect(page.locator(".top .state").first).to_contain_text("Draft")
    expect(page.locator("[data-main]")).to_have_text("Submit…")


def test_leaving_asks_nothing_and_loses_nothing(article, at_the_desk):
    page = opened(at_the_desk("nora"), article)
    page.on("dialog", lambda dialog: pytest.fail("it asked"))
    page.locator("[name=headline]").click()
    page.keyboard.type("Last letters ")
    page.go_back()  # at once
    page.wait_for_url("**/admin/")
    opened(page, article)
    page.get_by_role("link", name="Restore").click()
    expect(page.locator("[name=headline]")).to_have_value(re.compile("Last letters"))
    expect(state(page)).to_have_text(AUTOSAVED)


@pytest.mark.parametrize("wait", [100, 1500])
def test_a_tab_that_is_closed_right_after_the_last_key_loses_nothing(wait, article, at_the_desk):
    page = opened(at_the_desk("nora"), article)
    type_on(page, " The last word.")
    page.wait_for_timeout(wait)
    page.close()
    page = opened(page.context.new_page(), article)
    page.get_by_role("link", name="Restore").click()
    expect(page.locator(EDITOR)).to_contain_text("The last word.")


def test_a_log_in_that_ended_while_saving_is_taken_up_again(article, at_the_desk):
    page = opened(at_the_desk("nora"), article)
    Session.objects.all().delete()
    page.locator("[name=headline]").fill("Typed after the log-in ended")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Not saved: you are logged out")
    expect(page.locator("[name=headline]")).to_have_value("Typed after the log-in ended")
