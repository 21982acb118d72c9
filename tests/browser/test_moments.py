"""Moments as they are typed: a day, and a time of 24 hours."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from articles import publishing
from articles.models import Edition, PublishingState
from articles.workflow import State
from tests.factories import IMPORT, ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_embargo_that_has_seconds_can_be_moved_to_a_whole_minute(omar, at_the_desk):
    article = ArticleFactory()
    publishing.window(article.pk, by=IMPORT, embargo=datetime(2999, 1, 1, 12, 0, 45, tzinfo=UTC))
    page = at_the_desk("omar")
    page.goto(f"/admin/articles/article/{article.pk}/window/step/")
    page.locator("[name=embargo-day]").fill("2999-01-01")
    assert page.locator("[name=embargo-time]").input_value() == "16:00:45"
    page.locator("[name=embargo-time]").fill("1700")
    page.locator(".ask").get_by_role("button", name="Set embargo and end").click()
    page.wait_for_url("**/change/")
    assert PublishingState.objects.get().embargo == datetime(2999, 1, 1, 13, 0, tzinfo=UTC)


def test_a_time_is_said_in_full_and_the_button_names_it(omar, nora, at_the_desk):
    article = ArticleFactory(state=State.SUBMITTED, edited_by=nora)
    page = at_the_desk("omar")
    page.goto(f"/admin/articles/article/{article.pk}/publish/step/")
    page.get_by_label("At a set time").check()
    button = page.locator("[data-act]")
    expect(button).to_have_attribute("aria-disabled", "true")
    page.get_by_label("Day").fill("2998-12-01")
    page.get_by_label("Time", exact=True).fill("6")
    expect(button).to_have_text("Schedule for 1 December, 06:00")
    expect(page.locator("[data-said]")).to_contain_text("1 December 2998 at 06:00".replace(" at", ","))
    expect(page.locator("[data-said]")).to_contain_text("02:00 UTC")
    button.click()
    page.get_by_text("Scheduled for 1 Dec 2998, 06:00").wait_for()
    assert Edition.objects.get().live_from == datetime(2998, 12, 1, 2, 0, tzinfo=UTC)


def test_a_time_that_comes_twice_is_chosen_there(omar, nora, at_the_desk, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    article = ArticleFactory(state=State.SUBMITTED, edited_by=nora)
    page = at_the_desk("omar")
    page.goto(f"/admin/articles/article/{article.pk}/publish/step/")
    page.get_by_label("At a set time").check()
    expect(page.locator("[data-either]")).to_be_hidden()
    page.get_by_label("Day").fill("2027-03-28")
    page.get_by_label("Time", exact=True).fill("02:30")
    expect(page.locator("[data-said]")).to_contain_text("doesn’t exist")
    page.get_by_label("Day").fill("2027-10-31")
    page.get_by_label("Second 02:30, an hour later").check()
    expect(page.locator("[data-said]")).to_contain_text("01:30 UTC")
    page.locator("[data-act]").click()
    page.wait_for_url("**/change/")
    assert Edition.objects.get().live_from == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
