"""What must happen at a moment happens at least once, in order, with nobody's publication depending on it."""

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Barrier, Event, Lock, Thread
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import FOREVER, Act, Article, Beat, Edition, Job
from articles.models.job import STUCK
from articles.publishing import Refused
from articles.publishing import jobs as publishing_jobs
from newsroom import jobs
from newsroom.lib import environment, smtp
from newsroom.lib.retrying import Failed, wait
from newsroom.management.commands import worker
from tests.factories import IMPORT, NOON, ArticleFactory, BriefFactory, at, publish, rewrite

pytestmark = pytest.mark.database

TICK = timedelta.resolution
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)
ACT, BOUNDARY = publishing_jobs.ACT, publishing_jobs.BOUNDARY
LANE = jobs.PUBLISHING
LEASE = LANE.lease


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Killed(BaseException):
    """What kill -9 is to a process: nothing of ours catches it."""


class Handler:
    """Replaces every handler: it notes what it was given, and fails as long as it is told to."""

    def __init__(self) -> None:
        self.done: list[tuple[int, str, datetime]] = []
        self.tried: list[datetime] = []
        self.stories: list[int] = []  # whose jobs were tried
        self.fails_with: BaseException | None = None
        self.fails_for: Article | None = None

    def __call__(self, claimed: list[Job], now: datetime) -> None:
        (job,) = claimed
        self.tried.append(now)
        self.stories.append(job.args["story"])
        if self.fails_with and (self.fails_for is None or job.args["story"] == self.fails_for.pk):
            raise self.fails_with
        self.done.append((job.args["story"], job.kind, job.due))

    @property
    def moments(self) -> list[datetime]:
        return [due for _article, _kind, due in self.done]


@pytest.fixture
def handler(monkeypatch) -> Handler:
    handler = Handler()
    for kind in LANE.handlers:
        monkeypatch.setitem(LANE.handlers, kind, handler)
    return handler


def carry_out(now: datetime) -> int:
    return jobs.carry_out(LANE, clock=at(now))


def rows(article: Article | None = None) -> list[tuple[int, str, datetime]]:
    found = Job.objects.filter(key=f"story {article.pk}") if article else Job.objects.all()
    return [(job.args["act"], job.kind, job.due) for job in found.order_by("due", "pk")]


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

    def test_every_act_of_the_ledger_has_its_job(self, admin):
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
        asked = Job.objects.filter(kind=ACT, key=f"story {article.pk}").order_by("pk")
        assert [(job.args["act"], job.due) for job in asked] == [*acts]

    def test_an_act_that_is_rolled_back_leaves_no_job(self):
        def struck_by_lightning():
            with transaction.atomic():
                publish(at=TOMORROW)
                assert Job.objects.count() == 2
                raise Killed

        with pytest.raises(Killed):
            struck_by_lightning()
        assert not Job.objects.exists()
        assert not Edition.objects.exists()

    def test_an_act_whose_jobs_cannot_be_written_does_not_happen(self, monkeypatch):
        article = ArticleFactory()
        monkeypatch.setattr(publishing_jobs, "_boundaries", lambda act: [act.made_at + HOUR] * 2)
        with pytest.raises(IntegrityError), transaction.atomic():
            publish(article)
        assert not Edition.objects.exists()
        assert not Act.objects.exists()

    def test_a_refused_act_asks_for_nothing(self):
        article = ArticleFactory()
        with pytest.raises(Refused):
            publish(article, at=NOON - HOUR)
        assert not Job.objects.exists()

    def test_it_costs_an_act_one_query(self):
        article = ArticleFactory()
        with CaptureQueriesContext(connection) as queries:
            publish(article, at=TOMORROW)
        assert sum("articles_job" in query["sql"] for query in queries) == 1


