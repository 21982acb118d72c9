"""What must happen at a moment happens at least once, in order, with nobody's publication depending on it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Barrier, Event, Lock, Thread
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import publishing
from articles.models import FOREVER, Act, Article, Beat, Edition, Errand
from articles.publishing import Refused, outbox
from newsroom.lib import environment
from newsroom.management.commands import worker
from tests.factories import FAR, IMPORT, NOON, ArticleFactory, BriefFactory, at, publish, rewrite

pytestmark = pytest.mark.database

TICK = timedelta.resolution
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)
ACT, BOUNDARY = Errand.Kind.ACT, Errand.Kind.BOUNDARY


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Killed(BaseException):
    """What kill -9 is to a process: nothing of ours catches it."""


class Handler:
    """Stands in for every handler: notes what it was given, and fails as long as it is told to."""

    def __init__(self) -> None:
        self.done: list[tuple[int, str, datetime]] = []
        self.tried: list[datetime] = []
        self.fails_with: BaseException | None = None
        self.fails_for: Article | None = None

    def __call__(self, errand: Errand, now: datetime) -> None:
        self.tried.append(now)
        if self.fails_with and (self.fails_for is None or errand.article_id == self.fails_for.pk):
            raise self.fails_with
        self.done.append((errand.article_id, errand.kind, errand.due))

    @property
    def moments(self) -> list[datetime]:
        return [due for _article, _kind, due in self.done]


@pytest.fixture
def handler(monkeypatch) -> Handler:
    handler = Handler()
    for kind in outbox.HANDLERS:
        monkeypatch.setitem(outbox.HANDLERS, kind, handler)
    return handler


def carry_out(now: datetime) -> int:
    return outbox.carry_out(clock=at(now))


def rows(article: Article | None = None) -> list[tuple[int, str, datetime]]:
    errands = Errand.objects.filter(article=article) if article else Errand.objects.all()
    return [*errands.order_by("due", "pk").values_list("act", "kind", "due")]


# -- written with the act ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestWriting:
    def test_publishing_now_asks_for_one_thing_at_once(self):
        publish()
        assert rows() == [(1, ACT, NOON)]

    def test_a_schedule_asks_at_its_start_too_and_at_the_end_of_the_story(self):
        article = ArticleFactory()
        publishing.window(article.pk, by=IMPORT, ends_at=TOMORROW + HOUR, clock=at(NOON))
        publish(article, at=TOMORROW)
        assert rows() == [
            (1, ACT, NOON),
            (2, ACT, NOON + TICK),
            (2, BOUNDARY, TOMORROW),
            (1, BOUNDARY, TOMORROW + HOUR),
            (2, BOUNDARY, TOMORROW + HOUR),
        ]

    def test_an_embargo_alone_shows_nobody_anything_and_asks_for_nothing(self):
        article = ArticleFactory()
        publishing.window(article.pk, by=IMPORT, embargo=TOMORROW, clock=at(NOON))
        assert rows() == [(1, ACT, NOON)]

    def test_an_end_that_is_open_asks_for_nothing(self):
        publish(at=TOMORROW)
        assert [due for _act, kind, due in rows() if kind == BOUNDARY] == [TOMORROW]

    def test_every_act_of_the_ledger_has_its_errand(self, admin):
        article = ArticleFactory()
        clock = Clock(NOON)
        verbs = (
            lambda: publishing.bring_in(article.pk, by=IMPORT, at=NOON - HOUR, clock=clock),
            lambda: publishing.fix(article.pk, by=IMPORT, headline="Council meets in Qusar", clock=clock),
            lambda: publish(article, now=clock(), at=TOMORROW),
            lambda: publishing.reschedule(article.pk, by=IMPORT, at=TOMORROW + HOUR, clock=clock),
            lambda: publishing.cancel(article.pk, by=IMPORT, clock=clock),
            lambda: publishing.window(article.pk, by=IMPORT, ends_at=TOMORROW, clock=clock),
            lambda: publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=clock),
            lambda: publishing.erase(article.pk, 1, by=admin, reason="A court.", clock=clock),
        )
        for verb in verbs:
            verb()
            clock.now += MINUTE
        acts = Act.objects.filter(article=article).values_list("number", "made_at")
        assert len(acts) == len(verbs)
        assert [*Errand.objects.filter(kind=ACT).order_by("act").values_list("act", "due")] == [*acts]

    def test_an_act_that_is_rolled_back_leaves_no_errand(self):
        def struck_by_lightning():
            with transaction.atomic():
                publish(at=TOMORROW)
                assert Errand.objects.count() == 2
                raise Killed

        with pytest.raises(Killed):
            struck_by_lightning()
        assert not Errand.objects.exists()
        assert not Edition.objects.exists()

    def test_an_act_whose_errands_cannot_be_written_does_not_happen(self, monkeypatch):
        article = ArticleFactory()
        monkeypatch.setattr(outbox, "_boundaries", lambda act: [act.made_at + HOUR] * 2)
        with pytest.raises(IntegrityError), transaction.atomic():
            publish(article)
        assert not Edition.objects.exists()
        assert not Act.objects.exists()

    def test_a_refused_act_asks_for_nothing(self):
        article = ArticleFactory()
        with pytest.raises(Refused):
            publish(article, at=NOON - HOUR)
        assert not Errand.objects.exists()

    def test_it_costs_an_act_one_query(self):
        article = ArticleFactory()
        with CaptureQueriesContext(connection) as queries:
            publish(article, at=TOMORROW)
        assert sum("articles_errand" in query["sql"] for query in queries) == 1


# -- carried out ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestCarryingOut:
    def test_nothing_happens_before_its_moment_and_everything_at_it(self, handler):
        publish(at=TOMORROW)
        assert carry_out(TOMORROW - SECOND) == 1
        assert handler.moments == [NOON]
        assert carry_out(TOMORROW) == 1
        assert handler.moments == [NOON, TOMORROW]
        assert not Errand.objects.waiting().exists()

    def test_what_is_done_is_not_done_again(self, handler):
        publish()
        assert carry_out(NOON) == 1
        assert carry_out(NOON + HOUR) == 0
        errand = Errand.objects.get()
        assert (errand.done_at, errand.attempts, errand.error, errand.moot) == (NOON, 1, "", False)

    def test_the_longest_due_comes_first(self, handler):
        for hour in (3, 1, 2):
            publish(now=NOON + hour * HOUR)
        carry_out(TOMORROW)
        assert handler.moments == [NOON + hour * HOUR for hour in (1, 2, 3)]

    def test_a_stint_comes_to_an_end_and_the_next_goes_on(self, handler):
        for _ in range(3):
            publish()
        clock = Clock(NOON)
        with patch.object(
            outbox, "claim", lambda now, claim=outbox.claim: (setattr(clock, "now", now + MINUTE), claim(now))[1]
        ):
            assert outbox.carry_out(clock=clock, stint=SECOND) == 1
        assert carry_out(NOON + HOUR) == 2

    def test_an_unknown_kind_is_kept_for_a_newsroom_that_knows_it(self, handler):
        publish()
        Errand.objects.update(kind="telegram")
        carry_out(NOON)
        assert "telegram" in Errand.objects.waiting().get().error


@pytest.mark.django_db
class TestTryingAgain:
    def test_what_fails_is_tried_again_after_longer_and_longer(self, handler):
        publish()
        handler.fails_with = ValueError("no")
        for second in range(70):
            carry_out(NOON + second * SECOND)
        assert [(moment - NOON).seconds for moment in handler.tried] == [0, 2, 6, 14, 30, 62]
        errand = Errand.objects.get()
        assert (errand.attempts, errand.error, errand.done_at) == (6, "ValueError: no", None)

    def test_it_is_done_when_it_goes_well_at_last(self, handler):
        publish()
        handler.fails_with = ValueError("no")
        carry_out(NOON)
        handler.fails_with = None
        carry_out(NOON + 2 * SECOND)
        errand = Errand.objects.get()
        assert (errand.attempts, errand.error, errand.done_at) == (2, "", NOON + 2 * SECOND)

    @pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (11, 2048), (12, 3600), (100_000, 3600)])
    def test_nobody_waits_longer_than_an_hour(self, attempts, seconds):
        assert outbox.wait(attempts) == seconds * SECOND

    def test_one_who_was_killed_on_the_way_leaves_it_to_the_next_after_the_lease(self, handler):
        """Killed after the deed and before the mark: it is done twice rather than never."""
        publish()
        handler.fails_with = Killed()
        with pytest.raises(Killed):
            carry_out(NOON)
        handler.fails_with = None
        assert carry_out(NOON + outbox.LEASE - SECOND) == 0
        assert carry_out(NOON + outbox.LEASE) == 1
        assert len(handler.tried) == 2
        assert Errand.objects.get().done_at == NOON + outbox.LEASE

    def test_killed_before_the_deed_it_is_done_after_the_lease(self, handler):
        publish()
        assert outbox.claim(NOON)
        assert handler.tried == []
        carry_out(NOON + outbox.LEASE)
        assert handler.moments == [NOON]

    def test_one_who_comes_back_from_the_dead_and_fails_undoes_nothing(self, handler):
        publish()
        late = outbox.claim(NOON)
        carry_out(NOON + outbox.LEASE)
        handler.fails_with = ValueError("too late")
        outbox.attempt(late, clock=at(NOON + HOUR))
        errand = Errand.objects.get()
        assert (errand.done_at, errand.error) == (NOON + outbox.LEASE, "")


@pytest.mark.django_db
class TestOrder:
    def test_a_later_errand_of_a_story_waits_for_its_earlier_ones_and_other_stories_do_not(self, handler):
        article, other = ArticleFactory(), ArticleFactory()
        publish(article)
        publish(rewrite(article, headline="Council meets again"), now=NOON + SECOND)
        publish(other, now=NOON + SECOND)
        handler.fails_with, handler.fails_for = ValueError("no"), article
        carry_out(NOON + SECOND)
        assert [number for number, _kind, _due in handler.done] == [other.pk]
        assert len(handler.tried) == 2
        handler.fails_with = None
        carry_out(NOON + MINUTE)
        assert handler.moments == [NOON + SECOND, NOON, NOON + SECOND]

    def test_of_one_instant_they_go_in_the_order_in_which_they_were_written(self, handler):
        article = ArticleFactory()
        for number in range(3):
            publish(rewrite(article, headline=f"Council meets {number}"))
        claimed = []
        while errand := outbox.claim(NOON + 2 * TICK):
            claimed.append(errand.act)
            outbox.attempt(errand, clock=at(NOON))
        assert claimed == [1, 2, 3]

    def test_what_is_planned_for_tomorrow_holds_up_nothing_today(self, handler):
        article = ArticleFactory()
        publish(article, at=TOMORROW)
        publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
        carry_out(NOON + HOUR)
        assert handler.moments == [NOON, NOON + HOUR]

    def test_two_workers_never_have_errands_of_one_story_at_one_time(self, monkeypatch):
        """The second looks while the first is at it."""
        article = ArticleFactory()
        publish(article)
        publish(rewrite(article, headline="Council meets again"))
        seen = []
        monkeypatch.setitem(outbox.HANDLERS, ACT, lambda errand, now: seen.append(carry_out(now)))
        carry_out(NOON + TICK)
        assert seen == [0, 0]
        assert not Errand.objects.waiting().exists()


@pytest.mark.django_db
class TestMoot:
    """A boundary that was cancelled meanwhile is carried out as nothing."""

    def scheduled(self) -> Article:
        article = ArticleFactory()
        publish(article, at=TOMORROW)
        carry_out(NOON)
        return article

    def left(self, handler: Handler, now: datetime = TOMORROW + timedelta(days=9)) -> list[datetime]:
        """When readers' pages changed, as far as boundaries tell. Nothing waits afterwards."""
        handler.done.clear()
        carry_out(now)
        assert not Errand.objects.waiting().exists()
        return [due for _article, kind, due in handler.done if kind == BOUNDARY]

    def test_a_cancelled_start(self, handler):
        article = self.scheduled()
        publishing.cancel(article.pk, by=IMPORT, clock=at(NOON + HOUR))
        assert self.left(handler) == []
        moot = Errand.objects.get(moot=True)
        assert (moot.kind, moot.due) == (BOUNDARY, TOMORROW)

    def test_a_start_that_was_moved(self, handler):
        article = self.scheduled()
        publishing.reschedule(article.pk, by=IMPORT, at=TOMORROW + HOUR, clock=at(NOON + HOUR))
        assert self.left(handler) == [TOMORROW + HOUR]

    def test_a_start_that_was_moved_away_and_back_happens(self, handler):
        article = self.scheduled()
        publishing.reschedule(article.pk, by=IMPORT, at=TOMORROW + HOUR, clock=at(NOON + HOUR))
        publishing.reschedule(article.pk, by=IMPORT, at=TOMORROW, clock=at(NOON + HOUR))
        assert set(self.left(handler)) == {TOMORROW}

    def test_a_start_and_an_end_after_a_withdrawal(self, handler):
        article = self.scheduled()
        publishing.window(article.pk, by=IMPORT, ends_at=TOMORROW + HOUR, clock=at(NOON))
        publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
        assert self.left(handler) == []

    def test_an_end_that_was_moved(self, handler):
        article = self.scheduled()
        for hours in (5, 2):
            publishing.window(article.pk, by=IMPORT, ends_at=TOMORROW + hours * HOUR, clock=at(NOON))
        assert self.left(handler) == [TOMORROW, TOMORROW + 2 * HOUR]

    def test_an_end_that_was_taken_off(self, handler):
        article = self.scheduled()
        publishing.window(article.pk, by=IMPORT, ends_at=TOMORROW + HOUR, clock=at(NOON))
        publishing.window(article.pk, by=IMPORT, ends_at=FOREVER, clock=at(NOON))
        assert self.left(handler) == [TOMORROW]

    def test_an_update_of_a_live_story_is_a_boundary_too(self, handler):
        article = ArticleFactory()
        publish(article)
        publish(rewrite(article, headline="Council meets again"), at=TOMORROW)
        assert self.left(handler) == [TOMORROW]

    def test_what_was_done_is_never_moot_however_little_came_of_it(self, handler):
        article = ArticleFactory()
        publish(article)
        publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON))
        carry_out(NOON + TICK)
        assert handler.moments == [NOON, NOON + TICK]


