"""An address that was shared with something added leads to the page that was meant, if that is live."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse

from articles import publishing
from articles.models import Tag
from newsroom import misspelt
from tests.factories import FAR, NOON, ArticleFactory, CorrespondentFactory, at, publish

pytestmark = [pytest.mark.database, pytest.mark.django_db]

ADDED = {
    "capitals": str.upper,
    "a capital section": lambda path: path.replace("/politics", "/Politics"),
    "a full stop": lambda path: f"{path.rstrip('/')}.",
    "a comma behind the slash": lambda path: f"{path},",
    "a bracket": lambda path: f"{path.rstrip('/')})",
    "a bracket and a full stop": lambda path: f"{path}).",
    "a quotation mark": lambda path: f"{path}{quote('”')}",
    "a straight one": lambda path: f"{path}%22",
    "a blank": lambda path: f"{path}%20",
    "a non-breaking blank": lambda path: f"{path}%C2%A0",
    "an invisible character": lambda path: f"{path}%E2%80%8B",
    "one in the middle": lambda path: f"{path[:12]}%E2%80%8B{path[12:]}",
    "a direction": lambda path: f"{path}%E2%80%8E",
    "a byte order mark": lambda path: f"{path}%EF%BB%BF",
    "a soft hyphen": lambda path: path.replace("council-", "council-%C2%AD"),
    "amp": lambda path: f"{path}amp/",
    "amp without a slash": lambda path: f"{path}amp",
    "AMP": lambda path: f"{path}AMP/",
    "two slashes": lambda path: path.replace("/2024/", "//2024/"),
    "three at the end": lambda path: f"{path}//",
    "a line break": lambda path: f"{path}%0A",
    "all of it": lambda path: f"{path.upper()}%E2%80%8B)%20.",
}


@pytest.fixture
def story():
    article = ArticleFactory(slug="council-meets", tagged=["Energy"], named=[CorrespondentFactory()])
    return publish(article)


@pytest.mark.parametrize("added", ADDED.values(), ids=ADDED)
def test_it_leads_to_the_story(added, story, client):
    path = story.get_absolute_url()
    response = client.get(added(path))
    assert (response.status_code, response.get("Location")) == (301, path)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/POLITICS/", "/politics/"),
        ("/politics).", "/politics/"),
        ("/Topics/Energy/", "/topics/energy/"),
        ("/topics/energy,/", "/topics/energy/"),
        ("/Correspondents/Leyla-Hesenova/", "/correspondents/leyla-hesenova/"),
        ("/correspondents/leyla-hesenova%E2%80%8B/", "/correspondents/leyla-hesenova/"),
        ("/Latest/", "/latest/"),
        ("/politics/2024/04/28/council-meets/History/", "/politics/2024/04/28/council-meets/history/"),
    ],
)
def test_sections_topics_and_people_too(path, right, story, client):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, right)
    assert client.get(right).status_code == 200


def test_two_slashes_at_the_start_lead_to_this_site(story, rf):
    request = rf.get("/")
    request.moment, request.path_info = NOON + timedelta(hours=1), f"/{story.get_absolute_url()}"
    response = misspelt.not_found(request, Exception())
    assert (response.status_code, response["Location"]) == (301, story.get_absolute_url())


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example/politics/", "/\\evil.example/",
                                  "/https://evil.example/", "/%2F%2Fevil.example/",
                                  "/politics/%2e%2e//evil.example/"])  # fmt: skip
def test_nobody_is_sent_to_another_site(path, story, rf):
    request = rf.get("/")
    request.moment, request.path_info = NOON, path
    response = misspelt.not_found(request, Exception())
    assert response.status_code == 404 or response["Location"].startswith("/politics")


def test_a_slug_with_capitals_of_its_own_is_found(client):
    edition = publish(ArticleFactory(slug="NATO-meets"))
    path = edition.get_absolute_url()
    assert "NATO" in path
    response = client.get(path.replace("/politics", "/Politics") + ").")
    assert (response.status_code, response["Location"]) == (301, path)


def test_what_follows_readers_about_is_left_out_and_the_rest_kept(story, client):
    response = client.get("/POLITICS/?utm_source=mail&page=2&fbclid=x")
    assert response["Location"] == "/politics/?page=2"


def test_an_address_that_is_right_is_not_touched(story, client):
    assert client.get(f"{story.get_absolute_url()}?utm_source=x").status_code == 200


@pytest.mark.parametrize("path", ["/nothing.", "/NOTHING/", "/politics/2024/04/28/nothing-here).", "/ADMIN/", "/.",
                                  "/%20", "/amp/", "/Media/x/960.webp", "/POLITICS/2024/13/45/"])  # fmt: skip
def test_what_is_not_there_is_404(path, story, client):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("fate", ["draft", "scheduled", "embargoed", "ended", "withdrawn"])
def test_it_says_nothing_of_what_is_not_live(fate, omar, client):
    article = ArticleFactory(slug="council-meets", tagged=["Energy"])
    if fate == "scheduled":
        publish(article, at=FAR)
    elif fate == "embargoed":
        publishing.window(article.pk, by=omar, embargo=FAR)
    elif fate in {"ended", "withdrawn"}:
        publish(article)
        if fate == "ended":
            publishing.window(article.pk, by=omar, ends_at=NOON + timedelta(hours=1), clock=at(NOON))
        else:
            publishing.withdraw(article.pk, by=omar, reason="It was wrong.")
    for path in ("/politics/2024/04/28/COUNCIL-MEETS/", "/politics/2999/01/01/Council-Meets/", "/Topics/ENERGY/"):
        assert client.get(path).status_code == 404, path


def test_it_is_right_at_another_moment(story, omar, client):
    client.force_login(omar)
    path = "POLITICS/2024/04/28/Council-Meets/"
    for moment, status in ((NOON - timedelta(hours=1), 404), (NOON + timedelta(hours=1), 302)):
        mount = reverse("desk:as_of_front", args=[moment])
        response = client.get(mount + path)
        assert response.status_code == status
        if status == 302:
            assert response["Location"] == mount + "politics/2024/04/28/council-meets/"


def test_a_form_is_not_led_on(story, client):
    assert client.post("/POLITICS/").status_code in {404, 405}


def test_a_wrong_address_costs_few_queries(story, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        client.get("/politics/2024/04/28/Council-Met.")


def test_a_topic_in_letters_of_its_own_is_found(client):
    edition = publish(ArticleFactory(tagged=["Kömür"]))
    assert edition
    tag = Tag.objects.get()
    assert client.get(f"/topics/{tag.slug.upper()}/")["Location"] == tag.get_absolute_url()
