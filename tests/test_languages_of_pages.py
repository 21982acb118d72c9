"""No mixed page: each kind of readers' page is in one language, wholly, whichever language is the newsroom's first.

What is in another language is in an element that says so (`lang`). Names that people entered are as they entered them.
"""

import re
from urllib.robotparser import RobotFileParser

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import clear_url_caches, resolve
from django.utils.translation import override

from articles.models import Edition
from articles.site import previews
from newsroom import overload
from newsroom.lib import site_languages
from reviews import links
from reviews.models import Review
from tests import newsroom_in_languages
from tests.factories import ArticleFactory, CorrespondentFactory, make_user, publish
from tests.interface import LANGUAGES, Page, foreign
from tests.newsroom_in_languages import PERSON, SAID, SLUGS

pytestmark = pytest.mark.django_db

LISTS = {
    "front": "",
    "section": "politics/",
    "older in a section": "politics/?before=29990101T000000.000000-1",
    "topics": "topics/",
    "topic": "topics/water/",
    "correspondents": "correspondents/",
    "correspondent": "correspondents/leyla/",
    "latest": "latest/",
    "latest stories": "latest/?only=stories",
    "latest briefs": "latest/?only=briefs",
    "older": "latest/?before=29990101T000000.000000-1",
    "archive": "archive/",
    "archive of a year": "archive/2024/",
    "archive of a month": "archive/2024/04/",
    "archive of a day": "archive/2024/04/28/",
    "search": "search/",
    "search for nothing": "search/?q=zzzz",
    "search by date": "search/?q=2&order=new",
    "search with mistakes": "search/?q=2&since=x&kind=x&page=x",
    "search narrowed": "search/?q=zzzz&section=politics&by=leyla&kind=brief",
    "corrections": "corrections/",
    "about": "about/",
    "about a rule": "about/ethics/",
    "privacy": "about/privacy/",
    "no page": "nothing/",
}
TAGLINES = {"en": "News of the river", "az": "Çayın xəbərləri", "ru": "Новости реки"}
OF_A_STORY = {"article": "", "history": "history/", "reviews": "reviews/"}
NAMED = {
    "cookie",
    "WhatsApp",
    "Telegram",
    "Facebook",
    PERSON,
    "Samur Wire",
    "Asia/Baku",
    "UTC",
    "Quba",
    "Pia",
    "RSS",
    "Atom",
    "JSON Feed",
    "NewsML-G2",
    "ninjs",
    "ABOUT",
    "ETHICS",
    "zzzz",
}
LATIN, CYRILLIC = re.compile(r"[A-Za-zƏəĞğİıÖöŞşÜüÇç]{2,}"), re.compile(r"[А-Яа-яЁё]{2,}")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
# Words of an English sentence that no sentence in Azerbaijani has.
ENGLISH = re.compile(r"\b(the|of|and|is|are|was|with|for|by|not|this|you|your|to|from|has|have)\b", re.IGNORECASE)


@pytest.fixture(params=LANGUAGES)
def first(request, settings):
    """The language at the root; the other two have their sites below their codes."""
    others = [code for code in LANGUAGES if code != request.param]
    settings.LANGUAGES = [(code, code) for code in (request.param, *others)]
    settings.LANGUAGE_CODE = request.param
    clear_url_caches()
    with override(request.param):
        yield request.param
    clear_url_caches()


@pytest.fixture
def stories(first, omar, settings):
    settings.REVIEWS_MEAN = True
    settings.SITE_TAGLINE = TAGLINES[first]
    settings.SITE_TAGLINES = {code: said for code, said in TAGLINES.items() if code != first}
    return newsroom_in_languages.fill()


def root(code: str, first: str) -> str:
    return "/" if code == first else f"/{code}/"


def problems(html: str, code: str) -> list[str]:
    """What on a page in this language is not in it."""
    page, found = Page(html), []
    if page.root != {"lang": code, "dir": "ltr"}:
        found.append(f"<html {page.root}>")
    for where, text in page.said:
        if is_foreign(text, code):
            found.append(f"{where}: {text}")
    return found


def is_foreign(text: str, code: str) -> bool:
    words = ADDRESS.sub("", text)
    for name in NAMED:
        words = words.replace(name, "")
    if foreign(code, text):
        return True
    if code == "ru":
        return bool(LATIN.search(words))
    return bool(CYRILLIC.search(words)) or (code == "az" and bool(ENGLISH.search(words)))


def mixed(pages: dict[str, HttpResponse], code: str) -> dict[str, list[str]]:
    found = {name: problems(response.text, code) for name, response in pages.items()}
    return {name: wrong for name, wrong in found.items() if wrong}