# -- several workers --------------------------------------------------------------------------------------------------


def together(count: int, work) -> None:
    """Do this in so many threads at once, each with a connection of its own; what one raises is raised."""
    barrier, problems = Barrier(count), []

    def thread() -> None:
        try:
            barrier.wait()
            work()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [Thread(target=thread) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert problems == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestSeveralWorkers:
    def test_none_of_four_ever_has_what_another_has_nor_passes_it(self, monkeypatch):
        stories = [ArticleFactory() for _ in range(4)]
        for number in range(10):
            for story in stories:
                publish(rewrite(story, headline=f"Council meets {number}"), now=NOON + number * SECOND)
        lock, busy, done, clashes = Lock(), set(), [], []

        def handler(errand, now):
            with lock:
                if errand.article_id in busy:
                    clashes.append(errand)
                busy.add(errand.article_id)
                done.append((errand.article_id, errand.act))
            Event().wait(0.002)  # the world outside takes its time
            with lock:
                busy.discard(errand.article_id)

        monkeypatch.setitem(outbox.HANDLERS, ACT, handler)

        def work():
            while Errand.objects.waiting().exists():
                outbox.carry_out()

        together(4, work)
        assert clashes == []
        assert len(done) == len(set(done)) == 40
        for story in stories:
            assert [act for number, act in done if number == story.pk] == [*range(1, 11)]

    def test_of_those_who_reach_for_one_errand_exactly_one_has_it(self):
        for _round in range(30):
            Errand.objects.all().delete()
            publish()
            claimed = []
            together(4, lambda claimed=claimed: claimed.append(outbox.claim(NOON)))
            assert sum(errand is not None for errand in claimed) == 1

    def test_a_boundary_waits_for_the_act_that_is_cancelling_it(self):
        """The worker comes right at T, while a withdrawal that was first has not been committed."""
        article = ArticleFactory()
        publish(article, at=TOMORROW)
        carry_out(NOON)
        withdrawn, waits, claimed = Event(), Event(), []

        def withdraw():
            with transaction.atomic():
                publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(TOMORROW - SECOND))
                withdrawn.set()
                assert waits.wait(10)
                Event().wait(0.2)

        def claim():
            assert withdrawn.wait(10)
            waits.set()
            claimed.append(outbox.claim(TOMORROW))

        calls = iter([withdraw, claim])
        together(2, lambda: next(calls)())
        assert claimed[0].moot