# -- carried out ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestCarryingOut:
    def test_nothing_happens_before_its_moment_and_everything_at_it(self, handler):
        publish(at=TOMORROW)
        assert carry_out(TOMORROW - SECOND) == 1
        assert handler.moments == [NOON]
        assert carry_out(TOMORROW) == 1
        assert handler.moments == [NOON, TOMORROW]
        assert not Job.objects.waiting().exists()

    def test_what_is_done_is_not_done_again(self, handler):
        publish()
        assert carry_out(NOON) == 1
        assert carry_out(NOON + HOUR) == 0
        job = Job.objects.get()
        assert (job.done_at, job.tries, job.error, job.moot) == (NOON, 1, "", False)

    def test_the_longest_due_comes_first(self, handler):
        for hour in (3, 1, 2):
            publish(now=NOON + hour * HOUR)
        carry_out(TOMORROW)
        assert handler.moments == [NOON + hour * HOUR for hour in (1, 2, 3)]

    def test_a_stint_comes_to_an_end_and_the_next_goes_on(self, handler):
        for _ in range(3):
            publish()
        clock = Clock(NOON)

        def slow(claimed, now):
            clock.now = now + MINUTE

        with patch.dict(LANE.handlers, {ACT: slow}):
            assert jobs.carry_out(LANE, clock=clock, stint=SECOND) == 1
        assert carry_out(NOON + HOUR) == 2

    def test_an_unknown_kind_is_kept_for_a_newsroom_that_knows_it(self, handler):
        article = ArticleFactory()
        publish(article)
        Job.objects.update(kind="telegram")
        publish(rewrite(article, headline="Council meets again"), now=NOON + SECOND)
        assert carry_out(NOON + MINUTE) == 1
        job = Job.objects.waiting().get()
        assert (job.kind, job.tries) == ("telegram", 0)
        assert jobs.late(NOON + MINUTE) == {"overdue": 1, "failing": 0}


@pytest.mark.django_db
class TestTryingAgain:
    def test_what_fails_is_tried_again_after_longer_and_longer(self, handler):
        publish()
        handler.fails_with = ValueError("no")
        for second in range(70):
            carry_out(NOON + second * SECOND)
        assert [(moment - NOON).seconds for moment in handler.tried] == [0, 2, 6, 14, 30, 62]
        job = Job.objects.get()
        assert (job.tries, job.done_at) == (6, None)
        assert job.error.startswith("ValueError in tests/test_jobs.py, line ")

    def test_it_is_done_when_it_goes_well_at_last(self, handler):
        publish()
        handler.fails_with = ValueError("no")
        carry_out(NOON)
        handler.fails_with = None
        carry_out(NOON + 2 * SECOND)
        job = Job.objects.get()
        assert (job.tries, job.error, job.done_at) == (2, "", NOON + 2 * SECOND)

    @pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (11, 2048), (12, 3600), (100_000, 3600)])
    def test_nobody_waits_longer_than_an_hour(self, attempts, seconds):
        assert wait(attempts) == seconds * SECOND

    def test_one_who_was_killed_on_the_way_leaves_it_to_the_next_after_the_lease(self, handler):
        """Killed after the deed and before the mark: it is done twice rather than never."""
        publish()
        handler.fails_with = Killed()
        with pytest.raises(Killed):
            carry_out(NOON)
        handler.fails_with = None
        assert carry_out(NOON + LEASE - SECOND) == 0
        assert carry_out(NOON + LEASE) == 1
        assert len(handler.tried) == 2
        assert Job.objects.get().done_at == NOON + LEASE

    def test_killed_before_the_deed_it_is_done_after_the_lease(self, handler):
        publish()
        assert jobs.claim(LANE, NOON)
        assert handler.tried == []
        carry_out(NOON + LEASE)
        assert handler.moments == [NOON]

    def test_one_who_comes_back_from_the_dead_and_fails_undoes_nothing(self, handler):
        publish()
        late = jobs.claim(LANE, NOON)
        carry_out(NOON + LEASE)
        handler.fails_with = ValueError("too late")
        jobs.attempt(LANE, late, clock=at(NOON + HOUR))
        job = Job.objects.get()
        assert (job.done_at, job.error) == (NOON + LEASE, "")


