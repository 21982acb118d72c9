"""A translation in Chromium: the original beside the text, folded on a phone; one click says which edition it is of."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.drafts import translating
from articles.models import Article
from tests.browser.room import EDITOR, opened
from tests.factories import ArticleFactory, publish, rewrite

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def translation(nora, omar):
    story = publish(ArticleFactory(body="<p>It opened on Sunday.</p>")).article
    new = translating.translate(story.pk, "az", by=omar)
    publish(rewrite(story, body="<p>It opened on Monday.</p>"), change="correction", note="It was Monday.")
    return new


def test_the_original_is_beside_the_text_and_one_click_brings_it_up_to_date(translation, at_the_desk):
    page = at_the_desk("omar")
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, translation)
    original, text = page.locator(".original-text"), page.locator(EDITOR)
    expect(original.get_by_text("It opened on Sunday.")).to_be_visible()
    left, right = original.bounding_box(), text.bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    assert Axe().run(page).response["violations"] == []
    page.locator("#id_headline").fill("Bənd açıldı")
    page.get_by_role("button", name="This translation is now of edition 2").click()
    expect(page.locator(".original > summary")).to_contain_text("edition 2")
    expect(page.get_by_role("button", name="This translation is now")).to_have_count(0)
    stored = Article.objects.get(pk=translation.pk)
    assert (stored.translated_edition, stored.headline) == (2, "Bənd açıldı")


def test_on_a_phone_it_is_folded_above_the_text(translation, at_the_desk):
    page = at_the_desk("omar")
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, translation)
    original = page.locator(".original-text")
    expect(original).to_be_hidden()
    page.locator(".original > summary").click()
    expect(original).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