# -- caches elsewhere -------------------------------------------------------------------------------------------------


class Cache:
    """A cache on this machine that notes what it is asked, and answers as it is told to."""

    def __init__(self) -> None:
        self.asked, self.status, self.location = [], 204, ""
        cache = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                cache.asked.append((self.path, json.loads(body)))
                self.send_response(cache.status)
                if cache.location:
                    self.send_header("Location", cache.location)
                self.end_headers()

            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def address(self, path: str = "/drop") -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"


@pytest.fixture
def cache(settings) -> Iterator[Cache]:
    cache = Cache()
    settings.PURGE_URLS = [cache.address("/drop?key=s3cret")]
    yield cache
    cache.server.shutdown()
    cache.server.server_close()


@pytest.mark.django_db
class TestCachesElsewhere:
    def test_they_are_told_the_public_path_and_the_moment_and_nothing_else(self, cache):
        edition = publish()
        carry_out(NOON + SECOND)
        assert cache.asked == [
            ("/drop?key=s3cret", {"paths": [edition.get_absolute_url()], "at": "2024-04-28T12:00:00Z"})
        ]

    def test_they_hear_of_a_scheduled_story_at_its_moment_and_never_before(self, cache):
        edition = publish(at=TOMORROW)
        carry_out(TOMORROW - SECOND)
        assert cache.asked == []
        carry_out(TOMORROW)
        assert [body for _path, body in cache.asked] == [
            {"paths": [edition.get_absolute_url()], "at": "2024-04-29T12:00:00Z"}
        ]

    def test_the_slug_that_an_update_will_have_is_not_told_before_it_has_it(self, cache):
        article = ArticleFactory(slug="council-meets")
        publish(article)
        publish(rewrite(article, slug="council-resigns"), at=TOMORROW)
        carry_out(TOMORROW - SECOND)
        assert "resigns" not in json.dumps(cache.asked)
        cache.asked.clear()
        carry_out(TOMORROW)
        [(_path, body)] = cache.asked
        assert [path.split("/")[-2] for path in body["paths"]] == ["council-meets", "council-resigns"]

    def test_of_a_withdrawn_story_all_its_paths_are_dropped(self, cache):
        edition = publish()
        publishing.withdraw(edition.article_id, by=IMPORT, reason="It was wrong.", clock=at(NOON + MINUTE))
        carry_out(NOON + HOUR)
        assert [body["paths"] for _path, body in cache.asked] == [[edition.get_absolute_url()]] * 2

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 404, 500, 503])
    def test_every_answer_but_a_yes_is_a_failure(self, cache, status):
        publish()
        cache.status, cache.location = status, cache.address("/elsewhere") if status < 400 else ""
        carry_out(NOON)
        errand = Errand.objects.waiting().get()
        assert errand.error.startswith("Unreachable: 127.0.0.1: ")
        assert "s3cret" not in errand.error
        cache.status, cache.location = 200, ""
        carry_out(NOON + 2 * SECOND)
        assert not Errand.objects.waiting().exists()

    def test_one_that_is_not_there_keeps_none_of_the_others_from_hearing_it(self, cache, settings):
        settings.PURGE_URLS = ["http://127.0.0.1:9/drop", *settings.PURGE_URLS]
        publish()
        carry_out(NOON)
        assert len(cache.asked) == 1
        assert "refused" in Errand.objects.waiting().get().error

    def test_where_there_are_none_it_is_done_at_once(self, settings):
        assert settings.PURGE_URLS == []
        publish()
        carry_out(NOON)
        assert Errand.objects.get().done_at == NOON


