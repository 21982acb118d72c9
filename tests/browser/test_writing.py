"""What happens while someone writes: signs of the language, quotations, tables, counts, find and replace."""

import pytest
from playwright.sync_api import expect

from articles.models import Preference
from tests.browser.test_the_editor import EDITOR, opened, paste, press, typed
from tests.factories import ArticleFactory
from tests.test_languages import AZ, RU

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def language_of(page):
    return page.locator("select[name=language]")


def test_quotation_marks_become_those_of_the_language_and_one_undo_brings_back_what_was_typed(omar, at_the_desk):
    page = opened(at_the_desk("omar"), ArticleFactory(body="<p>He said:</p>", language="en"))
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(' "so"')
    assert typed(page) == "<p>He said: “so”</p>"
    page.keyboard.press("Control+z")
    assert typed(page) == '<p>He said: “so"</p>'
    page.keyboard.type("!")
    page.keyboard.press("Control+z")
    assert typed(page) == '<p>He said: “so"</p>'
    language_of(page).select_option("az")
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type('"Xəzər" -- dedi...')
    assert typed(page).endswith("<p>«Xəzər» — dedi…</p>")


def test_a_bold_quotation_mark_stays_bold(omar, at_the_desk):
    page = opened(at_the_desk("omar"), ArticleFactory(body="<p><strong>Bold</strong></p>"))
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("'s")
    assert typed(page) == "<p><strong>Bold’s</strong></p>"


def test_headline_and_lede_have_them_too(omar, at_the_desk):
    page = opened(at_the_desk("omar"), ArticleFactory(headline="x"))
    headline = page.locator("[name=headline]")
    headline.fill("")
    headline.press_sequentially('"So"')
    expect(headline).to_have_value("“So”")
    headline.press("Control+z")
    expect(headline).to_have_value('“So"')
    page.locator("[name=standfirst]").fill("")
    page.locator("[name=standfirst]").press_sequentially("one -- two")
    expect(page.locator("[name=standfirst]")).to_have_value("one – two")


def test_signs_stay_as_they_are_typed_for_who_has_chosen_so(omar, at_the_desk):
    Preference.objects.create(user=omar, typographic=False)
    page = opened(at_the_desk("omar"), ArticleFactory(headline="", body=""))
    page.locator("[name=headline]").press_sequentially('"So"...')
    expect(page.locator("[name=headline]")).to_have_value('"So"...')
    page.locator(EDITOR).click()
    page.keyboard.type('"So" -- yes...')
    assert typed(page) == '<p>"So" -- yes...</p>'


