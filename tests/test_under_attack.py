"""A thousand posts of machines: nothing unscreened appears, pages cost what they did, one attacker is one row."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews import letters, views
from reviews.models import Letter, Review, Word
from tests.factories import ReviewFactory, publish
from tests.test_query_budgets import BUDGET
from tests.test_reviews import GOOD, TEXT

pytestmark = pytest.mark.django_db

POSTS = 1000
STORIES = 4
ATTACKERS = 12  # networks of one machine each; the rest come from everywhere
KINDS = (
    {"text": f"{TEXT} Buy cheap pills, number {{n}}."},
    {"text": "Read more at https://pills.example/{n} and be thin by summer."},
    {"text": f"{TEXT} {{n}}", "website": "https://pills.example"},
    {"text": "The same words, again and again, from everywhere."},
    {"text": "Too many: http://a.example http://b.example http://c.example {n}"},
    {"text": f"{TEXT} v\u200biagra and p\u0430ypal {{n}}"},
    {"text": "An ordinary sentence about the budget, of which there is number {{n}}."},
    {"text": "x"},
)


def network(number: int) -> str:
    """Two of three come from a few attackers, who have the whole of their network."""
    if number % 3:
        return f"198.51.{number % ATTACKERS}.{number % 250}"
    return f"10.{number // 250}.{number % 250}.9"


def attack(editions) -> Counter:
    """What was answered, how often. The view is asked itself: what stands before it is the same for all."""
    answers, factory = Counter(), RequestFactory()
    for number in range(POSTS):
        said = GOOD | KINDS[number % len(KINDS)] | {"email": f"bot{number % 40}@pills.example"}
        said["text"] = said["text"].format(n=number)
        request = factory.post("/", said, REMOTE_ADDR=network(number))
        request.moment = timezone.now()
        answers[views.post(request, editions[number % STORIES].story).status_code] += 1
    return answers


def shown(client, edition) -> str:
    """The page of a story, but for the minute at which this copy was made."""
    return re.sub(r"<span data-now>.*?</span>", "", client.get(edition.get_absolute_url()).text)


@pytest.fixture
def editions(settings, monkeypatch):
    monkeypatch.setattr(views, "render", lambda *args, status, **more: HttpResponse(status=status))  # nobody reads it
    settings.REVIEWS_BY_MAIL = True
    settings.REVIEWS_AN_HOUR = 100  # so that as much as can be gets in
    Word.objects.create(text="cheap pills", kind=Word.Kind.BANNED)
    found = [publish() for _ in range(STORIES)]
    for edition in found:
        ReviewFactory(article=edition.article, state="published", text="The one that was there before.")
    return found


def test_a_thousand_posts_change_nothing_that_readers_see(editions, mina, mailoutbox, client):
    before = [shown(client, edition) for edition in editions]
    answers = attack(editions)

    assert set(answers) == {303, 422, 429}
    assert Review.objects.public().count() == STORIES
    assert [shown(client, edition) for edition in editions] == before
    with CaptureQueriesContext(connection) as asked:
        client.get(editions[0].get_absolute_url())
    assert len(asked) <= BUDGET["article"]

    taken = Review.objects.exclude(state="published")
    assert answers[303] >= taken.count() > 100
    assert not taken.filter(screening="", state="spam").exists()
    assert {*taken.values_list("screening", flat=True)} >= {"banned", "honeypot", "duplicate", "linked", ""}

    letters.send(clock=timezone.now)
    boxes = Counter(letter.to[0] for letter in mailoutbox)
    assert max(boxes.values()) <= 3
    causes = Counter(Letter.objects.values_list("network", flat=True))
    assert max(causes.values()) <= 10
    assert not any("pills.example/" in letter.body for letter in mailoutbox)

    client.force_login(mina)
    for tab in ("spam", "unconfirmed"):
        with CaptureQueriesContext(connection) as asked:
            rows = client.get("/admin/reviews/review/queue/", {"tab": tab}).context["rows"]
        assert len(asked) < 20
        groups = Counter(row.review.network for row in rows if row.count > 1)
        assert groups
        assert set(groups.values()) == {1}