@pytest.mark.parametrize("said", ["ftp://cache.example/", "cache.example", "https://me:word@cache.example/", "http://"])
def test_an_address_that_is_none_stops_the_start_without_being_printed(said, monkeypatch):
    monkeypatch.setenv("PURGE_URL", f"https://one.example/drop?key=1, {said}")
    with pytest.raises(ImproperlyConfigured, match="PURGE_URL: address 2") as refused:
        environment.web_addresses("PURGE_URL")
    assert "word" not in str(refused.value)


def test_several_addresses_are_parted_by_commas(monkeypatch):
    monkeypatch.setenv("PURGE_URL", "https://one.example/drop?key=1, http://[::1]:8080")
    assert environment.web_addresses("PURGE_URL") == ["https://one.example/drop?key=1", "http://[::1]:8080"]
    monkeypatch.delenv("PURGE_URL")
    assert environment.web_addresses("PURGE_URL") == []


# -- nothing depends on it --------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestNobodyAtWork:
    def test_a_scheduled_story_appears_and_goes_with_no_worker(self, answer):
        article = ArticleFactory()
        publishing.window(article.pk, by=IMPORT, ends_at=TOMORROW + HOUR, clock=at(NOON))
        path = publish(article, at=TOMORROW).get_absolute_url()
        moments = (TOMORROW - SECOND, TOMORROW, TOMORROW + HOUR - SECOND, TOMORROW + HOUR)
        assert [answer(path, moment).status_code for moment in moments] == [404, 200, 200, 410]
        assert not Beat.objects.exists()

    def test_a_handler_that_fails_keeps_nothing_from_readers_and_nobody_from_publishing(self, handler, answer):
        handler.fails_with = ValueError("no")
        article = ArticleFactory()
        publish(article)
        carry_out(NOON)
        edition = publish(rewrite(article, headline="Council meets again"), now=NOON + SECOND)
        assert "Council meets again" in answer(edition.get_absolute_url(), NOON + SECOND).content.decode()

    def test_no_transaction_is_open_while_the_world_outside_is_waited_for(self, monkeypatch):
        """On SQLite, whoever has one open keeps everybody else from publishing."""
        publish()
        depth = len(connection.savepoint_ids)
        seen = []
        monkeypatch.setitem(outbox.HANDLERS, ACT, lambda errand, now: seen.append(len(connection.savepoint_ids)))
        carry_out(NOON)
        assert seen == [depth]