@pytest.mark.django_db
class TestOrder:
    def test_a_later_job_of_a_story_waits_for_its_earlier_ones_and_other_stories_do_not(self, handler):
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
        while job := jobs.claim(LANE, NOON + 2 * TICK):
            claimed.append(job[0].args["act"])
            jobs.attempt(LANE, job, clock=at(NOON))
        assert claimed == [1, 2, 3]

    def test_what_is_planned_for_tomorrow_holds_up_nothing_today(self, handler):
        article = ArticleFactory()
        publish(article, at=TOMORROW)
        publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
        carry_out(NOON + HOUR)
        assert handler.moments == [NOON, NOON + HOUR]

    def test_two_workers_never_have_jobs_of_one_story_at_one_time(self, monkeypatch):
        """The second looks while the first is at it."""
        article = ArticleFactory()
        publish(article)
        publish(rewrite(article, headline="Council meets again"))
        seen = []
        monkeypatch.setitem(LANE.handlers, ACT, lambda claimed, now: seen.append(carry_out(now)))
        carry_out(NOON + TICK)
        assert seen == [0, 0]
        assert not Job.objects.waiting().exists()


@pytest.mark.django_db
class TestOneBadJob:
    """It delays no other: not those of other stories, and in the end not even those of its own."""

    def test_it_goes_behind_those_that_wait_already(self, handler):
        """However many fail, what is new is tried before they are tried again."""
        bad = ArticleFactory()
        publish(bad)
        handler.fails_with, handler.fails_for = ValueError("no"), bad
        carry_out(NOON)
        others = [publish(now=NOON + SECOND).article_id for _ in range(3)]
        carry_out(NOON + MINUTE)
        assert handler.stories == [bad.pk, *others, bad.pk]
        assert Job.objects.waiting().get().tries == 2

    def test_later_ones_of_its_story_go_ahead_when_it_has_failed_ten_times(self, handler, monkeypatch):
        """A withdrawal must reach the caches, even if a job before it can never be done."""
        article = ArticleFactory()
        publish(article)

        def bad(claimed: list[Job], now: datetime) -> None:
            if claimed[0].args["act"] == 1:
                raise ValueError("no")
            handler(claimed, now)

        monkeypatch.setitem(LANE.handlers, ACT, bad)
        carry_out(NOON)
        publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + SECOND))
        Job.objects.filter(done_at=None, tries=1).update(tries=STUCK - 2)
        carry_out(NOON + MINUTE)
        assert handler.done == []
        assert Job.objects.get(args__act=1).tries == STUCK - 1
        carry_out(NOON + HOUR)
        assert handler.moments == [NOON + SECOND]
        stuck = Job.objects.waiting().get()
        assert (stuck.args["act"], stuck.tries) == (1, STUCK)
        assert jobs.late(NOON + HOUR) == {"overdue": 0, "failing": 1}

    def test_ten_tries_take_less_than_twenty_minutes(self):
        assert sum((wait(tries) for tries in range(1, STUCK)), timedelta()) < 20 * MINUTE

    def test_one_that_kills_its_worker_does_so_more_and_more_rarely(self, handler):
        publish()
        handler.fails_with = Killed()
        for minute in range(60):
            with suppress(Killed):
                carry_out(NOON + minute * MINUTE)
        apart = [after - before for before, after in pairwise(handler.tried)]
        assert apart == sorted(apart)
        assert apart[0] == MINUTE
        assert apart[-1] > 10 * MINUTE

    def test_its_row_says_that_it_was_started_and_not_finished(self, handler):
        publish()
        handler.fails_with = Killed()
        with pytest.raises(Killed):
            carry_out(NOON)
        assert Job.objects.get().error == jobs.UNFINISHED

    def test_what_an_error_says_is_not_kept_but_for_words_that_were_meant_for_it(self, handler):
        """They may hold an address, or a row that the database refused."""
        publish()
        handler.fails_with = ValueError("Colonel Quliyev, q@samur.example")
        carry_out(NOON)
        assert re.fullmatch(r"ValueError in tests/test_jobs\.py, line \d+", Job.objects.get().error)
        handler.fails_with = Failed("The cache was full.")
        carry_out(NOON + MINUTE)
        assert Job.objects.get().error == "Failed: The cache was full."

    def test_people_who_cannot_be_told_keep_no_cache_from_hearing_it(self, cache, monkeypatch):
        publish(at=TOMORROW)
        carry_out(NOON)

        def broken(claimed, now):
            raise KeyError

        monkeypatch.setattr(jobs.notifications, "tell_of_start", broken)
        carry_out(TOMORROW)
        assert len(cache.asked) == 1
        assert Job.objects.waiting().get().error.startswith("KeyError")


