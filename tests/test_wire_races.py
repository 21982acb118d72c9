"""A wire file arrives while others are at work: another import, a journalist who saves, an editor who publishes."""

from threading import Event as Signal
from time import sleep

import pytest
from django.db import transaction

from articles import publishing
from articles.drafts import editing
from articles.exchange import wire
from articles.models import Article, Edition, WireText
from tests.factories import IMPORT, NOON, make_user
from tests.test_races import together
from tests.test_wire_updates import HOUR, STORY, changed, file, live, load, story

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WAIT = 0.5  # seconds: long enough for another thread to come to the row that is locked


def importing(data: bytes):
    return lambda: wire.load(wire.parse(data), publish=True)


def test_the_same_file_twice_at_once_makes_and_publishes_each_text_once():
    both = together(importing(file()), importing(file()))
    assert sorted(len(one.made) for one in both) == [0, 3], both
    assert [one.problems for one in both] == [[], []]
    assert Article.objects.count() == Edition.objects.count() == WireText.objects.count() == 3


def test_of_two_versions_at_once_both_arrive_and_what_is_not_published_is_reported():
    load(file(), publish=True)
    one, other = together(importing(changed(lede="It reopened at noon.")), importing(changed(middle="Five manats.")))
    assert Article.objects.count() == 3
    assert [len(each.updated) for each in (one, other)] == [1, 1], (one, other)
    assert WireText.objects.filter(article=story()).count() == 3
    assert all(each.published or each.problems for each in (one, other))
    newest = Edition.objects.filter(article=story()).latest("number")
    same = (newest.standfirst, newest.body) == (story().standfirst, story().body)
    assert same or one.problems or other.problems


def test_what_a_journalist_saves_while_the_import_waits_for_the_row_is_kept():
    load(file())
    nora = make_user("nora", "Journalists")
    locked = Signal()

    def save():
        with transaction.atomic():
            article = story()
            before = editing.before_change(article)
            locked.set()
            sleep(WAIT)
            article.body = article.body.replace("three manats", "two manats")
            article.save(update_fields=["body"])
            editing.after_change(article, before, by=nora)

    def bring_in():
        locked.wait()
        return load(changed(first="The first boat left with ninety people on board."))

    saved, imported = together(save, bring_in)
    assert saved is None
    assert [article.headline for article in imported.updated] == [STORY[0]]
    assert "two manats" in story().body
    assert "ninety people" in story().body
    assert story().version == 3


def test_a_story_that_an_editor_withdraws_meanwhile_is_not_put_back():
    load(file(), publish=True, now=NOON)

    def clock():
        """Asked when the drafts are saved, before the first is published."""
        if Edition.objects.live(NOON + HOUR).filter(article=story()).exists():
            publishing.withdraw(story().pk, by=IMPORT, reason="In doubt.", clock=lambda: NOON + HOUR)
        return NOON + 2 * HOUR

    imported = wire.load(wire.parse(changed(lede="It reopened at noon.")), publish=True, clock=clock)
    assert not Edition.objects.live(NOON + 3 * HOUR).filter(article=story()).exists()
    assert [article.pk for article, _why in imported.problems] == [story().pk]
    assert story().standfirst == "It reopened at noon."


def test_a_plan_that_an_editor_makes_meanwhile_is_not_cancelled():
    load(file(), now=NOON)
    planned = NOON + 9 * HOUR

    def clock():
        if not Edition.objects.exists():
            publishing.publish(story().pk, by=IMPORT, at=planned, clock=lambda: NOON + HOUR)
        return NOON + 2 * HOUR

    imported = wire.load(wire.parse(changed(lede="It reopened at noon.")), publish=True, clock=clock)
    assert live(story(), planned).number == 1
    assert [article.pk for article, _why in imported.problems] == [story().pk]
