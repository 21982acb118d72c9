"""Arranging a front: from a moment on, planned, cancelled, rolled back; the past stays as it was."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import FOREVER, Event
from articles.workflow import State
from sections import arranging, breaking
from sections.arranging import Held, Refused
from sections.models import Arrangement, Banner, Front, Slot
from tests.factories import NOON, ArticleFactory, SectionFactory, at, make_user
from tests.test_races import rounds, together  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)


def arrange(by, *stories, section=None, now=NOON, **how):
    slots = [Held(place, story.pk) for place, story in enumerate(stories, start=1)]
    return arranging.arrange(section, slots, by=by, clock=at(now), **how)


def held(moment, section=None):
    """Which story holds which place at a moment."""
    return dict(Slot.objects.of(section, moment).values_list("place", "article_id"))


def refused(code, act, *args, **kwargs):
    before = [*Arrangement.objects.values(), *Slot.objects.values(), *Event.objects.values()]
    with pytest.raises(Refused) as error:
        act(*args, **kwargs)
    assert error.value.code == code
    assert [*Arrangement.objects.values(), *Slot.objects.values(), *Event.objects.values()] == before


@pytest.fixture
def two(db):
    return ArticleFactory.create_batch(2)


def test_an_arrangement_stands_from_its_moment_to_the_next_one(omar, two):
    one, other = two
    arrange(omar, one)
    arrange(omar, other, one, now=NOON + HOUR)
    assert held(NOON - TICK) == {}
    assert held(NOON) == held(NOON + HOUR - TICK) == {1: one.pk}
    assert held(NOON + HOUR) == {1: other.pk, 2: one.pk}


def test_a_place_may_stay_empty_between_two(omar, two):
    one, other = two
    arranging.arrange(None, [Held(1, one.pk), Held(5, other.pk)], by=omar, clock=at(NOON))
    assert held(NOON) == {1: one.pk, 5: other.pk}


def test_what_is_planned_stays_planned_whatever_is_arranged_before_it(omar, two):
    one, other = two
    arrange(omar, one)
    arrange(omar, other, at=NOON + 18 * HOUR)
    arrange(omar, other, one, now=NOON + HOUR)
    assert held(NOON + HOUR) == held(NOON + 18 * HOUR - TICK) == {1: other.pk, 2: one.pk}
    assert held(NOON + 18 * HOUR) == held(NOON + 99 * HOUR) == {1: other.pk}


def test_a_second_plan_for_the_same_moment_replaces_the_first(omar, two):
    one, other = two
    arrange(omar, one)
    arrange(omar, other, at=NOON + 18 * HOUR)
    arrange(omar, one, other, now=NOON + HOUR, at=NOON + 18 * HOUR)
    assert held(NOON + 18 * HOUR - TICK) == {1: one.pk}
    assert held(NOON + 18 * HOUR) == {1: one.pk, 2: other.pk}
    assert Arrangement.objects.to_come(NOON + HOUR).count() == 1


def test_what_is_cancelled_never_comes_and_what_stood_before_it_stands_on(omar, two):
    one, other = two
    arrange(omar, one)
    planned = arrange(omar, other, at=NOON + 18 * HOUR)
    arrange(omar, at=NOON + 30 * HOUR)
    arranging.cancel(None, planned.pk, by=omar, clock=at(NOON + HOUR))
    assert held(NOON + 18 * HOUR) == held(NOON + 30 * HOUR - TICK) == {1: one.pk}
    assert held(NOON + 30 * HOUR) == {}


def test_two_acts_of_one_instant_do_not_undo_each_other(omar, two):
    """A clock may tick slowly: what stood between them is still in the front's past."""
    one, other = two
    arrange(omar, one)
    arrange(omar, other)
    assert held(NOON) == {1: one.pk}
    assert held(NOON + TICK) == {1: other.pk}


def test_a_plan_that_was_replaced_does_not_come_back_when_the_one_that_replaced_it_is_cancelled(omar, two):
    one, other = two
    arrange(omar, one, at=NOON + 18 * HOUR)
    planned = arrange(omar, other, now=NOON + HOUR, at=NOON + 18 * HOUR)
    arranging.cancel(None, planned.pk, by=omar, clock=at(NOON + 2 * HOUR))
    assert held(NOON + 18 * HOUR) == held(NOON + 99 * HOUR) == {}


def test_a_story_whose_time_is_up_at_the_very_moment_is_not_rolled_back(omar, two):
    one, other = two
    arranging.arrange(None, [Held(1, one.pk, NOON + 2 * HOUR), Held(2, other.pk)], by=omar, clock=at(NOON))
    arrange(omar, now=NOON + HOUR)
    rolled = arranging.roll_back(None, NOON, by=omar, clock=at(NOON + 2 * HOUR))
    assert dict(rolled.slots.values_list("place", "article_id")) == held(NOON + 2 * HOUR) == {2: other.pk}


