"""What is published is what its editor sees: in Chromium, with scripts and without, in one tab and in two."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, Edition
from articles.workflow import State
from tests.browser.room import group, step
from tests.browser.test_desk_for_everybody import findings
from tests.browser.test_typing import kept, opened, restore, type_on, without
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(nora, omar):
    return ArticleFactory(writer=nora, edited_by=nora, state=State.SUBMITTED)


def press(page, name):
    step(page, name).click()


def test_what_is_typed_and_at_once_approved_is_what_is_approved(article, at_the_desk):
    page = opened(at_the_desk("omar"), article)
    page.locator("[name=headline]").fill("Council does not meet")
    type_on(page, " Nobody came.")
    press(page, "Approve")  # before the page had the time to keep anything
    page.get_by_role("heading", name="Approve").first.wait_for()
    expect(page.locator(".proof")).to_contain_text("Council does not meet")
    expect(page.locator(".proof")).to_contain_text("Nobody came.")
    assert Article.objects.get().headline == "Council does not meet"


def test_words_typed_in_another_tab_stop_the_step_and_are_shown(article, at_the_desk, complaints):
    step = at_the_desk("omar")
    step.goto(f"/admin/articles/article/{article.pk}/publish/step/")
    form = opened(step.context.new_page(), article)
    form.locator("[name=headline]").fill("Council does not meet")
    kept(form)
    step.bring_to_front()
    step.locator(".ask").get_by_role("button", name="Publish").click()
    step.get_by_text("Nothing has been done yet").wait_for()
    assert not Edition.objects.exists()
    expect(step.locator("ins")).to_contain_text("not")
    assert findings(step) == []
    without(complaints, "409")

    step.get_by_role("button", name="Save and continue").click()
    step.get_by_role("heading", name="Publish").first.wait_for()
    assert Article.objects.get().headline == "Council does not meet"


def test_one_may_continue_without_them_and_restore_them_later(article, at_the_desk):
    page = opened(at_the_desk("omar"), article)
    page.locator("[name=headline]").fill("Council does not meet")
    kept(page)
    page.on("dialog", lambda dialog: dialog.accept())  # unfold asks whether one means to leave
    page.goto(f"/admin/articles/article/{article.pk}/publish/step/")
    page.get_by_role("button", name="Continue with the saved text").click()
    page.locator(".ask").get_by_role("button", name="Publish").click()
    page.get_by_text("Published. Readers").wait_for()
    assert Edition.objects.get().headline == article.headline
    opened(page, article)
    restore(page)
    expect(page.locator("[name=headline]")).to_have_value("Council does not meet")


def test_enter_in_a_field_saves_and_takes_no_step(article, at_the_desk):
    page = opened(at_the_desk("omar"), article)
    page.locator("[name=headline]").fill("Council does not meet")
    group(page, "Address and dates")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/change/")):
        page.locator("[name=slug]").press("Enter")
    page.wait_for_url("**/change/")
    assert Article.objects.get().headline == "Council does not meet"


def test_without_scripts_a_step_saves_what_is_on_the_screen(article, at_the_desk, somebody):
    cookies = at_the_desk("omar").context.cookies()
    page = somebody(java_script_enabled=False)
    page.context.add_cookies(cookies)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.fill("[name=headline]", "Council does not meet")
    press(page, "Publish")
    page.get_by_role("heading", name="Publish").first.wait_for()
    expect(page.locator("body")).to_contain_text("Council does not meet")
    assert Article.objects.get().headline == "Council does not meet"