# -- the worker -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestWorker:
    @pytest.fixture(autouse=True)
    def connected(self, monkeypatch):
        """A test has its connection inside a transaction; a worker would close it between two looks."""
        for module in (worker, worker.db_worker):
            monkeypatch.setattr(module, "close_old_connections", lambda: None)

    def test_it_carries_out_what_is_due_through_the_task_queue(self, handler):
        publish()
        assert worker.look(worker.Worker())
        assert handler.moments == [NOON]
        task = DBTaskResult.objects.get()
        assert (task.status, task.return_value) == ("SUCCESSFUL", 1)

    def test_it_queues_nothing_where_nothing_is_due(self):
        publish(now=NOON)
        Errand.objects.update(done_at=NOON)
        assert worker.look(worker.Worker())
        assert not DBTaskResult.objects.exists()

    def test_a_task_that_was_lost_with_its_worker_is_not_missed(self, handler):
        """django-tasks leaves it RUNNING for ever; what counts is what the outbox says."""
        publish()
        worker.tasks.carry_out.enqueue()
        DBTaskResult.objects.get().claim("killed")
        assert worker.look(worker.Worker())
        assert handler.moments == [NOON]

    def test_it_survives_a_database_that_does_not_answer(self):
        with patch.object(outbox, "beat", side_effect=OperationalError("gone")):
            assert worker.look(worker.Worker()) is False

    def test_once_is_once(self, handler):
        publish()
        call_command("worker", once=True)
        assert handler.moments == [NOON]
        assert Beat.objects.exists()

    def test_it_ends_when_its_parent_has(self, monkeypatch):
        monkeypatch.setattr(worker.Worker, "configure_signals", lambda self: None)
        monkeypatch.setattr(worker.os, "getppid", lambda: 1)
        call_command("worker", beside=4711)

    def test_it_forgets_what_was_done_long_ago_and_nothing_else(self):
        now = timezone.now()
        for _ in range(3):
            publish()
        old, new, _waiting = Errand.objects.order_by("pk")
        Errand.objects.filter(pk=old.pk).update(done_at=now - outbox.KEPT - SECOND)
        Errand.objects.filter(pk=new.pk).update(done_at=now - outbox.KEPT + MINUTE)
        worker.tidy()
        assert Errand.objects.count() == 2
        assert not Errand.objects.filter(pk=old.pk).exists()


