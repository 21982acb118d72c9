"""The planning calendar: its private address, what it shows to whom, and the standard it is written by."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.models import CalendarLink, Event
from newsroom.accounts import leaving
from newsroom.lib.house_time import midnight
from newsroom.planning import feed
from tests.factories import ArticleFactory, PlanFactory, SectionFactory, publish
from tests.test_desk_article import logged_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PAGE = "/admin/planning/calendar/"
NOW = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


def unfolded(words: str) -> list[str]:
    """The content lines of a calendar, as RFC 5545 3.1 says they are read."""
    assert words.endswith("\r\n")
    assert "\n" not in words.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in words.split("\r\n"))
    return words.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def parsed(words: str) -> list[dict[str, str]]:
    """The events of a calendar: name (with its parameters) → value, with what was escaped read back."""
    events, lines = [], unfolded(words)
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name not in {"END", "CATEGORIES"}:
            assert name not in events[-1], f"{name} is there twice"
            events[-1][name] = re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), value)
        elif events and name == "CATEGORIES":
            events[-1][name] = value
    return events


def address(user, which: str = "all") -> str:
    return feed.address(feed.link_of(user) or feed.make(user), which).removeprefix("http://testserver")


def read(user, which: str = "all") -> list[dict[str, str]]:
    response = Client().get(address(user, which))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return parsed(response.text)


# -- the standard -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Rates; decision, and \\ more",
        "First line\nsecond line",
        "one\nBEGIN:VALARM",
        "Ə" * 80,
        "🙂" * 40,
        "a" * 66 + "ç" * 20,
        "Ends in a backslash \\",
        "\\n is no line end",
    ],
)
def test_any_words_come_back_as_they_were(nora, words):
    PlanFactory(title=words, note=words, due_on=timezone.localdate())
    (event,) = read(nora)
    assert event["SUMMARY"] == words.replace("\n", " ")  # a title is one line
    assert event["DESCRIPTION"].endswith(words)


# -- what it shows ----------------------------------------------------------------------------------------------------


def test_the_calendar_shows_the_board_and_mine_only_what_is_mine(nora, omar):
    today = timezone.localdate()
    when = midnight(today + timedelta(days=1)) + timedelta(hours=9)
    PlanFactory(title="Bread, prices", due_on=today, person=nora, section=SectionFactory(), note="Ask the bakers; all.")
    PlanFactory(title="With a time", due_on=today, due_at=time(16, 30))
    ArticleFactory(headline="A deadline", deadline=when, writer=nora)
    publish(ArticleFactory(headline="Scheduled"), at=when)
    publishing.window(ArticleFactory(headline="Embargo").pk, by=omar, embargo=when)
    found = {event["SUMMARY"]: event for event in read(nora)}
    assert {*found} == {"Bread, prices", "With a time", "A deadline", "Scheduled", "Embargo"}
    idea = found["Bread, prices"]
    assert idea["DTSTART;VALUE=DATE"] == f"{today:%Y%m%d}"
    assert idea["DESCRIPTION"] == "Planned\nnora\nAsk the bakers; all."
    assert idea["CATEGORIES"] == "Politics"
    assert idea["URL"].startswith("http://testserver/admin/planning/")
    assert found["A deadline"]["DTSTART"] == f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    assert len({event["UID"] for event in found.values()}) == 5
    assert {event["SUMMARY"] for event in read(nora, "mine")} == {"Bread, prices", "A deadline"}


def test_an_event_keeps_its_name_while_it_moves(nora):
    plan = PlanFactory(due_on=timezone.localdate())
    (before,) = read(nora)
    plan.due_on += timedelta(days=3)
    plan.save()
    (after,) = read(nora)
    assert before["UID"] == after["UID"]
    assert before["DTSTART;VALUE=DATE"] != after["DTSTART;VALUE=DATE"]


def test_what_lies_far_off_is_left_out(nora):
    for days in (-8, 91):
        PlanFactory(due_on=timezone.localdate() + timedelta(days=days))
    assert read(nora) == []


# -- its address ------------------------------------------------------------------------------------------------------


def test_nobody_keeps_or_indexes_it_and_it_makes_no_session(nora):
    response = Client().get(address(nora))
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_a_new_address_ends_the_one_before_and_a_revoked_one_shows_nothing(nora):
    client, old = logged_in(nora), address(nora)
    client.post(PAGE, {"act": "new"})
    new = address(nora)
    assert new != old
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    assert new in client.get(PAGE).text
    client.post(PAGE, {"act": "revoke"})
    assert Client().get(new).status_code == 404
    assert not CalendarLink.objects.exists()
    assert [*Event.objects.about(nora).order_by("pk").values_list("verb", flat=True)] == [
        "calendar", "calendar", "no-calendar",
    ]  # fmt: skip


def test_looking_at_the_page_makes_no_address(nora):
    logged_in(nora).get(PAGE)
    assert not CalendarLink.objects.exists()


def test_an_address_dies_with_the_account_or_the_right_to_see_stories(nora, admin):
    path = address(nora)
    nora.groups.clear()
    assert Client().get(path).status_code == 404
    nora.is_superuser = True
    nora.save()
    assert Client().get(path).status_code == 200
    nora.is_staff = False
    nora.save()
    assert Client().get(path).status_code == 404
    nora.is_staff, nora.is_active = True, False
    nora.save()
    assert Client().get(path).status_code == 404


def test_closing_an_account_revokes_its_address(nora, admin):
    path = address(nora)
    leaving.leave(nora, by=admin)
    leaving.come_back(nora, by=admin)
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "x.y", "0" * 32, "0" * 32 + ".abc", "é.x"])
def test_an_address_that_nobody_made_shows_nothing(token):
    assert Client().get(f"{PAGE}{token}/all.ics").status_code == 404


def test_a_signed_key_of_nobody_and_another_name_show_nothing(nora):
    path = address(nora)
    CalendarLink.objects.all().delete()
    assert Client().get(path).status_code == 404
    assert Client().get(path.replace("all.ics", "everything.ics")).status_code == 404


def test_it_is_read_and_never_written(nora):
    assert Client().post(address(nora)).status_code == 405
