"""Many reviews at once: what machines send closes no story to readers, and no limit is passed."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.lib import locking
from reviews.forms import TRAP
from reviews.models import Review
from reviews.posting import counted_together
from tests.factories import publish
from tests.test_races import together
from tests.test_search import multiply

SAID = {"kind": "opinion", "name": "Pia", TRAP: ""}


def words(number: int) -> str:
    return f"A clear account of what was decided, and number {number} of those I have read."


def post(edition, number: int, network: str = "198.51.100", **changed):
    fields = SAID | {"email": f"reader{number}@reader.example", "text": words(number)} | changed
    return Client(REMOTE_ADDR=f"{network}.{number % 250 + 1}").post(f"/reviews/{edition.story}/", fields)


@pytest.mark.django_db
def test_a_hundred_posts_by_machines_keep_no_honest_reader_out(settings):
    settings.REVIEWS_AN_HOUR_STORY = 10
    edition = publish()
    for number in range(30):
        assert post(edition, number, f"203.0.{number}", **{TRAP: "https://pills.example"}).status_code == 303
    assert Review.objects.filter(state="spam").count() == 30
    assert post(edition, 99).status_code == 303
    assert Review.objects.get(state="pending").screening == ""


@pytest.mark.django_db
def test_nor_do_those_that_nobody_confirms(settings):
    settings.REVIEWS_AN_HOUR_STORY, settings.REVIEWS_BY_MAIL = 10, True
    edition = publish()
    for number in range(15):
        post(edition, number, f"203.0.{number}")
    assert post(edition, 99).status_code == 303
    assert not Review.objects.exclude(state="unconfirmed").exists()
    assert not Review.objects.filter(screening="crowded").exists()


@pytest.mark.django_db
def test_beyond_the_limit_of_a_story_reviews_wait_and_a_moderator_is_told(settings, mina):
    settings.REVIEWS_AN_HOUR_STORY = 3
    edition = publish()
    for number in range(5):
        assert post(edition, number, f"203.0.{number}").status_code == 303
    assert [*Review.objects.order_by("pk").values_list("state", "screening")] == [("pending", "")] * 3 + [
        ("pending", "crowded")
    ] * 2
    assert mina.notices.count() == 2


@pytest.mark.django_db
def test_one_sender_still_has_a_limit(settings):
    edition = publish()
    statuses = [post(edition, number, email="pia@reader.example").status_code for number in range(6)]
    assert statuses == [303] * 5 + [429]


@pytest.mark.django_db
def test_a_machine_uses_up_its_own_limit_alone(settings):
    edition = publish()
    for number in range(5):
        post(edition, number, "203.0.113", email="pia@reader.example", **{TRAP: "x"})
    assert post(edition, 9, "203.0.113", email="pia@reader.example").status_code == 429
    assert post(edition, 9, "198.51.100", email="pia@reader.example").status_code == 303


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", ["writer", "client", "network"])
def test_who_posts_to_many_stories_at_once_passes_no_limit(settings, same):
    settings.REVIEWS_AN_HOUR_NETWORK = 5
    editions = [publish() for _story in range(12)]

    def send(number: int):
        address = "198.51.100.7" if same == "client" else f"198.51.{number if same == 'writer' else 100}.{number}"
        fields = SAID | {
            "text": words(number),
            "email": "pia@reader.example" if same == "writer" else f"{number}@reader.example",
        }
        return lambda: Client(REMOTE_ADDR=address).post(f"/reviews/{editions[number].story}/", fields).status_code

    assert sorted(together(*map(send, range(12)))) == [303] * 5 + [429] * 7


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_reviews_of_two_stories_by_two_people_do_not_wait_for_each_other():
    held, done = Event(), Event()
    edition, other = publish(), publish()
    first = Review(article=other.article, email="a@reader.example", address="a", network="a", likeness="a")

    def hold():
        with transaction.atomic():
            locking.hold(*counted_together(first))
            held.set()
            done.wait(20)
        connection.close()

    thread = Thread(target=hold)
    thread.start()
    held.wait(20)
    assert post(edition, 1).status_code == 303
    done.set()
    thread.join()


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_story_of_a_review_is_found_by_an_index():
    edition = publish()
    multiply(edition, 5000)
    with CaptureQueriesContext(connection) as asked:
        post(edition, 1)
    (found,) = [query["sql"] for query in asked if '."story" = ' in query["sql"] and "articles_edition" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_edition")  # as autovacuum does after so many
        cursor.execute(f"EXPLAIN {found}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "edition_of_story" in plan
    assert "Seq Scan on articles_edition" not in plan