@pytest.mark.django_db
class TestLanes:
    def test_every_kind_is_in_one_lane(self):
        kinds = [kind for lane in jobs.LANES for kind in lane.handlers]
        assert len(kinds) == len({*kinds})

    def test_a_lane_takes_its_own_kinds_and_no_others(self, handler):
        publish()
        Job.objects.ask(Job(kind="picture-copies", args={"photo": 1}, due=NOON - HOUR))
        assert carry_out(NOON) == 1
        assert Job.objects.waiting().get().kind == "picture-copies"
        assert jobs.carry_out(jobs.PICTURES, clock=at(NOON)) == 1
        assert not Job.objects.waiting().exists()

    def test_the_copies_of_a_picture_whose_worker_was_killed_are_drawn_by_the_next(self, monkeypatch):
        """Copies take longer than a telephone call to a cache, and nobody else draws them meanwhile."""
        drawn = []
        monkeypatch.setitem(jobs.PICTURES.handlers, "picture-copies", lambda claimed, now: drawn.append(claimed))
        Job.objects.ask(Job(kind="picture-copies", args={"photo": 1}, due=NOON))
        assert jobs.claim(jobs.PICTURES, NOON)
        assert jobs.carry_out(jobs.PICTURES, clock=at(NOON + 9 * MINUTE)) == 0
        assert jobs.carry_out(jobs.PICTURES, clock=at(NOON + 10 * MINUTE)) == 1
        assert len(drawn) == 1

    def test_a_job_is_written_down_once(self):
        asked = {"kind": "picture-copies", "args": {"photo": 1}, "due": NOON}
        Job.objects.ask(Job(**asked))
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.ask(Job(**asked))
        Job.objects.ask(Job(**asked), again=True)
        assert Job.objects.count() == 1


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
        assert not Job.objects.waiting().exists()
        return [due for _article, kind, due in handler.done if kind == BOUNDARY]

    def test_a_cancelled_start(self, handler):
        article = self.scheduled()
        publishing.cancel(article.pk, by=IMPORT, clock=at(NOON + HOUR))
        assert self.left(handler) == []
        moot = Job.objects.get(moot=True)
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

        def handler(claimed, now):
            (job,) = claimed
            with lock:
                if job.key in busy:
                    clashes.append(job)
                busy.add(job.key)
                done.append((job.args["story"], job.args["act"]))
            Event().wait(0.002)  # the world outside takes its time
            with lock:
                busy.discard(job.key)

        monkeypatch.setitem(LANE.handlers, ACT, handler)

        def work():
            while Job.objects.waiting().exists():
                jobs.carry_out(LANE)

        together(4, work)
        assert clashes == []
        assert len(done) == len(set(done)) == 40
        for story in stories:
            assert [act for number, act in done if number == story.pk] == [*range(1, 11)]

    def test_of_those_who_reach_for_one_job_exactly_one_has_it(self):
        for _round in range(30):
            Job.objects.all().delete()
            publish()
            claimed = []
            together(4, lambda claimed=claimed: claimed.append(jobs.claim(LANE, NOON)))
            assert sum(bool(job) for job in claimed) == 1

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
            claimed.append(jobs.claim(LANE, TOMORROW))

        calls = iter([withdraw, claim])
        together(2, lambda: next(calls)())
        assert claimed[0][0].moot


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
        job = Job.objects.waiting().get()
        assert job.error.startswith("Unreachable: 127.0.0.1: ")
        assert "s3cret" not in job.error
        cache.status, cache.location = 200, ""
        carry_out(NOON + 2 * SECOND)
        assert not Job.objects.waiting().exists()

    def test_one_that_is_not_there_keeps_none_of_the_others_from_hearing_it(self, cache, settings):
        settings.PURGE_URLS = ["http://127.0.0.1:9/drop", *settings.PURGE_URLS]
        publish()
        carry_out(NOON)
        assert len(cache.asked) == 1
        assert "refused" in Job.objects.waiting().get().error

    def test_where_there_are_none_it_is_done_at_once(self, settings):
        assert settings.PURGE_URLS == []
        publish()
        carry_out(NOON)
        assert Job.objects.get().done_at == NOON


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
        """On SQLite, anyone who has one open keeps everybody else from publishing."""
        publish()
        depth = len(connection.savepoint_ids)
        seen = []
        monkeypatch.setitem(LANE.handlers, ACT, lambda claimed, now: seen.append(len(connection.savepoint_ids)))
        carry_out(NOON)
        assert seen == [depth]


