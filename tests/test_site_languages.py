"""One newsroom, a site in each language: the address alone says in which language its page is."""

import re

import pytest
from django.urls import clear_url_caches, reverse
from django.utils.translation import get_language, override

from newsroom import overload
from newsroom.lib import site_languages
from sections.models import reserved_words
from tests.factories import ArticleFactory, CorrespondentFactory, publish

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LANG = {"en": '<html lang="en"', "az": '<html lang="az"', "ru": '<html lang="ru"'}
LISTS = ["/", "/latest/", "/search/", "/topics/", "/correspondents/", "/archive/", "/corrections/", "/about/privacy/"]


@pytest.fixture
def languages(settings):
    """`languages("az", "ru")`: those of the newsroom, the first at the root."""

    def speak(*codes: str) -> None:
        settings.LANGUAGES, settings.LANGUAGE_CODE = [(code, code) for code in codes], codes[0]
        clear_url_caches()  # what a language's site begins with is kept

    yield speak
    clear_url_caches()


@pytest.fixture
def story():
    return publish(ArticleFactory(slug="council-meets", tagged=["Energy"], named=[CorrespondentFactory()]))


# -- where each language lies -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("code", ["az", "ru"])
def test_every_list_has_an_address_in_each_language(path, code, client, story):
    response = client.get(f"/{code}{path}")
    assert response.status_code == 200
    assert LANG[code] in response.text
    assert client.get(path).text.count(LANG["en"]) == 1


def test_a_page_links_to_pages_of_its_own_language(client, story):
    story.section.translate("name", "ru", "Политика")
    story.section.save()
    page = client.get("/ru/latest/").text
    for path in ("/ru/", "/ru/search/", "/ru/topics/", "/ru/archive/", "/ru/corrections/", "/ru/politics/"):
        assert f'href="{path}"' in page
    elsewhere = re.findall(r'<a href="(/(?!ru/)[^"]*)"(?! lang="\w+" hreflang)', page)
    assert {*elsewhere} <= {story.get_absolute_url(), "/feed.xml"}


def test_nothing_but_the_address_decides(client, story):
    """The same address, the same bytes: whatever the browser or a cookie would like."""
    plain = client.get("/latest/")
    client.cookies["django_language"] = "ru"
    asked = client.get("/latest/", headers={"accept-language": "ru, az;q=0.5"})
    assert asked.content == plain.content
    assert client.get("/latest/?language=ru").text.count(LANG["en"]) == 1
    for response in (plain, asked, client.get("/ru/latest/")):
        assert "Vary" not in response
        assert "Set-Cookie" not in response


def test_a_request_leaves_no_language_behind(client):
    before = get_language()
    client.get("/ru/latest/")
    client.get("/ru/nothing/")
    assert get_language() == before


def test_head_answers_as_get_does(client, story):
    for path in ("/ru/", "/ru/latest/", "/ru/nothing/"):
        assert client.head(path).status_code == client.get(path).status_code


# -- one address for one page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/ru", "/ru/"),
        ("/RU/", "/ru/"),
        ("/Ru/Politics/", "/ru/politics/"),
        ("/ru//", "/ru/"),
        ("/ru//latest/", "/ru/latest/"),
        ("/ru/latest", "/ru/latest/"),
        ("/en/", "/"),  # the first language is at the root, and nowhere else
        ("/en", "/"),
        ("/en/latest/", "/latest/"),
        ("/EN/politics/", "/politics/"),
    ],
)
def test_other_spellings_lead_to_it(asked, right, client, story):
    response = client.get(asked, follow=True)
    assert response.redirect_chain
    assert {status for _path, status in response.redirect_chain} == {301}
    assert response.redirect_chain[-1][0] == right
    assert response.status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/az-Latn/", "/az-latn/latest/", "/de/", "/ru/ru/", "/ru/en/latest/", "/az/ru/latest/", "/ru/healthz",
     "/ru/admin/", "/ru/robots.txt", "/ru/media/x/960.jpg", "/ru/preview/x/",
     "/ru/reviews/status/x/", "/ru/nothing/"],
)  # fmt: skip
def test_what_is_no_page_of_a_site_is_404(path, client, story):
    response = client.get(path)
    assert response.status_code == 404


