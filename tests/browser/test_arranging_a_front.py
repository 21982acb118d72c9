"""A front is arranged by typing, by keys and by dragging; the list that is shown is the list that is saved."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.desk import finding
from sections.models import Slot
from tests.factories import ArticleFactory, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stories():
    made = [ArticleFactory(headline=headline) for headline in ("Dam holds", "Bridge falls", "Snow comes")]
    for story in made:
        publish(story)
        finding.note(story)
    return made


def test_stories_are_picked_moved_and_dragged(stories, omar, at_the_desk):
    dam, bridge, _snow = stories
    page = at_the_desk("omar")
    page.goto("/admin/fronts/home/")
    field, titles = page.get_by_label("Words of the story"), page.locator(".slots strong")
    field.fill("dam")
    expect(page.locator(".found strong")).to_have_text(["Dam holds"])
    page.get_by_role("button", name="Dam holds").click()
    field.fill("bridge")
    expect(page.locator(".found strong")).to_have_text(["Bridge falls"])
    page.get_by_role("button", name="Bridge falls").click()  # offered the next free place
    expect(titles).to_have_text(["Dam holds", "Bridge falls"])
    page.get_by_role("button", name="Up: Bridge falls").press("Enter")
    expect(titles).to_have_text(["Bridge falls", "Dam holds"])
    expect(page.get_by_role("button", name="Up: Bridge falls")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="1. Bridge falls")).to_be_visible()
    page.locator(".slot", has_text="Dam holds").drag_to(page.locator(".slot").nth(4))
    field.fill("snow")
    expect(page.locator(".found strong")).to_have_text(["Snow comes"])
    page.get_by_label("To place").select_option("1")
    page.get_by_role("button", name="Snow comes").click()
    expect(titles).to_have_text(["Snow comes", "Bridge falls", "Dam holds"])
    page.get_by_label("From when").press("Enter")  # sends the list, and neither moves nor saves anything
    page.wait_for_load_state()
    expect(titles).to_have_text(["Snow comes", "Bridge falls", "Dam holds"])
    page.get_by_role("button", name="Take off: Snow comes").click()
    page.get_by_role("button", name="Arrange the front so").click()
    expect(page.get_by_text("Readers see this front now")).to_be_visible()
    held = Slot.objects.of(None, timezone.now()).values_list("place", "article_id")
    assert dict(held) == {2: bridge.pk, 5: dam.pk}