# -- the test notices what it looks for -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "html"),
    [
        ("ru", "<p>Search</p>"),
        ("ru", "<p>Axtar</p>"),
        ("ru", '<nav aria-label="Pages"></nav>'),
        ("ru", "<p>Quiet words in nobody's catalogue</p>"),
        ("az", "<p>Поиск</p>"),
        ("az", "<h2>Search</h2>"),
        ("az", "<p>Words of the code</p>"),
        ("en", "<p>Axtar</p>"),
        ("en", "<p>Поиск</p>"),
        ("en", '<p lang="ru">Поиск <b lang="en">Поиск</b></p>'),
        ("en", "<p>aprel</p>"),
    ],
)
def test_a_word_of_another_language_is_noticed(code, html):
    assert problems(f'<html lang="{code}" dir="ltr"><body>{html}</body></html>', code)


@pytest.mark.parametrize(
    ("code", "html"),
    [
        ("ru", "<p>Поиск</p>"),
        ("ru", '<a lang="az" aria-label="Azərbaycanca">Az</a>'),
        ("en", '<p lang="ru">Поиск <img alt="Поиск"></p><p>Search</p>'),
        ("en", "<script>Поиск</script>"),
    ],
)
def test_what_is_marked_is_left_alone(code, html):
    assert not problems(f'<html lang="{code}" dir="ltr"><body>{html}</body></html>', code)


# -- the pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_lists_are_in_the_language_of_their_address(code, first, stories, client):
    pages = {name: client.get(root(code, first) + path) for name, path in LISTS.items()}
    pages["search for a word"] = client.get(f"{root(code, first)}search/", {"q": SAID[code][0].split()[0]})
    assert {name for name, page in pages.items() if page.status_code != 200} == {"no page"}
    assert mixed(pages, code) == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_pages_of_a_story_are_in_its_language(code, first, stories, client):
    address = stories[code].get_absolute_url()
    pages = {name: client.get(address + below) for name, below in OF_A_STORY.items()}
    pages["brief"] = client.get(address.replace(SLUGS[code], f"{SLUGS[code]}-3"))
    assert {page.status_code for page in pages.values()} == {200}
    pages["follow-up"] = client.get(address.replace(SLUGS[code], f"{SLUGS[code]}-2"))
    pages["no reviews"] = client.get(address.replace(SLUGS[code], f"{SLUGS[code]}-2") + "reviews/")
    pages["withdrawn"] = client.get(address.replace(SLUGS[code], f"{SLUGS[code]}-4"))
    pages["history of what was withdrawn"] = client.get(address.replace(SLUGS[code], f"{SLUGS[code]}-4") + "history/")
    assert pages["withdrawn"].status_code == 410
    assert mixed(pages, code) == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_a_reader_of_a_story_is_answered_is_in_its_language(code, first, stories, client, settings):
    story, ours = stories[code], {"origin": "http://testserver"}
    review = Review.objects.filter(article=story.article_id).first()
    told = {"text": SAID[code][2] * 3, "name": "Pia", "email": "pia@reader.example", "rating": "4", "kind": "opinion"}
    pages = {
        "refused": client.post(f"/reviews/{story.story}/", {"text": "", "email": "x"}, headers=ours),
        "sent": client.post(f"/reviews/{story.story}/", told, headers=ours, follow=True),
        "report": client.get(f"/reviews/report/{review.pk}/"),
        "report refused": client.post(f"/reviews/report/{review.pk}/", {}, headers=ours),
        "reported": client.get(f"/reviews/reported/{story.story}/"),
        "own review": client.get(links.path(review)),
        "change": client.get(f"{links.path(review)}edit/"),
        "withdraw": client.get(f"{links.path(review)}withdraw/"),
        "erase": client.get(f"{links.path(review)}erase/"),
    }
    assert pages["refused"].status_code == 422
    assert pages["sent"].status_code == 200
    settings.REVIEWS_AN_HOUR = 0
    pages["too many"] = client.post(f"/reviews/{story.story}/", told | {"text": SAID[code][1] * 3}, headers=ours)
    assert pages["too many"].status_code == 429
    assert mixed(pages, code) == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_failures_are_in_the_language_of_the_address(code, first, stories, client, monkeypatch):
    client.raise_request_exception = False
    address = f"{root(code, first)}latest/"
    pages = {"too large": client.post(address, {"text": "x" * 100_000})}

    def fails(error):
        def fail(*args, **kwargs):
            raise error

        return fail

    with monkeypatch.context() as broken:
        broken.setattr("articles.site.views.page", fails(RuntimeError()))
        pages["broken"] = client.get(address)
    with monkeypatch.context() as full:
        full.setattr(overload.places, "one", fails(overload.Full()))
        pages["busy"] = client.get(address)
    assert [page.status_code for page in pages.values()] == [413, 500, 503]
    assert mixed(pages, code) == {}


