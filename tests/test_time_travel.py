"""Time travel: any page of the site as of another moment, for editors and nobody else."""

from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path, resolve, reverse
from django.utils import timezone

from articles import publishing
from articles.models import AboutPage, Address, Article, Edition, Event, Tag
from articles.site import about_pages
from newsroom import timetravel
from newsroom import urls as site_map
from newsroom.lib import house_time
from reviews.models import Review
from tests.factories import (
    FAR,
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    ReviewFactory,
    at,
    make_user,
    publish,
    rewrite,
)

pytestmark = pytest.mark.django_db

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
LISTS = ["/", "/latest/", "/politics/", "/topics/energy/", "/correspondents/leyla-hesenova/", "/search/?q=spoke"]


def address(moment: datetime, page: str) -> str:
    return f"/admin/as-of/{moment:%Y-%m-%dT%H:%M:%SZ}{page}"


@pytest.fixture
def as_of(client, omar):
    """`as_of(moment, page)`: what Omar is shown."""
    client.force_login(omar)

    def look(moment: datetime, page: str, **headers) -> HttpResponse:
        return client.get(address(moment, page), **headers)

    return look


@pytest.fixture
def ask(client, omar):
    """`ask(path, at)`: the form, filled in by Omar."""
    client.force_login(omar)
    return lambda page, moment: client.get("/admin/as-of/", {"path": page, "at": moment})


@pytest.fixture
def story():
    """Published at noon, live ever since."""
    article = ArticleFactory(slug="council", tagged=["Energy"], named=[CorrespondentFactory()], photo=PhotoFactory())
    return publish(article)