@pytest.mark.django_db
class TestBeat:
    def test_a_dead_worker_is_seen_within_a_minute(self):
        assert outbox.last_beat(NOON) == (None, False)
        outbox.beat(NOON)
        assert outbox.last_beat(NOON + outbox.BEAT_LOST - SECOND) == (NOON, True)
        assert outbox.last_beat(NOON + outbox.BEAT_LOST) == (NOON, False)
        assert outbox.BEAT_LOST < MINUTE

    def test_it_is_renewed_every_fifteen_seconds_at_least_and_not_every_second(self):
        beats = []
        for second in range(60):
            outbox.beat(NOON + second * SECOND)
            beats.append(Beat.objects.get().at)
        found = sorted(set(beats))
        assert len(found) < 10
        assert max(after - before for before, after in pairwise(found)) <= 15 * SECOND

    def test_a_clock_that_was_set_back_does_not_keep_a_dead_worker_alive(self):
        outbox.beat(NOON + HOUR)
        outbox.beat(NOON)
        assert outbox.last_beat(NOON + MINUTE) == (NOON, False)

    def test_a_stint_and_a_cache_that_does_not_answer_fit_between_two_beats(self):
        assert outbox.STINT + outbox.TIMEOUT * SECOND <= 15 * SECOND < outbox.BEAT_LOST
        assert outbox.TIMEOUT * SECOND < outbox.LEASE

    def test_overdue_is_what_is_due_for_longer_than_a_while_and_next_what_is_to_come(self):
        publish()
        publish(at=TOMORROW)
        publish(BriefFactory(), at=TOMORROW + HOUR)
        assert outbox.backlog(NOON) == {"overdue": 0, "next_due": TOMORROW}
        assert outbox.overdue(NOON + outbox.GRACE - SECOND) == 0
        assert outbox.overdue(NOON + outbox.GRACE) == outbox.backlog(NOON + outbox.GRACE)["overdue"] == 3
        carry_out(TOMORROW)
        late = TOMORROW + HOUR - SECOND
        assert outbox.backlog(late) == {"overdue": 0, "next_due": TOMORROW + HOUR}