def test_what_another_site_sent_is_refused_in_the_first_language(first, stories, client):
    response = client.post(f"/reviews/{stories['en'].story}/", {}, headers={"origin": "http://elsewhere.example"})
    assert response.status_code == 403
    assert problems(response.text, first) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_previews_are_in_the_language_of_the_story(code, first, stories, client, omar):
    link = previews.share(stories[code].article, by=omar)
    assert mixed({"preview": client.get(previews.address(link))}, code) == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_bar_over_an_earlier_page_is_marked_as_the_desks_language(code, first, stories, client):
    editor = make_user("olga", "Editors", email="olga@samur.example")
    client.force_login(User.objects.get(pk=editor.pk))
    at = "/admin/as-of/2024-04-28T14:00:00Z"
    pages = {
        name: client.get(f"{at}{root(code, first)}{path}")
        for name, path in LISTS.items()
        if name not in {"no page", "about", "about a rule"}
    }
    pages["article"] = client.get(at + stories[code].get_absolute_url())
    assert {page.status_code for page in pages.values()} == {200}
    assert mixed(pages, code) == {}


# -- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_links_lead_to_pages_in_the_same_language(code, first, stories, client):
    """But for those that are marked as leading to another one."""
    addresses = {edition.get_absolute_url(): edition.language for edition in Edition.objects.all()}
    wrong = {}
    paths = [root(code, first) + path for path in LISTS.values()]
    for path in [*paths, *(stories[code].get_absolute_url() + below for below in OF_A_STORY.values())]:
        page = Page(client.get(path).text)
        inner = [href for href, elsewhere in page.links if href.startswith("/") and not elsewhere]
        assert inner
        wrong[path] = [href for href in inner if _language(href, addresses) not in {code, ""}]
    assert {path: links for path, links in wrong.items() if links} == {}


def _language(href: str, stories: dict[str, str]) -> str:
    """Of the page to which a link leads; "" for what is no page."""
    path = re.split(r"[?#]", href)[0]
    for address, language in stories.items():
        if path.startswith(address):
            return language
    with override(site_languages.of_path(path)):
        match = resolve(path)
    return "" if match.namespace in {"stories", "reviews"} else site_languages.of_path(path)


# -- dates and numbers ------------------------------------------------------------------------------------------------

WRITTEN = {
    "en": (["28 April 2024", "28 Apr 2024, 17:00 Baku"], "4.4"),
    "az": (["28 aprel 2024", "28 apr. 2024, 17:00 Bakı"], "4,4"),
    "ru": (["28 апреля 2024", "28 апр. 2024, 17:00 Баку"], "4,4"),
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_dates_and_numbers_are_written_as_the_language_writes_them(code, first, stories, client):
    said = " ".join(text for _where, text in Page(client.get(stories[code].get_absolute_url()).text).said)
    day = " ".join(text for _where, text in Page(client.get(f"{root(code, first)}archive/2024/04/28/").text).said)
    (date, moment), average = WRITTEN[code]
    assert date in day.replace("\xa0", " ")
    assert moment in said.replace("\xa0", " ")
    assert average in said


# -- what machines are told -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_manifest_is_that_of_the_site_in_the_language(code, first, stories, client):
    link = f'<link rel="manifest" href="{root(code, first)}site.webmanifest">'
    assert link in client.get(f"{root(code, first)}latest/").text
    manifest = client.get(f"{root(code, first)}site.webmanifest").json()
    said = {name: manifest[name] for name in ("lang", "dir", "start_url", "description")}
    assert said == {"lang": code, "dir": "ltr", "start_url": root(code, first), "description": TAGLINES[code]}


def test_a_language_without_a_tagline_has_none(first, stories, client, settings):
    settings.SITE_TAGLINES = {}
    other = next(code for code in LANGUAGES if code != first)
    assert TAGLINES[first] in client.get("/").text
    assert not any(said in client.get(f"/{other}/").text for said in TAGLINES.values())
    assert client.get(f"/{other}/site.webmanifest").json()["description"] == ""


def test_robots_are_kept_out_of_the_search_in_every_language(first, client):
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())
    assert [code for code in LANGUAGES if rules.can_fetch("AnyBot", f"{root(code, first)}search/?q=x")] == []
    assert [code for code in LANGUAGES if not rules.can_fetch("AnyBot", f"{root(code, first)}latest/")] == []


@pytest.mark.parametrize(("code", "locale"), [("en", "en_GB"), ("az", "az_AZ"), ("ru", "ru_RU")])
def test_other_sites_are_told_the_language(code, locale, first, stories, client):
    told = f'<meta property="og:locale" content="{locale}">'
    assert told in client.get(f"{root(code, first)}latest/").text
    assert told in client.get(stories[code].get_absolute_url()).text


def test_a_page_in_arabic_is_read_from_the_right(settings, client):
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    assert '<html lang="ar" dir="rtl">' in client.get("/ar/latest/").text
    assert client.get("/ar/site.webmanifest").json()["dir"] == "rtl"


# -- what is offered --------------------------------------------------------------------------------------------------


def test_the_search_offers_those_who_write_in_its_language(first, stories, client):
    ivan = CorrespondentFactory(name="Иван Петров", slug="ivan")
    publish(ArticleFactory(language="ru", named=[ivan], section=stories["ru"].section))
    for code in LANGUAGES:
        offered = [one.slug for one in client.get(f"{root(code, first)}search/").context["search"].people]
        assert ("ivan" in offered) == (code == "ru")
        assert "leyla" in offered
