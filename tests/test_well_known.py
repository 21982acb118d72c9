"""What browsers, robots and people ask for without having read a link: icons, folders, forgotten slashes."""

from datetime import timedelta

import pytest
from django.test import Client

from articles import publishing
from articles.models import AboutPage
from articles.site import about_pages
from tests.factories import IMPORT, NOON, ArticleFactory, SectionFactory, at, publish

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def story():
    return publish(ArticleFactory(slug="council-meets", section=SectionFactory(name="Politics")))


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png", "/apple-touch-icon-precomposed.png"])
def test_an_icon_is_found_where_everybody_looks(client, path):
    response = client.get(path)
    assert response.status_code == 302  # the name of the file changes with its content
    assert response["Location"].endswith(".png")


def test_security_txt_names_whom_the_operator_names_and_expires_within_a_year(client, settings, answer):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@news.example"
    lines = answer("/.well-known/security.txt", NOON).content.decode().splitlines()
    assert "Contact: mailto:security@news.example" in lines
    assert "Expires: 2024-10-01T00:00:00Z" in lines
    assert "Canonical: http://testserver/.well-known/security.txt" in lines


# -- slashes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/politics", "/latest", "/topics", "/politics/2024/04/28/council-meets", "/about/privacy", "/latest?before="],
)
def test_a_page_is_found_without_its_slash(client, story, path):
    response = client.get(path)
    assert response.status_code == 301
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/oembed", "/wp-login.php", "/nowhere", "/topics/nowhere", "/politics/2024/04/28/nowhere",
     "/politics/1999",
     "/correspondents/nobody", "/archive/1999", "/about/nothing"],
)  # fmt: skip
def test_what_is_not_there_with_a_slash_is_not_there_without_one(client, story, path):
    assert client.get(path).status_code == 404


def test_the_desk_keeps_its_slashes(client):
    assert client.get("/admin/articles/article").status_code in {301, 302}


# -- folders ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["2024/", "2024/04/", "2024/04/28/"])
def test_a_shortened_address_leads_to_the_archive(client, story, folder):
    response = client.get(f"/politics/{folder}")
    assert (response.status_code, response["Location"]) == (302, f"/archive/{folder}")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "path", ["/politics/2023/", "/politics/2024/05/", "/politics/2024/04/27/", "/politics/2024/13/",
             "/politics/2024/04/31/",
             "/culture/2024/04/28/", "/nowhere/2024/"],
)  # fmt: skip
def test_a_folder_without_a_story_of_the_section_is_not_there(client, story, path):
    SectionFactory(name="Culture")
    assert client.get(path).status_code == 404


def test_the_last_day_of_a_year_is_in_its_folders(client):
    section = SectionFactory(name="Politics")
    publish(ArticleFactory(section=section), now=NOON.replace(year=2023, month=12, day=31))
    for folder in ("2023/", "2023/12/", "2023/12/31/"):
        assert client.get(f"/politics/{folder}")["Location"] == f"/archive/{folder}"


# -- topics -----------------------------------------------------------------------------------------------------------


def test_topics_are_listed_by_name_while_something_live_has_them(answer):
    article = ArticleFactory(tagged=["Water", "Energy", "Ərazi"])
    ArticleFactory(tagged=["Secret"])
    publish(article)
    page = answer("/topics/", NOON).content.decode()
    places = [page.index(f">{name}</a>") for name in ("Energy", "Ərazi", "Water")]
    assert places == sorted(places)
    assert "Secret" not in page
    publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    assert "Energy" not in answer("/topics/", NOON + HOUR).content.decode()


# -- what every answer says -------------------------------------------------------------------------------------------


def test_other_sites_learn_our_host_from_readers_and_less_from_the_desk(client, story):
    page = client.get("/")
    assert page["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in page["Permissions-Policy"]
    assert client.get("/admin/login/")["Referrer-Policy"] == "same-origin"


def test_www_before_our_host_leads_to_it(settings, story):
    settings.ALLOWED_HOSTS = ["testserver", "www.testserver"]
    response = Client(headers={"host": "www.testserver"}).get("/politics/?before=")
    assert (response.status_code, response["Location"]) == (301, "http://testserver/politics/?before=")
    settings.ALLOWED_HOSTS = ["testserver"]
    assert Client(headers={"host": "www.testserver"}).get("/politics/").status_code == 400


# -- privacy ----------------------------------------------------------------------------------------------------------


def test_what_is_stored_is_said_until_the_newsroom_says_it_itself(client, story, settings):
    settings.REVIEWS_KEPT_DAYS = 12
    assert "12 days after the decision" in client.get("/about/privacy/").text
    assert '<a href="/about/privacy/">Privacy</a>' in client.get(story.get_absolute_url()).text
    page = AboutPage(slug="privacy", name="Your data", body="<p>We keep nothing.</p>", public=True)
    about_pages.write(page, by=None)
    assert "We keep nothing." in client.get("/about/privacy/").text
    footer = client.get("/").text.partition("<footer")[2]
    assert "Your data" in footer
    assert ">Privacy<" not in footer
    page.public = False
    about_pages.write(page, by=None)
    assert "12 days after the decision" in client.get("/about/privacy/").text