def test_enter_goes_from_the_headline_to_the_lede_and_on_to_the_text(omar, at_the_desk):
    page = opened(at_the_desk("omar"), ArticleFactory(body=""))
    page.locator("[name=headline]").press("Enter")
    expect(page.locator("[name=standfirst]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(EDITOR)).to_be_focused()
    page.keyboard.type("Here.")
    assert typed(page) == "<p>Here.</p>"


def test_lengths_are_said_while_one_writes(omar, at_the_desk):
    page = opened(at_the_desk("omar"), ArticleFactory(headline="Dam", standfirst="One two."))
    headline = page.locator("[data-count-of=headline]")
    expect(headline).to_have_text("3 of 90")
    page.locator("[name=headline]").fill("x" * 91)
    expect(headline).to_have_text("91 of 90")
    expect(headline).to_contain_class("over")
    expect(page.locator("[data-count-of=standfirst]")).to_have_text("2 words")
    body = page.locator("output[data-counts]")
    body.evaluate("output => { output.dataset.wanted = 2; document.dispatchEvent(new Event('wanted-length')); }")
    page.locator(EDITOR).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("one two three")
    expect(body).to_have_text("3 of 2 words · 1 min")
    assert "over" in body.get_attribute("class")


def test_spelling_is_checked_in_the_language_of_the_story(omar, at_the_desk):
    page = opened(at_the_desk("omar"), ArticleFactory(language="az", body="<p>A</p>"))
    for place in ("[name=headline]", "[name=standfirst]", EDITOR):
        field = page.locator(place)
        assert (field.get_attribute("spellcheck"), field.get_attribute("lang")) == ("true", "az"), place
        assert field.evaluate("field => field.spellcheck"), place
    language_of(page).select_option("ru")
    for place in ("[name=headline]", "[name=standfirst]", EDITOR):
        assert page.locator(place).get_attribute("lang") == "ru", place


def test_two_enters_leave_a_quotation(omar, at_the_desk):
    page = opened(at_the_desk("omar"), ArticleFactory(body="<p>We agreed.</p>"))
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    press(page, "Quotation")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("And shook hands.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("After.")
    quoted = "<blockquote><p>We agreed.</p><p>And shook hands.</p></blockquote>"
    assert typed(page) == f"<figure>{quoted}<figcaption></figcaption></figure><p>After.</p>"


def test_words_are_found_and_replaced_and_all_of_it_is_one_step_to_undo(omar, at_the_desk):
    body = "<p>The dam and the <strong>Dam</strong>.</p><p>A dam.</p>"
    page = opened(at_the_desk("omar"), ArticleFactory(body=body))
    page.locator(EDITOR).click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+h")
    bar = page.get_by_role("dialog", name="Find and replace")
    expect(bar.get_by_label("Find", exact=True)).to_be_focused()
    page.keyboard.type("dam")
    expect(bar.get_by_role("status")).to_have_text("1 of 3")
    expect(page.locator(f"{EDITOR} .find-match")).to_have_count(3)
    bar.get_by_label("Match capitals").check()
    expect(bar.get_by_role("status")).to_have_text("1 of 2")
    bar.get_by_label("Match capitals").uncheck()
    bar.get_by_role("button", name="Next").click()
    expect(bar.get_by_role("status")).to_have_text("2 of 3")
    bar.get_by_label("Replace with").fill("weir")
    bar.get_by_role("button", name="Replace", exact=True).click()
    assert typed(page) == "<p>The dam and the <strong>weir</strong>.</p><p>A dam.</p>"
    expect(bar.get_by_role("status")).to_have_text("2 of 2")
    bar.get_by_role("button", name="Replace all").click()
    expect(bar.get_by_role("status")).to_have_text("Replaced: 2.")
    assert typed(page) == "<p>The weir and the <strong>weir</strong>.</p><p>A weir.</p>"
    page.keyboard.press("Escape")
    expect(page.locator(EDITOR)).to_be_focused()
    expect(page.locator(f"{EDITOR} .find-match")).to_have_count(0)
    page.keyboard.press("Control+z")
    assert typed(page) == "<p>The dam and the <strong>weir</strong>.</p><p>A dam.</p>"
    page.keyboard.press("Control+z")
    assert typed(page) == body


def test_a_pasted_table_offers_its_first_row_as_headings(omar, at_the_desk):
    page = opened(at_the_desk("omar"), ArticleFactory(body="<p>Before.</p>"))
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    row = "<tr><td>{}</td><td>{}</td></tr>"
    paste(page, f"<table>{row.format('Town', 'Votes')}{row.format('Quba', '7')}</table>")
    page.get_by_text("The pasted table has no headings.").wait_for()
    page.get_by_role("button", name="Use its first row").click()
    assert typed(page).count("<th>") == 2
    assert "<th><p>Town</p></th><th><p>Votes</p></th>" in typed(page)
    expect(page.get_by_text("The pasted table has no headings.")).to_be_hidden()
    paste(page, f"<table><tr><th>Town</th><th>Votes</th></tr>{row.format('Quba', '7')}</table>")
    expect(page.get_by_text("The pasted table has no headings.")).to_be_hidden()


def test_the_kind_of_a_paragraph_is_chosen_in_the_bar_which_stays_one_stop(omar, at_the_desk):
    page = opened(at_the_desk("omar"), ArticleFactory(body="<p>One.</p>"))
    page.locator(EDITOR).click()
    style = page.get_by_role("toolbar").get_by_label("Paragraph style")
    style.select_option("Subheading")
    assert typed(page) == "<h2>One.</h2>"
    expect(page.locator(EDITOR)).to_be_focused()
    expect(style).to_have_value("2")
    style.select_option("Text")
    assert typed(page) == "<p>One.</p>"
    style.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    assert page.get_by_role("toolbar").locator("[tabindex='0']").count() == 1


def test_the_selected_words_open_a_source_with_them(omar, at_the_desk):
    page = opened(at_the_desk("omar"), ArticleFactory(body="<p>“We agreed on all seven points.” It rained.</p>"))
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Shift+e")
    expect(page.locator("[name=citations-0-statement]")).to_have_value("It rained.")
    expect(page.locator("[name=citations-0-kind]")).to_have_value("paraphrase")


def test_the_language_of_a_new_story_follows_what_is_typed_until_somebody_chooses_one(omar, at_the_desk):
    page = at_the_desk("omar")
    page.goto("/admin/articles/article/add/")
    page.locator(EDITOR).wait_for()
    language = language_of(page)
    expect(language).to_have_value("en")
    page.locator("[name=headline]").fill(AZ)
    expect(language).to_have_value("az")
    assert page.locator("[name=headline]").get_attribute("lang") == "az"
    page.locator("[name=headline]").fill(RU)
    expect(language).to_have_value("ru")
    language.focus()
    page.keyboard.press("Home")  # somebody chooses
    chosen = language.input_value()
    page.locator("[name=headline]").fill(AZ if chosen != "az" else RU)
    expect(language).to_have_value(chosen)
    page.locator("[name=headline]").fill("")
