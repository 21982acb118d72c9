"""The desk's search: stories as their list finds them, people, sources and pages, each for those who may see them."""

import pytest
from django.db import connection
from django.urls import reverse

from articles.drafts import finding
from articles.models import AboutPage
from tests.factories import ArticleFactory, CorrespondentFactory, SourceFactory, make_user

pytestmark = pytest.mark.django_db

FIND = "/admin/find/"


def noted(**fields):
    article = ArticleFactory(**fields)
    finding.note(article)
    return article


def found(client, typed: str = "") -> dict[str, list[str]]:
    """Heading → what is below it."""
    groups = client.get(FIND, {"q": typed}).context["groups"]
    return {name: [one.title for one in results] for name, results in groups}


def test_stories_are_found_as_their_list_finds_them_the_last_edited_first(omar, client):
    client.force_login(omar)
    noted(headline="Minister resigns", standfirst="In Xudat.")
    noted(headline="Another minister")
    noted(headline="Roads are closed")
    assert found(client, "minist")["Stories"] == ["Another minister", "Minister resigns"]
    assert found(client, "xudat -another")["Stories"] == ["Minister resigns"]


def test_people_and_sources_are_found(omar, client):
    client.force_login(omar)
    make_user("leyli", "Journalists", first_name="Leyli", last_name="Samanlı")
    CorrespondentFactory(name="Leyli Samanlı")
    source = SourceFactory(attribution="Leyli’s Ministry of Energy")
    assert found(client, "leyli") == {
        "Stories by person": ["Leyli Samanlı"],
        "Correspondents": ["Leyli Samanlı"],
        "Sources": [str(source)],
    }


def test_the_name_of_an_unnamed_source_finds_nothing(nora, client):
    SourceFactory(kind="unnamed", name="Vüqar Sentinel", attribution="a source in the Secretariat")
    client.force_login(nora)
    assert found(client, "sentinel") == {}
    assert "Sentinel" not in client.get(FIND, {"q": "secretariat"}).text


def test_pages_are_those_of_the_menu_and_what_the_newsroom_says_of_itself(omar, nora, client):
    AboutPage.objects.create(name="Editorial principles", slug="principles", body="<p>We check.</p>")
    client.force_login(omar)
    assert found(client, "banner") == {"Pages": ["Breaking news banner"]}
    assert found(client, "principles") == {"About pages": ["Editorial principles"]}
    client.force_login(nora)
    assert found(client, "banner") == {}


def test_where_nothing_is_typed_the_pages_are_listed(mina, client):
    client.force_login(mina)
    assert {"Today", "Moderation", "Keyboard shortcuts"} <= {*found(client)["Pages"]}


def test_the_first_entry_starts_a_story_for_those_who_may_write(nora, mina, client):
    client.force_login(nora)
    page = client.get(FIND, {"q": "x"}).text
    assert page.index(f'<a href="{reverse("admin:articles_article_add")}">', page.index('id="found"')) > 0
    client.force_login(mina)
    assert reverse("admin:articles_article_add") not in client.get(FIND, {"q": "x"}).text


def test_a_moderator_finds_no_draft(mina, client):
    noted(headline="Zqdraft")
    client.force_login(mina)
    assert "Stories" not in found(client, "zqdraft")


def test_what_is_typed_is_shown_as_it_was_typed(omar, client):
    client.force_login(omar)
    page = client.get(FIND, {"q": "<b>minister</b>"}).text
    assert "<b>minister" not in page
    assert "&lt;b&gt;minister" in page


def test_a_search_costs_the_same_however_much_there_is(omar, client, django_assert_num_queries):
    client.force_login(omar)
    for number in range(12):
        noted(headline=f"Council {number}")
        CorrespondentFactory(name=f"Council {number}", slug=f"council-{number}")
        SourceFactory(attribution=f"Council {number}")
    client.get(FIND, {"q": "council"})
    # session, person, rights (2), stories, colleagues, correspondents, sources, about pages, notifications
    counted = connection.vendor == "sqlite"  # articles/drafts/finding.py counts what it finds there
    with django_assert_num_queries(10 + counted):
        response = client.get(FIND, {"q": "council"})
    assert [len(results) for _name, results in response.context["groups"]] == [8, 5, 5]


def test_single_keys_can_be_switched_off(nora, client):
    client.force_login(nora)
    assert 'data-single-keys="on"' in client.get("/admin/shortcuts/").text
    client.post("/admin/profile/preferences/", {"typographic": "on"})
    assert 'data-single-keys="off"' in client.get("/admin/shortcuts/").text
    client.post("/admin/profile/preferences/", {"typographic": "on", "single_keys": "on"})
    assert 'data-single-keys="on"' in client.get("/admin/shortcuts/").text
