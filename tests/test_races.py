"""Two people at once, with real threads on real connections: 30 rounds of each race, 200 with --long."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from articles import publishing
from articles.models import Act, Address, Edition, UnderTag
from articles.publishing import Refused
from tests.factories import IMPORT, ArticleFactory

DAY = timedelta(days=1)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="session")
def rounds(pytestconfig):
    """One lucky round proves nothing."""
    return range(200 if pytestconfig.getoption("--long") else 30)


def together(*acts: Callable) -> list:
    """Do all of these at once. What each returned, or raised."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def work(place: int, act: Callable) -> None:
        try:
            barrier.wait()
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=work, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def publish(article, **act):
    return lambda: publishing.publish(article.pk, by=IMPORT, **act)


def withdraw(article):
    return lambda: publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.")


def reschedule(article, at, seen):
    return publishing.reschedule(article.pk, by=IMPORT, at=at, seen=seen)


def sound(article):
    """Acts are counted without a gap, and one edition starts when the one before has ended."""
    numbers = [*Act.objects.filter(article=article).order_by("number").values_list("number", flat=True)]
    assert numbers == [*range(1, len(numbers) + 1)]
    assert article.record.acts == len(numbers)
    public = [*Edition.objects.filter(article=article).public_by(timezone.now()).order_by("number")]
    for before, after in pairwise(public):
        assert before.live_until <= after.live_from
    return True


def test_of_two_who_saw_the_same_exactly_one_publishes_and_the_other_is_told(rounds):
    for _round in rounds:
        article = ArticleFactory()
        publish(article)()
        seen = publishing.token(article.pk)
        results = together(publish(article, seen=seen), publish(article, seen=seen))
        won = [result for result in results if isinstance(result, Edition)]
        told = [result.code for result in results if isinstance(result, Refused)]
        assert (len(won), told) == (1, ["changed-meanwhile"]), results
        assert Edition.objects.live(timezone.now()).get(article=article) == won[0]
        assert sound(article)


def test_so_do_two_who_publish_a_story_for_the_first_time(rounds):
    for _round in rounds:
        article = ArticleFactory()
        results = together(publish(article, seen="0.0"), publish(article, seen="0.0"))
        assert [result.code for result in results if isinstance(result, Refused)] == ["changed-meanwhile"], results
        assert Edition.objects.get(article=article).number == 1
        assert sound(article)


def test_of_two_quick_fixes_neither_unprints_the_other(rounds):
    """The clock is read after the lock; read before it, the edition that was faster would have lived for no time."""
    for _round in rounds:
        article = ArticleFactory()
        results = together(publish(article), publish(article), publish(article))
        assert sorted(edition.number for edition in results) == [1, 2, 3]
        assert Edition.objects.filter(article=article).public_by(timezone.now()).count() == 3
        assert sound(article)


def test_withdrawing_never_loses_against_publishing(rounds):
    for _round in rounds:
        article = ArticleFactory(tagged=["Energy"])
        publish(article)()
        seen = publishing.token(article.pk)
        withdrawn, published = together(withdraw(article), publish(article, seen=seen))
        assert withdrawn is None
        assert isinstance(published, Edition) or published.code == "changed-meanwhile", published
        assert not Edition.objects.filter(article=article).ahead(timezone.now()).exists()
        assert not UnderTag.objects.filter(article=article).live(timezone.now()).exists()
        assert sound(article)


def test_of_two_who_saw_the_same_one_publishes_or_reschedules_and_the_other_is_told(rounds):
    for _round in rounds:
        article = ArticleFactory()
        publish(article)()
        soon, later = timezone.now() + DAY, timezone.now() + 2 * DAY
        publish(article, at=soon)()
        seen = publishing.token(article.pk)
        published, moved = together(
            publish(article, seen=seen),
            lambda article=article, seen=seen, later=later: reschedule(article, later, seen),
        )
        assert sorted(isinstance(result, Edition) for result in (published, moved)) == [False, True]
        assert {getattr(result, "code", "") for result in (published, moved)} == {"", "changed-meanwhile"}
        ahead = Edition.objects.filter(article=article).ahead(timezone.now()).order_by("number")
        starts = [edition.live_from for edition in ahead]
        assert starts == ([published.live_from] if isinstance(published, Edition) else [starts[0], later])
        assert sound(article)


def test_rescheduling_never_brings_back_what_is_being_withdrawn(rounds):
    for _round in rounds:
        article = ArticleFactory()
        publish(article, at=timezone.now() + DAY)()
        seen, later = publishing.token(article.pk), timezone.now() + 2 * DAY
        withdrawn, moved = together(
            withdraw(article), lambda article=article, seen=seen, later=later: reschedule(article, later, seen)
        )
        assert withdrawn is None
        assert isinstance(moved, Edition) or moved.code == "changed-meanwhile", moved
        assert not Edition.objects.filter(article=article).ahead(timezone.now()).exists()
        assert sound(article)


def test_of_two_who_withdraw_one_is_told_that_nothing_is_left(rounds):
    for _round in rounds:
        article = ArticleFactory()
        publish(article)()
        results = together(withdraw(article), withdraw(article))
        assert results.count(None) == 1
        assert [result.code for result in results if result] == ["nothing-public"], results


def test_of_two_stories_that_claim_one_address_exactly_one_has_it(rounds):
    for number in rounds:
        first, second = ArticleFactory(slug=f"claimed-{number}"), ArticleFactory(slug=f"claimed-{number}")
        results = together(publish(first), publish(second))
        won = [result for result in results if isinstance(result, Edition)]
        assert len(won) == 1
        assert [result.code for result in results if isinstance(result, Refused)] == ["address-taken"], results
        assert Address.objects.get(path__endswith=f"/claimed-{number}").article_id == won[0].article_id
        assert Edition.objects.filter(article__in=[first, second]).count() == 1
