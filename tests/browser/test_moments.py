"""Moments in the browser's own field for them."""

from datetime import UTC, datetime

import pytest

from articles import publishing
from articles.models import PublishingState
from tests.factories import IMPORT, ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_embargo_that_has_seconds_can_be_moved_to_a_whole_minute(omar, at_the_desk):
    article = ArticleFactory()
    publishing.window(article.pk, by=IMPORT, embargo=datetime(2999, 1, 1, 12, 0, 45, tzinfo=UTC))
    page = at_the_desk("omar")
    page.goto(f"/admin/articles/article/{article.pk}/window/step/")
    page.locator("[name=embargo]").fill("2999-01-01T17:00:00")
    page.locator(".ask").get_by_role("button", name="Set embargo and end").click()
    page.wait_for_url("**/change/")
    assert PublishingState.objects.get().embargo == datetime(2999, 1, 1, 13, 0, tzinfo=UTC)
