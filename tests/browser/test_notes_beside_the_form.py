"""Notes on the page of a story, in Chromium: what is being typed above stays where it is."""

import pytest

from articles.models import Article, Event
from tests.browser.room import group
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(nora, omar, at_the_desk):
    omar.first_name = "Ömər"
    omar.save()
    article = ArticleFactory(writer=nora)
    page = at_the_desk("nora")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    group(page, "Notes")
    return page


def test_a_note_is_written_and_resolved_while_a_headline_is_being_typed(page):
    page.fill("[name=headline]", "Half a headl")
    page.fill("#note-text", "Who was there?")
    page.get_by_role("button", name="Add note").click()
    page.get_by_role("status").get_by_text("Note added.").wait_for()
    page.fill("#note-text", "A second, begun")
    page.get_by_role("button", name="Mark as resolved").click()
    page.get_by_text("Resolved by nora").wait_for()
    assert page.input_value("[name=headline]") == "Half a headl"
    assert page.input_value("#note-text") == "A second, begun"
    events = Event.objects.about(Article.objects.get()).order_by("pk")
    assert [*events.values_list("verb", flat=True)] == ["note", "resolve"]
    assert Article.objects.get().headline == "Council meets in Quba"


def test_a_colleague_is_mentioned_by_keyboard_alone(page):
    field = page.locator("#note-text")
    field.press_sequentially("Ask @öm")
    page.get_by_role("option", name="@omar – Ömər").wait_for()
    field.press("Enter")
    field.press_sequentially("please")
    assert field.input_value() == "Ask @omar please"
    assert page.get_by_role("listbox").count() == 0


def test_a_note_that_could_not_be_sent_stands_where_it_was(page, complaints):
    page.fill("#note-text", "Who was there?")
    page.context.clear_cookies()
    page.get_by_role("button", name="Add note").click()
    page.get_by_role("alert").get_by_text("was not sent").wait_for()
    assert page.input_value("#note-text") == "Who was there?"
    page.context.close()  # it would go on trying
    complaints[:] = [line for line in complaints if "403" not in line]  # without its cookie the token is refused


def test_without_scripts_notes_are_written_on_a_page_of_their_own(nora, client, somebody, live_server):
    article = ArticleFactory(writer=nora)
    client.force_login(nora)
    page = somebody(java_script_enabled=False)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    group(page, "Notes")
    assert not page.locator("#note-text").is_visible()
    page.get_by_role("link", name="Write a note on a separate page").click()
    page.fill("#note-text", "Who was there?")
    page.get_by_role("button", name="Add note").click()
    page.locator(".said", has_text="Who was there?").wait_for()
