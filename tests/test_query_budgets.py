"""What each page for readers costs: how many questions, to which tables, however much there is."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from tests import site
from tests.factories import IMPORT, NOON, ArticleFactory, at, publish, rewrite
from tests.site import DESK, LISTS, PAGES

pytestmark = [pytest.mark.database, pytest.mark.django_db]

# A search on PostgreSQL first learns how rare the words are; only where nothing is found are the latest asked for.
BUDGET = {
    "front": 4, "section": 3, "older in a section": 3, "article": 5, "brief": 4, "topics": 2, "topic": 3,
    "correspondent": 3, "search": 1, "search for a word": 3, "search for nothing": 4,
    "latest": 2, "correspondents": 2, "history": 4,
    "corrections": 3, "archive": 3, "archive of a year": 2, "archive of a month": 2, "archive of a day": 4,
    "about": 2, "about ethics": 2, "privacy": 2, "reviews": 3, "healthz": 3, "manifest": 0, "robots": 0,
}  # fmt: skip


@pytest.fixture(scope="class")
def full(kept):
    return site.fill(site.one_story())


def questions(client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in asked]


def test_every_page_for_readers_has_a_budget():
    assert {*BUDGET} == {*PAGES}


class TestAFullNewsroom:
    """So much that every list is cut off somewhere."""

    @pytest.mark.parametrize("name", BUDGET)
    def test_a_page_asks_few_questions_however_much_there_is(self, full, client, name):
        asked = questions(client, PAGES[name])
        assert len(asked) <= BUDGET[name], "\n".join(asked)

    @pytest.mark.parametrize("name", BUDGET)
    def test_no_question_of_a_reader_s_page_names_a_table_of_the_desk(self, full, client, omar, name):
        client.force_login(omar)
        for sql in questions(client, PAGES[name]):
            assert not re.search(DESK, sql), sql

    def test_no_list_counts_or_skips(self, full, client):
        for name in LISTS:
            for sql in questions(client, PAGES[name]):
                assert "COUNT(" not in sql.upper()
                assert "OFFSET" not in sql.upper()


@pytest.mark.parametrize("status", [301, 404, 410])
def test_nor_does_an_address_that_has_no_page(client, status):
    article = ArticleFactory(slug="first")
    path = publish(article).get_absolute_url() if status != 404 else "/politics/2024/04/28/nowhere/"
    if status == 301:
        publish(rewrite(article, slug="second"), now=NOON + timedelta(hours=1))
    if status == 410:
        publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + timedelta(hours=1)))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == status
    for query in asked:
        assert not re.search(DESK, query["sql"]), query["sql"]
