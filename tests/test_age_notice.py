"""Anyone who comes to an old story by a link is told how old it is."""

from datetime import timedelta

import pytest

from tests.factories import NOON, publish, rewrite

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def age(answer, edition, moment) -> str:
    page = answer(edition.get_absolute_url(), moment).text
    return page.partition('class="age"')[2].partition("</p>")[0].partition(">")[2]


def test_from_thirty_days_on_a_page_says_how_old_its_story_is(answer):
    edition = publish()
    assert age(answer, edition, NOON + 30 * DAY - SECOND) == ""
    assert age(answer, edition, NOON + 30 * DAY) == "This story is more than 1 month old."
    assert age(answer, edition, NOON + 364 * DAY) == "This story is more than 11 months old."
    assert age(answer, edition, NOON + 800 * DAY) == "This story is more than 2 years old."


def test_an_update_that_matters_makes_a_story_young_again_and_a_spelling_does_not(answer):
    edition = publish()
    publish(rewrite(edition.article, headline="Again"), now=NOON + 40 * DAY, change="minor")
    assert age(answer, edition, NOON + 41 * DAY) == "This story is more than 1 month old."
    news = {"change": "update", "note": "There is news."}
    publish(rewrite(edition.article, headline="Once more"), now=NOON + 50 * DAY, **news)
    assert age(answer, edition, NOON + 51 * DAY) == ""