# -- the worker -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestWorker:
    @pytest.fixture(autouse=True)
    def connected(self, monkeypatch):
        """A test has its connection inside a transaction; a worker would close it between two looks."""
        monkeypatch.setattr(worker, "close_old_connections", lambda: None)

    def test_it_survives_a_database_that_does_not_answer(self):
        with patch.object(jobs, "beat", side_effect=OperationalError("gone")):
            assert worker.look() is False
        assert worker.look() is True

    def test_once_is_once(self, handler):
        publish()
        call_command("worker", once=True)
        assert handler.moments == [NOON]
        assert Beat.objects.exists()

    def test_it_forgets_what_was_done_long_ago_and_nothing_else(self):
        now = timezone.now()
        for _ in range(3):
            publish()
        old, new, _waiting = Job.objects.order_by("pk")
        Job.objects.filter(pk=old.pk).update(done_at=now - jobs.KEPT - SECOND)
        Job.objects.filter(pk=new.pk).update(done_at=now - jobs.KEPT + MINUTE)
        worker.tidy()
        assert Job.objects.count() == 2
        assert not Job.objects.filter(pk=old.pk).exists()


class TestThreads:
    """A thread that hangs is left alone, and another does its work."""

    @pytest.fixture
    def hanging(self, monkeypatch) -> Iterator["Hanging"]:
        hanging = Hanging()
        monkeypatch.setattr(jobs, "LANES", [replace(LANE, threads=1)])
        monkeypatch.setattr(jobs, "carry_out_next", hanging)
        monkeypatch.setattr(worker, "close_old_connections", lambda: None)
        monkeypatch.setattr(worker.time, "monotonic", hanging.clock)
        yield hanging
        hanging.stopping.set()
        hanging.released.set()
        for hand in hanging.hands:
            hand.join(60)

    def test_another_takes_over_when_the_lease_is_over_and_not_before(self, hanging):
        crew = hanging.crew()
        assert hanging.hung.wait(60)
        hanging.clock.now = LANE.lease.total_seconds()
        crew.relieve()
        assert (crew.lost, hanging.calls) == (0, 1)
        hanging.hang = False
        hanging.clock.now += 1
        crew.relieve()
        assert hanging.worked.wait(60)
        assert crew.lost == 1

    def test_one_that_comes_back_takes_no_other_job(self, hanging):
        crew = hanging.crew()
        assert hanging.hung.wait(60)
        (first,) = crew.hands
        hanging.clock.now = LANE.lease.total_seconds() + 1
        crew.relieve()
        hanging.released.set()
        first.join(60)
        assert not first.is_alive()
        assert first not in crew.hands

    def test_a_worker_with_too_many_of_them_ends_so_that_it_can_be_started_again(self, hanging):
        crew = hanging.crew()
        for _time in range(worker.MOST_LOST):
            self.lose_one(hanging, crew)
        with pytest.raises(CommandError, match="Too many jobs hang"):
            self.lose_one(hanging, crew)

    def lose_one(self, hanging: "Hanging", crew: worker.Crew) -> None:
        assert hanging.hung.wait(60)
        hanging.hung.clear()
        hanging.clock.now += LANE.lease.total_seconds() + 1
        try:
            crew.relieve()
        finally:
            hanging.hands += crew.hands

    def test_a_signal_ends_it_after_the_jobs_at_hand_and_a_second_one_at_once(self):
        stopping = Event()
        before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            worker.end_on_signals(stopping)
            os.kill(os.getpid(), signal.SIGTERM)
            assert stopping.wait(60)
            assert signal.getsignal(signal.SIGTERM) == signal.getsignal(signal.SIGINT) == signal.SIG_DFL
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    @pytest.mark.parametrize("ends", ["parent", "signal"])
    def test_it_waits_for_its_threads_when_it_ends(self, ends, monkeypatch):
        parted = Event()

        class Nobody:
            def __init__(self, interval, stopping):
                self.stopping = stopping

            def relieve(self):
                if ends == "signal":
                    self.stopping.set()

            def part(self):
                assert self.stopping.is_set()
                parted.set()

        monkeypatch.setattr(worker, "Crew", Nobody)
        monkeypatch.setattr(worker, "end_on_signals", lambda stopping: None)
        monkeypatch.setattr(worker, "look", lambda number: True)
        monkeypatch.setattr(worker.os, "getppid", lambda: 1)
        call_command("worker", beside=4711 if ends == "parent" else None, interval=0)
        assert parted.is_set()


