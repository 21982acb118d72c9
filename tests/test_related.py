"""What stands around a story on its page: its thread, and more of its section, in which nothing is said twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.site.related import RAIL, THREAD, related
from tests.factories import NOON, ArticleFactory, SectionFactory, publish

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def story():
    """It follows one and is followed by ten, in a section of twelve others; and there is one of another section."""
    first = publish(ArticleFactory(headline="First"))
    story = publish(ArticleFactory(headline="The story", follows=first.article), now=NOON + HOUR)
    for number in range(12):
        publish(ArticleFactory(headline=f"Other {number}"), now=NOON + (2 + number) * HOUR)
    for number in range(10):
        publish(ArticleFactory(headline=f"Next {number}", follows=story.article), now=NOON + (20 + number) * HOUR)
    publish(ArticleFactory(headline="Elsewhere", section=SectionFactory(name="Culture")), now=NOON + 40 * HOUR)
    return story


def test_thread_rail_and_translations_take_four_queries(story):
    with CaptureQueriesContext(connection) as asked:
        found = related(story, at=NOON + 90 * HOUR)
        assert {edition.section.name for edition in found.rail} == {"Politics"}
    assert len(asked) == 4
    assert [edition.headline for edition in found.followed] == ["First"]
    assert [edition.headline for edition in found.following] == [f"Next {n}" for n in range(9, 9 - THREAD + 1, -1)]


def test_more_of_the_section_is_neither_the_story_nor_one_of_its_thread(story):
    found = related(story, at=NOON + 90 * HOUR)
    assert [edition.headline for edition in found.rail] == [f"Other {n}" for n in range(11, 11 - RAIL, -1)]


def test_a_story_that_follows_nothing_has_its_section_beside_it(story):
    other = publish(ArticleFactory(headline="New"), now=NOON + 50 * HOUR)
    found = related(other, at=NOON + 50 * HOUR)
    assert (found.followed, found.following) == ([], [])
    assert len(found.rail) == RAIL
    assert all(edition != other for edition in found.rail)


def test_only_what_is_live_at_that_moment_stands_there(story):
    found = related(story, at=NOON + HOUR)
    assert [edition.headline for edition in found.followed] == ["First"]
    assert (found.following, [*found.rail]) == ([], [])


def test_the_page_says_each_of_them_once(story, client):
    page = client.get(story.get_absolute_url()).text
    assert page.count(">First</a>") == page.count(">Next 9</a>") == page.count(">Other 11</a>") == 1
    assert "Next 0" not in page
    assert "More in Politics" in page
