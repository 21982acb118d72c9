"""What each page for readers costs, and publishing: how many queries, to which tables, however much there is."""

import re
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import Article, Correspondent, Document, Edition, GalleryPicture, Photo, Source, Tag
from articles.workflow import State
from reviews.models import Review
from tests import site
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    ReviewFactory,
    SourceFactory,
    at,
    make_document,
    publish,
    rewrite,
)
from tests.site import DESK, LISTS, PAGES

pytestmark = [pytest.mark.database, pytest.mark.django_db]

BUDGET = {
    "front": 11, "section": 9, "older in a section": 7, "article": 13, "brief": 11, "topics": 7, "topic": 9,
    "correspondent": 9, "search": 4, "search for a word": 9, "search for nothing": 10, "latest": 8,
    "correspondents": 7, "history": 6, "ninjs": 5, "newsml": 5, "corrections": 8, "archive": 8, "archive of a year": 9,
    "archive of a month": 8, "archive of a day": 10, "about": 6, "about ethics": 6, "privacy": 6, "reviews": 6,
    "healthz": 4, "manifest": 0, "robots": 0,
}  # fmt: skip
# SQLite is asked first how many hold the words.
ON_POSTGRESQL = {"search for a word": -1}
# Where hardly anything is found, what may have been meant is looked for.
IN_A_SMALL_ONE = {"search for a word": 3}


@pytest.fixture(scope="class")
def small(kept):
    return site.one_story()


@pytest.fixture(scope="class")
def full(kept):
    """The story with everything was corrected, too; another one is reviewed at the moment."""
    edition = site.fill(site.one_story())
    other = Edition.objects.stories().exclude(article=edition.article_id).first()
    ReviewFactory(article_id=other.article_id, state=Review.State.PUBLISHED, posted_at=timezone.now())
    rewritten = rewrite(edition.article, headline="The council has met")
    return publish(rewritten, now=NOON + timedelta(hours=2), change="correction", note="It met on Sunday.")


def budget(name: str) -> int:
    return BUDGET[name] + (ON_POSTGRESQL.get(name, 0) if connection.vendor == "postgresql" else 0)


def queries(client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in asked]


def test_every_page_for_readers_has_a_budget():
    assert {*BUDGET} == {*PAGES}


class TestASmallNewsroom:
    """Of everything one."""

    @pytest.mark.parametrize("name", BUDGET)
    def test_a_page_takes_no_more_queries_than_in_a_full_one(self, small, client, name):
        asked = queries(client, PAGES[name])
        assert len(asked) <= budget(name) + IN_A_SMALL_ONE.get(name, 0), "\n".join(asked)


class TestAFullNewsroom:
    """So much that every list is cut off somewhere."""

    @pytest.mark.parametrize("name", BUDGET)
    def test_a_page_takes_so_many_queries_however_much_there_is(self, full, client, name):
        asked = queries(client, PAGES[name])
        assert len(asked) == budget(name), "\n".join(asked)

    @pytest.mark.parametrize("name", BUDGET)
    def test_no_query_of_a_reader_s_page_names_a_table_of_the_desk(self, full, client, omar, name):
        client.force_login(omar)
        for sql in queries(client, PAGES[name]):
            assert not re.search(DESK, sql), sql

    def test_no_list_counts_or_skips(self, full, client):
        for name in LISTS:
            for sql in queries(client, PAGES[name]):
                assert "COUNT(" not in sql.upper() or "LIMIT" in sql.upper()  # so many at most
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


# -- publishing -------------------------------------------------------------------------------------------------------


def with_everything(nora, many: int, *, in_text: int = 0) -> Article:
    """An approved story with so many bylines, citations with a file, tags, and pictures below the text and in it."""
    inside = "".join(f'<figure data-photo="{PhotoFactory().uid}"></figure>' for _number in range(in_text))
    article = ArticleFactory(
        state=State.APPROVED, writer=nora, edited_by=nora, photo=PhotoFactory(),
        body=f"<p>The council met.</p>{inside}",
        named=[CorrespondentFactory(slug=f"person-{number}") for number in range(many)],
        citing=[SourceFactory(name=f"Ministry {number}") for number in range(many)],
        tagged=[f"Topic {number}" for number in range(many)],
    )  # fmt: skip
    for citation in article.citations.all():
        citation.document = make_document(f"{citation.pk}".encode(), downloadable=True)
        citation.save()
    for place in range(many):
        GalleryPicture.objects.create(article=article, photo=PhotoFactory(), position=place)
    return article


def queries_of(act) -> list[str]:
    """Without those that only begin and end a transaction."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


class TestPublishing:
    """Three queries are for readers' search: its entry, its words, and what nobody will see again. One is for
    the desk's lists: the mark beside the draft.

    PostgreSQL is also told the moment of the act before it, and no longer after it: two queries more.
    """

    @pytest.fixture
    def told(self, db) -> int:
        ContentType.objects.get_for_models(Article, Photo, Correspondent, Source, Tag, Document)  # read once a process
        publish()
        return 2 if connection.vendor == "postgresql" else 0

    @pytest.mark.parametrize("many", [1, 5])
    def test_a_story_with_everything_takes_so_many_queries(self, told, nora, omar, many):
        article = with_everything(nora, many)
        asked = queries_of(lambda: publish(article, by=omar))
        assert len(asked) == 23 + told, "\n".join(asked)

    @pytest.mark.parametrize("many", [1, 5])
    def test_its_next_edition_also_ends_the_one_before_wherever_that_is_listed(self, told, nora, omar, many):
        article = with_everything(nora, many, in_text=many)
        publish(article, by=omar)
        article = rewrite(article, headline="The council has met")
        asked = queries_of(lambda: publish(article, now=NOON + timedelta(hours=1), by=omar, change="minor"))
        assert len(asked) == 29 + told, "\n".join(asked)

    def test_a_plain_story_takes_few_and_so_does_its_next_edition(self, told, nora, omar):
        article = ArticleFactory(state=State.APPROVED, writer=nora, edited_by=nora)
        assert len(queries_of(lambda: publish(article, by=omar))) == 19 + told
        article = rewrite(article, headline="The council has met")
        asked = queries_of(lambda: publish(article, now=NOON + timedelta(hours=1), by=omar, change="minor"))
        assert len(asked) == 20 + told, "\n".join(asked)
