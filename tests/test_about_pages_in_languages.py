"""About pages exist once in each language, under the same slug; each site shows, links and names only its own."""

import json
import re

import pytest
from django.db import IntegrityError, transaction

from articles.models import AboutPage
from tests.factories import NOON, ArticleFactory, SourceFactory, publish
from tests.test_about_pages import DAY, TICK, rewrite, write

pytestmark = [pytest.mark.database, pytest.mark.django_db]

ADD, LIST = "/admin/articles/aboutpage/add/", "/admin/articles/aboutpage/"


@pytest.fixture
def ethics():
    return {code: write(language=code, name=name, body=f"<p>{name}.</p>")
            for code, name in (("en", "How we work"), ("ru", "Как мы работаем"))}  # fmt: skip


def test_each_site_serves_the_page_in_its_language(client, ethics):
    for path, own, other in (("/about/ethics/", "en", "ru"), ("/ru/about/ethics/", "ru", "en")):
        page = client.get(path).text
        assert ethics[own].get_absolute_url() == path
        assert f"<h1>{ethics[own].name}</h1>" in page
        assert ethics[other].name not in page
    assert client.get("/az/about/ethics/").status_code == 404


def test_a_page_exists_once_in_a_language(ethics):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(language="ru", name="Снова")


def test_the_switch_and_hreflang_lead_to_the_same_page_where_it_is_public(client, ethics):
    write(language="az", name="Necə işləyirik", public=False)
    for path in ("/about/ethics/", "/ru/about/ethics/"):
        page = client.get(path).text
        alternates = re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="http://testserver([^"]+)">', page)
        assert dict(alternates) == {
            "en": "/about/ethics/", "x-default": "/about/ethics/", "ru": "/ru/about/ethics/",
        }  # fmt: skip
        assert dict(re.findall(r'<a href="([^"]+)" lang="(\w+)" hreflang', page)) == {
            "/about/ethics/": "en", "/ru/about/ethics/": "ru", "/az/": "az",
        }  # fmt: skip


def test_the_privacy_page_is_there_in_each_language_written_or_not(client):
    write("privacy", language="ru", name="Личные данные")
    assert "<h1>Личные данные</h1>" in client.get("/ru/about/privacy/").text
    assert "Личные данные" not in client.get("/about/privacy/").text
    page = client.get("/az/about/privacy/").text
    for code, path in (("en", "/about/privacy/"), ("ru", "/ru/about/privacy/"), ("az", "/az/about/privacy/")):
        assert f'hreflang="{code}" href="http://testserver{path}"' in page
    assert 'href="/az/about/privacy/"' in client.get("/az/").text


def test_a_footer_has_the_pages_of_its_language_alone(client, ethics):
    write("contact", name="Reach us")
    footers = {path: client.get(path).text for path in ("/latest/", "/ru/latest/", "/az/latest/")}
    found = {path: re.findall(r'<a href="((?:/\w\w)?/about/(?!privacy)\w+/)"', page) for path, page in footers.items()}
    assert found == {
        "/latest/": ["/about/ethics/", "/about/contact/"], "/ru/latest/": ["/ru/about/ethics/"], "/az/latest/": [],
    }  # fmt: skip


def test_a_story_names_the_rules_in_its_own_language(client, ethics):
    write("unnamed-sources", language="ru", name="Источники")
    pages = {}
    for code in ("en", "ru"):
        cited = SourceFactory(kind="unnamed", name="Zaur", attribution="a clerk")
        edition = publish(ArticleFactory(language=code, citing=[cited]))
        pages[code] = client.get(edition.get_absolute_url()).text
    assert "unnamed-sources" not in pages["en"]
    assert '<a href="/ru/about/unnamed-sources/">' in pages["ru"]
    for code, path in (("en", "/about/ethics/"), ("ru", "/ru/about/ethics/")):
        data = map(json.loads, re.findall(r'<script type="application/ld\+json">(.+?)</script>', pages[code]))
        publisher = next(one for one in data if one["@type"] == "NewsArticle")["publisher"]
        assert publisher["ethicsPolicy"] == f"http://testserver{path}"


def test_an_address_that_a_page_had_before_each_language_had_its_own_leads_to_it(client):
    write("qaydalar", language="az", name="Qaydalar")
    answer = client.get("/about/qaydalar/")
    assert (answer.status_code, answer["Location"]) == (302, "/az/about/qaydalar/")
    assert client.get("/ru/about/qaydalar/").status_code == 404


def test_a_page_in_a_language_that_is_no_longer_set_waits_for_it(client, ethics, settings):
    settings.LANGUAGES = [("en", "English")]
    assert client.get("/about/ethics/").status_code == 200
    assert "Как мы работаем" not in client.get("/latest/").text


def test_each_language_has_its_own_past(answer, ethics):
    rewrite(ethics["ru"], now=NOON + DAY, public=False)
    assert answer("/ru/about/ethics/", NOON + DAY - TICK).status_code == 200
    assert answer("/ru/about/ethics/", NOON + DAY).status_code == 410
    assert answer("/about/ethics/", NOON + DAY).status_code == 200


# -- at the desk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client, omar):
    client.force_login(omar)
    return client


SENT = {"name": "Etika", "slug": "ethics", "body": "<p>…</p>", "position": 1}


def test_the_list_filters_by_language_and_leads_to_the_others(desk, ethics):
    page = desk.get(LIST).text
    assert f'<a href="{ADD}?slug=ethics&amp;language=az&amp;position=0">Add in Azerbaijani</a>' in page
    assert f'<a href="{LIST}{ethics["ru"].pk}/change/">Russian</a>' in page
    found = desk.get(LIST, {"language": "ru"}).context["cl"].result_list
    assert [*found] == [ethics["ru"]]


def test_the_list_takes_as_many_queries_however_long_it_is(desk, django_assert_num_queries, ethics):
    with django_assert_num_queries(7):
        desk.get(LIST)
    for number in range(5):
        write(f"rule-{number}")
    with django_assert_num_queries(7):
        desk.get(LIST)


def test_the_same_page_is_added_in_another_language(desk, ethics):
    form = desk.get(f"{ADD}?slug=ethics&language=az&position=0").context["adminform"].form
    assert (form["slug"].value(), form["language"].value()) == ("ethics", "az")
    assert desk.post(ADD, SENT | {"language": "az", "public": "on"}).status_code == 302
    assert "<h1>Etika</h1>" in desk.get("/az/about/ethics/").text


def test_a_second_page_with_the_same_slug_and_language_is_refused_with_a_sentence(desk, ethics):
    answer = desk.post(ADD, SENT | {"language": "ru"})
    assert "There is already a page with this slug in this language." in answer.text
    answer = desk.post(f"{LIST}{ethics['en'].pk}/change/", SENT | {"language": "ru"})
    assert "This page already exists in that language." in answer.text
    assert AboutPage.objects.filter(language="ru").count() == 1


def test_with_one_language_nobody_is_asked_for_it(desk, settings):
    settings.LANGUAGES = [("en", "English")]
    assert "language" not in desk.get(ADD).context["adminform"].form.fields
    assert desk.post(ADD, SENT).status_code == 302
    assert AboutPage.objects.get().language == "en"
    page = desk.get(LIST).text
    assert "Other languages" not in page
    assert "Add in" not in page
