"""Before something typed and not sent is lost, the browser asks: quick fixes, notes, reasons; in Chromium."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Edition
from articles.workflow import State
from tests.browser.test_typing import EDITOR, opened, type_on
from tests.factories import ArticleFactory, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(nora):
    story = ArticleFactory(
        writer=nora, standfirst="It met.\n\nIt went.", body="<p>The members spoke.</p>\n<p>They went.</p>",
        language="en", state=State.APPROVED, edited_by=nora,
    )  # fmt: skip
    publish(story, now=timezone.now())
    return story


@pytest.fixture
def step(article):
    return lambda verb: f"/admin/articles/article/{article.pk}/{verb}/step/"


def asks(page) -> bool:
    """Whether the browser asks before it goes elsewhere; the answer is to stay."""
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("location.href = '/admin/'")
    page.wait_for_timeout(600)
    return asked == ["beforeunload"]


@pytest.mark.parametrize(("verb", "field"), [("return", "note"), ("withdraw", "note"), ("fix", "reason")])
def test_a_note_that_is_typed_and_not_sent_is_asked_about(verb, field, article, omar, at_the_desk, step):
    page = at_the_desk("omar")
    page.goto(step(verb))
    page.locator(f"[name={field}]").fill("Who said so?")
    assert asks(page)
    expect(page.locator(f"[name={field}]")).to_have_value("Who said so?")


def test_so_is_a_quick_fix_in_the_text_and_it_is_not_where_nothing_was_typed(article, omar, at_the_desk, step):
    page = at_the_desk("omar")
    page.goto(step("fix"))
    page.locator(EDITOR).click()  # a browser only asks about pages that were touched
    assert not asks(page)
    page.goto(step("fix"))
    type_on(page, " Nobody came.")
    assert asks(page)


def test_sending_it_asks_nothing(article, omar, at_the_desk, step):
    page = at_the_desk("omar")
    page.goto(step("withdraw"))
    page.fill("[name=note]", "It was wrong.")
    page.on("dialog", lambda dialog: pytest.fail("it asked"))
    page.locator(".ask").get_by_role("button", name="Withdraw").click()
    page.get_by_text("Withdrawn.").wait_for()
    assert not Edition.objects.live(timezone.now()).exists()


def test_what_comes_back_from_a_refusal_is_asked_about(article, omar, at_the_desk, step):
    page = at_the_desk("omar")
    page.goto(step("fix"))
    page.get_by_label("Correction").check()
    page.fill("[name=note]", "What was wrong: …")
    page.fill("[name=reason]", "A reader reported it.")
    page.locator(".ask").get_by_role("button", name="Quick fix").click()
    page.get_by_text("Finish the note for readers").wait_for()
    page.locator("[name=reason]").click()
    assert asks(page)


def test_a_note_below_the_form_is_asked_about_until_it_is_sent(article, omar, at_the_desk):
    page = opened(at_the_desk("omar"), article)
    page.get_by_label("A note to colleagues").fill("Who said so?")
    assert asks(page)
    page.get_by_role("button", name="Add note").click()
    page.get_by_text("Note added.").wait_for()
    page.get_by_label("A note to colleagues").click()
    assert not asks(page)


def test_the_browser_checks_the_spelling_of_the_text_in_its_language(article, omar, at_the_desk, step):
    page = at_the_desk("omar")
    page.goto(step("fix"))
    expect(page.locator(EDITOR)).to_have_attribute("spellcheck", "true")
    expect(page.locator(EDITOR)).to_have_attribute("lang", "en")
    opened(page, article)
    expect(page.locator(EDITOR)).to_have_attribute("spellcheck", "true")
    page.locator("#id_language").evaluate(
        "field => { field.add(new Option('Azerbaijani', 'az')); field.value = 'az'; }"
    )
    page.locator("#id_language").dispatch_event("change")
    expect(page.locator(EDITOR)).to_have_attribute("lang", "az")
    expect(page.locator("#id_headline")).to_have_attribute("lang", "az")
