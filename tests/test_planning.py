"""Planning: ideas without a text, the board that shows them beside deadlines and editions, and who may move what."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.drafts import planning
from articles.models import Article, Event, Plan
from articles.workflow import NotAllowed, State
from newsroom.accounts import leaving
from newsroom.lib.house_time import midnight
from sections import arranging
from tests.factories import ArticleFactory, PlanFactory, SectionFactory, make_user, publish
from tests.test_desk_article import LIST, logged_in, verbs

pytestmark = [pytest.mark.database, pytest.mark.django_db]

BOARD, NEW = "/admin/planning/", "/admin/planning/new/"
MONDAY = date(2026, 11, 30)
HOUR = timedelta(hours=1)


@pytest.fixture
def editor(omar):
    return logged_in(omar)


@pytest.fixture
def reporter(nora):
    return logged_in(nora)


@pytest.fixture
def ada(db):
    return make_user("ada", "Journalists")


def soon(days: int = 1, hour: int = 15) -> datetime:
    return midnight(timezone.localdate() + timedelta(days=days)) + HOUR * hour


def cards(client, **asked) -> dict[str, tuple]:
    """What is on the board: (row, day, kind) by title."""
    page = client.get(BOARD, asked)
    assert page.status_code == 200
    return {
        card.title: (str(row.title), cell.day, card.kind)
        for row in page.context["rows"]
        for cell in row.cells
        for card in cell.cards
    }


def card(client, title: str, **asked):
    rows = client.get(BOARD, asked).context["rows"]
    return next(one for row in rows for cell in row.cells for one in cell.cards if one.title == title)


def filled(**fields) -> dict:
    return {"title": "Bread prices", "due_on": "2026-11-30", "due_at": "", "section": "", "person": "", "language": "",
            "note": ""} | fields  # fmt: skip


# -- ideas ------------------------------------------------------------------------------------------------------------


def test_an_idea_is_planned_and_the_activity_log_has_it(reporter, nora):
    section = SectionFactory()
    response = reporter.post(NEW, filled(section=section.pk, person=nora.pk, due_at="16:30", note="Ask the bakers."))
    assert response.url == f"{BOARD}?day=2026-11-30"
    plan = Plan.objects.get()
    assert (plan.title, plan.section, plan.person, plan.due_on, plan.due_at, plan.note, plan.made_by) == (
        "Bread prices", section, nora, MONDAY, time(16, 30), "Ask the bakers.", nora,
    )  # fmt: skip
    event = Event.objects.about(plan).get()
    assert (event.verb, event.by) == ("plan", nora)
    assert event.detail["due_at"] == "16:30:00"
    assert "Ask the bakers" not in str(event.detail)


def test_an_idea_without_a_title_or_a_day_comes_back_with_what_was_typed(reporter):
    page = reporter.post(NEW, filled(title="", due_on="", note="Ask the bakers."))
    assert {*page.context["form"].errors} == {"title", "due_on"}
    assert "Ask the bakers." in page.text
    assert not Plan.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_no_board_can_show_is_refused(reporter, day):
    assert "due_on" in reporter.post(NEW, filled(due_on=day)).context["form"].errors


def test_a_time_that_the_clocks_skip_is_refused(reporter, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    page = reporter.post(NEW, filled(due_on="2027-03-28", due_at="02:30"))
    assert "doesn’t exist" in str(page.context["form"].errors).replace("&#x27;", "’").replace("'", "’")


def test_a_plan_of_a_repeated_hour_means_the_first(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    assert planning.due_moment(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert planning.due_moment(MONDAY, None) is None


def test_a_journalist_changes_their_own_and_nobody_s_ideas_and_gives_none_to_others(nora, ada, omar):
    mine, nobodys, adas = PlanFactory(person=nora), PlanFactory(), PlanFactory(person=ada)
    planning.change(mine.pk, by=nora, title="Mine")
    planning.change(nobodys.pk, by=nora, person=nora)
    for act in (
        lambda: planning.change(adas.pk, by=nora, title="Nora's"),
        lambda: planning.drop(adas.pk, by=nora),
        lambda: planning.start(adas.pk, by=nora),
        lambda: planning.change(mine.pk, by=nora, person=ada),
        lambda: planning.plan(by=nora, title="For Ada", due_on=MONDAY, person=ada),
    ):
        with pytest.raises(NotAllowed) as refusal:
            act()
        assert refusal.value.code == "forbidden"
    planning.change(adas.pk, by=omar, title="Omar's")
    assert {*Plan.objects.values_list("title", flat=True)} == {"Mine", "Bread prices, November", "Omar's"}


def test_the_pages_say_the_same(nora, ada, reporter, editor):
    plan = PlanFactory(person=ada, note="Ask the bakers.")
    page = reporter.get(f"{BOARD}{plan.pk}/")
    assert "Ask the bakers." in page.text
    assert 'name="title"' not in page.text
    for path in ("", "move/", "delete/", "start/"):
        assert reporter.post(f"{BOARD}{plan.pk}/{path}", filled()).status_code == 403, path
    assert card(reporter, plan.title, day="2026-11-30").move == ""
    choices = reporter.get(NEW).context["form"].fields["person"].queryset
    assert [*choices] == [nora]
    assert editor.post(f"{BOARD}{plan.pk}/", filled(title="Changed")).status_code == 302
    assert Plan.objects.get().title == "Changed"


def test_a_moderator_sees_none_of_it(mina):
    plan, client = PlanFactory(), logged_in(mina)
    for path in ("", "new/", f"{plan.pk}/", f"{plan.pk}/move/", f"{plan.pk}/delete/", "calendar/"):
        assert client.get(f"{BOARD}{path}").status_code == 403, path
    assert client.post(f"{BOARD}{plan.pk}/start/").status_code == 403
    assert client.post(f"{BOARD}calendar/").status_code == 403


def test_only_what_was_changed_is_written_to_the_log(omar):
    plan = PlanFactory()
    planning.change(plan.pk, by=omar, title=plan.title, due_on=MONDAY + timedelta(days=1))
    planning.change(plan.pk, by=omar, title=plan.title)
    assert [(event.verb, event.detail) for event in Event.objects.about(plan)] == [("replan", {"due_on": "2026-12-01"})]


def test_a_deleted_idea_is_gone_and_the_log_keeps_its_title(reporter, nora):
    plan = PlanFactory(person=nora)
    assert reporter.get(f"{BOARD}{plan.pk}/delete/").status_code == 200
    assert Plan.objects.exists()
    reporter.post(f"{BOARD}{plan.pk}/delete/")
    assert not Plan.objects.exists()
    event = Event.objects.about(plan).get()
    assert (event.verb, event.detail["name"]) == ("delete", "Bread prices, November")
    with pytest.raises(NotAllowed, match="deleted"):
        planning.change(plan.pk, by=nora, title="Again")


# -- starting to write ------------------------------------------------------------------------------------------------


def test_start_writing_makes_a_story_of_an_idea(omar, nora):
    section = SectionFactory()
    plan = PlanFactory(person=nora, section=section, language="az", due_at=time(16, 30), note="Ask the bakers.")
    story = planning.start(plan.pk, by=omar)
    story = Article.objects.get(pk=story.pk)
    assert (story.headline, story.section, story.language) == (plan.title, section, "az")
    assert (story.writer, story.reporter) == (omar, nora)
    assert story.deadline == planning.due_moment(MONDAY, time(16, 30))
    assert verbs(story) == ["write", "assign", "note"]
    assert Event.objects.about(story).get(verb="note").reason == "Ask the bakers."
    assert Event.objects.about(plan).get().detail == {"story": story.pk}
    assert story.revisions.count() == 1


def test_who_starts_their_own_writes_it_and_a_day_alone_is_no_deadline(nora):
    plan = PlanFactory(person=nora)
    story = planning.start(plan.pk, by=nora)
    assert (story.writer, story.reporter, story.deadline) == (nora, None, None)
    assert verbs(story) == ["write"]


def test_a_second_start_opens_the_story_that_is_there(nora, reporter):
    plan = PlanFactory()
    story = planning.start(plan.pk, by=nora)
    assert reporter.post(f"{BOARD}{plan.pk}/start/").url == f"{LIST}{story.pk}/change/"
    assert reporter.get(f"{BOARD}{plan.pk}/").url == f"{LIST}{story.pk}/change/"
    assert Article.objects.count() == 1
    with pytest.raises(NotAllowed, match="Spike the story"):
        planning.drop(plan.pk, by=nora)


def test_starting_needs_a_post(reporter):
    assert reporter.get(f"{BOARD}{PlanFactory().pk}/start/").status_code == 405


# -- the board --------------------------------------------------------------------------------------------------------


def test_the_board_shows_a_week_by_section_from_ideas_to_fronts(editor, omar, nora):
    politics = SectionFactory(name="Politics")
    day = timezone.localdate() + timedelta(days=7)  # next week, for some of this week is over
    when = midnight(day) + HOUR * 10
    PlanFactory(title="idea", due_on=day, section=politics, person=nora)
    PlanFactory(title="no section", due_on=day)
    ArticleFactory(headline="deadline", deadline=when, section=politics, writer=nora)
    publish(ArticleFactory(headline="scheduled", section=politics), at=when)
    both = ArticleFactory(headline="both", section=politics, deadline=when)
    publish(both, at=when + HOUR)
    bare = ArticleFactory(headline="embargoed", section=politics)
    publishing.window(bare.pk, by=omar, embargo=when)
    arranging.arrange(None, [arranging.Held(1, both.pk)], by=omar, at=when)
    ArticleFactory(headline="spiked", deadline=when, state=State.SPIKED)
    PlanFactory(title="another week", due_on=day + timedelta(days=8))
    assert cards(editor, day=day) == {
        "idea": ("Politics", day, "idea"),
        "no section": ("No section yet", day, "idea"),
        "deadline": ("Politics", day, "story"),
        "scheduled": ("Politics", day, "scheduled"),
        "both": ("Politics", day, "scheduled"),
        "embargoed": ("Politics", day, "embargo"),
        "Front: Home": ("Fronts", day, "front"),
    }


def test_the_board_shows_people_with_oneself_first_and_nobody_last(reporter, nora, ada):
    for title, person in (("hers", ada), ("mine", nora), ("nobody's", None)):
        PlanFactory(title=title, person=person)
    page = reporter.get(BOARD, {"day": "2026-11-30", "by": "person"})
    assert [row.title for row in page.context["rows"]] == ["nora", "ada", "Nobody yet"]
    assert {title: row for title, (row, *_rest) in cards(reporter, day="2026-11-30", by="person").items()} == {
        "hers": "ada", "mine": "nora", "nobody's": "Nobody yet",
    }  # fmt: skip


def test_days_are_those_of_the_newsroom(editor, settings):
    settings.TIME_ZONE = "Asia/Baku"
    ArticleFactory(headline="after midnight in Baku", deadline=datetime(2998, 6, 3, 20, 30, tzinfo=UTC))
    assert cards(editor, day="2998-06-04", view="day") == {
        "after midnight in Baku": ("Politics", date(2998, 6, 4), "story")
    }
    assert cards(editor, day="2998-06-03", view="day") == {}


def test_a_day_is_shown_alone_and_weeks_follow_each_other(editor):
    page = editor.get(BOARD, {"day": "2026-12-31"})
    assert [one["day"].isoformat() for one in page.context["days"]][::6] == ["2026-12-28", "2027-01-03"]
    assert page.context["after"] == "?day=2027-01-07"
    page = editor.get(BOARD, {"day": "2026-12-31", "view": "day", "by": "person"})
    assert [one["day"] for one in page.context["days"]] == [date(2026, 12, 31)]
    assert page.context["before"] == "?day=2026-12-30&by=person&view=day"


@pytest.mark.parametrize("asked", [{"day": "9999-12-31"}, {"day": "nonsense"}, {"by": "x", "view": "y"}])
def test_what_makes_no_sense_asks_for_this_week(editor, asked):
    days = [one["day"] for one in editor.get(BOARD, asked).context["days"]]
    assert timezone.localdate() in days
    assert len(days) == 7


def test_a_started_plan_without_a_time_stays_on_its_day_as_the_story(editor, nora):
    plan = PlanFactory(person=nora)
    story = planning.start(plan.pk, by=nora)
    assert cards(editor, day="2026-11-30") == {plan.title: ("No section yet", MONDAY, "story")}
    Article.objects.filter(pk=story.pk).update(state=State.SPIKED)
    assert cards(editor, day="2026-11-30") == {}


def test_a_story_with_a_deadline_has_one_card_though_it_was_planned(editor, nora):
    planning.start(PlanFactory(person=nora, due_at=time(16, 30)).pk, by=nora)
    page = editor.get(BOARD, {"day": "2026-11-30"})
    assert sum(len(cell.cards) for row in page.context["rows"] for cell in row.cells) == 1


def test_a_card_says_what_readers_see(editor):
    when = soon()
    article = ArticleFactory(headline="published", deadline=when, state=State.APPROVED)
    publish(article, now=timezone.now())
    ArticleFactory(headline="late", deadline=timezone.now() - timedelta(minutes=1))
    day = timezone.localdate(when).isoformat()
    assert card(editor, "published", day=day, view="day").words == "Published"
    late = card(editor, "late", day=timezone.localdate(timezone.now() - timedelta(minutes=1)).isoformat(), view="day")
    assert late.is_late


def test_the_board_asks_as_much_of_many_cards_as_of_few(editor, omar, nora):
    day = timezone.localdate() + timedelta(days=7)
    counts = []
    for round_ in range(2):
        for number in range(6):
            section = SectionFactory(name=f"Section {round_} {number}")
            person = make_user(f"person{round_}{number}", "Journalists")
            when = midnight(day) + HOUR * (number + 8)
            PlanFactory(due_on=day, person=person, section=section)
            planning.start(PlanFactory(due_on=day, person=person, section=section).pk, by=omar)
            ArticleFactory(deadline=when, reporter=person, section=section)
            publish(ArticleFactory(section=section, writer=person), at=when)
            publishing.window(ArticleFactory(section=section, writer=person).pk, by=omar, embargo=when)
            arranging.arrange(section, [], by=omar, at=when)
        for by in ("section", "person"):
            editor.get(BOARD, {"day": day, "by": by})
            with CaptureQueriesContext(connection) as queries:
                editor.get(BOARD, {"day": day, "by": by})
            counts.append(len(queries))
    assert counts[:2] == counts[2:], "\n".join(query["sql"][-300:] for query in queries)
    assert max(counts) <= 20, "\n".join(query["sql"] for query in queries)


# -- moving -----------------------------------------------------------------------------------------------------------


def test_moving_a_plan_moves_its_day_and_may_give_it_to_somebody(editor, nora):
    plan, section = PlanFactory(due_at=time(9)), SectionFactory()
    page = editor.get(f"{BOARD}{plan.pk}/move/", {"day": "2026-12-03"})
    assert page.context["form"].initial["due_on"] == date(2026, 12, 3)
    sent = {"due_on": "2026-12-03", "due_at": "", "section": section.pk, "person": nora.pk}
    assert editor.post(f"{BOARD}{plan.pk}/move/", sent).url == f"{BOARD}?day=2026-12-03"
    plan.refresh_from_db()
    assert (plan.due_on, plan.due_at, plan.section, plan.person) == (date(2026, 12, 3), None, section, nora)
    assert Event.objects.about(plan).get().verb == "replan"


def test_moving_a_story_moves_its_deadline_by_assigning(editor, nora):
    story = ArticleFactory(deadline=soon(), writer=nora)
    day = timezone.localdate() + timedelta(days=3)
    sent = {"due_on": day, "due_at": "11:00", "section": story.section_id, "person": nora.pk}
    editor.post(f"{BOARD}stories/{story.pk}/move/", sent)
    story.refresh_from_db()
    assert story.deadline == midnight(day) + HOUR * 11
    assert story.reporter == nora
    assert (verbs(story), story.version) == (["assign"], 1)


def test_moving_a_story_to_another_section_is_an_edit(editor, omar):
    story, culture = ArticleFactory(deadline=soon(), state=State.APPROVED), SectionFactory(name="Culture")
    here = timezone.localtime(story.deadline)
    sent = {"due_on": here.date(), "due_at": here.strftime("%H:%M"), "section": culture.pk, "person": ""}
    editor.post(f"{BOARD}stories/{story.pk}/move/", sent)
    story.refresh_from_db()
    assert (story.section, story.version, story.state) == (culture, 2, State.DRAFT)
    assert verbs(story) == ["edit"]


def test_a_story_keeps_a_time_when_it_is_moved(editor):
    story = ArticleFactory(deadline=soon())
    page = editor.post(
        f"{BOARD}stories/{story.pk}/move/", {"due_on": "2026-12-03", "due_at": "", "section": "", "person": ""}
    )
    assert "due_at" in page.context["form"].errors


def test_only_who_leads_a_section_moves_its_stories(reporter, nora):
    story = ArticleFactory(deadline=soon(), writer=nora)
    assert reporter.get(f"{BOARD}stories/{story.pk}/move/").status_code == 403
    day = timezone.localdate(story.deadline).isoformat()
    assert card(reporter, story.headline, day=day, view="day").move == ""


def test_a_scheduled_edition_is_moved_on_the_page_that_asks(editor):
    when = soon(8)
    story = ArticleFactory()
    publish(story, at=when)
    found = card(editor, story.headline, day=timezone.localdate(when).isoformat(), view="day")
    assert found.asks
    assert found.move == f"{LIST}{story.pk}/reschedule/step/"
    assert "data-asks" in editor.get(BOARD, {"day": timezone.localdate(when).isoformat()}).text


# -- what is due, and who leaves --------------------------------------------------------------------------------------


def test_what_is_due_is_told_to_those_it_belongs_to_until_it_is_started(nora, omar, ada):
    now = timezone.now()
    today = timezone.localdate(now)
    PlanFactory(title="mine", person=nora, due_on=today)
    PlanFactory(title="overdue", person=nora, due_on=today - timedelta(days=2))
    PlanFactory(title="tomorrow", person=nora, due_on=today + timedelta(days=1))
    PlanFactory(title="nobody's", due_on=today)
    planning.start(PlanFactory(title="started", person=nora, due_on=today).pk, by=nora)
    assert [plan.title for plan in planning.plans_due(nora, now)] == ["overdue", "mine"]
    assert [plan.title for plan in planning.plans_due(omar, now)] == ["nobody's"]
    assert not planning.plans_due(ada, now)


def test_ideas_that_are_due_are_on_the_first_page(editor, reporter, nora):
    today = timezone.localdate()
    PlanFactory(title="mine", person=nora, due_on=today)
    PlanFactory(title="overdue", person=nora, due_on=today - timedelta(days=2))
    groups = {group.name: group for group in reporter.get("/admin/").context["groups"]}
    assert [(item.title, item.late) for item in groups["due"].items] == [("overdue", True), ("mine", False)]
    assert "due" not in {group.name for group in editor.get("/admin/").context["groups"]}


def test_the_plans_of_who_leaves_go_to_the_heir(nora, ada, admin):
    kept, started = PlanFactory(person=nora), PlanFactory(person=nora)
    planning.start(started.pk, by=nora)
    leaving.leave(nora, by=admin, writer=ada)
    kept.refresh_from_db()
    started.refresh_from_db()
    assert (kept.person, started.person) == (ada, nora)
    assert Event.objects.about(nora).get(verb="leave").detail["plans"] == [kept.pk]