class Hanging:
    """Replaces the carrying out of jobs: it hangs as long as it is told to, by a clock that the test sets."""

    def __init__(self) -> None:
        self.hung, self.released, self.worked, self.stopping = Event(), Event(), Event(), Event()
        self.clock, self.hang, self.calls, self.hands = Clock(0), True, 0, []

    def crew(self) -> worker.Crew:
        crew = worker.Crew(0.01, self.stopping)
        self.hands += crew.hands
        return crew

    def __call__(self, lane: jobs.Lane) -> int:
        self.calls += 1
        if not self.hang:
            self.worked.set()
            return 0
        self.hung.set()
        self.released.wait(60)
        return 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_story_whose_job_hangs_holds_up_no_other_story_and_no_other_kind(monkeypatch):
    """All threads of a worker, and two jobs that never end while the others are done."""
    bad, good = ArticleFactory(), ArticleFactory()
    for article in (bad, good):
        publish(article)
    Job.objects.ask(Job(kind="picture-copies", args={"photo": 1}, due=NOON))
    never, stopping, told, drawn = Event(), Event(), Event(), Event()

    def caches(claimed: list[Job], now: datetime) -> None:
        if claimed[0].args["story"] == bad.pk:
            never.wait(60)
        told.set()

    monkeypatch.setitem(LANE.handlers, ACT, caches)
    monkeypatch.setitem(jobs.PICTURES.handlers, "picture-copies", lambda claimed, now: drawn.set())
    crew = worker.Crew(0.01, stopping)
    try:
        assert told.wait(30)
        assert drawn.wait(30)
        assert Job.objects.waiting().filter(kind=ACT, args__story=bad.pk).exists()
    finally:
        never.set()
        stopping.set()
        crew.part()
        for hand in crew.hands:
            hand.join(60)


@pytest.mark.django_db
class TestBeat:
    def test_a_dead_worker_is_seen_within_a_minute(self):
        assert jobs.last_beat(NOON) == (None, False)
        jobs.beat(NOON)
        assert jobs.last_beat(NOON + jobs.BEAT_LOST - SECOND) == (NOON, True)
        assert jobs.last_beat(NOON + jobs.BEAT_LOST) == (NOON, False)
        assert jobs.BEAT_LOST < MINUTE

    def test_it_is_renewed_every_fifteen_seconds_at_least_and_not_every_second(self):
        beats = []
        for second in range(60):
            jobs.beat(NOON + second * SECOND)
            beats.append(Beat.objects.get().at)
        found = sorted(set(beats))
        assert len(found) < 10
        assert max(after - before for before, after in pairwise(found)) <= 15 * SECOND

    def test_a_clock_that_was_set_back_does_not_keep_a_dead_worker_alive(self):
        jobs.beat(NOON + HOUR)
        jobs.beat(NOON)
        assert jobs.last_beat(NOON + MINUTE) == (NOON, False)

    def test_a_cache_or_a_mail_server_that_does_not_answer_is_given_up_within_the_lease(self):
        assert publishing_jobs.TIMEOUT * SECOND < LEASE
        assert jobs.MAIL.lease > smtp.WHOLE * SECOND

    def test_overdue_is_what_is_due_for_longer_than_a_while(self):
        publish()
        publish(at=TOMORROW)
        publish(BriefFactory(), at=TOMORROW + HOUR)
        assert jobs.late(NOON + jobs.GRACE - SECOND) == {"overdue": 0, "failing": 0}
        assert jobs.late(NOON + jobs.GRACE) == {"overdue": 3, "failing": 0}
        carry_out(TOMORROW)
        assert jobs.late(TOMORROW + HOUR - SECOND) == {"overdue": 0, "failing": 0}


