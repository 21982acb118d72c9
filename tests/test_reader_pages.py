"""Readers' pages: what each answers, at which moment, to whom, with how many queries to which tables."""

import json
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from articles import publishing
from articles.models import AboutPage, Edition, PublishingState, Tag
from articles.pictures import copies
from articles.site import about_pages
from newsroom.lib import paging
from newsroom.views import server_error
from tests import schema_org, site
from tests.factories import (
    FAR,
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    SectionFactory,
    SourceFactory,
    at,
    publish,
    rewrite,
)
from tests.site import DESK, FOR_READERS, LISTS, PAGES

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TELLING = {"front", "article", "brief", "correspondent"}  # pages that tell machines something
CARD = {
    "og:site_name", "og:type", "og:title", "og:description", "og:url", "og:image", "og:image:width", "og:image:height",
    "og:image:alt", "og:locale", "twitter:card",
}  # fmt: skip


@pytest.fixture(scope="class")
def story(kept):
    return site.one_story()


@pytest.fixture(scope="class")
def full(story):
    return site.fill(story)


class Page(HTMLParser):
    def __init__(self, response) -> None:
        super().__init__()
        self.elements, self.data, self._open = [], [], ""
        self.feed(response.text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open = dict(attrs).get("type", "") if tag == "script" else ""

    def handle_data(self, data):
        if self._open == "application/ld+json":
            self.data.append(data)
            self._open = ""

    def links(self) -> set[str]:
        sources = [part.split()[0] for value in self.values("srcset") for part in value.split(",")]
        return {*self.values("href", "src"), *sources}

    def values(self, *names: str) -> list[str]:
        return [value for _tag, attrs in self.elements for name, value in attrs.items() if name in names]


# -- every page answers -----------------------------------------------------------------------------------------------


class TestEachPage:
    """One story with everything, a brief beside it; each test finds them as they were."""

    @pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
    def test_every_page_answers(self, story, client, path):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200

    @pytest.mark.parametrize("name", LISTS)
    def test_every_list_leads_to_the_story(self, story, client, name):
        page = Page(client.get(PAGES[name]))
        assert story.get_absolute_url() in page.values("href")

    def test_the_correspondent_is_among_the_correspondents(self, story, client):
        assert "/correspondents/leyla-hesenova/" in Page(client.get("/correspondents/")).values("href")

    def test_the_article_says_all_that_its_edition_does(self, story, client):
        page = client.get(story.get_absolute_url()).text
        for words in (
            story.title, story.standfirst, "The members spoke for two hours.", "Quba", "Leyla Həsənova",
            "Washington correspondent", "Energy", "Ministry of Energy", "agreed on the budget",
            "A hall with empty chairs", "Photo: Samur Wire", "A clear account of what was decided.",
        ):  # fmt: skip
            assert escape(words) in page, words

    def test_a_brief_has_its_first_sentence_for_a_title(self, story, client):
        page = client.get(PAGES["brief"]).text
        assert '<h1 dir="auto">The road to Xınalıq is open again.</h1>' in page
        assert "It was closed for a week." in page

    @pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
    def test_pages_are_only_read(self, story, client, path):
        for method in (client.post, client.put, client.patch, client.delete):
            assert method(path).status_code == 405

    @pytest.mark.parametrize(
        "path",
        [
            "/nowhere/",
            "/politics/nowhere/",
            "/politics/2024/04/28/nowhere/",
            "/politics/2024/04/27/",
            "/politics/9999/99/99/council-meets/",
            "/topics/nowhere/",
            "/correspondents/nowhere/",
            "/media/nowhere/960.jpg",
            "/media/%00/960.jpg",
            "/politics/2024/04/28/%00/",
            "/%F0%9F%91%8D/",
            "/latest/../admin",
            "/index.php",
        ],
    )
    def test_what_is_not_there_is_404(self, story, client, path):
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize(
        "before",
        [
            "x",
            "1",
            "-",
            "20240428T120000.000000",
            "20240428T120000.000000-",
            "20240428T120000.000000-x",
            "20240428T120000.000000--1",
            "20240428T120000.000000-99999999999999999999",
            "20249999T999999.000000-1",
            "20240428T120000.000000-1\x00",
            "20240428T120000.000000-²",
            "' OR 1=1 --",
        ],
    )
    def test_a_place_in_a_list_that_nobody_named_is_404(self, story, client, before):
        assert client.get("/latest/", {"before": before}).status_code == 404

    @pytest.mark.parametrize("path", ["/politics/", "/topics/energy/", "/correspondents/leyla-hesenova/"])
    def test_so_it_is_in_every_list(self, story, client, path):
        assert client.get(path, {"before": "x"}).status_code == 404

    @pytest.mark.parametrize(
        "before", ["00010101T000000.000000-1", "99991231T235959.999999-1", "20240428T120000.000000-999999999999999999"]
    )
    def test_a_place_far_from_everything_is_a_place(self, story, client, before):
        assert client.get("/latest/", {"before": before}).status_code == 200

    @pytest.mark.parametrize(
        "q",
        [
            "",
            " ",
            "\x00",
            "%",
            "_",
            "%%%",
            "'",
            '"',
            "\\",
            "a" * 10_000,
            "слово " * 500,
            "👍🏽",
            "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
            "' OR 1=1 --",
            "NEAR(council AND",
            "*",
            "-council",
            "<script>alert(1)</script>",
            "{{ 7|add:7 }}",
        ],
        ids=range(19),
    )
    def test_whatever_is_searched_for_is_answered(self, story, client, q):
        response = client.get("/search/", {"q": q})
        assert response.status_code == 200
        assert "<script>alert" not in response.text

    @pytest.mark.parametrize("q", ["%", "_", "c_uncil", "' OR 1=1 --"])
    def test_no_sign_stands_for_other_signs(self, story, client, q):
        assert not client.get("/search/", {"q": q}).context["search"].found

    @pytest.mark.parametrize(
        "q", ["council", "COUNCIL", "counc", "quba budget", "həsənova", "hesenova", "HƏSƏNOVA", "energy", "two hours"]
    )
    def test_a_story_is_found_by_any_of_its_words_in_any_spelling(self, story, client, q):
        assert story in [one.edition for one in client.get("/search/", {"q": q}).context["search"].found]

    def test_all_words_must_be_in_the_story(self, story, client):
        assert not client.get("/search/", {"q": "council lighthouse"}).context["search"].found

    def test_what_was_searched_for_is_still_in_the_field(self, story, client):
        assert 'value="budget &amp; &quot;bread&quot;"' in client.get("/search/", {"q": 'budget & "bread"'}).text

    def test_a_withdrawn_story_says_why_and_shows_no_text(self, story, client):
        publishing.withdraw(story.article_id, by=IMPORT, reason="The minister was misquoted.", clock=at(NOON + HOUR))
        response = client.get(story.get_absolute_url())
        assert response.status_code == 410
        assert "The minister was misquoted." in response.text
        for words in (story.headline, story.standfirst, "The members spoke", "agreed on the budget", "A clear account"):
            assert words not in response.text

    def test_a_withdrawal_takes_the_story_off_every_list(self, story, answer):
        publishing.withdraw(story.article_id, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
        for moment, there in ((NOON, True), (NOON + HOUR, False)):
            for name in ("front", "latest", "section", "search for a word"):
                path, _mark, query = PAGES[name].partition("?")
                page = answer(path, moment, **dict(pair.split("=") for pair in query.split("&") if pair))
                assert (story.get_absolute_url() in page.text) is there, (name, moment)

    @pytest.mark.parametrize("name", ["topic", "correspondent"])
    def test_a_list_is_there_as_long_as_something_is_in_it(self, story, answer, name):
        publishing.withdraw(story.article_id, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
        assert answer(PAGES[name], NOON - HOUR).status_code == 404
        assert answer(PAGES[name], NOON).status_code == 200
        assert answer(PAGES[name], NOON + HOUR).status_code == 410

    def test_an_older_page_leads_back_to_the_newest(self, story, client):
        assert '<a href="/politics/">Back to the newest</a>' in client.get(PAGES["older in a section"]).text
        assert "Back to the newest" not in client.get(PAGES["section"]).text

    def test_a_change_of_section_moves_the_story_and_not_its_address(self, story, client):
        article = rewrite(story.article, section=SectionFactory(name="Economy"))
        moved = publish(article, now=NOON + HOUR)
        assert moved.get_absolute_url() == story.get_absolute_url()
        assert story.get_absolute_url() in client.get("/economy/").text
        assert story.get_absolute_url() not in client.get("/politics/").text

    @pytest.mark.parametrize("path", [*PAGES.values(), "/nowhere/"], ids=[*PAGES, "404"])
    def test_everybody_gets_the_same_bytes(self, story, nora, omar, mina, admin, path):
        for_pia = Client().get(path)
        assert not for_pia.cookies
        assert "cookie" not in for_pia.get("Vary", "").lower()
        for user in (nora, omar, mina, admin):
            browser = Client()
            browser.force_login(user)
            response = browser.get(path)
            assert response.content == for_pia.content
            assert response.headers == for_pia.headers
            assert not response.cookies

    @pytest.mark.parametrize("name", ["article", "brief"])
    def test_a_page_does_not_change_from_minute_to_minute(self, story, answer, name):
        """Where nothing happens: else no copy that anybody keeps is the same as the next one."""
        noon = NOON + 1000 * HOUR
        pages = {answer(PAGES[name], noon + minutes * HOUR / 60).content for minutes in (0, 1, 2, 59)}
        assert len(pages) == 1

    @pytest.mark.parametrize("name", FOR_READERS)
    def test_every_page_is_kept_to_its_own_scripts_and_styles(self, story, client, name):
        response = client.get(PAGES[name])
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        page = Page(response)
        assert not [tag for tag, _attrs in page.elements if tag in {"style", "iframe", "object", "embed", "base"}]
        assert not [name for _tag, attrs in page.elements for name in attrs if name == "style" or name.startswith("on")]
        for tag, attrs in page.elements:
            if tag == "script":
                assert attrs.get("src", "").startswith("/static/") or attrs.get("type") == "application/ld+json"
            if tag == "form" and attrs.get("method", "get").lower() == "post":
                assert attrs["action"].startswith("/reviews/")
        assert "csrfmiddlewaretoken" not in response.text

    @pytest.mark.parametrize("name", FOR_READERS)
    def test_every_page_has_one_heading_and_one_title(self, story, client, name):
        page = client.get(PAGES[name])
        tags = [tag for tag, _attrs in Page(page).elements]
        assert tags.count("h1") == 1
        assert tags.count("main") == 1
        assert re.search(r"<title>[^<]*[^<\s][^<]*</title>", page.text)

    @pytest.mark.parametrize("name", FOR_READERS)
    def test_nothing_is_fetched_from_anybody_else(self, story, client, name):
        """Links may lead elsewhere; what a browser fetches by itself is ours."""
        for tag, attrs in Page(client.get(PAGES[name])).elements:
            fetched = [attrs[key] for key in ("src", "poster", "data") if key in attrs]
            fetched += [one.split()[0] for one in attrs.get("srcset", "").split(",") if one.strip()]
            if tag == "link" and attrs["rel"] not in {"canonical", "alternate"}:
                fetched.append(attrs["href"])
            assert all(re.match("/(?!/)", one) for one in fetched), (tag, fetched)

    @pytest.mark.parametrize("name", FOR_READERS)
    def test_every_page_has_one_address_or_is_not_for_search_engines(self, story, client, name):
        elements = [attrs for tag, attrs in Page(client.get(PAGES[name])).elements if tag in {"link", "meta"}]
        canonical = [attrs["href"] for attrs in elements if attrs.get("rel") == "canonical"]
        hidden = any(attrs.get("name") == "robots" and "noindex" in attrs["content"] for attrs in elements)
        assert len(canonical) <= 1
        assert hidden or "before=" in PAGES[name] or canonical == [f"http://testserver{PAGES[name]}"]

    @pytest.mark.parametrize("name", FOR_READERS)
    def test_a_page_with_an_address_has_a_card_for_other_sites(self, story, client, name):
        elements = [attrs for tag, attrs in Page(client.get(PAGES[name])).elements if tag in {"link", "meta", "img"}]
        said = {
            attrs.get("property") or attrs.get("name"): attrs["content"] for attrs in elements if "content" in attrs
        }
        card = {name: words for name, words in said.items() if name and name.startswith(("og:", "twitter:"))}
        canonical = next((attrs["href"] for attrs in elements if attrs.get("rel") == "canonical"), None)
        if canonical is None or "noindex" in said.get("robots", ""):
            assert not card
            return
        assert {*card} == CARD
        assert all(card.values())
        assert not [words for words in card.values() if "<" in words]
        assert card["og:url"] == canonical
        assert card["og:description"] == said["description"]
        assert client.get(card["og:image"].removeprefix("http://testserver")).status_code == 200

    @pytest.mark.parametrize("name", FOR_READERS)
    def test_no_name_in_a_page_stands_twice_and_each_that_is_referred_to_is_there(self, story, client, name):
        page = Page(client.get(PAGES[name]))
        names = page.values("id")
        assert len(names) == len({*names})
        referred = page.values("for", "aria-labelledby", "aria-describedby", "aria-controls")
        referred += [link[1:] for link in page.values("href") if re.match("#.", link)]
        assert {one for value in referred for one in value.split()} <= {*names}

    @pytest.mark.parametrize("name", FOR_READERS)
    def test_machines_that_know_schema_org_understand_what_they_are_told(self, story, client, name):
        page = client.get(PAGES[name]).text
        assert schema_org.unknown(page) == []
        assert bool(schema_org.told(page)) is (name in TELLING)

    def test_structured_data_says_what_the_page_says(self, story, client):
        trail, data = map(json.loads, Page(client.get(story.get_absolute_url())).data)
        assert data["comment"][0]["text"] == "A clear account of what was decided."
        assert [step["name"] for step in trail["itemListElement"]] == ["Samur Wire", "Politics", story.title]
        assert data["@type"] == "NewsArticle"
        assert data["headline"] == story.title
        assert data["datePublished"] == "2024-04-28T12:00:00+00:00"
        assert data["mainEntityOfPage"] == "http://testserver" + story.get_absolute_url()
        assert [person["name"] for person in data["author"]] == ["Leyla Həsənova"]

    def test_a_correction_is_told_on_the_page(self, story, client):
        publish(story.article, now=NOON + HOUR, change="correction", note="The budget is for two years, not one.")
        assert "The budget is for two years, not one." in client.get(story.get_absolute_url()).text

    def test_the_original_and_its_name_are_nowhere_on_a_page(self, story, client):
        page = client.get(story.get_absolute_url()).text
        assert "DSC_0001" not in page
        assert "originals" not in page


def test_an_article_without_anything_but_words_answers_too(client):
    edition = publish(ArticleFactory(body=""))
    assert escape(edition.headline) in client.get(edition.get_absolute_url()).text


def test_a_story_in_another_language_says_so(client):
    edition = publish(ArticleFactory(headline="Совет заседает", slug="sovet", language="ru"))
    page = Page(client.get(edition.get_absolute_url()))
    assert next(attrs for tag, attrs in page.elements if tag == "html")["lang"] == "ru"


@pytest.mark.parametrize("path", ["/", "/latest/", "/search/", "/search/?q=x", "/correspondents/", "/healthz"])
def test_an_empty_newsroom_has_pages_too(client, path):
    assert client.get(path).status_code == 200


def test_an_empty_section_has_a_page(client):
    SectionFactory()
    assert client.get("/politics/").status_code == 200


HOSTILE = "</script></title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"


def test_a_hostile_story_is_words_on_every_page(client):
    leyla = CorrespondentFactory(name=HOSTILE[:80], role=HOSTILE[:80], biography=HOSTILE, beat=HOSTILE)
    photo = PhotoFactory(alt=HOSTILE, caption=HOSTILE, credit=HOSTILE)
    source = SourceFactory(name=HOSTILE, attribution=HOSTILE)
    section = SectionFactory(name=HOSTILE[:80], slug="politics", description=HOSTILE)
    energy = Tag.objects.create(name=HOSTILE[:100], slug="energy")
    article = ArticleFactory(
        headline=HOSTILE, standfirst=HOSTILE, body=HOSTILE, dateline=HOSTILE[:80], byline=HOSTILE, slug="council-meets",
        photo=photo, section=section, named=[leyla], citing=[source],
    )  # fmt: skip
    article.tags.add(energy)
    publish(article)
    publish(article, now=NOON + HOUR, change="correction", note=HOSTILE)
    publish(BriefFactory(standfirst=HOSTILE, slug="the-road-is-open"))
    for slug in ("about", "ethics"):
        about_pages.write(
            AboutPage(slug=slug, name=HOSTILE[:80], description=HOSTILE, body=HOSTILE, public=True), by=None
        )
    for path in [*PAGES.values(), "/search/?q=alert"]:
        response = client.get(path)
        assert response.status_code == 200, path
        assert "<script>alert" not in response.text, path
        assert "<img src=x" not in response.text, path


def test_a_topic_in_letters_that_no_address_can_hold_breaks_no_page(client):
    """Tags can be typed with a slug in any alphabet."""
    article = ArticleFactory()
    article.tags.add(Tag.objects.create(name="Нефть", slug="нефть"))
    assert client.get(publish(article).get_absolute_url()).status_code == 200


def test_every_section_that_the_desk_can_make_has_stories_that_can_be_read(client):
    """A slug in capitals can be typed; it is refused there, or it works."""
    section = SectionFactory.build(name="Economy", slug="Economy")
    try:
        section.full_clean()
    except ValidationError:
        return
    section.save()
    assert client.get(publish(ArticleFactory(section=section)).get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["403", "404", "410", "500"])
def test_every_page_about_a_failure_leads_back_to_the_front(rf, name):
    request = rf.get("/")
    request.moment = NOON
    html = render_to_string(f"{name}.html", request=request)
    assert html.count("<h1") == html.count('content="noindex"') == 1
    assert '<li><a href="/">' in html
    assert ('role="search"' in html) is (name in {"404", "410"})


def test_a_page_about_a_failure_asks_the_database_nothing(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert b"<h1" in response.content


# -- what an address answers, as a function of the moment -------------------------------------------------------------


def test_an_address_answers_by_the_moment(answer):
    """Published at noon, corrected under another slug, withdrawn, returned to print under the first slug."""
    article = ArticleFactory(slug="first")
    first = publish(article)
    second = publish(rewrite(article, slug="second"), now=NOON + DAY)
    publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + 2 * DAY))
    publish(rewrite(article, slug="first"), now=NOON + 3 * DAY)

    def asked(edition, moment):
        response = answer(edition.get_absolute_url(), moment)
        return response.status_code, response.get("Location")

    assert asked(first, NOON - HOUR) == (404, None)
    assert asked(first, NOON) == (200, None)
    assert asked(second, NOON) == (404, None)
    assert asked(first, NOON + DAY) == (301, second.get_absolute_url())
    assert asked(second, NOON + DAY) == (200, None)
    assert asked(first, NOON + 2 * DAY) == (410, None)
    assert asked(second, NOON + 2 * DAY) == (410, None)
    assert asked(first, NOON + 3 * DAY) == (200, None)
    assert asked(second, NOON + 3 * DAY) == (301, first.get_absolute_url())


@pytest.mark.parametrize("fate", ["to come", "to come, under another address", "withdrawn before it came"])
def test_an_address_that_was_claimed_for_later_says_nothing(answer, client, fate):
    article = ArticleFactory(slug="council-meets")
    if fate == "to come, under another address":
        publish(rewrite(article, slug="live-now"))
        coming = publish(rewrite(article, slug="council-meets"), now=NOON + HOUR, at=FAR)
    else:
        coming = publish(article, at=FAR)
    if fate == "withdrawn before it came":
        publishing.withdraw(article.pk, by=IMPORT, reason="Never mind.", clock=at(NOON + HOUR))
    unknown = coming.get_absolute_url().replace("council-meets", "nobody-knows")
    claimed, free = client.get(coming.get_absolute_url()), client.get(unknown)
    assert claimed.status_code == free.status_code == 404
    assert claimed.content == free.content


def test_a_story_that_ended_by_itself_gives_no_other_act_s_reason(client):
    article = ArticleFactory()
    edition = publish(article)
    publishing.withdraw(article.pk, by=IMPORT, reason="The minister was misquoted.", clock=at(NOON + HOUR))
    PublishingState.objects.filter(article=article).update(ends_at=NOON + DAY)
    publish(article, now=NOON + 2 * HOUR)
    response = client.get(edition.get_absolute_url())
    assert response.status_code == 410
    assert "misquoted" not in response.text


# -- pictures ---------------------------------------------------------------------------------------------------------


def media(photo, name="960.jpg"):
    return reverse("stories:media", args=[photo.uid, name])


class TestPictures:
    """A picture is served as long as a live edition shows it."""

    @pytest.mark.parametrize("name", copies.COPIES)
    def test_every_copy_of_a_live_picture_is_served(self, story, client, name):
        response = client.get(media(story.photo, name))
        assert response.status_code == 200
        assert response["Content-Type"] == copies.COPIES[name].type
        assert response["X-Content-Type-Options"] == "nosniff"
        assert b"".join(response)

    @pytest.mark.parametrize("name", ["original", "DSC_0001.jpg", "961.jpg", "..", "960.jpg%00", "960.JPG"])
    def test_nothing_else_of_it_is(self, story, client, name):
        assert client.get(f"/media/{story.photo.uid}/{name}").status_code == 404

    def test_a_reader_who_has_a_picture_need_not_get_it_again(self, story, client):
        etag = client.get(media(story.photo))["ETag"]
        assert client.get(media(story.photo), headers={"If-None-Match": etag}).status_code == 304

    def test_nor_does_a_picture(self, story, client):
        client.get(media(story.photo))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(media(story.photo)).status_code == 200
        assert len(asked) == 1
        assert not re.search(DESK, asked[0]["sql"])


@pytest.mark.parametrize("fate", ["draft", "to come", "withdrawn", "replaced"])
def test_a_picture_that_no_live_edition_shows_is_not_served(client, fate):
    photo = PhotoFactory()
    article = ArticleFactory(photo=photo)
    if fate == "to come":
        publish(article, at=FAR)
    elif fate != "draft":
        publish(article)
        assert client.get(media(photo)).status_code == 200
    if fate == "withdrawn":
        publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    if fate == "replaced":
        publish(rewrite(article, photo=PhotoFactory()), now=NOON + HOUR)
    for headers in ({}, {"If-None-Match": f'"{photo.uid}-960.jpg"'}):
        assert client.get(media(photo), headers=headers).status_code == 404


# -- page by page -----------------------------------------------------------------------------------------------------


MANY = 2 * paging.SIZE + 7


@pytest.fixture(scope="class")
def archive(kept):
    """Three pages of stories; every third shares its moment with the two before it, as an import's do."""
    leyla = CorrespondentFactory()
    articles = [
        ArticleFactory(headline=f"Item {number:03}.", tagged=["Energy"], named=[leyla]) for number in range(MANY)
    ]
    for number, article in enumerate(articles):
        publish(article, now=NOON + number // 3 * timedelta(minutes=1))
    return articles


def items(text: str) -> set[str]:
    return {*re.findall(r"Item \d{3}\.", text)}


class TestPageByPage:
    """A list of three pages."""

    @pytest.mark.parametrize("path", ["/latest/", "/politics/", "/topics/energy/", "/correspondents/leyla-hesenova/"])
    @pytest.mark.parametrize("corrected", [False, True], ids=["at rest", "while corrections are published"])
    def test_page_by_page_every_story_is_shown_once(self, archive, answer, path, corrected):
        moment, query, pages = NOON + HOUR, {}, []
        while len(pages) < 9:
            page = answer(path, moment, **query)
            assert page.status_code == 200
            pages.append(items(page.text))
            older = re.search(r'href="\?before=([^"]+)"', page.text)
            if not older:
                break
            query = {"before": older[1]}
            if corrected:
                moment += HOUR
                for article in archive[1::3]:
                    publish(article, now=moment, change="correction", note="A name was misspelt.")
                moment += HOUR
        assert len(pages) == 3
        assert sum(map(len, pages)) == MANY
        assert set.union(*pages) == {f"Item {number:03}." for number in range(MANY)}

    def test_a_page_is_in_order_and_as_long_as_it_says(self, archive):
        live = Edition.objects.live(NOON + HOUR)
        seen, before = [], ""
        while True:
            editions, before = paging.page(live, before)
            seen += editions
            if not before:
                break
            assert len(editions) == paging.SIZE
        assert [edition.pk for edition in seen] == [edition.pk for edition in live.newest_first()]

    def test_a_list_that_just_fits_has_no_next_page(self, archive):
        live = Edition.objects.live(NOON + HOUR)
        assert paging.page(live, "", size=MANY)[1] == ""
        editions, before = paging.page(live, "", size=MANY - 1)
        assert before
        (last,), end = paging.page(live, before, size=MANY - 1)
        assert last not in editions
        assert end == ""


# -- where its links lead ---------------------------------------------------------------------------------------------


class TestAFullNewsroom:
    """So much that every list is cut off somewhere."""

    def test_every_link_of_every_page_leads_somewhere(self, full, client):
        """What is not built yet is not linked."""
        links = {}
        for name in FOR_READERS:
            page = Page(client.get(PAGES[name]))
            for link in page.links():
                if link.startswith("#"):
                    assert link[1:] in page.values("id"), (name, link)
                    continue
                here = PAGES[name].partition("?")[0] if link.startswith("?") else ""
                links.setdefault(here + link.removeprefix("http://testserver"), name)
        for link, name in links.items():
            if link.startswith("/static/"):
                assert finders.find(link.removeprefix("/static/")), (name, link)
            elif link.startswith("/"):
                assert client.head(link).status_code == 200, (name, link)
            else:
                assert link.startswith(("https://", "mailto:")), (name, link)


@pytest.mark.django_db
def test_the_direction_of_a_text_is_that_of_its_letters(client):
    """Persian and Arabic run from the right, on a page that does not."""
    edition = publish(ArticleFactory(headline="شورا دیدار کرد!", tagged=["Energy"]))
    page = client.get(edition.get_absolute_url()).text
    assert '<h1 dir="auto">شورا دیدار کرد!</h1>' in page
    assert '<p class="standfirst" dir="auto">' in page
    assert '<div class="prose" dir="auto">' in page
    for path in ("/", "/latest/", "/politics/", "/topics/energy/", "/archive/2024/04/28/", "/search/?q=shora"):
        before = client.get(path).text.partition("شورا دیدار کرد!")[0]
        assert 'dir="auto"' in before[-300:] or path.startswith("/search"), path
