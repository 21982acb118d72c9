"""A thousand posts of machines at the demo: nothing unscreened appears, pages cost what they did, each has one row."""

from collections import Counter

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Edition
from newsroom.demo import world
from reviews import views
from reviews.models import Letter, Review
from tests.factories import send_mail
from tests.test_demo import small_picture
from tests.test_query_budgets import BUDGET
from tests.test_reviews import GOOD, TEXT

pytestmark = pytest.mark.django_db

POSTS = 1000
STORIES = 4  # those with the most reviews
ATTACKERS = 12  # networks of one machine each; the rest come from everywhere
KINDS = (
    {"text": f"{TEXT} Buy cheap pills, number {{n}}."},
    {"text": "Read more at https://pills.example/{n} and be thin by summer."},
    {"text": f"{TEXT} {{n}}", "second_thought": "https://pills.example"},
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


def attack(editions: list[Edition]) -> Counter:
    """What was answered, how often. The view is asked itself: what stands before it is the same for all."""
    answers, factory = Counter(), RequestFactory()
    for number in range(POSTS):
        said = GOOD | KINDS[number % len(KINDS)] | {"email": f"bot{number % 40}@pills.example"}
        said["text"] = said["text"].format(n=number)
        request = factory.post("/", said, REMOTE_ADDR=network(number))
        request.moment = timezone.now()
        answers[views.post(request, editions[number % STORIES].story).status_code] += 1
    return answers


def shown(client, edition: Edition) -> str:
    """The page of a story."""
    return client.get(edition.get_absolute_url()).text


@pytest.fixture
def editions(settings, monkeypatch, tmp_path):
    """Of the demo newsroom, as `manage.py demo` loads it, but for the drawing of its pictures."""
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    monkeypatch.setattr(world, "picture", small_picture)
    world.load()
    monkeypatch.setattr(views, "render", lambda *args, status, **more: HttpResponse(status=status))  # nobody reads it
    settings.REVIEWS_BY_MAIL = True
    settings.REVIEWS_AN_HOUR = 100  # so that as much as can be gets in
    lively = Edition.objects.live(timezone.now()).filter(article__discussion__published__gt=0)
    return [*lively.order_by("-article__discussion__published", "article")[:STORIES]]


def test_a_thousand_posts_at_the_demo_change_nothing_that_readers_see(editions, mailoutbox, client):
    public, earlier = Review.objects.public().count(), [*Review.objects.values_list("pk", flat=True)]
    before = [shown(client, edition) for edition in editions]
    answers = attack(editions)

    assert set(answers) == {303, 422, 429}
    assert Review.objects.public().count() == public
    assert [shown(client, edition) for edition in editions] == before
    with CaptureQueriesContext(connection) as asked:
        client.get(editions[0].get_absolute_url())
    assert len(asked) <= BUDGET["article"] + 2  # it follows another story, and a banner leads to one

    taken = Review.objects.exclude(pk__in=earlier)
    assert answers[303] >= taken.count() > 100
    assert not taken.filter(screening="", state="spam").exists()
    assert {*taken.values_list("screening", flat=True)} >= {"banned", "honeypot", "duplicate", "linked", ""}

    send_mail()
    boxes = Counter(letter.to[0] for letter in mailoutbox)
    assert max(boxes.values()) <= 3
    causes = Counter(Letter.objects.values_list("network", flat=True))
    assert max(causes.values()) <= 10
    assert not any("pills.example/" in letter.body for letter in mailoutbox)

    client.force_login(User.objects.get(username="moderator"))
    for tab in ("spam", "unconfirmed"):
        with CaptureQueriesContext(connection) as asked:
            rows = client.get("/admin/reviews/review/queue/", {"tab": tab}).context["rows"]
        assert len(asked) < 20
        groups = Counter(row.review.network for row in rows if row.count > 1)
        assert len(groups) > 1
        assert set(groups.values()) == {1}
        assert not {row.review.network for row in rows if row.count == 1} & {*groups}
