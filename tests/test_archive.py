"""The archive by year, month and day."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from articles import publishing
from tests.factories import IMPORT, NOON, ArticleFactory, BriefFactory, at, publish

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LATE = datetime(2024, 4, 28, 19, 59, 59, tzinfo=UTC)  # a second before midnight in Baku
MIDNIGHT = LATE + timedelta(seconds=1)


@pytest.fixture
def archive():
    publish(ArticleFactory(slug="old", headline="An old story"), now=datetime(2021, 12, 31, 12, tzinfo=UTC))
    publish(ArticleFactory(slug="noon", headline="At noon"))
    publish(BriefFactory(slug="late", standfirst="Late at night."), now=LATE)
    publish(ArticleFactory(slug="next", headline="After midnight"), now=MIDNIGHT)


def links(page) -> list[str]:
    calendar = page.text.partition('class="calendar"')[2].partition("</ul>")[0]
    return re.findall('href="([^"]+)"', calendar)


def test_years_months_and_days_lead_to_each_other_and_only_where_something_is(archive, client):
    assert links(client.get("/archive/")) == ["/archive/2024/", "/archive/2021/"]
    assert links(client.get("/archive/2024/")) == ["/archive/2024/04/"]
    assert links(client.get("/archive/2024/04/")) == ["/archive/2024/04/28/", "/archive/2024/04/29/"]
    assert links(client.get("/archive/2021/12/")) == ["/archive/2021/12/31/"]


def test_a_day_is_the_newsroom_s_and_shows_all_of_it_newest_first(archive, client):
    page = client.get("/archive/2024/04/28/")
    assert [edition.slug for edition in page.context["day"]["editions"]] == ["late", "noon"]
    assert [edition.slug for edition in client.get("/archive/2024/04/29/").context["day"]["editions"]] == ["next"]
    assert 'href="/archive/2021/12/31/" rel="prev"' in page.text
    assert 'href="/archive/2024/04/29/" rel="next"' in page.text


@pytest.mark.parametrize(
    "path",
    "2023/ 2024/05/ 2024/04/27/ 2024/02/30/ 2024/13/ 2024/4/28/ 0001/ 9999/12/31/ 2999/01/01/ 1000/01/01/".split(),
)
def test_where_there_is_nothing_the_answer_is_404(archive, client, path):
    assert client.get(f"/archive/{path}").status_code == 404


def test_what_is_not_public_now_is_in_no_archive(archive, client):
    article = ArticleFactory(slug="soon")
    publish(article, at=datetime(2998, 5, 1, tzinfo=UTC))
    assert client.get("/archive/2998/").status_code == 404
    old = ArticleFactory(slug="gone")
    publish(old, now=datetime(2020, 1, 1, tzinfo=UTC))
    assert client.get("/archive/2020/01/01/").status_code == 200
    publishing.withdraw(old.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON))
    for path in ("2020/", "2020/01/", "2020/01/01/"):
        assert client.get(f"/archive/{path}").status_code == 404
    assert "/archive/2020/" not in client.get("/archive/").text


def test_an_empty_newsroom_has_an_archive(client):
    assert "Nothing has been published yet." in client.get("/archive/").text


def test_a_long_day_goes_on_page_by_page(client):
    for number in range(35):
        publish(ArticleFactory(slug=f"story-{number}"), now=NOON + timedelta(minutes=number))
    page = client.get("/archive/2024/04/28/")
    rest = client.get("/archive/2024/04/28/", {"before": page.context["older"]})
    slugs = [edition.slug for one in (page, rest) for edition in one.context["day"]["editions"]]
    assert slugs == [f"story-{number}" for number in reversed(range(35))]


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/archive/", 7),
        ("/archive/2024/", 8),
        ("/archive/2024/04/", 7),
        ("/archive/2024/04/28/", 9),
    ],
)
def test_each_page_asks_little(archive, client, django_assert_num_queries, path, queries):
    with django_assert_num_queries(queries):
        client.get(path)
