"""A process that dies at any step of publishing leaves the old state or the new, never something between."""

import os
import signal
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection, connections

from articles import publishing
from articles.models import Act, Edition, Job, PublishingState, UnderTag
from newsroom import jobs
from tests.factories import IMPORT, NOON, ArticleFactory, at

pytestmark = pytest.mark.database

TABLES = (Edition, Act, PublishingState, UnderTag)


class PulledThePlug(BaseException):
    """Nothing in the product may catch this."""


def stored() -> list[list[dict]]:
    return [list(model.objects.order_by("pk").values()) for model in TABLES]


def at_step(number: int, fail):
    """Let `number` statements through, then fail."""
    steps = count()

    def wrapper(execute, sql, params, many, context):
        if next(steps) == number:
            fail()
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


def pull() -> None:
    raise PulledThePlug


def rewritten():
    article = ArticleFactory(tagged=["Energy"])
    publishing.publish(article.pk, by=IMPORT)
    article.headline = "Another headline"
    article.save()
    return article


@pytest.mark.django_db(transaction=True)
def test_publishing_that_stops_at_any_statement_has_changed_nothing():
    article = rewritten()
    before = stored()
    for number in count():
        try:
            with at_step(number, pull):
                publishing.publish(article.pk, by=IMPORT)
        except PulledThePlug:
            assert stored() == before, number
        else:
            break
    assert number > 10
    assert stored() != before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_process_killed_at_any_statement_leaves_the_old_state_or_the_new():
    article = rewritten()
    before = stored()
    for number in count():
        connections.close_all()
        child = os.fork()
        if child == 0:  # the child: no handler runs, nothing is rolled back by us
            connections.close_all()
            with at_step(number, lambda: os._exit(9)):
                publishing.publish(article.pk, by=IMPORT)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == 0:
            break
        assert os.waitstatus_to_exitcode(status) == 9
        assert stored() == before, number
    assert number > 10
    assert Edition.objects.filter(article=article).count() == 2
    assert Edition.objects.live(Edition.objects.latest("live_from").live_from).get(article=article).number == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lane", jobs.LANES, ids=lambda lane: lane.name)
def test_a_job_whose_worker_was_killed_is_done_by_another_when_its_lease_is_over(lane, monkeypatch):
    """Two of one key: in order, together or side by side, none is lost."""
    done, kind = [], next(iter(lane.handlers))
    for number in range(2):
        Job.objects.ask(Job(kind=kind, key="story 1", args={"number": number}, due=NOON))
    connections.close_all()
    child = os.fork()
    if child == 0:
        connections.close_all()
        monkeypatch.setitem(lane.handlers, kind, lambda claimed, now: os.kill(os.getpid(), signal.SIGKILL))
        jobs.carry_out_next(lane, clock=at(NOON))
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    monkeypatch.setitem(lane.handlers, kind, lambda claimed, now: done.extend(job.args["number"] for job in claimed))
    jobs.carry_out(lane, clock=at(NOON + lane.lease - timedelta(seconds=1)))
    assert 0 not in done
    jobs.carry_out(lane, clock=at(NOON + lane.lease))
    assert sorted(done) == [0, 1]
    assert not Job.objects.waiting().exists()
