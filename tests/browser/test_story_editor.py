"""The writing room in Chromium: where the text is, how it is reached by keyboard, on a phone, and by everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.room import EDITOR, group, opened
from tests.factories import ArticleFactory, PhotoFactory, SourceFactory, make_user, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/articles/article/add/"
SAID = "<p>“We counted twice,” said Zaur Bağırlı, mayor of Quba.</p><p>It rained, the ministry said.</p>"


@pytest.fixture
def story(nora, omar):
    article = publish(ArticleFactory(writer=nora, body=SAID, photo=PhotoFactory())).article
    article.citations.create(source=SourceFactory(name="Town hall"), statement="We counted twice")
    article.gallery.create(photo=PhotoFactory(caption="Noon"))
    return article


def wide(page, width=1440, height=900):
    page.set_viewport_size({"width": width, "height": height})
    return page


def focused(page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.className")


def test_the_text_begins_high_on_the_page_and_has_room_for_forty_lines(omar, at_the_desk):
    page = wide(at_the_desk("omar"))
    page.goto(ADD)
    text = page.locator(EDITOR)
    text.wait_for()
    box = text.bounding_box()
    assert box["y"] < 480
    line = text.evaluate("text => parseFloat(getComputedStyle(text).lineHeight)")
    assert box["height"] >= 40 * line
    story = ArticleFactory(headline="A headline of two lines, because the town has a long name", body="<p>Word.</p>")
    assert opened(page, story).locator(f"{EDITOR} p").bounding_box()["y"] < 480


def test_a_new_story_is_written_by_keyboard_from_the_first_key(omar, at_the_desk):
    page = at_the_desk("omar")
    page.goto(ADD)
    page.locator(EDITOR).wait_for()
    page.keyboard.type("The council met")
    page.keyboard.press("Enter")
    page.keyboard.type("It met on Sunday.")
    page.keyboard.press("Enter")
    page.keyboard.type("The members spoke.")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/add/")):
        page.locator("[data-save]").press("Enter")
    page.wait_for_load_state("networkidle")
    article = Article.objects.get(headline="The council met")
    assert (article.standfirst, article.body) == ("It met on Sunday.", "<p>The members spoke.</p>")


def test_few_stops_lead_to_the_headline_and_the_bar_is_one_of_them(story, at_the_desk):
    page = opened(wide(at_the_desk("omar")), story)
    page.locator(".skip").focus()
    stops = []
    while focused(page) != "headline" and len(stops) < 20:
        page.keyboard.press("Tab")
        stops.append(focused(page))
    assert stops[-1] == "headline"
    assert len(stops) <= 11, stops
    assert sum("prose-menubar" in stop or stop == "style" for stop in stops) == 1
    page.keyboard.press("Tab")
    assert focused(page) == "standfirst"
    page.keyboard.press("Tab")
    assert "ProseMirror" in focused(page)


def test_which_groups_are_open_is_remembered(story, at_the_desk):
    page = opened(at_the_desk("omar"), story)
    group(page, "Wire")
    page.reload()
    expect(page.locator("#g-wire")).to_have_attribute("open", "")
    page.locator("#g-wire > summary").click()
    page.reload()
    expect(page.locator("#g-wire")).not_to_have_attribute("open", "")


def test_the_margin_says_beside_each_statement_where_it_comes_from(story, at_the_desk):
    page = opened(wide(at_the_desk("omar")), story)
    source = page.locator(".mark", has_text="Town hall")
    words = page.locator(f"{EDITOR} p").first
    assert abs(source.bounding_box()["y"] - words.bounding_box()["y"]) < 40
    page.locator(".mark").get_by_text("No source. Cite").first.click()
    row = page.locator('[data-rows="citations"] [data-row]').last
    expect(row.get_by_label("Statement")).not_to_have_value("")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"


def test_no_changes_becomes_the_next_step_as_soon_as_something_is_typed(story, at_the_desk):
    Article.objects.update(state="approved")
    page = opened(at_the_desk("omar"), story)
    main = page.locator("[data-main]")
    expect(main).to_have_text("No changes")
    expect(main).to_be_disabled()
    page.locator("[name=headline]").press("End")
    page.keyboard.type("!")
    expect(main).to_have_text("Publish changes…")
    expect(main).to_be_enabled()


def test_a_row_is_moved_and_removed(story, at_the_desk):
    page = opened(at_the_desk("omar"), story)
    group(page, "Picture and gallery")
    rows = page.locator('[data-rows="gallery"] [data-row]:visible')
    assert rows.count() == 1
    assert page.get_by_label("Position").count() == 0
    rows.first.get_by_role("button", name="Remove").press("Enter")
    assert rows.count() == 0
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/change/")):
        page.locator("[data-save]").click()
    page.wait_for_load_state("networkidle")
    assert not story.gallery.exists()


def test_on_a_phone_the_panel_is_a_sheet_that_keeps_and_returns_the_focus(story, at_the_desk):
    page = opened(wide(at_the_desk("omar"), 390, 844), story)
    details = page.get_by_role("link", name="Details")
    details.press("Enter")
    sheet = page.get_by_role("dialog", name="About this story")
    expect(sheet).to_be_visible()
    for _stop in range(40):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('.panel')")
        assert inside, page.evaluate("document.activeElement.outerHTML")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(details).to_be_focused()
    page.get_by_role("link", name="Sources").click()
    expect(page.locator("#g-sources")).to_have_attribute("open", "")
    page.locator(".veil").click(position={"x": 20, "y": 20})
    expect(sheet).to_be_hidden()
    small = page.evaluate(
        """() => [...document.querySelectorAll('.top button, .top a, .top summary, .actions a, [data-main]')]
            .filter((one) => one.checkVisibility() && (one.offsetHeight < 44 || one.offsetWidth < 44))
            .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440, 1920])
def test_the_page_never_scrolls_sideways(width, story, at_the_desk):
    page = opened(wide(at_the_desk("omar"), width), story)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_with_every_group_open(width, scheme, story, at_the_desk):
    page = wide(at_the_desk("omar"), width)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    opened(page, story)
    page.evaluate("document.querySelectorAll('.panel-group, .cite, .inner').forEach((one) => { one.open = true; })")
    if width < 1024:
        page.get_by_role("link", name="Details").click()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found] == []


def test_who_may_only_read_has_no_fields_and_can_write_a_note(story, at_the_desk):
    make_user("ada", "Journalists")
    page = wide(at_the_desk("ada"))
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.get_by_role("heading", name=story.headline, level=1).wait_for()
    assert page.locator("[name=headline], [name=_save], [data-main]").count() == 0
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(page).response["violations"]] == []
    group(page, "Notes")
    page.fill("#note-text", "Who was there?")
    page.get_by_role("button", name="Add note").last.click()
    page.get_by_text("Note added.").wait_for()