@pytest.mark.django_db
class TestWhereItIsShown:
    def test_health_tells_the_public_whether_a_worker_is_alive_and_nothing_of_any_story(self, client):
        publish(at=TOMORROW)
        jobs.beat(timezone.now())
        with CaptureQueriesContext(connection) as queries:
            said = client.get("/healthz").json()
        assert said.pop("database") == "ok"
        assert said.pop("worker").keys() == {"beat", "alive", "overdue", "failing"}
        assert said.pop("clock") == {"offset": 0, "dated_ahead_until": None}
        assert said == {}
        assert len(queries) == 4

    def test_health_is_well_with_a_dead_worker_and_says_so(self, answer):
        for beat in (None, "2024-04-28T12:00:00Z"):
            reply = answer("/healthz", NOON + HOUR)
            assert reply.status_code == 200
            assert json.loads(reply.content)["worker"] == {
                "beat": beat,
                "alive": False,
                "overdue": 0,
                "failing": 0,
            }
            jobs.beat(NOON)

    def test_an_editor_is_told_on_the_first_page_only_if_something_is_wrong(self, client, omar):
        publish()
        client.force_login(omar)
        page = client.get("/admin/").content.decode()
        assert "No worker has been started yet." in page
        assert "1 job is overdue." in page
        jobs.beat(timezone.now())
        page = client.get("/admin/").content.decode()
        assert "worker" not in page
        assert "1 job is overdue." in page
        Job.objects.all().delete()
        assert 'role="status"' not in client.get("/admin/").content.decode()

    def test_a_job_that_fails_again_and_again_is_shown_apart(self, client, omar, answer):
        publish()
        Job.objects.update(tries=STUCK)
        client.force_login(omar)
        page = client.get("/admin/").content.decode()
        assert "overdue" not in page
        assert "1 job keeps failing. Tell your administrator." in page
        said = json.loads(answer("/healthz", NOON + HOUR).content)["worker"]
        assert (said["overdue"], said["failing"]) == (0, 1)

    def test_an_administrator_finds_it_with_its_error_before_what_is_done(self, client, admin):
        for second in range(4):
            publish(now=NOON + second * SECOND)
        waits, gave_up, cancelled, done = Job.objects.order_by("pk")
        Job.objects.filter(pk=waits.pk).update(tries=3, error="Unreachable: cache.example: refused")
        Job.objects.filter(pk=gave_up.pk).update(done_at=NOON + 3 * HOUR, error="SMTPDataError 554")
        Job.objects.filter(pk=cancelled.pk).update(done_at=NOON + 2 * HOUR, moot=True)
        Job.objects.filter(pk=done.pk).update(done_at=NOON + HOUR)
        client.force_login(admin)
        assert 'href="/admin/articles/job/"' in client.get("/admin/").text
        response = client.get("/admin/articles/job/")
        shown = response.context["cl"]
        assert [*shown.result_list] == [waits, gave_up, cancelled, done]
        assert [shown.model_admin.outcome(job) for job in shown.result_list] == [
            "waiting, next attempt 28 Apr 2024, 16:00 (12:00 UTC)",
            "given up 28 Apr 2024, 19:00 (15:00 UTC)",
            "cancelled before it was due",
            "done 28 Apr 2024, 17:00 (13:00 UTC)",
        ]
        assert "Unreachable: cache.example: refused" in response.text

    def test_an_editor_is_shown_no_list_of_jobs(self, client, omar):
        client.force_login(omar)
        assert "/admin/articles/job/" not in client.get("/admin/").text

    def test_a_dead_worker_stands_out(self, client, omar):
        jobs.beat(timezone.now() - HOUR)
        client.force_login(omar)
        assert "The worker was last seen" in client.get("/admin/").content.decode()

    def test_a_journalist_is_not_told(self, client, nora):
        publish(at=timezone.now() + HOUR)
        client.force_login(nora)
        page = client.get("/admin/").content.decode()
        assert "Next due" not in page
        assert "No worker" not in page
