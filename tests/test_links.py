"""Links to stories of our own: found by search, and right when a story's address changes."""

from datetime import timedelta

import pytest
from django.db import connection

from articles.text import rendering, typesetting
from tests.factories import FAR, NOON, ArticleFactory, SectionFactory, publish, rewrite

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FIND = "/admin/articles/article/links/"


@pytest.fixture
def bridge():
    """Şuşada körpü açıldı, at its second address."""
    article = ArticleFactory(headline="Şuşada körpü açıldı", slug="bridge", section=SectionFactory(name="Politics"))
    publish(article)
    return publish(rewrite(article, slug="bridge-open"), now=NOON + HOUR)


OLD, NEW = "/politics/2024/04/28/bridge/", "/politics/2024/04/28/bridge-open/"


def printed(body: str) -> str:
    return publish(ArticleFactory(body=body)).html


# -- as printed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (OLD, NEW),
        (NEW, NEW),
        (f"{OLD}#sources", f"{NEW}#sources"),
        (f"{OLD}history/", f"{NEW}history/"),
        (f"{OLD}?a=1&amp;b=2", f"{NEW}?a=1&amp;b=2"),
        (f"http://testserver{OLD}", NEW),
        ("/politics/", "/politics/"),
        ("/politics/2024/04/28/bridges/", "/politics/2024/04/28/bridges/"),
        (f"https://elsewhere.example{OLD}", f"https://elsewhere.example{OLD}"),
    ],
)
def test_a_link_leads_to_the_address_that_the_story_has_now(bridge, written, shown):
    assert f'<a href="{shown}" ' in printed(f'<p>See <a href="{written}">the bridge</a>.</p>')


def test_what_the_desk_wrote_stays_in_the_source(bridge):
    article = ArticleFactory(body=f'<p><a href="{OLD}" rel="noopener">A</a></p>')
    assert OLD in publish(article).body


def test_a_link_that_was_printed_before_the_address_changed_still_leads_there(bridge, client):
    answer = client.get(OLD)
    assert (answer.status_code, answer["Location"]) == (301, NEW)


def test_an_address_that_is_still_to_come_is_not_printed(bridge):
    publish(rewrite(bridge.article, slug="bridge-later"), now=NOON + 2 * HOUR, at=FAR)
    assert "bridge-later" not in printed(f'<p><a href="{OLD}">A</a></p>')


def test_a_text_without_links_asks_nothing(django_assert_num_queries):
    edition = publish()
    with django_assert_num_queries(0):
        typesetting.typeset(edition.body, pictures={}, moved={})
        assert rendering.internal_links(edition.body) == []


def test_the_links_of_a_text_are_listed_once_each_without_what_follows_a_path():
    body = (
        f'<p><a href="{OLD}#a">A</a> <a href="{OLD}?b=1">B</a> <a href="/latest/">C</a> <a href="https://x.example/">D</a>'
        '<a href="//evil.example/">E</a> <a href="mailto:a@b.example">F</a> <a href="#g">G</a></p>'
        f'<figure data-card=""><a href="http://testserver/topics/a&amp;b/">H</a></figure>'
    )
    assert rendering.internal_links(body) == [OLD, "/latest/", "/topics/a&b/"]


# -- found by search --------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client, nora):
    client.force_login(nora)
    return client


def found(desk, words: str) -> list[str]:
    return [story["path"] for story in desk.get(FIND, {"q": words}).json()["results"]]


@pytest.mark.parametrize(
    "asked", ["Şuşada", "susada korpu", "ŞUŞADA KÖRPÜ", "kor", OLD, NEW, f"http://testserver{OLD}", "açıldı kör"]
)
def test_a_story_is_found_by_its_words_or_an_address_it_ever_had(bridge, desk, asked):
    assert found(desk, asked) == [NEW]


def test_what_is_found_says_enough_to_choose(bridge, desk):
    assert desk.get(FIND, {"q": "körpü"}).json()["results"] == [
        {
            "title": "Şuşada körpü açıldı", "path": NEW, "language": "en", "section": "Politics",
            "published": "28 Apr 2024",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("asked", ["", " ", "-", '"', "zzz", "/politics/2024/04/28/nothing/", "%", "'"])
def test_words_that_stand_nowhere_find_nothing(bridge, desk, asked):
    assert found(desk, asked) == []


def test_what_is_not_public_is_not_offered(desk):
    publish(ArticleFactory(headline="Scheduled bridge"), at=FAR)
    ArticleFactory(headline="Drafted bridge")
    assert found(desk, "bridge") == []


def test_a_search_takes_four_queries_however_much_is_found(bridge, desk, django_assert_max_num_queries):
    for _number in range(12):
        publish(ArticleFactory(headline="Another körpü"))
    few = connection.vendor == "sqlite"  # whether few stories hold the words is asked first
    with django_assert_max_num_queries(7 + few):  # of them four for the session, the person and their rights
        assert len(found(desk, "körpü")) == 10


@pytest.mark.parametrize("address", [FIND, "/admin/articles/photo/library/"])
def test_it_is_for_the_desk_alone_and_changes_nothing(client, mina, nora, address):
    assert client.get(address).status_code == 302
    client.force_login(mina)
    assert client.get(address).status_code == 403
    client.force_login(nora)
    assert client.get(address).status_code == 200
    assert "no-store" in client.get(address)["Cache-Control"]
