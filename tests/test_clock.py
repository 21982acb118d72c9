"""The one clock: that of the database, counted on by each process, whatever somebody sets the machine's clock to."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from articles import publishing
from articles.models import Act, Article, Edition, Event
from newsroom.lib import clock
from tests.factories import ArticleFactory

HOUR = timedelta(hours=1)
NEAR = timedelta(seconds=1)
postgres = pytest.mark.postgres


@pytest.fixture
def unmeasured(monkeypatch):
    """As in a process that was just started."""
    monkeypatch.setattr(clock, "_measured", None)


@pytest.fixture
def wrong_by(monkeypatch):
    """`wrong_by(delta)`: from now on the clock of this machine is wrong by so much; the database's isn't."""

    def set_clock(delta: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) + delta)

    return set_clock


def error() -> timedelta:
    """How far the newsroom's clock is from the true time; of this machine's clock, which the database shares."""
    return abs(clock.now() - datetime.now(UTC))


@pytest.mark.django_db
def test_it_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta()


def test_a_clock_that_is_passed_is_read_instead():
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert clock.read(lambda: noon) == noon


@pytest.mark.django_db
def test_on_sqlite_it_is_the_clock_of_the_machine(wrong_by):
    if connection.vendor == "postgresql":
        pytest.skip("SQLite only")
    wrong_by(HOUR)
    assert HOUR - NEAR < clock.now() - datetime.now(UTC) < HOUR + NEAR
    assert abs(clock.offset()) < NEAR


@postgres
@pytest.mark.django_db
@pytest.mark.parametrize("delta", [HOUR, -HOUR, timedelta(seconds=5)])
class TestOnPostgreSQL:
    def test_it_is_the_databases(self, unmeasured, wrong_by, delta):
        wrong_by(delta)
        assert error() < NEAR
        assert abs(clock.offset() - delta) < NEAR

    def test_a_clock_that_is_set_while_the_process_runs_makes_no_difference(self, unmeasured, wrong_by, delta):
        assert error() < NEAR
        wrong_by(delta)
        assert error() < NEAR
        wrong_by(timedelta())
        assert error() < NEAR

    def test_an_act_and_what_is_saved_are_dated_by_it(self, unmeasured, wrong_by, delta, omar):
        wrong_by(delta)
        article = ArticleFactory(edited_by=omar)
        edition = publishing.publish(article.pk, by=omar, reason="Alone tonight.")
        dates = [
            edition.live_from,
            Act.objects.get().made_at,
            Event.objects.about(article).get(verb="override").at,
            Article.objects.get().edited_at,
        ]
        assert all(abs(date - datetime.now(UTC)) < NEAR * 5 for date in dates)
        assert Edition.objects.live(clock.now()).get() == edition

    def test_a_request_has_its_moment_from_it(self, unmeasured, wrong_by, delta, client):
        clock.now()
        wrong_by(delta)
        assert abs(client.get("/healthz").wsgi_request.moment - datetime.now(UTC)) < NEAR * 5


@postgres
@pytest.mark.django_db
class TestMeasuring:
    def test_it_is_no_query_of_any_page(self, unmeasured, django_assert_num_queries):
        with django_assert_num_queries(0):
            clock.now()
        assert clock._measured

    def test_it_is_done_again_after_a_minute_not_before(self, unmeasured, monkeypatch):
        clock.now()
        first = clock._measured
        clock.now()
        assert clock._measured is first
        later = time.monotonic() + clock.MEASURE_EVERY + 1
        monkeypatch.setattr(time, "monotonic", lambda: later)
        clock.now()
        assert clock._measured.checked == later

    def test_inside_a_broken_transaction_the_last_measurement_counts(self, unmeasured, wrong_by):
        assert error() < NEAR
        wrong_by(HOUR)  # so that it is due
        with transaction.atomic():
            with pytest.raises(DatabaseError), transaction.atomic(savepoint=False), connection.cursor() as cursor:
                cursor.execute("SELECT nothing FROM nowhere")
            assert error() < NEAR
            transaction.set_rollback(True)

    def test_inside_a_broken_transaction_with_none_it_is_the_clock_of_the_machine(self, unmeasured):
        with transaction.atomic():
            with pytest.raises(DatabaseError), transaction.atomic(savepoint=False), connection.cursor() as cursor:
                cursor.execute("SELECT nothing FROM nowhere")
            assert error() < NEAR
            assert clock._measured is None
            transaction.set_rollback(True)

    def test_a_slow_answer_changes_nothing_that_it_could_not_tell(self, unmeasured, monkeypatch):
        clock.now()
        asked, before = clock._ask, clock._measured

        def slow(over):
            moment, _took, monotonic = asked(over)
            return moment + timedelta(seconds=0.4), 1.0, monotonic

        monkeypatch.setattr(clock, "_ask", slow)
        clock._measure(connection)
        assert abs(clock._measured.at(0) - before.at(0)) < timedelta(milliseconds=1)


@postgres
@pytest.mark.django_db(transaction=True)
class TestConnections:
    def test_a_new_connection_is_measured_over_if_it_is_time(self, unmeasured, wrong_by):
        """With a pool, or CONN_MAX_AGE=0, none is open when a request gets its moment."""
        connection.close()
        assert clock._measured is None
        connection.ensure_connection()
        assert clock._measured
        wrong_by(HOUR)
        connection.close()
        assert error() < NEAR  # nobody can ask, and the monotonic clock wasn't set
        connection.ensure_connection()
        assert time.monotonic() - clock._measured.checked < clock.MEASURE_EVERY
        assert abs(clock._measured.lead - clock._lead(time.monotonic())) < clock.STEP

    def test_the_server_measures_before_its_first_request_and_keeps_no_connection(self, unmeasured):
        connection.close()
        clock.start()
        assert clock._measured
        assert connection.connection is None

    def test_a_server_starts_without_its_database(self, unmeasured, monkeypatch):
        connection.close()

        def refused():
            raise DatabaseError("the database does not answer")

        with monkeypatch.context() as patch:
            patch.setattr(connection, "ensure_connection", refused)
            clock.start()
        assert clock._measured is None
        assert error() < NEAR