@pytest.fixture
def coming():
    """A story without a live edition that will be published far from now."""
    article = ArticleFactory(slug="coming", tagged=["Energy"], named=[CorrespondentFactory()], photo=PhotoFactory())
    return publish(article, at=FAR)


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found, self.inside = [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "aside" and dict(attrs).get("class") == "bar":
            self.inside = 1  # the bar's own links lead elsewhere
        if not self.inside and tag not in {"link", "script"}:
            self.found += [value for name, value in attrs if name in {"href", "src", "action"}]

    def handle_endtag(self, tag):
        if tag == "aside":
            self.inside = 0


# -- which moment -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", LISTS)
def test_a_list_shows_what_was_live_and_nothing_else(as_of, story, page):
    before, then = as_of(NOON - SECOND, page), as_of(NOON, page)
    assert "Council meets in Quba" not in before.text
    assert "Council meets in Quba" in then.text
    assert then.status_code == 200


@pytest.mark.parametrize("page", LISTS)
def test_a_list_shows_what_will_be_live_from_the_second_on(as_of, client, coming, page):
    assert "Council meets in Quba" not in client.get(page).text
    assert "Council meets in Quba" not in as_of(FAR - SECOND, page).text
    assert "Council meets in Quba" in as_of(FAR, page).text


def test_the_page_of_a_coming_story_is_404_until_its_second(as_of, client, coming):
    page = coming.get_absolute_url()
    assert client.get(page).status_code == 404
    assert as_of(FAR - SECOND, page).status_code == 404
    assert as_of(FAR, page).status_code == 200


def test_a_scheduled_update_takes_the_place_of_the_live_edition_at_its_second(as_of, client, story):
    page = story.get_absolute_url()
    publish(rewrite(story.article, headline="Council votes in Quba"), now=NOON + HOUR, at=FAR)
    assert "Council votes in Quba" not in as_of(FAR - SECOND, page).text
    assert "Council meets in Quba" in as_of(FAR - SECOND, page).text
    assert "Council votes in Quba" in as_of(FAR, page).text
    assert "Council meets in Quba" not in as_of(FAR, page).text
    assert "Council votes in Quba" not in client.get(page).text


def test_a_withdrawn_story_is_there_as_long_as_it_was(as_of, story):
    publishing.withdraw(story.article_id, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    page = story.get_absolute_url()
    assert as_of(NOON + HOUR - SECOND, page).status_code == 200
    gone = as_of(NOON + HOUR, page)
    assert gone.status_code == 410
    assert "It was wrong." in gone.text
    assert "The site as it was" in gone.text


def test_an_old_address_leads_on_to_the_new_one_at_the_same_moment(as_of, client, story):
    publish(rewrite(story.article, slug="council-votes"), now=NOON + HOUR)
    response = as_of(NOON + HOUR, story.get_absolute_url())
    assert response.status_code == 302  # not 301: tomorrow it may be another
    assert response["Location"] == address(NOON + HOUR, "/politics/2024/04/28/council-votes/")
    assert as_of(NOON, story.get_absolute_url()).status_code == 200


def test_a_draft_is_at_no_moment(as_of):
    ArticleFactory(headline="Never shown to anybody")
    for page in LISTS[:3]:
        assert "Never shown" not in as_of(FAR, page).text


@pytest.mark.parametrize("moment", ["2024-04-28T12:00:00", "2024-13-28T12:00:00Z", "1066-10-14T12:00:00Z", "now"])
def test_what_is_no_moment_is_no_page(client, omar, moment):
    client.force_login(omar)
    assert client.get(f"/admin/as-of/{moment}/").status_code == 404


def test_an_address_never_shows_the_moment_before():
    between = NOON + timedelta(microseconds=1)
    assert reverse("desk:as_of_front", args=[between]) == address(NOON + SECOND, "/")
    assert reverse("desk:as_of_front", args=[NOON]) == address(NOON, "/")


# -- the bar ----------------------------------------------------------------------------------------------------------


def test_the_bar_says_which_moment_by_the_newsroom_s_clocks_and_by_utc(as_of, story):
    page = as_of(NOON, "/").text
    assert "The site as it was at 28 Apr 2024, 16:00" in page
    assert "28 Apr 2024, 12:00 UTC" in page
    assert 'value="2024-04-28T16:00:00"' in page
    assert "The site as it will be at 1 Jan 2999, 04:00, as planned now" in as_of(FAR, "/").text


def test_the_bar_keeps_the_page_and_its_question(as_of, story):
    page = as_of(NOON, "/search/?q=%C9%99+budget").text
    assert 'name="path" value="/search/?q=%C9%99+budget"' in page
    assert 'href="/search/?q=%C9%99+budget"' in page


def test_a_page_of_readers_has_no_bar(as_of, client, story):
    as_of(NOON, "/")
    for page in ("/", story.get_absolute_url()):
        assert "bar.css" not in client.get(page).text
        assert "/admin/" not in client.get(page).text


# -- links and pictures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*LISTS, "/politics/2024/04/28/council/", "/corrections/", "/nothing/here/"])
def test_every_link_of_a_page_stays_at_the_moment(as_of, story, page):
    publish(BriefFactory())
    elsewhere = [
        link for link in Links(as_of(NOON + HOUR, page).text).found
        if not link.startswith((address(NOON + HOUR, "/"), "#", "?"))
    ]  # fmt: skip
    assert elsewhere == []


@pytest.mark.parametrize("typed", ["/topics/ölkə/", "/topics/%C3%B6lk%C9%99/"])
def test_a_topic_may_have_letters_of_any_alphabet(ask, client, typed):
    Tag.objects.create(name="ölkə", slug="ölkə")
    publish(ArticleFactory(tagged=["ölkə"]))
    response = ask(typed, "2024-04-28T16:00")
    assert response["Location"] == address(NOON, "/topics/%C3%B6lk%C9%99/")
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert 'name="path" value="/topics/ölkə/"' in page.text


def test_the_picture_of_a_coming_edition_is_shown_to_the_editor_only(as_of, client, coming):
    picture = f"/media/{coming.picture['uid']}/960.jpg"
    assert address(FAR, picture) in as_of(FAR, coming.get_absolute_url()).text
    shown = as_of(FAR, picture)
    assert shown.status_code == 200
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown).startswith(b"\xff\xd8")
    assert "no-store" in shown["Cache-Control"]
    assert "ETag" not in shown
    assert as_of(FAR - SECOND, picture).status_code == 404
    assert client.get(picture).status_code == 404
    client.logout()
    assert client.get(address(FAR, picture)).status_code == 302


# -- nothing of the visit remains -------------------------------------------------------------------------------------


def test_it_is_never_kept_never_indexed_and_as_strict_as_readers_pages(as_of, client, story):
    public = client.get("/")
    for page in ("/", story.get_absolute_url(), "/nothing/here/"):
        response = as_of(NOON, page)
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert "ETag" not in response
        assert "unsafe" not in response["Content-Security-Policy"]
        assert sorted(response["Content-Security-Policy"].split("; ")) == sorted(
            public["Content-Security-Policy"].split("; ")
        )


def test_a_browser_that_has_a_copy_gets_a_new_one(as_of, story):
    picture = f"/media/{story.picture['uid']}/960.jpg"
    assert as_of(NOON, picture, headers={"If-None-Match": "*"}).status_code == 200


def test_looking_changes_nothing(as_of, story, coming):
    def rows():
        return [list(model.objects.order_by("pk").values()) for model in (Article, Edition, Address, Event, Review)]

    before = rows()
    for page in [*LISTS, story.get_absolute_url()]:
        as_of(NOON, page)
        as_of(FAR, page)
    assert rows() == before


def test_reviews_are_those_of_today_and_none_can_be_left(as_of, client, story):
    ReviewFactory(article=story.article, posted_at=NOON + HOUR, state=Review.State.PUBLISHED)
    page = story.get_absolute_url()
    assert "A clear account of what was decided." in as_of(NOON, page).text
    form = f"/reviews/{story.story}/"
    assert address(NOON, form) in as_of(NOON, page).text
    sent = {"kind": "opinion", "text": "A review from another moment, long enough.", "name": "Omar"}
    assert client.post(address(NOON, form), sent | {"email": "omar@samur.example"}).status_code == 405
    assert Review.objects.count() == 1


# -- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["/admin/as-of/", address(NOON, "/"), address(FAR, "/latest/")])
def test_only_those_who_publish_may(client, nora, omar, mina, page):
    assert client.get(page)["Location"].startswith("/admin/login/?next=")
    client.force_login(make_user("pia", is_staff=False))
    assert client.get(page)["Location"].startswith("/admin/login/?next=")
    for person, status in ((nora, 403), (mina, 403), (omar, 200)):
        client.force_login(person)
        assert client.get(page).status_code == status


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
@pytest.mark.parametrize("page", ["/admin/as-of/", address(NOON, "/")])
def test_it_is_only_asked(client, omar, method, page):
    client.force_login(omar)
    assert getattr(client, method)(page).status_code == 405


# -- which page -------------------------------------------------------------------------------------------------------

HOSTILE = [
    "",
    "politics/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example\\",
    "https://evil.example/",
    "http:/politics/",
    "javascript:alert(1)",
    "/admin/",
    "/admin/logout/",
    "/admin/as-of/",
    "/admin",
    "/reviews/status/x/",
    "/media/x/960.jpg",
    "/healthz",
    "/preview/x/",
    "/static/css/site.css",
    "/politics/../admin/",
    "/./admin/",
    "//admin/",
    "/politics//",
    "/%61dmin/",
    "/politics/%0d%0aX:y/",
    "/politics\x00/",
    "/politics/\r\nX-Evil: 1",
    "/polıtıcs/",
    "/politics;x/",
    "/@evil.example/",
    "/no/such/page/",
]


@pytest.mark.parametrize("page", HOSTILE)
def test_the_form_takes_no_other_address(ask, story, page):
    response = ask(page, "2024-04-28T16:00")
    assert response.status_code == 400
    assert "Location" not in response
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("page", [*HOSTILE[3:], "/admin/articles/article/"])
def test_the_page_takes_no_other_address_either(client, omar, story, page):
    client.force_login(omar)
    response = client.get(address(NOON, "/") + page[1:].replace("\\", "%5C"))
    assert response.status_code == 404


@pytest.mark.parametrize("page", ["/politics/", "/politics", "/search/?q=quba&x=//evil.example", "/"])
def test_the_form_leads_to_the_page_at_the_moment(ask, story, page):
    response = ask(page, "2024-04-28T16:00")
    assert response.status_code == 302
    slashed = page if page.endswith("/") or "?" in page else f"{page}/"
    assert response["Location"] == address(NOON, slashed)


TRAVELLED = {
    "front", "latest", "search", "sections:detail", "stories:detail", "stories:history", "articles:corrections",
    "articles:topic", "articles:correspondents", "articles:correspondent", "stories:media", "stories:document",
    "story_reviews", "articles:archive", "articles:archive_year", "articles:archive_month", "articles:archive_day",
    "articles:about", "articles:about_page", "stories:social", "stories:social_site", "exchange:ninjs",
    "exchange:newsml", "articles:topics", "privacy", "sections:year", "sections:month", "sections:day",
    "articles:feed", "articles:briefs_feed", "articles:topic_feed", "articles:correspondent_feed",
    "articles:corrections_feed", "articles:feed_elsewhere", "articles:rss", "sections:feed", "sitemap", "sitemap_lists",
    "sitemap_month", "news_sitemap",
}  # fmt: skip
REFUSED = {
    "healthz": "/healthz",
    "manifest": "/site.webmanifest",
    "robots": "/robots.txt",
    "favicon": "/favicon.ico",
    "touch_icon": "/apple-touch-icon.png",
    "touch_icon_precomposed": "/apple-touch-icon-precomposed.png",
    "security": "/.well-known/security.txt",
    "reviews:post": "/reviews/91e4a182-6e44-40f7-a6a5-4a65efa863b9/",
    "reviews:confirm": "/reviews/confirm/x/",
    "reviews:status": "/reviews/status/x/",
    "reviews:edit": "/reviews/status/x/edit/",
    "reviews:export": "/reviews/status/x/held.json",
    "reviews:act": "/reviews/status/x/erase/",
    "reviews:report": "/reviews/report/1/",
    "reviews:reported": "/reviews/reported/91e4a182-6e44-40f7-a6a5-4a65efa863b9/",
    "stories:preview": "/preview/x/",
    "stories:preview_picture": "/preview/x/y/960.jpg",
}


def test_every_route_is_travelled_to_or_refused(public_routes):
    """A new one must be thought about: does it show a page of the site to somebody who only looks?"""
    assert {*public_routes} == TRAVELLED | {*REFUSED}
    assert [name for name, page in REFUSED.items() if not timetravel.closed(page)] == []
    assert timetravel.closed("/ru/site.webmanifest")


def test_the_rules_of_the_house_are_those_of_the_moment(as_of):
    page = AboutPage(slug="ethics", name="Ethics", body="<p>We ask.</p>", public=True)
    about_pages.write(page, by=None, clock=at(NOON))
    page.body = "<p>We ask twice.</p>"
    about_pages.write(page, by=None, clock=at(NOON + HOUR))
    assert "<p>We ask.</p>" in as_of(NOON + HOUR - SECOND, "/about/ethics/").text
    assert "<p>We ask twice.</p>" in as_of(NOON + HOUR, "/about/ethics/").text
    footer = f'<a href="{address(NOON, "/about/ethics/")}"'
    assert footer in as_of(NOON, "/latest/").text
    assert "/about/ethics/" not in as_of(NOON - SECOND, "/latest/").text


def test_the_site_of_another_language_is_travelled_to_as_well(as_of, story):
    page = as_of(NOON, "/ru/latest/").text
    assert '<html lang="ru"' in page
    assert f'href="{address(NOON, "/ru/politics/")}"' in page
    assert f'href="{address(NOON, "/politics/")}' not in page.replace(story.get_absolute_url(), "")
    assert as_of(NOON, "/ru/nothing/").status_code == 404


# -- the time that is typed -------------------------------------------------------------------------------------------


NO_TIMES = "tomorrow 2024-04-28 2024-02-30T10:00 2024-04-28T25:00".split()
NO_YEARS = ["0001-01-01T00:00", "1969-12-31T23:59", "9999-01-01T00:00", "9999-12-31T23:59"]


@pytest.mark.parametrize("typed", ["", *NO_TIMES])
def test_what_is_no_time_is_refused_with_a_sentence(ask, typed):
    response = ask("/", typed)
    assert response.status_code == 400
    assert "2026-11-24T06:00" in response.text or "required" in response.text


@pytest.mark.parametrize("typed", NO_YEARS)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_an_absurd_year_is_refused_with_a_sentence(ask, settings, zone, typed):
    settings.TIME_ZONE = zone
    response = ask("/", typed)
    assert response.status_code == 400
    assert "Enter a year from 1970 to 9998." in response.text


@pytest.mark.parametrize(
    ("zone", "typed"),  # the newsroom's year is not that of UTC
    [("Europe/Berlin", "1970-01-01T00:30"), ("America/New_York", "9998-12-31T23:59")],
)
def test_no_typed_time_leads_to_a_page_that_is_not_there(ask, settings, zone, typed):
    settings.TIME_ZONE = zone
    assert ask("/", typed).status_code == 400
    other = "America/New_York" if zone == "Europe/Berlin" else "Europe/Berlin"
    settings.TIME_ZONE = other
    assert ask("/", typed).status_code == 302


def test_a_time_that_names_its_offset_is_taken_as_it_is(ask):
    assert ask("/", "2024-04-28T12:00:00Z")["Location"] == address(NOON, "/")
    assert ask("/", "2024-04-28T14:00:00+02:00")["Location"] == address(NOON, "/")


class TestInBerlin:
    """Where the clocks change: 31 March 2024 has no half past two in the night, 27 October two of them."""

    @pytest.fixture(autouse=True)
    def in_berlin(self, settings):
        settings.TIME_ZONE = "Europe/Berlin"

    def test_an_hour_that_is_skipped_is_refused(self, ask):
        response = ask("/", "2024-03-31T02:30")
        assert response.status_code == 400
        words = (
            "02:30, 31 March 2024 doesn't exist. "
            "The nearest times that do are 01:59, 31 March 2024 and 03:00, 31 March 2024."
        )
        assert words in unescape(response.text)

    def test_an_hour_that_comes_twice_is_asked_about(self, ask, story):
        response = ask("/politics/", "2024-10-27T02:30")
        assert response.status_code == 400
        assert "02:30, 27 October 2024 occurs twice" in response.text
        for hour, words in enumerate(
            ("first, 02:30 summer time (00:30 UTC)", "second, 02:30 standard time (01:30 UTC)")
        ):
            instant = datetime(2024, 10, 27, hour, 30, tzinfo=UTC)
            assert f'<a href="{address(instant, "/politics/")}">{words}</a>' in response.text

    @pytest.mark.parametrize("typed", ["03-31T01:59:59", "03-31T03:00", "10-27T01:59:59", "10-27T03:00"])
    def test_the_times_around_it_are_not(self, ask, typed):
        assert ask("/", f"2024-{typed}").status_code == 302

    @pytest.mark.parametrize(
        ("typed", "utc"),
        [
            ("03-31T02:00", []),
            ("03-31T03:00", [1]),
            ("10-27T02:00", [0, 1]),
            ("10-27T03:00", [2]),
            ("07-01T12:00", [10]),
        ],
    )
    def test_the_instants_of_a_time(self, typed, utc):
        found = house_time.instants(datetime.fromisoformat(f"2024-{typed}"))
        assert [instant.hour for instant in found] == utc


# -- views of every make ----------------------------------------------------------------------------------------------


def links_and_moment(request: HttpRequest) -> str:
    return f"{request.moment:%Y-%m-%d %H:%M} {reverse('latest')}"


def streamed(request):
    yield from ("<html><head></head><body class=x>", links_and_moment(request), "</body></html>")


def lazily(request):
    page = engines["django"].from_string("<head></head><body>{{ when }}</body>")
    response = TemplateResponse(request, page)
    response.context_data = {"when": type("Late", (), {"__str__": lambda self: links_and_moment(request)})()}
    return response


def told(request):
    lines = [f"{name}={value}" for name, value in request.META.items() if isinstance(value, str)]
    response = HttpResponse("\n".join([request.method, str(request.user), str(request.COOKIES), *lines]))
    response.set_cookie("visited", "yes")
    response.content = f"<html><head></head><body>{response.text}</body></html>"
    return response


def fallen(request):
    raise RuntimeError("fallen")


def away(request):
    return HttpResponsePermanentRedirect(reverse("latest"))


urlpatterns = [
    path("streamed/", lambda request: StreamingHttpResponse(streamed(request)), name="streamed"),
    path("lazily/", lazily, name="lazily"),
    path("told/", told, name="told"),
    path("fallen/", fallen, name="fallen"),
    path("away/", away, name="away"),
    *site_map.urlpatterns,
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("page", ["/streamed/", "/lazily/"])
def test_what_is_made_late_is_made_as_of_the_moment_too(as_of, page):
    response = as_of(NOON, page)
    assert f"2024-04-28 12:00 {address(NOON, '/latest/')}" in response.text
    assert "The site as it was at" in response.text
    assert reverse("latest") == "/latest/"


@pytest.mark.urls(__name__)
def test_the_page_is_asked_for_by_somebody_without_a_name_or_a_cookie(as_of, omar):
    response = as_of(NOON, "/told/", headers={"Authorization": "Basic c2VjcmV0"})
    assert "GET\nAnonymousUser\n{}" in response.text
    for secret in ("omar", "sessionid", "c2VjcmV0", "csrftoken"):
        assert secret not in response.text
    assert "visited" not in response.cookies


@pytest.mark.urls(__name__)
def test_a_page_that_breaks_leaves_the_site_where_it_was(as_of, client):
    with pytest.raises(RuntimeError, match="fallen"):
        as_of(NOON, "/fallen/")
    assert reverse("latest") == "/latest/"
    assert timezone.now() - client.get("/latest/").wsgi_request.moment < HOUR


@pytest.mark.urls(__name__)
def test_nothing_of_that_moment_is_said_to_hold_for_ever(as_of):
    response = as_of(NOON, "/away/")
    assert (response.status_code, response["Location"]) == (302, address(NOON, "/latest/"))
    assert "no-store" in response["Cache-Control"]


def test_the_menu_of_the_desk_leads_there_for_those_who_may(client, nora, omar):
    for person, shown in ((nora, False), (omar, True)):
        client.force_login(person)
        assert ('href="/admin/as-of/"' in client.get("/admin/").text) is shown


def test_the_strip_of_a_story_leads_to_the_site_at_the_moment_of_its_edition(client, nora, omar, coming):
    link = address(FAR, coming.get_absolute_url())
    for person, shown in ((nora, False), (omar, True)):
        client.force_login(person)
        page = client.get(f"/admin/articles/article/{coming.article_id}/change/").text
        assert (link in page) is shown
    assert resolve(link).func
