"""What is around every page of the desk: the menu, one main, one heading, and the content policy of our own pages."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import reverse

from articles.models import Notice
from articles.models.notice import Kind
from articles.templatetags import desk as tags
from newsroom import menus
from newsroom.lib import icons
from reviews.models import Review
from tests.factories import NOON, ArticleFactory, ReviewFactory, SourceFactory, make_user

pytestmark = pytest.mark.django_db


def menu_of(page: str) -> str:
    return page.partition('<header class="side"')[2].partition("</header>")[0]


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def entries(page: str) -> list[str]:
    """What the menu leads to, by name, without counts."""
    links = re.findall(r'<li><a href="[^"]*"[^>]*>(.*?)</a></li>', menu_of(page), re.DOTALL)
    return [plain(re.sub(r'<span class="count">.*', "", link)) for link in links]


def current_entries(page: str) -> list[str]:
    current = re.findall(r'<a href="[^"]*" aria-current="page">(.*?)</a>', menu_of(page), re.DOTALL)
    return [plain(re.sub(r'<span class="count">.*', "", link)) for link in current]


# -- the menu ---------------------------------------------------------------------------------------------------------


def test_a_journalist_is_shown_only_what_they_may_open(nora, client):
    client.force_login(nora)
    names = entries(client.get("/admin/").text)
    assert names[:2] == ["Today", "Stories"]
    assert {"Photos", "Sources", "Notifications", "Your account", "Keyboard shortcuts", "View site"} <= {*names}
    assert not {"Moderation", "Home page and fronts", "Breaking news banner", "Users"} & {*names}


def test_an_editor_is_led_to_the_site_and_an_administrator_to_accounts(omar, admin_client, client):
    client.force_login(omar)
    names = entries(client.get("/admin/").text)
    assert {"Home page and fronts", "Breaking news banner", "View site as of…", "Sections", "Ledger"} <= {*names}
    assert "Users" not in names
    assert {"Users", "Groups", "Invitations", "Jobs"} <= {*entries(admin_client.get("/admin/").text)}


def test_every_entry_of_the_menu_opens(admin_client):
    for address in set(re.findall(r'<li><a href="(/[^"]*)"', menu_of(admin_client.get("/admin/").text))):
        assert admin_client.get(address, follow=True).status_code == 200, address


def test_a_page_that_does_not_exist_is_left_out(omar, rf):
    there, not_there = menus.Page("Stories", "admin:articles_article_changelist"), menus.Page("Moon", "admin:moon")
    assert [entry["name"] for entry in menus.entries(omar, [not_there, there])] == ["Stories"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/admin/", "Today"),
        ("/admin/articles/article/", "Stories"),
        ("/admin/articles/article/add/", "Stories"),
        ("/admin/notices/", "Notifications"),
        ("/admin/articles/act/", "Ledger"),
    ],
)
def test_one_entry_is_marked_as_the_current_one(omar, client, address, name):
    client.force_login(omar)
    assert current_entries(client.get(address).text) == [name]


def test_more_is_open_where_the_current_page_is_in_it(omar, client):
    client.force_login(omar)
    assert "<details open><summary>More" in client.get("/admin/articles/act/").text
    assert "<details><summary>More" in client.get("/admin/articles/article/").text


def test_counts_say_what_waits(mina, client):
    Notice.objects.create(to=mina, kind=Kind.HELD, article=ArticleFactory(), at=NOON, desk=True)
    for _ in range(2):
        ReviewFactory(state=Review.State.PENDING)
    client.force_login(mina)
    menu = plain(menu_of(client.get("/admin/shortcuts/").text))
    assert "Notifications 1 waiting" in menu
    assert "Moderation 2 waiting" in menu


def test_the_menu_asks_for_two_numbers_and_nothing_else(admin_user, client, django_assert_num_queries):
    client.force_login(admin_user)
    client.get("/admin/shortcuts/")
    with django_assert_num_queries(5):  # session, person, own preference; notifications, reviews
        client.get("/admin/shortcuts/")


@pytest.mark.parametrize(
    ("role", "word"), [("Editors", "Editor"), ("Journalists", "Journalist"), ("Moderators", "Moderator")]
)
def test_the_menu_says_who_is_logged_in_and_as_what(client, role, word):
    client.force_login(make_user("ruth", role, first_name="Ruth", last_name="Penhallow"))
    foot = plain(menu_of(client.get("/admin/").text).partition('<details class="side-foot">')[2])
    assert foot.startswith(f"RP Ruth Penhallow {word}")


def test_log_out_is_posted(nora, client):
    client.force_login(nora)
    form = re.search(r'<form method="post" action="/admin/logout/">(.*?)</form>', client.get("/admin/").text)[1]
    assert "csrfmiddlewaretoken" in form
    client.post("/admin/logout/")
    assert client.get("/admin/").status_code == 302


# -- every page -------------------------------------------------------------------------------------------------------


@pytest.fixture
def addresses() -> list[str]:
    story, source = ArticleFactory(), SourceFactory()
    return [
        "/admin/",
        "/admin/shortcuts/",
        "/admin/missing-names/",
        "/admin/notices/",
        "/admin/profile/",
        "/admin/articles/article/",
        "/admin/articles/article/add/",
        f"/admin/articles/article/{story.pk}/change/",
        "/admin/articles/source/",
        f"/admin/articles/source/{source.pk}/change/",
        "/admin/articles/photo/",
        "/admin/articles/act/",
        "/admin/articles/event/",
        "/admin/sections/section/",
        "/admin/reviews/review/queue/",
        "/admin/auth/user/",
        "/admin/newsroom/invitation/add/",
        "/admin/as-of/",
        "/admin/breaking/",
    ]


def test_every_page_has_one_main_one_heading_and_a_way_past_the_menu(admin_client, addresses):
    for address in addresses:
        page = admin_client.get(address).text
        assert len(re.findall(r"<main\b", page)) == 1, address
        assert len(re.findall(r"<h1\b", page)) == 1, address
        assert re.search(r'<body[^>]*>.*?<a class="skip" href="#main">', page, re.DOTALL), address


def test_no_icon_word_is_heard(admin_client, addresses):
    """Unfold writes an icon as a word in a font."""
    seen = 0
    for address in addresses:
        page = admin_client.get(address).text
        icons_of_page = re.findall(r"<[^>]*\bclass=\"(?:[^\"]* )?material-symbols-outlined[^>]*>", page)
        seen += len(icons_of_page)
        assert [tag for tag in icons_of_page if 'aria-hidden="true"' not in tag] == [], address
    assert seen > 10


def test_no_template_of_a_page_adds_a_second_heading():
    """What extends unfold's frame gets its heading from templates/admin/base.html, unless it replaces it."""
    pages = {path: path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")}
    framed = {path: text for path, text in pages.items() if 'extends "admin/base_site.html"' in text}
    assert len(framed) > 10
    assert [path.name for path, text in framed.items() if "<h1" in text and "block page_head" not in text] == []


OWN = ["admin:index", "find", "missing_names", "shortcuts", menus.QUEUE]
"""The names of our own pages that need nothing to be there; each extends desk/frame.html."""


@pytest.mark.parametrize("name", OWN)
def test_our_own_pages_are_strict_and_load_nothing_of_unfold(admin_client, name):
    response = admin_client.get(reverse(name))
    policy = response["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]*)", policy)[1]
    assert "unsafe" not in scripts, policy
    assert "'none'" in re.search(r"default-src ([^;]*)", policy)[1]
    assert "/unfold/" not in response.text
    assert "x-data" not in response.text
    assert not re.search(r"<script(?![^>]*\b(?:src|nonce)=)|\son[a-z]+=\"", response.text)


def test_pages_of_unfold_may_evaluate_and_readers_pages_may_not(admin_client, client):
    assert "unsafe-eval" in admin_client.get("/admin/articles/source/")["Content-Security-Policy"]
    assert "unsafe" not in client.get("/latest/")["Content-Security-Policy"]


# -- drawings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", icons.ICONS)
def test_an_icon_is_drawn_and_not_heard(name):
    drawn = Template("{% load desk %}{% icon name 'warn' %}").render(Context({"name": name}))
    assert drawn.startswith('<svg class="icon warn" viewBox="0 0 18 18"')
    assert 'aria-hidden="true"' in drawn
    assert icons.ICONS[name] in drawn


def test_a_state_is_a_shape_and_a_word():
    drawn = tags.state("submitted", "<Submitted>")
    assert drawn.startswith('<span class="state submitted"><svg')
    assert drawn.endswith("&lt;Submitted&gt;</span>")
