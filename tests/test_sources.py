"""At the desk: what rests on a source, and what the text of a story attributes to somebody."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Citation
from tests.factories import ArticleFactory, SourceFactory, publish

pytestmark = pytest.mark.django_db

LOOK = reverse("admin:articles_article_attributions")
SAID = "The road to Quba is closed, the ministry said in a statement."


@pytest.fixture
def desk(nora) -> Client:
    client = Client()
    client.force_login(nora)
    return client


@pytest.fixture
def ministry():
    return SourceFactory(name="Ministry")


def page(source, **query) -> str:
    return reverse("admin:articles_source_change", args=[source.pk], query=query)


def test_the_page_of_a_source_lists_its_stories_with_what_it_said_and_whether_they_are_live(desk, ministry):
    live, draft = (ArticleFactory(headline=headline, citing=[ministry]) for headline in ("The live one", "The draft"))
    edition = publish(live)
    ArticleFactory(headline="Of another", citing=[SourceFactory(name="Court")])
    answer = desk.get(page(ministry))
    assert [(one.article, one.live) for one in answer.context["cited"]] == [(draft, None), (live, edition)]
    for words in ("The live one", "The draft", "agreed on the budget", edition.get_absolute_url(), "not published"):
        assert words in answer.text
    assert "Of another" not in answer.text


def test_each_page_of_a_long_list_needs_the_same_queries(desk, ministry, django_assert_num_queries):
    article = ArticleFactory(citing=[ministry])
    desk.get(page(ministry))
    with CaptureQueriesContext(connection) as few:
        desk.get(page(ministry))
    Citation.objects.bulk_create(Citation(article=article, source=ministry, statement=f"no. {n}") for n in range(119))
    with django_assert_num_queries(len(few)):
        answer = desk.get(page(ministry))
    seen = []
    while True:
        seen += answer.context["cited"]
        if not (older := answer.context["older"]):
            break
        answer = desk.get(page(ministry, before=older))
    assert len(seen) == len({one.pk for one in seen}) == 120


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "²", ""])
def test_a_bad_place_in_the_list_is_its_beginning(desk, ministry, before):
    ArticleFactory(citing=[ministry])
    assert len(desk.get(page(ministry, before=before)).context["cited"]) == 1


# -- beside the text --------------------------------------------------------------------------------------------------


def test_the_form_of_a_story_shows_what_is_said_in_it_and_rests_on_nothing(desk, nora):
    article = ArticleFactory(writer=nora, standfirst="", body=f"<p>{SAID}</p>")
    answer = desk.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert "“The road to Quba is closed”" in answer.text
    assert "– the ministry" in answer.text
    Citation.objects.create(article=article, source=SourceFactory(), statement="The road to Quba is closed")
    assert "“The road to Quba" not in desk.get(reverse("admin:articles_article_change", args=[article.pk])).text


def test_who_may_not_write_the_story_is_not_asked_to_cite(desk):
    article = ArticleFactory(body=f"<p>{SAID}</p>")
    assert 'id="attributions"' not in desk.get(reverse("admin:articles_article_change", args=[article.pk])).text


def test_so_does_the_desk_for_what_is_only_typed(desk):
    typed = {"standfirst": "Nazir deyib ki, yol bağlıdır.", "body": f"<p>{SAID}</p><script>x</script>"}
    answer = desk.post(LOOK, typed)
    assert [one.who for one in answer.context["suggestions"]] == ["Nazir", "the ministry"]
    answer = desk.post(LOOK, typed | {"cited": ["the road to quba is closed"]})
    assert [one.who for one in answer.context["suggestions"]] == ["Nazir"]
    assert not Citation.objects.exists()


def test_what_is_typed_is_shown_as_text(desk):
    answer = desk.post(LOOK, {"standfirst": 'The <b onclick="x">road</b> is closed, he said.', "body": ""})
    assert "<b " not in answer.text
    assert "&lt;b onclick" in answer.text


def test_nothing_typed_is_no_error(desk):
    assert "in the text has a source" in desk.post(LOOK, {}).text


def test_only_who_writes_may_ask(mina):
    client = Client()
    client.force_login(mina)
    assert client.post(LOOK, {"standfirst": SAID}).status_code == 403
    assert Client().post(LOOK, {"standfirst": SAID}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mina)
    assert strict.post(LOOK, {"standfirst": SAID}).status_code == 403