@pytest.mark.parametrize(("path", "code"), [("/ru/nothing/", "ru"), ("/az/nothing/", "az"), ("/nothing/", "en")])
def test_404_is_in_the_language_of_the_address(path, code, client):
    response = client.get(path)
    assert response.status_code == 404
    assert LANG[code] in response.text
    assert f'href="/{"" if code == "en" else f"{code}/"}search/"' in response.text


@pytest.mark.parametrize("below", ["", "history/", "reviews/"])
@pytest.mark.parametrize("code", ["ru", "az", "en", "RU"])
def test_a_story_has_one_address_without_a_language(below, code, client, story):
    path = f"{story.get_absolute_url()}{below}"
    response = client.get(f"/{code}{path}")
    assert (response.status_code, response["Location"]) == (301, path)
    assert client.get(f"/{code}/politics/2024/04/28/nothing/{below}").status_code == 404


def test_links_to_stories_have_no_prefix_anywhere(client, story):
    with override("ru"):
        assert story.get_absolute_url() == "/politics/2024/04/28/council-meets/"
        assert reverse("stories:history", args=[story.address_id]).startswith("/politics/")
        assert reverse("articles:topic", args=["energy"]) == "/ru/topics/energy/"
        assert reverse("sections:detail", args=["politics"]) == "/ru/politics/"
        assert reverse("admin:index") == "/admin/"


# -- what is refused, and what breaks ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ru", "en"])
def test_failures_speak_the_language_of_the_address(code, client, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("articles.site.views.page", breaks)
    client.raise_request_exception = False
    response = client.get("/ru/latest/" if code == "ru" else "/latest/")
    assert response.status_code == 500
    assert LANG[code] in response.text


@pytest.mark.parametrize("code", ["ru", "en"])
def test_a_full_house_answers_in_the_language_of_the_address(code, client, monkeypatch):
    def full():
        raise overload.Full

    monkeypatch.setattr(overload.places, "one", full)
    client.raise_request_exception = False
    response = client.get("/ru/latest/" if code == "ru" else "/latest/")
    assert response.status_code == 503
    assert LANG[code] in response.text


def test_what_is_too_large_is_refused_in_the_language_of_the_address(client):
    response = client.post("/ru/latest/", {"text": "x" * 100_000})
    assert response.status_code == 413
    assert LANG["ru"] in response.text


# -- which languages --------------------------------------------------------------------------------------------------


def test_with_one_language_there_is_one_site(languages, client, story):
    languages("en")
    assert client.get("/latest/").status_code == 200
    assert client.get("/ru/").status_code == 404
    assert client.get("/ru/latest/").status_code == 404
    assert LANG["en"] in client.get("/ru/latest/").text


def test_the_first_of_the_languages_is_at_the_root(languages, client, story):
    languages("az", "ru", "en")
    assert LANG["az"] in client.get("/latest/").text
    assert LANG["en"] in client.get("/en/latest/").text
    assert client.get("/az/latest/")["Location"] == "/latest/"


@pytest.mark.parametrize("active", ["en", "ru"])
def test_the_words_of_the_sites_addresses_are_reserved_in_every_language_of_the_desk(active):
    with override(active):
        words = reserved_words()
    assert {"latest", "search", "topics", "about", "archive", "media", "admin", "ru", "az", "en", "static"} <= words


def test_paths_and_their_languages():
    paths = {"/ru/": "ru", "/ru": "ru", "/ru/latest/": "ru", "/": "en", "": "en", "/RU/": "en", "//ru/": "en",
             "/rus/": "en", "/en/": "en", "/politics/ru/": "en", "ru/": "en"}  # fmt: skip
    assert {path: site_languages.of_path(path) for path in paths} == paths
