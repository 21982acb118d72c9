"""Topics are suggested while they are typed, and taken by key or by mouse. Without scripts it is a line of text."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.room import group
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(nora):
    ArticleFactory(tagged=["ENERJİ", "Energy prices", "Ağyal dam"])
    return ArticleFactory(writer=nora, tagged=["Roads"])


def test_topics_are_suggested_and_taken_by_key_and_by_mouse(story, at_the_desk):
    page = at_the_desk("nora")
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    group(page, "Where it goes")
    field = page.get_by_role("combobox", name="Tags")
    field.click()
    field.press("End")
    field.press_sequentially(", ener")
    options = page.get_by_role("listbox", name="Tags").get_by_role("option")
    expect(options).to_have_text(["ENERJİ", "Energy prices"])
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("Roads, ENERJİ, ")
    field.press_sequentially("agy")
    options.get_by_text("Ağyal dam").click()
    expect(field).to_have_value("Roads, ENERJİ, Ağyal dam, ")
    field.press_sequentially("dam")
    expect(options).to_have_count(1)
    field.press("Escape")
    expect(options).to_have_count(0)
    field.press("End")
    for _letter in "dam":
        field.press("Backspace")
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/change/" in answer.url):
        page.locator("[name=_save]").click()
    assert {*Article.objects.get(pk=story.pk).tags.names()} == {"Roads", "ENERJİ", "Ağyal dam"}
