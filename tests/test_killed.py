"""A process that dies at any step of publishing leaves the old state or the new, never something between."""

import os
from itertools import count

import pytest
from django.db import connection, connections

from articles import publishing
from articles.models import Act, Edition, PublishingState, UnderTag
from tests.factories import IMPORT, ArticleFactory

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
