"""What may still be done to an edition at the desk: its comparison hidden on the record, its text erased."""

from datetime import timedelta

import pytest
from django.test import Client

from articles.models import Act, Edition, Event
from tests.factories import NOON, ArticleFactory, publish, rewrite

HOUR = timedelta(hours=1)
SECRET = "Minister resigns over pumps"


@pytest.fixture
def editions(db):
    """Two of one story, the first with words that had to go."""
    first = publish(ArticleFactory(headline=SECRET))
    article = rewrite(first.article, headline="Minister stays")
    return first, publish(article, now=NOON + HOUR, change="correction", note="He stays.")


def desk(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(edition, what="change") -> str:
    return f"/admin/articles/edition/{edition.pk}/{what}/"


def test_an_editor_hides_a_comparison_and_shows_it_again(editions, omar, client):
    first, last = editions
    record = f"{last.get_absolute_url()}history/"
    assert "resigns" in client.get(record).text
    assert "Hide the comparison" in desk(omar).get(page(first)).text
    assert desk(omar).post(page(first, "comparison"), {"hide": ""}).status_code == 302
    text = client.get(record).text
    assert "resigns" not in text
    assert "He stays." in text
    assert "Show the comparison" in desk(omar).get(page(first)).text
    desk(omar).post(page(first, "comparison"), {"show": ""})
    assert "resigns" in client.get(record).text
    verbs = Event.objects.about(first.article).order_by("pk").values_list("verb", "by__username", "detail__edition")
    assert [*verbs] == [("hide-comparison", "omar", 1), ("show-comparison", "omar", 1)]


def test_hiding_what_is_hidden_is_no_event(editions, omar):
    for _twice in range(2):
        desk(omar).post(page(editions[0], "comparison"), {"hide": ""})
    assert Event.objects.count() == 1


def test_nobody_else_hides_a_comparison(editions, nora, mina):
    for user in (nora, mina):
        assert "Hide the comparison" not in desk(user).get(page(editions[0])).text
        assert desk(user).post(page(editions[0], "comparison"), {"hide": ""}).status_code == 403
    assert Edition.objects.filter(comparable=True).count() == 2


def test_an_administrator_erases_a_text_with_a_reason(editions, admin, client):
    first, last = editions
    assert SECRET in desk(admin).get(page(first, "erase")).text
    assert desk(admin).post(page(first, "erase"), {"reason": "Court of Quba, 12/26"}).status_code == 302
    assert SECRET not in desk(admin).get(page(first)).text
    assert "resigns" not in client.get(f"{last.get_absolute_url()}history/").text
    act = Act.objects.latest("pk")
    assert (act.verb, act.edition, act.reason, act.by) == ("erase", 1, "Court of Quba, 12/26", "admin")
    assert "Erase text" not in desk(admin).get(page(first)).text


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_erased(editions, admin, reason):
    answer = desk(admin).post(page(editions[0], "erase"), {"reason": reason})
    assert "This field is required." in answer.text
    assert Edition.objects.get(number=1).headline == SECRET


def test_what_is_public_is_not_erased(editions, admin):
    answer = desk(admin).post(page(editions[1], "erase"), {"reason": "A court"})
    assert answer.status_code == 409
    assert "Withdraw the story first." in answer.text
    assert Edition.objects.get(number=2).headline == "Minister stays"


def test_nobody_else_erases(editions, nora, omar, mina):
    for user in (nora, omar, mina):
        assert desk(user).post(page(editions[0], "erase"), {"reason": "A court"}).status_code == 403
        assert "erase/" not in desk(user).get(page(editions[0])).text
    assert Edition.objects.get(number=1).headline == SECRET