@pytest.mark.django_db
class TestWhereItIsShown:
    def test_health_tells_the_public_whether_a_worker_is_alive_and_nothing_of_any_story(self, client):
        publish(at=TOMORROW)
        outbox.beat(timezone.now())
        with CaptureQueriesContext(connection) as queries:
            said = client.get("/healthz").json()
        assert said.pop("database") == "ok"
        assert said.pop("worker").keys() == {"beat", "alive", "overdue"}
        assert said.pop("clock") == {"offset": 0, "dated_ahead_until": None}
        assert said == {}
        assert len(queries) <= 3

    def test_health_is_well_with_a_dead_worker_and_says_so(self, answer):
        for beat in (None, "2024-04-28T12:00:00Z"):
            reply = answer("/healthz", NOON + HOUR)
            assert reply.status_code == 200
            assert json.loads(reply.content)["worker"] == {"beat": beat, "alive": False, "overdue": 0}
            outbox.beat(NOON)

    def test_an_editor_sees_on_the_dashboard_what_is_overdue_and_what_comes_next(self, client, omar):
        publish()
        publish(now=timezone.now(), at=FAR)
        client.force_login(omar)
        page = client.get("/admin/").content.decode()
        assert "No worker has been started yet." in page
        assert "1 job is overdue." in page
        assert "1 Jan 2999, 04:00 (00:00 UTC)" in page
        outbox.beat(timezone.now())
        assert "The worker is running" in client.get("/admin/").content.decode()

    def test_a_dead_worker_stands_out(self, client, omar):
        outbox.beat(timezone.now() - HOUR)
        client.force_login(omar)
        assert "The worker was last seen" in client.get("/admin/").content.decode()

    def test_a_journalist_is_not_told(self, client, nora):
        publish(at=timezone.now() + HOUR)
        client.force_login(nora)
        page = client.get("/admin/").content.decode()
        assert "Next due" not in page
        assert "No worker" not in page
