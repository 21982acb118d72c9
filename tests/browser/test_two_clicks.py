"""From an edited story to what readers see in two clicks; submitting and approving in one and a confirmation."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Edition, PendingCheck
from articles.workflow import State
from tests.browser.test_typing import opened
from tests.factories import ArticleFactory, make_user, publish, rewrite

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def live(nora, omar):
    """Published; Nora made the last change."""
    make_user("ona", "Editors", first_name="Ona")
    story = ArticleFactory(writer=nora, edited_by=nora, state=State.APPROVED, headline="Council meets in Quba")
    publish(story, now=timezone.now())
    return story


class Counted:
    """A page that counts the buttons that are pressed, and the pages that follow."""

    def __init__(self, page) -> None:
        self.page, self.clicks, self.pages = page, 0, 0
        page.on("framenavigated", self._came)

    def _came(self, frame) -> None:
        self.pages += frame.parent_frame is None

    def press(self, button) -> None:
        self.clicks += 1
        button.click()


def main_step(page, verb):
    """The button of the story's page that saves and leads to a step."""
    more = page.locator("details.menu:has(button[value=approve]) > summary").first
    if verb == "approve" and more.count():  # an editor's main button publishes; the other steps are beside it
        more.click()
    return page.locator(f'button[value="{verb}"][form="article_form"], #article_form button[value="{verb}"]').first


def test_an_edited_story_is_live_as_a_correction_after_two_clicks(live, at_the_desk):
    page = opened(at_the_desk("omar"), live)
    counted = Counted(page)
    page.locator("[name=headline]").fill("Council met in Quba")
    counted.press(main_step(page, "publish"))
    page.get_by_role("heading", name="Publish changes").wait_for()
    button = page.locator("[data-act]")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#act-hint")).to_have_text("Choose what kind of change it is.")
    expect(page.locator("[data-change] ins")).to_have_text("met")
    page.get_by_label("Correction").check()
    page.get_by_role("textbox", name="Note to readers").fill("An earlier edition said that it meets.")
    expect(page.locator("#act-hint")).to_have_text("Choose whether another editor checks it.")
    page.get_by_label("Publish without a second check").check()
    page.get_by_label("Reason").fill("Wrong on the home page.")
    expect(button).to_have_text("Publish correction")
    counted.press(button)
    page.get_by_text("Published. Readers can see edition 2 now.").wait_for()
    assert (counted.clicks, counted.pages) == (2, 2)
    edition = Edition.objects.live(timezone.now()).get()
    assert (edition.headline, edition.change) == ("Council met in Quba", "correction")
    assert PendingCheck.objects.get().override.reason == "Wrong on the home page."
    expect(page.get_by_role("link", name="View page")).to_have_attribute("href", edition.get_absolute_url())


def test_or_another_editor_is_asked_and_publishes_what_was_proposed(live, at_the_desk):
    page = opened(at_the_desk("omar"), live)
    page.locator("[name=headline]").fill("Council met in Quba")
    main_step(page, "publish").click()
    page.get_by_label("Update").check()
    page.get_by_role("textbox", name="Note to readers").fill("It is over.")
    page.get_by_label("Ask Ona").check()
    expect(page.locator("[data-act]")).to_have_text("Ask for a second check")
    expect(page.get_by_label("Reason")).to_be_hidden()
    page.locator("[data-act]").click()
    page.get_by_text("A second check is asked for.").wait_for()
    second = at_the_desk("ona")
    second.goto(f"/admin/articles/article/{live.pk}/publish/step/")
    expect(second.get_by_role("textbox", name="Note to readers")).to_have_value("It is over.")
    second.get_by_role("button", name="Publish update").click()
    second.get_by_text("Published. Readers can see edition 2 now.").wait_for()
    assert not PendingCheck.objects.exists()


def test_what_blocks_is_where_the_button_leads(live, at_the_desk):
    Article.objects.update(section=None, headline="Council met")
    page = at_the_desk("omar")
    page.goto(f"/admin/articles/article/{live.pk}/publish/step/")
    page.get_by_label("Minor change").check()
    button = page.locator("[data-act]")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#act-hint a")).to_have_text("The story has no section. Choose one.")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/#id_section")
    assert Edition.objects.count() == 1
    page.go_back()  # what was chosen is kept
    expect(page.get_by_label("Minor change")).to_be_checked()


@pytest.mark.parametrize(
    ("who", "state", "verb", "name", "then"),
    [
        ("nora", State.DRAFT, "submit", "Submit", State.SUBMITTED),
        ("omar", State.SUBMITTED, "approve", "Approve", State.APPROVED),
    ],
)
def test_a_step_is_one_click_and_one_confirmation(who, state, verb, name, then, nora, omar, at_the_desk):
    article = ArticleFactory(writer=nora, edited_by=nora, state=state)
    page = opened(at_the_desk(who), article)
    counted = Counted(page)
    page.locator("[name=headline]").fill("Council met in Quba")
    counted.press(main_step(page, verb))
    page.get_by_role("heading", name=name, exact=True).wait_for()
    counted.press(page.locator(".decide-end").get_by_role("button", name=name))
    page.wait_for_url("**/change/")
    assert (counted.clicks, counted.pages) == (2, 2)
    article.refresh_from_db()
    assert (article.state, article.headline) == (then, "Council met in Quba")


def test_a_text_that_changed_while_its_page_was_open_is_shown_before_it_is_published(
    live, nora, at_the_desk, complaints
):
    page = at_the_desk("omar")
    rewrite(live, headline="Council met in Quba")
    page.goto(f"/admin/articles/article/{live.pk}/publish/step/")
    page.get_by_label("Update").check()
    page.get_by_role("textbox", name="Note to readers").fill("It is over.")
    writer = opened(at_the_desk("nora"), live)
    writer.locator("[name=headline]").fill("Council met in secret")
    writer.keyboard.press("Control+s")
    expect(writer.locator("[data-saved]")).to_contain_text("Saved ")
    page.locator("[data-act]").click()
    page.get_by_text("nora changed the text").wait_for()
    expect(page.locator("[data-change] ins").get_by_text("secret")).to_be_visible()
    assert Edition.objects.count() == 1
    expect(page.get_by_label("Update")).to_be_checked()
    expect(page.get_by_role("textbox", name="Note to readers")).to_have_value("It is over.")
    page.locator("[data-act]").click()
    page.get_by_text("Published. Readers can see edition 2 now.").wait_for()
    assert Edition.objects.live(timezone.now()).get().headline == "Council met in secret"
    complaints[:] = [line for line in complaints if "409" not in line]
