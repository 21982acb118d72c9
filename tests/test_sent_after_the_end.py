"""A form that is sent after its log-in ended comes back whole, with scripts or without."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from articles.desk import notes
from articles.models import Article
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

OURS = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
TYPED = "Bakı, 23 noyabr.\n\n“Sülh yaxındır” <b>&amp; & Мир близок"


@pytest.fixture
def tab() -> Client:
    return Client(enforce_csrf_checks=True)


def note(tab: Client, article: Article, text: str = TYPED, *, token: str = "", **headers: str):
    address = reverse("admin:articles_article_notes", args=[article.pk])
    return tab.post(address, {"text": text, "csrfmiddlewaretoken": token}, headers=OURS | headers)


def token_in(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


def held(page: str) -> str:
    return re.search(r'<textarea name="text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)[1]


def test_after_the_end_of_a_log_in_a_form_comes_back_with_all_that_was_typed(nora, tab):
    article = ArticleFactory()
    token = token_in(tab.get("/admin/login/").text)
    answer = note(tab, article, token=token)
    assert answer.status_code == 401
    assert "“Sülh yaxındır” &lt;b&gt;&amp;amp; &amp; Мир близок" in held(answer.text)
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_after_a_log_in_beside_it_one_more_press_sends_it(nora, tab):
    article = ArticleFactory()
    old = token_in(tab.get("/admin/login/").text)
    tab.post("/admin/login/", {"username": "nora", "password": "desk", "csrfmiddlewaretoken": old})
    again = note(tab, article, token=old)
    assert again.status_code == 403
    assert "Sülh yaxındır" in held(again.text)
    assert not notes.thread(article)
    assert note(tab, article, token=token_in(again.text)).status_code == 302
    (said,) = notes.thread(article)
    assert said.event.reason == TYPED


def test_passwords_do_not_come_back(nora, tab):
    tab.force_login(nora)
    typed = {"old_password": "geheim", "new_password1": "seven herons", "csrfmiddlewaretoken": "x" * 64}
    answer = tab.post(reverse("admin:password_change"), typed, headers=OURS)
    assert answer.status_code == 403
    assert "geheim" not in answer.text
    assert "seven herons" not in answer.text


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_what_another_site_sends_is_not_put_under_a_button_of_ours(site, nora, tab):
    article = ArticleFactory()
    tab.force_login(nora)
    answer = note(tab, article, token="x" * 64, **{"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert "Sülh" not in answer.text


def test_a_client_that_does_not_say_where_it_comes_from_goes_to_the_log_in(nora, client):
    article = ArticleFactory()
    answer = client.post(reverse("admin:articles_article_notes", args=[article.pk]), {"text": TYPED})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/?next=")


def test_a_script_that_sends_learns_of_the_end_by_the_way_to_the_log_in(nora, tab):
    token = token_in(tab.get("/admin/login/").text)
    answer = note(tab, ArticleFactory(), token=token, **{"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 302


# -- the token's cookie is gone ---------------------------------------------------------------------------------------


def test_where_all_cookies_are_gone_the_answer_is_a_page_of_ours_that_holds_what_was_typed(nora, tab):
    article = ArticleFactory()
    tab.force_login(nora)
    token = token_in(tab.get(reverse("admin:articles_article_notes", args=[article.pk])).text)
    tab.cookies.clear()
    answer = note(tab, article, token=token)
    assert answer.status_code == 403
    assert "The cookie for this form is missing" in answer.text
    assert "Sülh yaxındır" in held(answer.text)
    assert "DEBUG" not in answer.text
    tab.force_login(nora)  # beside it; the page is sent once more, and once more by its new token at most
    again = note(tab, article, token=token_in(answer.text))
    if again.status_code == 403:
        again = note(tab, article, token=token_in(again.text))
    assert again.status_code == 302
    (said,) = notes.thread(article)
    assert said.event.reason == TYPED


def test_where_only_the_token_s_cookie_is_gone_one_more_press_is_enough(nora, tab):
    article = ArticleFactory()
    tab.force_login(nora)
    answer = note(tab, article, token="x" * 64)
    assert answer.status_code == 403
    assert note(tab, article, token=token_in(answer.text)).status_code == 302


@pytest.mark.parametrize("site", ["cross-site", "none"])
@pytest.mark.parametrize("logged_in", [True, False])
def test_what_may_come_from_elsewhere_is_refused_in_words_of_ours_without_what_it_says(site, logged_in, nora, tab):
    if logged_in:
        tab.force_login(nora)
    answer = note(tab, ArticleFactory(), token="x" * 64, **{"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert "Go back, reload the page" in answer.text
    assert "Sülh" not in answer.text


def test_at_the_log_in_itself_nothing_is_held_and_no_password_comes_back(nora, tab):
    typed = {"username": "nora", "password": "geheim", "csrfmiddlewaretoken": "x" * 64}
    answer = tab.post("/admin/login/", typed, headers=OURS)
    assert answer.status_code == 403
    assert "reload the page" in answer.text
    assert "geheim" not in answer.text


def test_a_script_is_told_in_words_that_it_can_pass_on(nora, tab):
    tab.force_login(nora)
    answer = note(tab, ArticleFactory(), token="x" * 64, **{"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 403
    assert "Log in again in another tab" in answer.json()["error"]
