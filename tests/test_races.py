"""Two people at once, with real threads on real connections: 30 rounds of each race, 200 with --long."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import publishing
from articles.drafts import editing
from articles.models import Act, Address, Article, Edition, PublishingState, UnderTag
from articles.publishing import Refused
from newsroom.lib import clock
from tests.factories import IMPORT, ArticleFactory, ReviewFactory, rewrite

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
    assert article.publishing_state.acts == len(numbers)
    public = [*Edition.objects.filter(article=article).public_by(timezone.now()).order_by("number")]
    for before, after in pairwise(public):
        assert before.live_until <= after.live_from
    return True


def test_of_two_who_saw_the_same_exactly_one_publishes_and_the_other_is_told(rounds):
    for _round in rounds:
        article = ArticleFactory()
        publish(article)()
        seen = publishing.token(article.pk)
        rewrite(article, headline="Council meets again")
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
    """What each of them changed is printed."""
    for _round in rounds:
        article = ArticleFactory()
        publish(article)()
        words = {"headline": "Council met", "standfirst": "It met.", "body": "<p>They spoke.</p>"}
        fixes = [partial(publishing.fix, article.pk, by=IMPORT, **{name: text}) for name, text in words.items()]
        results = [edition for edition, _clashes in together(*fixes)]
        assert sorted(edition.number for edition in results) == [2, 3, 4]
        assert Edition.objects.filter(article=article).public_by(clock.now()).count() == 4
        live = Edition.objects.live(clock.now()).get(article=article)
        assert {name: getattr(live, name) for name in words} == words
        assert sound(article)


def waits_for_a_lock() -> bool:
    """Whether a connection of this database waits for a row that another has locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction sees what it saw at first
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def until(something: Callable[[], bool]) -> None:
    limit = time.monotonic() + 20
    while not something():
        assert time.monotonic() < limit, "nothing happened for 20 seconds"
        time.sleep(0.02)


def impatient(act: Callable) -> Callable:
    """The same, which fails where it would wait for a lock."""

    def work():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
            return act()

    return work


def while_locked(article, act: Callable) -> tuple:
    """Do something while this story is locked, until it waits. What came of it, and when the lock was given back."""
    done = []
    thread = Thread(target=lambda: done.extend(together(act)))
    with transaction.atomic():
        PublishingState.objects.filter(pk=article.pk).select_for_update(no_key=True).get()
        thread.start()
        until(waits_for_a_lock)
        time.sleep(0.05)
        given_back = clock.now()
    thread.join()
    return done[0], given_back


VERBS = {
    "publish": lambda pk: publishing.publish(pk, by=IMPORT, change="minor"),
    "fix": lambda pk: publishing.fix(pk, by=IMPORT, headline="Council met in Quba"),
    "reschedule": lambda pk: publishing.reschedule(pk, by=IMPORT, at=clock.now() + DAY),
    "cancel": lambda pk: publishing.cancel(pk, by=IMPORT),
    "window": lambda pk: publishing.window(pk, by=IMPORT, ends_at=clock.now() + 9 * DAY),
    "withdraw": lambda pk: publishing.withdraw(pk, by=IMPORT, reason="It was wrong."),
}


@pytest.mark.parametrize("verb", VERBS)
def test_the_clock_is_read_after_the_lock_was_had(verb):
    article = ArticleFactory()
    publish(article)()
    publish(rewrite(article, headline="Council meets again"), at=clock.now() + 2 * DAY, change="minor")()
    rewrite(article, headline="Council meets once more")
    result, given_back = while_locked(article, lambda: VERBS[verb](article.pk))
    assert not isinstance(result, Exception), result
    act = Act.objects.filter(article=article).latest("number")
    assert act.made_at >= given_back
    assert sound(article)


def test_publishing_waits_for_a_save_that_is_under_way_and_refuses_what_was_not_read(nora):
    """The draft is locked too: a save beside it would be published unread."""
    article = ArticleFactory()
    version = article.version
    result = []
    thread = Thread(target=lambda: result.extend(together(publish(article, version=version))))
    with transaction.atomic():
        stored = Article.objects.get(pk=article.pk)
        before = editing.before_change(stored)
        thread.start()
        until(waits_for_a_lock)
        stored.headline = "Council adjourned"
        stored.save()
        editing.after_change(stored, before, by=nora)
    thread.join()
    assert result[0].code == "text-changed-meanwhile", result
    assert not Edition.objects.filter(article=article).exists()


def test_saving_waits_for_a_publication_that_is_under_way(nora):
    """So what is published is the text that was read, and what is saved is the next version."""
    article = ArticleFactory()

    def save():
        with transaction.atomic():
            stored = Article.objects.get(pk=article.pk)
            before = editing.before_change(stored)
            stored.headline = "Council adjourned"
            stored.save()
            editing.after_change(stored, before, by=nora)
        return stored

    done = []
    thread = Thread(target=lambda: done.extend(together(save)))
    with transaction.atomic():
        edition = publish(article)()
        thread.start()
        until(waits_for_a_lock)
    thread.join()
    assert not isinstance(done[0], Exception), done
    edition.refresh_from_db()
    assert (edition.headline, edition.version) == ("Council meets in Quba", 1)
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Council adjourned", 2)


def test_a_reader_can_review_a_story_while_somebody_publishes_it():
    """No act locks the key of a story, to which a review points."""
    article = ArticleFactory()
    publish(article)()
    with transaction.atomic():
        publish(rewrite(article, headline="Council meets again"), change="minor")()
        (review,) = together(impatient(lambda: ReviewFactory(article=article)))
    assert not isinstance(review, Exception), review


def test_the_page_of_a_step_waits_for_no_act():
    article = ArticleFactory()
    publish(article)()
    with transaction.atomic():
        publish(rewrite(article, headline="Council meets again"), change="minor")()
        assert together(impatient(lambda: publishing.token(article.pk))) == ["1.1"]
    assert publishing.token(article.pk) == "2.2"


def test_withdrawing_never_loses_against_publishing(rounds):
    for _round in rounds:
        article = ArticleFactory(tagged=["Energy"])
        publish(article)()
        seen = publishing.token(article.pk)
        rewrite(article, headline="Council meets again")
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
        rewrite(article, headline="Council meets again")
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