def test_what_has_come_cannot_be_cancelled(omar, two):
    planned = arrange(omar, two[0], at=NOON + HOUR)
    refused("nothing-to-cancel", arranging.cancel, None, planned.pk, by=omar, clock=at(NOON + HOUR))
    refused("nothing-to-cancel", arranging.cancel, SectionFactory(), planned.pk, by=omar, clock=at(NOON))


def test_a_front_is_rolled_back_to_how_it_was_at_a_moment(omar, two):
    one, other = two
    arrange(omar, one, other)
    arrange(omar, other, now=NOON + HOUR)
    arranging.roll_back(None, NOON + HOUR - TICK, by=omar, clock=at(NOON + 2 * HOUR))
    assert held(NOON + 2 * HOUR - TICK) == {1: other.pk}
    assert held(NOON + 2 * HOUR) == {1: one.pk, 2: other.pk}
    arranging.roll_back(None, NOON - HOUR, by=omar, clock=at(NOON + 3 * HOUR))
    assert held(NOON + 3 * HOUR) == {}
    refused("not-yet", arranging.roll_back, None, NOON + 9 * HOUR, by=omar, clock=at(NOON + 4 * HOUR))


def test_a_story_may_hold_its_place_until_a_moment(omar, two):
    one, other = two
    arranging.arrange(None, [Held(1, one.pk, NOON + HOUR), Held(2, other.pk)], by=omar, clock=at(NOON))
    assert held(NOON + HOUR - TICK) == {1: one.pk, 2: other.pk}
    assert held(NOON + HOUR) == {2: other.pk}
    arranging.roll_back(None, NOON, by=omar, clock=at(NOON + 2 * HOUR))
    assert held(NOON + 2 * HOUR) == {2: other.pk}


def test_each_front_has_its_own(omar, two):
    section = SectionFactory(name="Economy")
    own = ArticleFactory(section=section)
    arrange(omar, two[0])
    arrange(omar, own, section=section)
    assert held(NOON) == {1: two[0].pk}
    assert held(NOON, section) == {1: own.pk}


def test_nonsense_is_refused_and_changes_nothing(omar, two):
    one, other = two
    economy = SectionFactory(name="Economy")

    def slots(*held, section=None, **how):
        return arranging.arrange(section, held, by=omar, clock=at(NOON), **how)

    refused("in-the-past", slots, Held(1, one.pk), at=NOON - TICK)
    refused("no-such-place", slots, Held(0, one.pk))
    refused("no-such-place", slots, Held(9, one.pk))
    refused("no-such-place", slots, Held(4, one.pk), section=economy)
    refused("no-such-place", slots, Held(1, one.pk), Held(1, other.pk))
    refused("twice", slots, Held(1, one.pk), Held(2, one.pk))
    refused("no-such-story", slots, Held(1, 999_999))
    refused("no-such-story", slots, Held(1, one.pk), section=economy)
    refused("over-before", slots, Held(1, one.pk, NOON))


def test_editors_arrange_fronts_and_those_of_a_section_only_theirs(omar, nora, mina, admin, two):
    for person in (nora, mina):
        refused("forbidden", arrange, person, two[0])
    politics, economy = two[0].section, SectionFactory(name="Economy")
    eva = make_user("eva", "Editors")
    politics.editors.add(eva)
    arrange(eva, two[0], section=politics)
    refused("forbidden", arrange, eva, section=economy)
    refused("forbidden", arrange, eva, two[0])
    refused("forbidden", arranging.roll_back, None, NOON, by=eva, clock=at(NOON))
    arrange(admin, two[0])


def test_who_did_not_see_the_last_act_is_told(omar, admin, two):
    one, other = two
    seen = arranging.token(None, at=NOON)
    arrange(omar, one, seen=seen)
    refused("changed-meanwhile", arrange, admin, other, now=NOON + HOUR, seen=seen)
    planned = arrange(omar, other, now=NOON + HOUR, at=NOON + 2 * HOUR)
    seen = arranging.token(None, at=NOON + 2 * HOUR - TICK)
    # what was planned has come since: it is no longer the front that was seen
    refused("changed-meanwhile", arrange, admin, one, now=planned.starts, seen=seen)


def test_what_was_done_stands_in_the_journal(omar, two):
    planned = arrange(omar, two[0], at=NOON + HOUR)
    arranging.cancel(None, planned.pk, by=omar, clock=at(NOON))
    arranging.roll_back(None, NOON, by=omar, clock=at(NOON + HOUR))
    front = Front.objects.get()
    told = [(event.verb, event.by) for event in Event.objects.about(front).order_by("pk")]
    assert told == [("arrange", omar), ("cancel-front", omar), ("roll-back", omar)]
    assert Event.objects.get(verb="arrange").at == NOON
    detail = Event.objects.get(verb="arrange").detail
    assert detail == {"starts": (NOON + HOUR).isoformat(), "slots": {"1": two[0].pk}}


def test_a_spiked_story_is_not_put_on_a_front(omar):
    story = ArticleFactory(state=State.SPIKED)
    refused("no-such-story", arrange, omar, story)


