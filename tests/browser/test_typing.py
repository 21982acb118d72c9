"""Typing is safe: in Chromium, with tabs that close, log-ins that end, a desk that does not answer, and two people."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Article, Autosave
from tests.browser.test_desk_for_everybody import findings
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITOR = ".ProseMirror[contenteditable=true]"
SENT = re.compile(r"/(typing|change)/$")


@pytest.fixture
def article(nora):
    return ArticleFactory(writer=nora)


def opened(page, article=None):
    page.goto(f"/admin/articles/article/{article.pk}/change/" if article else "/admin/articles/article/add/")
    page.locator(EDITOR).wait_for()
    return page


def type_on(page, words):
    page.locator(EDITOR).click()
    page.locator(EDITOR).press("Control+End")
    page.locator(EDITOR).press_sequentially(words)


def kept(page):
    expect(page.locator("[data-saved]")).to_contain_text("Autosaved")


def save(page):
    page.locator("[data-save]").click()


def saved(page):
    """A save stays on the page."""
    save(page)
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")


def combine(page):
    save(page)
    page.locator("[data-bar-of=conflict]").get_by_role("button", name="Combine both versions").click()
    page.get_by_role("heading", name="Edit conflict").wait_for()


def restore(page):
    page.get_by_role("link", name="Restore").click()
    page.get_by_text("Not saved yet").wait_for()
    page.locator(EDITOR).wait_for()
    kept(page)


def without(complaints, *words):
    complaints[:] = [line for line in complaints if not any(word in line for word in words)]


def test_a_tab_that_was_closed_comes_back_with_every_word(article, at_the_desk):
    page = opened(at_the_desk("nora"), article)
    page.locator("[name=headline]").fill("Typed by night")
    type_on(page, " Sabahın xəbəri.")
    kept(page)
    page.close()

    page = opened(page.context.new_page(), article)
    assert page.locator("[name=headline]").input_value() == article.headline
    restore(page)
    expect(page.locator("[name=headline]")).to_have_value("Typed by night")
    expect(page.locator(EDITOR)).to_contain_text("two hours. Sabahın xəbəri.")
    saved(page)
    assert "Sabahın xəbəri" in Article.objects.get().body
    assert not Autosave.objects.unsaved().exists()


def test_a_page_that_is_left_at_once_loses_nothing(article, at_the_desk):
    page = opened(at_the_desk("nora"), article)
    page.locator("[name=headline]").fill("Typed in the last second")
    page.on("dialog", lambda dialog: pytest.fail("it asked"))
    page.goto("/admin/articles/article/")
    opened(page, article)
    restore(page)
    expect(page.locator("[name=headline]")).to_have_value("Typed in the last second")


def test_a_new_story_comes_back_with_the_lines_of_its_inlines(nora, at_the_desk):
    page = opened(at_the_desk("nora"))
    page.locator("[name=headline]").fill("Never saved")
    page.locator("#g-sources > summary").click()
    page.get_by_role("button", name="Add a source").click()
    page.locator("#id_citations-0-statement").fill("“It rained.”")
    kept(page)
    page.close()
    page = opened(page.context.new_page())
    restore(page)
    expect(page.locator("[name=headline]")).to_have_value("Never saved")
    expect(page.locator("#id_citations-0-statement")).to_have_value("“It rained.”")


def test_a_log_in_that_ended_costs_no_word(article, at_the_desk):
    page = opened(at_the_desk("nora"), article)
    page.locator("[name=headline]").fill("Typed before")
    kept(page)
    Session.objects.all().delete()
    page.locator("[name=headline]").fill("Typed after the log-in ended")
    page.get_by_text("You are logged out.").wait_for()
    save(page)  # it does not leave the page for the log-in, which would lose it
    expect(page.locator("[name=headline]")).to_have_value("Typed after the log-in ended")

    with page.context.expect_page() as another:
        page.get_by_role("link", name="Log in in another tab").click()
    other = another.value
    other.fill("[name=username]", "nora")
    other.fill("[name=password]", "desk")
    other.locator("[name=password]").press("Enter")
    other.wait_for_url("**/admin/")
    expect(page.get_by_text("You are logged out.")).to_be_hidden(timeout=15_000)
    saved(page)
    assert Article.objects.get().headline == "Typed after the log-in ended"


def test_who_logs_in_again_after_closing_the_page_finds_what_this_browser_kept(article, at_the_desk):
    page = opened(at_the_desk("nora"), article)
    Session.objects.all().delete()
    page.locator("[name=headline]").fill("Typed after the log-in ended")
    page.get_by_text("You are logged out.").wait_for()
    page.close()
    page = page.context.new_page()
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.fill("[name=username]", "nora")
    page.fill("[name=password]", "desk")
    page.locator("[name=password]").press("Enter")
    page.get_by_text("This browser has kept changes").wait_for()
    restore(page)
    expect(page.locator("[name=headline]")).to_have_value("Typed after the log-in ended")
    saved(page)
    opened(page, article)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('desk-typed'))") == []


@pytest.mark.parametrize("how", ["offline", "500"])
def test_a_desk_that_does_not_answer_costs_no_word(how, article, at_the_desk, complaints):
    page = opened(at_the_desk("nora"), article)
    page.context.route(SENT, lambda route: route.abort() if how == "offline" else route.fulfill(status=500))
    page.locator("[name=headline]").fill("Typed while nobody answered")
    page.get_by_text("The desk can't be reached").wait_for()
    save(page)
    expect(page.locator("[name=headline]")).to_have_value("Typed while nobody answered")
    page.close()
    page.context.unroute(SENT)
    page = opened(page.context.new_page(), article)
    restore(page)  # from this browser, or from what it could send as it closed the page
    expect(page.locator("[name=headline]")).to_have_value("Typed while nobody answered")
    without(complaints, "/typing/", "/change/", "net::ERR_FAILED", "500")


def test_what_was_discarded_is_gone(article, at_the_desk):
    page = opened(at_the_desk("nora"), article)
    page.locator("[name=headline]").fill("Typed by night")
    kept(page)
    page.close()
    page = opened(page.context.new_page(), article)
    page.get_by_role("button", name="Discard").click()
    page.get_by_text("Discarded.").wait_for()
    expect(page.get_by_role("link", name="Restore")).to_be_hidden()


def test_two_people_see_each_other_within_fifteen_seconds(article, omar, at_the_desk):
    reporter = opened(at_the_desk("nora"), article)
    editor = opened(at_the_desk("omar"), article)
    expect(editor.get_by_text("nora is here too")).to_be_visible()
    expect(reporter.get_by_text("omar is here too")).to_be_visible(timeout=15_000)
    editor.close()
    expect(reporter.get_by_text("omar is here too")).to_be_hidden(timeout=15_000)


# -- two people save ---------------------------------------------------------------------------------------------------


@pytest.fixture
def both(article, omar, at_the_desk, complaints):
    """Nora and Omar have the same story open."""
    yield opened(at_the_desk("nora"), article), opened(at_the_desk("omar"), article)
    without(complaints, "409")  # the browser's word for an edit conflict


def test_what_two_people_changed_in_different_places_is_together_by_itself(article, both):
    reporter, editor = both
    reporter.locator("[name=headline]").fill("Nora's headline")
    type_on(reporter, " Nora was there.")
    editor.get_by_label("Lede").fill("Omar's lede.")
    saved(editor)
    reporter.get_by_text("omar saved a newer version").wait_for()
    combine(reporter)
    assert reporter.get_by_role("radio").count() == 0
    reporter.get_by_role("button", name="Save this version").click()
    reporter.get_by_text("Saved.", exact=True).wait_for()
    together = Article.objects.get()
    assert (together.headline, together.standfirst) == ("Nora's headline", "Omar's lede.")
    assert "Nora was there." in together.body


def test_a_clash_is_chosen_by_keyboard_and_what_was_not_taken_can_be_read(article, both):
    reporter, editor = both
    reporter.locator("[name=headline]").fill("Nora's headline")
    editor.locator("[name=headline]").fill("Omar's headline")
    saved(editor)
    combine(reporter)
    reporter.get_by_role("radio", name="omar Omar").focus()
    reporter.keyboard.press("Space")
    reporter.get_by_role("button", name="Save this version").press("Enter")
    reporter.get_by_text("Saved.", exact=True).wait_for()
    assert Article.objects.get().headline == "Omar's headline"
    reporter.goto("/admin/")
    reporter.locator("section", has_text="Not saved yet").get_by_role(
        "link", name="Nora's headline", exact=True
    ).click()
    reporter.get_by_text("Part of it was left out").wait_for()


def test_who_closes_the_merge_page_finds_their_text_on_the_story(article, both):
    reporter, editor = both
    reporter.locator("[name=headline]").fill("Nora's headline")
    editor.locator("[name=headline]").fill("Omar's headline")
    saved(editor)
    combine(reporter)
    page = opened(reporter.context.new_page(), article)
    restore(page)
    expect(page.locator("[name=headline]")).to_have_value("Nora's headline")
    page.get_by_text("omar saved a newer version").wait_for()
    combine(page)
    page.get_by_label("Your wording").fill("Both headlines")
    page.get_by_role("button", name="Keep editing").click()
    page.locator(EDITOR).wait_for()
    expect(page.locator("[name=headline]")).to_have_value("Both headlines")
    saved(page)
    assert Article.objects.get().headline == "Both headlines"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious_on_the_strips_and_the_merge_page(width, scheme, article, both):
    reporter, editor = both
    for page in both:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
    reporter.locator("[name=headline]").fill("Nora's headline")
    type_on(reporter, " Nora was there.")
    kept(reporter)
    again = opened(reporter.context.new_page(), article)
    again.set_viewport_size({"width": width, "height": 900})
    again.get_by_role("link", name="Restore").wait_for()
    again.get_by_text("omar is here too").wait_for(state="attached")
    assert findings(again) == []
    editor.locator("[name=headline]").fill("Omar's headline")
    saved(editor)
    combine(reporter)
    assert findings(reporter) == []
    assert reporter.evaluate("document.documentElement.scrollWidth") <= width
    reporter.goto("/admin/")
    reporter.locator("section", has_text="Not saved yet").get_by_role(
        "link", name="Nora's headline", exact=True
    ).click()
    reporter.get_by_text("Only you can see it").wait_for()
    assert findings(reporter) == []
