"""What is typed into a note, a quick fix or a step is there again, whatever becomes of the page; in Chromium."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Edition, Event, FormAutosave
from articles.workflow import State
from tests.browser.test_typing import EDITOR, opened, type_on, without
from tests.factories import ArticleFactory, publish, rewrite

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "**/articles/article/autosave/**"


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


def leave(page) -> None:
    page.on("dialog", lambda dialog: pytest.fail("it asked"))
    page.goto("/admin/")


LEAVING = {
    "left": leave,
    "closed": lambda page: page.close(run_before_unload=False),
    "killed": lambda page: page.context.close(),
}


@pytest.mark.parametrize("how", LEAVING)
@pytest.mark.parametrize(("verb", "field"), [("return", "note"), ("fix", "reason")])
def test_what_was_typed_on_the_page_of_a_step_is_there_again(how, verb, field, article, omar, at_the_desk, step):
    page = at_the_desk("omar")
    page.goto(step(verb))
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/autosave/" in answer.url):
        page.locator(f"[name={field}]").fill("Who said so?")
    LEAVING[how](page)
    page = at_the_desk("omar")
    page.goto(step(verb))
    expect(page.locator(f"[name={field}]")).to_have_value("Who said so?")
    expect(page.get_by_text("Restored: you typed this on")).to_be_visible()


@pytest.mark.parametrize("verb", ["publish", "fix", "window", "return"])
def test_a_page_that_was_only_read_keeps_nothing(verb, article, omar, at_the_desk, step):
    rewrite(article, headline="It went")
    page = at_the_desk("omar")
    page.goto(step(verb))
    page.wait_for_load_state("networkidle")
    leave(page)
    page.wait_for_load_state("networkidle")
    assert not FormAutosave.objects.exists()
    page.goto(step(verb))
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("Restored: you typed this on").count() == 0


def test_a_page_left_at_once_keeps_the_last_word(article, omar, at_the_desk, step):
    page = at_the_desk("omar")
    page.goto(step("return"))
    page.locator("[name=note]").fill("Who said so?")
    leave(page)
    page.goto(step("return"))
    expect(page.locator("[name=note]")).to_have_value("Who said so?")


def test_so_is_the_text_of_a_quick_fix(article, omar, at_the_desk, step):
    page = at_the_desk("omar")
    page.goto(step("fix"))
    type_on(page, " Nobody came.")
    leave(page)
    page.goto(step("fix"))
    expect(page.locator(EDITOR)).to_contain_text("Nobody came.")
    assert Edition.objects.count() == 1


def at_the_notes(page, article):
    """The story, with its notes open."""
    opened(page, article)
    if not page.locator("#note-text").is_visible():
        page.locator("#g-notes > summary").click()
    return page


@pytest.mark.parametrize("how", LEAVING)
def test_so_is_a_note_to_colleagues(how, article, omar, at_the_desk):
    page = at_the_notes(at_the_desk("omar"), article)
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/autosave/" in answer.url):
        page.get_by_label("A note to colleagues").fill("Who said so?")
    LEAVING[how](page)
    page = at_the_notes(at_the_desk("omar"), article)
    expect(page.get_by_label("A note to colleagues")).to_have_value("Who said so?")
    page.get_by_role("button", name="Add note").click()
    page.get_by_text("Note added.").wait_for()
    page = at_the_notes(at_the_desk("omar"), article)
    expect(page.get_by_label("A note to colleagues")).to_have_value("")
    assert Event.objects.about(article).get(verb="note").reason == "Who said so?"


@pytest.mark.parametrize("verb", ["return", "fix"])
def test_while_the_server_is_dead_the_browser_keeps_it(verb, article, omar, at_the_desk, step, complaints):
    page = at_the_desk("omar")
    page.goto(step(verb))
    field = {"return": "note", "fix": "reason"}[verb]
    page.context.route(ADDRESS, lambda route: route.abort())
    page.locator(f"[name={field}]").fill("Who said so?")
    page.locator("form[data-autosave-failed]").wait_for()
    assert not FormAutosave.objects.filter(fields__isnull=False).exists()
    page.close(run_before_unload=False)
    page = page.context.new_page()
    page.context.unroute(ADDRESS)
    page.goto(step(verb))
    expect(page.locator(f"[name={field}]")).to_have_value("Who said so?")
    assert FormAutosave.objects.get().fields[field] == ["Who said so?"]
    without(complaints, "ERR_FAILED")


def test_while_neither_keeps_it_the_browser_asks(article, omar, at_the_desk, step, complaints):
    page = at_the_desk("omar")
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    page.goto(step("return"))
    page.context.route(ADDRESS, lambda route: route.abort())
    page.locator("[name=note]").press_sequentially("Who said so?")
    page.locator("form[data-autosave-failed]").wait_for()
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("location.href = '/admin/'")
    page.wait_for_timeout(600)
    assert asked == ["beforeunload"]
    expect(page.locator("[name=note]")).to_have_value("Who said so?")
    without(complaints, "ERR_FAILED")


def test_what_was_sent_is_not_offered_again_and_what_was_discarded_is_gone(article, omar, at_the_desk, step):
    page = at_the_desk("omar")
    page.goto(step("return"))
    page.locator("[name=note]").fill("Who said so?")
    leave(page)
    page.goto(step("return"))
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("[name=note]")).to_have_value("")
    page.fill("[name=note]", "Name the ministry.")
    page.locator(".ask").get_by_role("button", name="Return").click()
    page.get_by_text("Returned to the writer").wait_for()
    assert not FormAutosave.objects.filter(fields__isnull=False).exists()


def test_what_comes_back_from_a_refusal_is_kept_too(article, omar, at_the_desk, step):
    page = at_the_desk("omar")
    page.goto(step("fix"))
    page.get_by_label("Correction").check()
    page.fill("[name=note]", "What was wrong: …")
    page.fill("[name=reason]", "A reader reported it.")
    page.locator(".ask").get_by_role("button", name="Quick fix").click()
    page.get_by_text("Finish the note for readers").wait_for()
    leave(page)
    page.goto(step("fix"))
    expect(page.locator("[name=reason]")).to_have_value("A reader reported it.")
    expect(page.get_by_label("Correction")).to_be_checked()


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