def test_the_database_refuses_what_would_rewrite_the_past(omar, two):
    arrangement = arrange(omar, two[0])
    slot = arrangement.slots.get()
    for work in (
        lambda: Arrangement.objects.filter(pk=arrangement.pk).update(starts=NOON - HOUR),
        lambda: Slot.objects.filter(pk=slot.pk).update(article=two[1].pk),
        slot.delete,
        lambda: Slot.objects.create(arrangement=arrangement, place=1, article=two[1]),
        lambda: Slot.objects.create(arrangement=arrangement, place=2, article=two[0]),
        lambda: Arrangement.objects.create(front=arrangement.front, starts=NOON, ends=NOON - HOUR),
        lambda: Arrangement.objects.create(front=arrangement.front, starts=NOON),
        lambda: Front.objects.create(section=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            work()


@pytest.mark.postgres
def test_the_database_refuses_two_at_a_time(omar, two):
    arrangement = arrange(omar, two[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrangement.objects.create(front=arrangement.front, starts=NOON + HOUR, ends=NOON + 2 * HOUR)


# -- two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_arrange_at_once_one_is_told(omar, rounds):  # noqa: F811
    one, other = ArticleFactory.create_batch(2)
    for _round in rounds:
        now = timezone.now()
        seen = arranging.token(None, at=now)
        acts = [
            lambda story=story, seen=seen: arranging.arrange(None, [Held(1, story.pk)], by=omar, seen=seen)
            for story in (one, other)
        ]
        results = together(*acts)
        won = [result for result in results if isinstance(result, Arrangement)]
        told = [result.code for result in results if isinstance(result, Refused)]
        assert (len(won), told) == (1, ["changed-meanwhile"]), results
        assert held(timezone.now()) == {1: won[0].slots.get().article_id}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_saw_nothing_both_are_kept_one_after_the_other(omar, rounds):  # noqa: F811
    one, other = ArticleFactory.create_batch(2)
    for _round in rounds:
        acts = [lambda story=story: arranging.arrange(None, [Held(1, story.pk)], by=omar) for story in (one, other)]
        first, second = sorted(together(*acts), key=lambda row: row.starts)
        first.refresh_from_db()
        assert first.ends == second.starts
        assert second.ends == FOREVER


# -- the banner -------------------------------------------------------------------------------------------------------


def put_up(by, words="Snow", now=NOON, **how):
    return breaking.put_up(words, by=by, clock=at(now), **how)


def words(moment):
    return [banner.words for banner in Banner.objects.standing(moment)]


def test_a_banner_stands_from_its_moment_to_its_end(omar):
    put_up(omar, "Snow", at=NOON + HOUR, until=NOON + 2 * HOUR)
    assert words(NOON + HOUR - TICK) == []
    assert words(NOON + HOUR) == words(NOON + 2 * HOUR - TICK) == ["Snow"]
    assert words(NOON + 2 * HOUR) == []


def test_the_next_banner_ends_the_one_before(omar):
    put_up(omar, "Snow")
    put_up(omar, "More  snow ", now=NOON + HOUR)
    assert words(NOON + HOUR - TICK) == ["Snow"]
    assert words(NOON + HOUR) == ["More snow"]


def test_a_banner_is_taken_down_by_hand(omar):
    banner = put_up(omar)
    breaking.take_down(banner.pk, by=omar, clock=at(NOON + HOUR))
    assert words(NOON + HOUR - TICK) == ["Snow"]
    assert words(NOON + HOUR) == []
    with pytest.raises(Refused, match="already ended or been taken down"):
        breaking.take_down(banner.pk, by=omar, clock=at(NOON + 2 * HOUR))


def test_one_that_is_cancelled_leaves_the_one_before_as_long_as_it_was_asked_for(omar):
    put_up(omar, "Snow", until=NOON + 5 * HOUR)
    planned = put_up(omar, "Rain", at=NOON + 2 * HOUR)
    assert words(NOON + 2 * HOUR) == ["Rain"]
    breaking.take_down(planned.pk, by=omar, clock=at(NOON + HOUR))
    assert words(NOON + 2 * HOUR) == words(NOON + 5 * HOUR - TICK) == ["Snow"]
    assert words(NOON + 5 * HOUR) == []


def test_who_may_not_arrange_the_home_page_sets_no_banner(nora, mina, two):
    eva = make_user("eva", "Editors")
    two[0].section.editors.add(eva)
    for person in (nora, mina, eva):
        with pytest.raises(Refused) as error:
            put_up(person)
        assert error.value.code == "forbidden"


@pytest.mark.parametrize(
    ("code", "how"),
    [("no-words", {"words": " "}), ("in-the-past", {"at": NOON - TICK}), ("over-before", {"until": NOON})],
)
def test_a_banner_that_makes_no_sense_is_refused(omar, code, how):
    with pytest.raises(Refused) as error:
        put_up(omar, **how)
    assert error.value.code == code
    assert not Banner.objects.exists()
