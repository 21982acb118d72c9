"""A clock that was wrong and is put right: what readers see, what the desk may do, what the ledger says."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from articles import publishing
from articles.exchange import history_json as exchange
from articles.models import Act, Article, Edition, Job, PublishingState
from articles.publishing import Refused, replay
from articles.publishing.issuing import BEHIND
from articles.workflow import State
from newsroom import jobs
from newsroom.lib import clock
from sections import arranging, breaking
from sections.models import Arrangement, Banner, Slot
from tests.factories import IMPORT, ArticleFactory, at, publish, rewrite
from tests.test_outsider import verify

HOUR, MINUTE, SECOND, TICK = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1), timedelta.resolution

pytestmark = [pytest.mark.database, pytest.mark.django_db]


class Desk:
    """An editor at the desk, and readers, by a clock that the test sets."""

    def __init__(self, client, monkeypatch) -> None:
        self.client, self.noon = client, clock.now()
        self.moment = self.noon
        monkeypatch.setattr(clock, "now", lambda: self.moment)

    def step(self, article: Article, verb: str, **data: str):
        """What the page of a step answers when it is filled in and sent."""
        page = reverse("admin:articles_article_step", args=[article.pk, verb])
        form = self.client.get(page).context["form"]
        shown = {name: form.initial.get(name) for name in ("seen", "version", "text_digest")}
        return self.client.post(page, {name: value for name, value in shown.items() if value is not None} | data)

    def read(self, path: str):
        return self.client.get(path)


@pytest.fixture
def desk(client, admin, monkeypatch):
    client.force_login(admin)
    return Desk(client, monkeypatch)


@pytest.fixture
def story(nora):
    return ArticleFactory(state=State.APPROVED, edited_by=nora, tagged=["Energy"])


def sound(article: Article) -> bool:
    """The rows are what the acts say, and the export of what is public can be made."""
    assert [*replay.faults(next(replay.stories(only=article.pk)))] == []
    acts = [*Act.objects.filter(article=article).order_by("number")]
    assert [act.made_at for act in acts] == sorted({act.made_at for act in acts})
    verify(exchange.export(article.pk))  # the script for outsiders
    call_command("verify_editions")
    return True


def corrected_by_a_fast_clock(desk, story) -> str:
    """Published at noon, corrected a minute later when the clock is an hour fast; then the clock is put right."""
    assert desk.step(story, "publish").status_code == 302
    path = Edition.objects.get().get_absolute_url()
    rewrite(story, headline="Council met in Quba")
    desk.moment = desk.noon + MINUTE + HOUR
    answer = desk.step(story, "publish", change="correction", note="The council met on Sunday.", reason="Alone.")
    assert answer.status_code == 302
    desk.moment = desk.noon + 2 * MINUTE
    return path


class TestWithdrawing:
    def test_a_withdrawal_takes_the_story_off_the_site_at_once(self, desk, story):
        path = corrected_by_a_fast_clock(desk, story)
        assert "Council meets in Quba" in desk.read(path).text
        assert desk.step(story, "withdraw", note="It was wrong.").status_code == 302
        for moment in (desk.noon + 2 * MINUTE, desk.noon + HOUR, desk.noon + MINUTE + HOUR, desk.noon + 9 * HOUR):
            desk.moment = moment
            page = desk.read(path)
            assert page.status_code == 410
            assert "It was wrong." in page.text
        assert not Edition.objects.ahead(desk.noon + 2 * MINUTE).exists()
        assert sound(story)

    def test_what_readers_saw_before_is_as_it_was(self, desk, story):
        path = corrected_by_a_fast_clock(desk, story)
        desk.step(story, "withdraw", note="It was wrong.")
        desk.moment = desk.noon + 2 * MINUTE - TICK
        assert "Council meets in Quba" in desk.read(path).text
        desk.moment = desk.noon + 2 * HOUR
        first, second = Edition.objects.order_by("number")
        assert (first.live_from, first.live_until) == (desk.noon, desk.noon + 2 * MINUTE)
        assert second.live_from == second.live_until
        assert [edition.number for edition in Edition.objects.public_by(desk.moment)] == [1]
        history = desk.read(f"{path}history/").text
        assert "The council met on Sunday." not in history
        assert "It was wrong." in history

    def test_the_ledger_stays_in_order_and_says_from_when_on_nothing_was_there(self, desk, story):
        corrected_by_a_fast_clock(desk, story)
        desk.step(story, "withdraw", note="It was wrong.")
        act = Act.objects.get(verb="withdraw")
        assert act.at == desk.noon + 2 * MINUTE
        assert act.edition == 1
        assert act.made_at == desk.noon + MINUTE + HOUR + TICK

    def test_a_second_withdrawal_is_refused_for_readers_see_nothing(self, desk, story):
        path = corrected_by_a_fast_clock(desk, story)
        desk.step(story, "withdraw", note="It was wrong.")
        desk.moment += SECOND
        assert desk.step(story, "withdraw", note="It was wrong.").status_code == 409
        with pytest.raises(Refused) as refusal:
            publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.")
        assert refusal.value.code == "nothing-public"
        assert desk.read(path).status_code == 410

    def test_what_a_fast_clock_withdrew_for_later_is_withdrawn_now(self, desk, story):
        """The withdrawal itself was dated ahead: readers would have seen the story for another hour."""
        desk.step(story, "publish")
        path = Edition.objects.get().get_absolute_url()
        desk.moment = desk.noon + HOUR
        desk.step(story, "withdraw", note="It was wrong.")
        desk.moment = desk.noon + MINUTE
        assert desk.read(path).status_code == 200
        assert desk.step(story, "withdraw", note="It was wrong, and the clock too.").status_code == 302
        assert desk.read(path).status_code == 410
        assert sound(story)

    @pytest.mark.parametrize("updates", [1, 3])
    def test_a_story_that_only_a_fast_clock_published_was_never_public(self, desk, story, updates):
        desk.moment = desk.noon + HOUR
        for number in range(updates):
            rewrite(story, headline=f"Council met in Quba {number}")
            note = {"change": "update", "note": f"The mayor resigned {number}."} if number else {}
            assert desk.step(story, "publish", reason="Alone.", **note).status_code == 302
            desk.moment += MINUTE
        path = Edition.objects.first().get_absolute_url()
        desk.moment = desk.noon + MINUTE
        assert desk.read(path).status_code == 404
        assert desk.step(story, "withdraw", note="It was wrong.").status_code == 302
        for moment in (desk.moment, desk.noon + HOUR, desk.noon + HOUR + 2 * MINUTE, desk.noon + 9 * HOUR):
            desk.moment = moment
            for page in (path, f"{path}history/"):
                assert desk.read(page).status_code == 404
            for page in ("/", "/latest/", "/corrections/", "/topics/energy/", "/sections/politics/"):
                assert "Council met" not in desk.read(page).text
                assert "The mayor resigned" not in desk.read(page).text
        assert not Edition.objects.public_by(desk.noon + 9 * HOUR).exists()
        assert sound(story)

    def test_what_was_scheduled_goes_too(self, desk, story):
        corrected_by_a_fast_clock(desk, story)
        publish(story, now=desk.noon + HOUR + 2 * MINUTE, at=desk.noon + 9 * HOUR)
        desk.step(story, "withdraw", note="It was wrong.")
        assert not Edition.objects.ahead(desk.moment).exists()
        assert sound(story)

    def test_after_it_the_story_can_be_published_again_when_the_clock_has_caught_up(self, desk, story):
        path = corrected_by_a_fast_clock(desk, story)
        desk.step(story, "withdraw", note="It was wrong.")
        desk.moment = desk.noon + 2 * HOUR
        answer = desk.step(story, "publish", change="correction", note="Now it is right.", reason="Alone.")
        assert answer.status_code == 302
        assert "Now it is right." in desk.read(path).text
        assert sound(story)

    def test_caches_are_told_at_once(self, desk, story):
        corrected_by_a_fast_clock(desk, story)
        desk.step(story, "withdraw", note="It was wrong.")
        job = Job.objects.get(args__act=Act.objects.get(verb="withdraw").number, kind="act")
        assert job.due == desk.moment
        jobs.carry_out(jobs.PUBLISHING)
        job.refresh_from_db()
        assert job.done_at == desk.moment

    def test_of_two_servers_whose_clocks_differ_by_seconds_the_slow_one_withdraws_at_once_too(self, desk, story):
        fast, slow = desk.noon + 5 * SECOND, desk.noon
        first = publish(story, now=slow - MINUTE)
        publish(story, now=fast)
        desk.moment = slow + SECOND
        assert desk.step(story, "withdraw", note="It was wrong.").status_code == 302
        for moment in (desk.moment, fast - TICK, fast, fast + MINUTE):
            desk.moment = moment
            assert desk.read(first.get_absolute_url()).status_code == 410
        assert sound(story)


class TestEverythingElse:
    ACTS = {
        "publish": lambda pk: publishing.publish(pk, by=IMPORT, change="minor"),
        "schedule": lambda pk: publishing.publish(pk, by=IMPORT, at=clock.now() + 9 * HOUR, change="minor"),
        "fix": lambda pk: publishing.fix(pk, by=IMPORT, headline="Council met in Quba today"),
        "reschedule": lambda pk: publishing.reschedule(pk, by=IMPORT, at=clock.now() + 9 * HOUR),
        "cancel": lambda pk: publishing.cancel(pk, by=IMPORT),
        "window": lambda pk: publishing.window(pk, by=IMPORT, ends_at=clock.now() + 9 * HOUR),
    }

    @pytest.mark.parametrize("verb", ACTS)
    def test_is_refused_in_words_for_the_operator_and_changes_nothing(self, desk, story, verb):
        path = corrected_by_a_fast_clock(desk, story)
        before = [*Edition.objects.values()], [*Act.objects.values()], PublishingState.objects.values().get()
        with pytest.raises(Refused) as refusal:
            self.ACTS[verb](story.pk)
        assert refusal.value.code == "clock-behind"
        assert "clock" in str(refusal.value)
        assert "administrator" in str(refusal.value)
        assert before == ([*Edition.objects.values()], [*Act.objects.values()], PublishingState.objects.values().get())
        assert "Council meets in Quba" in desk.read(path).text

    def test_erasing_is_refused_too(self, desk, story, admin):
        corrected_by_a_fast_clock(desk, story)
        with pytest.raises(Refused) as refusal:
            publishing.erase(story.pk, 1, by=admin, reason="A court asks.")
        assert refusal.value.code == "clock-behind"

    def test_the_desk_says_why(self, desk, story):
        corrected_by_a_fast_clock(desk, story)
        page = desk.step(story, "publish", change="minor", reason="Alone.")
        assert page.status_code == 409
        assert "Ask your administrator to check the clock" in page.text.replace("&#x27;", "'")

    def test_a_few_seconds_are_a_difference_between_servers(self, story):
        noon = clock.now() - MINUTE
        publish(story, now=noon)
        with pytest.raises(Refused) as refusal:
            publish(story, now=noon - BEHIND - TICK)
        assert refusal.value.code == "clock-behind"
        edition = publish(story, now=noon - BEHIND)
        assert edition.live_from == noon + TICK
        assert sound(story)

    def test_what_readers_of_a_slow_server_still_see_is_not_erased_under_their_eyes(self, story, admin):
        noon = clock.now()
        publish(story, now=noon - HOUR)
        publish(story, now=noon)
        with pytest.raises(Refused) as refusal:
            publishing.erase(story.pk, 1, by=admin, reason="A court asks.", clock=at(noon - SECOND))
        assert refusal.value.code == "still-public"


# -- fronts and banners -----------------------------------------------------------------------------------------------


@pytest.fixture
def editor(omar):
    return omar


class TestFronts:
    def arranged_by_a_fast_clock(self, editor):
        noon = clock.now()
        first, second = publish(now=noon - HOUR).article, publish(ArticleFactory(), now=noon - HOUR).article
        arranging.arrange(None, [arranging.Held(1, first.pk)], by=editor, clock=at(noon - MINUTE))
        arranging.arrange(None, [arranging.Held(1, second.pk)], by=editor, clock=at(noon + HOUR))
        return noon, first, second

    def test_a_slow_clock_arranges_nothing_for_later_unseen(self, editor):
        noon, first, _second = self.arranged_by_a_fast_clock(editor)
        for act in (
            lambda: arranging.arrange(None, [arranging.Held(1, first.pk)], by=editor, clock=at(noon)),
            lambda: arranging.roll_back(None, noon - MINUTE, by=editor, clock=at(noon)),
        ):
            with pytest.raises(arranging.Refused) as refusal:
                act()
            assert refusal.value.code == "clock-behind"
            assert "administrator" in str(refusal.value)

    def test_what_a_fast_clock_planned_is_cancelled_and_the_front_arranged_at_once(self, editor):
        noon, first, _second = self.arranged_by_a_fast_clock(editor)
        (planned,) = Arrangement.objects.to_come(noon)
        arranging.cancel(None, planned.pk, by=editor, clock=at(noon))
        assert not Arrangement.objects.to_come(noon).exists()
        third = publish(ArticleFactory(), now=noon - HOUR).article
        arranging.arrange(None, [arranging.Held(1, third.pk)], by=editor, clock=at(noon + SECOND))
        for moment, held in ((noon, first), (noon + SECOND, third), (noon + 9 * HOUR, third)):
            assert [slot.article_id for slot in Slot.objects.of(None, moment)] == [held.pk]

    def test_a_few_seconds_are_a_difference_between_servers(self, editor):
        noon = clock.now()
        first, second = publish(now=noon - HOUR).article, publish(ArticleFactory(), now=noon - HOUR).article
        arranging.arrange(None, [arranging.Held(1, first.pk)], by=editor, clock=at(noon))
        arranging.arrange(None, [arranging.Held(1, second.pk)], by=editor, clock=at(noon - SECOND))
        held = [Slot.objects.of(None, moment).get().article_id for moment in (noon, noon + TICK)]
        assert held == [first.pk, second.pk]


def test_a_banner_that_a_fast_clock_put_up_is_taken_down_and_another_put_up_at_once(editor):
    noon = clock.now()
    ahead = breaking.put_up("Snow", by=editor, clock=at(noon + HOUR))
    breaking.take_down(ahead.pk, by=editor, clock=at(noon))
    breaking.put_up("Rain", by=editor, clock=at(noon + SECOND))
    for moment, words in ((noon, []), (noon + SECOND, ["Rain"]), (noon + HOUR, ["Rain"]), (noon + 9 * HOUR, ["Rain"])):
        assert [banner.words for banner in Banner.objects.standing(moment)] == words


# -- who is told ------------------------------------------------------------------------------------------------------


class TestWhoIsTold:
    def test_health_says_that_something_is_dated_ahead_and_until_when(self, desk, story):
        corrected_by_a_fast_clock(desk, story)
        said = desk.read("/healthz").json()["clock"]
        assert parse_datetime(said["dated_ahead_until"]) - (desk.noon + MINUTE + HOUR) < SECOND
        desk.moment = desk.noon + MINUTE + HOUR
        assert desk.read("/healthz").json()["clock"]["dated_ahead_until"] is None

    def test_health_says_it_of_fronts_too(self, desk, story, editor):
        publish(story, now=desk.noon - HOUR)
        arranging.arrange(None, [arranging.Held(1, story.pk)], by=editor, clock=at(desk.noon + HOUR))
        assert desk.read("/healthz").json()["clock"]["dated_ahead_until"]

    def test_a_difference_between_servers_and_what_is_scheduled_are_not_ahead(self, desk, story):
        publish(story, now=desk.noon + BEHIND)
        publish(at=desk.noon + 9 * HOUR, now=desk.noon)
        assert desk.read("/healthz").json()["clock"]["dated_ahead_until"] is None
        assert "server’s clock was fast" not in desk.read("/admin/").text

    def test_the_first_page_of_the_desk_says_it_to_editors(self, desk, story, client, omar, nora):
        corrected_by_a_fast_clock(desk, story)
        client.force_login(omar)
        assert "server’s clock was fast" in desk.read("/admin/").text
        client.force_login(nora)
        assert "server’s clock was fast" not in desk.read("/admin/").text

    def test_how_far_this_server_s_clock_is_off_is_said(self, client, omar, monkeypatch):
        monkeypatch.setattr(clock, "offset", lambda: timedelta(seconds=-7.31))
        assert client.get("/healthz").json()["clock"]["offset"] == -7.3
        client.force_login(omar)
        assert "-7.3 seconds off" in client.get("/admin/").text
