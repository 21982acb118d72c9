"""Moments as they are typed at the desk: never guessed, never moved, and no year that a calendar can't hold."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from articles import publishing
from articles.desk.moments import MomentField
from articles.models import FOREVER, NEVER, Article, Edition, PublishingState
from articles.workflow import State
from tests.factories import FAR, IMPORT, ArticleFactory, publish
from tests.test_desk_article import asked, filled, logged_in, page_of, step

NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"


def clean(typed: str, which: str = "") -> datetime:
    field = MomentField()
    data = {"at": typed} | ({"at-which": which} if which else {})
    return field.clean(field.widget.value_from_datadict(data, MultiValueDict(), "at"))


def refused(typed: str, which: str = "") -> ValidationError:
    with pytest.raises(ValidationError) as refusal:
        clean(typed, which)
    return refusal.value


@pytest.mark.parametrize("zone", ["UTC", NEW_YORK, BERLIN, "Asia/Baku", "Pacific/Kiritimati", "Etc/GMT+12"])
class TestInEveryZone:
    @pytest.fixture(autouse=True)
    def there(self, zone, settings):
        settings.TIME_ZONE = zone

    @pytest.mark.parametrize(
        "typed", ["0001-01-01T00:00", "1969-12-30T23:59", "9999-01-02T00:00", "9999-12-31T23:59:59.999999"]
    )
    def test_a_year_that_is_out_of_reach_is_refused_with_a_sentence(self, typed, zone):
        assert refused(typed).messages == ["Enter a year from 1970 to 9998."]

    @pytest.mark.parametrize(
        "typed", ["", "x", "2026-13-01T00:00", "10000-01-01T00:00", "2026-01-01", "0000-01-01T00:00"]
    )
    def test_what_is_no_moment_is_refused_with_an_example(self, typed, zone):
        assert refused(typed).code in {"invalid", "required"}

    @pytest.mark.parametrize("typed", ["1970-01-02T00:00", "9998-12-30T23:59:59", "2026-11-30T14:05"])
    def test_all_between_is_taken_as_it_is_typed(self, typed, zone):
        at = clean(typed)
        assert NEVER <= at < FOREVER
        assert timezone.localtime(at).replace(tzinfo=None) == datetime.fromisoformat(typed)

    @pytest.mark.parametrize("typed", ["1970-01-01T00:00", "9998-12-31T23:59"])
    def test_at_the_very_edge_it_is_one_or_the_other_and_no_error(self, typed, zone):
        with suppress(ValidationError):
            assert NEVER <= clean(typed) < FOREVER


@pytest.mark.parametrize(
    ("zone", "typed", "first", "second", "words"),
    [
        (NEW_YORK, "2027-11-07T01:30", 5, 6, "first, 01:30 summer time (05:30 UTC)"),
        (BERLIN, "2027-10-31T02:30", 0, 1, "first, 02:30 summer time (00:30 UTC)"),
        (BERLIN, "2027-10-31T02:30:15", 0, 1, "first, 02:30:15 summer time (00:30:15 UTC)"),
    ],
)
def test_an_hour_that_comes_twice_offers_both(settings, zone, typed, first, second, words):
    settings.TIME_ZONE = zone
    refusal = refused(typed)
    assert refusal.code == "repeated"
    assert "occurs twice" in refusal.message
    html = MomentField().widget.render("at", typed)
    assert f">{words}</option>" in html
    naive = datetime.fromisoformat(typed)
    for hour in (first, second):
        instant = naive.replace(hour=hour, tzinfo=UTC)
        assert f'value="{instant.isoformat()}"' in html
        assert clean(typed, instant.isoformat()) == instant


@pytest.mark.parametrize("which", ["", "x", "2027-10-31T05:30:00+00:00", "2027-10-31T02:30:00", "9999-99"])
def test_a_choice_that_is_none_of_both_is_asked_again(settings, which):
    settings.TIME_ZONE = BERLIN
    assert refused("2027-10-31T02:30", which).code == "repeated"


def test_a_choice_for_another_time_than_the_one_typed_now_is_not_taken(settings):
    settings.TIME_ZONE = BERLIN
    assert clean("2027-10-31T12:00", "2027-10-31T00:30:00+00:00") == datetime(2027, 10, 31, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "typed", "nearest"),
    [
        (BERLIN, "2027-03-28T02:30", "01:59, 28 March 2027 and 03:00, 28 March 2027"),
        (NEW_YORK, "2027-03-14T02:00:30", "01:59, 14 March 2027 and 03:00, 14 March 2027"),
        # a whole day was left out
        ("Pacific/Apia", "2011-12-30T12:00", "23:59, 29 December 2011 and 00:00, 31 December 2011"),
    ],
)
def test_a_time_that_does_not_exist_says_which_two_are_nearest(settings, zone, typed, nearest):
    settings.TIME_ZONE = zone
    refusal = refused(typed)
    assert refusal.code == "skipped"
    assert refusal.message.endswith(f"doesn't exist. The nearest times that do are {nearest}.")


@pytest.mark.parametrize("hour", [0, 1])
def test_a_moment_that_is_stored_comes_back_as_the_very_same_of_the_two(settings, hour):
    settings.TIME_ZONE = BERLIN
    field, at = MomentField(), datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
    html = field.widget.render("at", field.prepare_value(at))
    assert f'value="{at.isoformat()}" selected' in html
    assert 'value="2027-10-31T02:30"' in html


# -- on the pages -----------------------------------------------------------------------------------------------------


@pytest.fixture
def ready(db, nora):
    return ArticleFactory(state=State.APPROVED, edited_by=nora)


@pytest.mark.parametrize("which", [5, 6])
def test_the_page_that_publishes_offers_both(ready, omar, settings, which):
    settings.TIME_ZONE = NEW_YORK
    client, at = logged_in(omar), "2027-11-07T01:30"
    seen = asked(client.get(step(ready, "publish"))) | {"when": "at", "at": at}
    page = client.post(step(ready, "publish"), seen)
    assert page.status_code == 200
    assert "first, 01:30 summer time (05:30 UTC)" in page.text
    client.post(step(ready, "publish"), seen | {"at-which": f"2027-11-07T0{which}:30:00+00:00"})
    assert Edition.objects.get().live_from == datetime(2027, 11, 7, which, 30, tzinfo=UTC)


def test_so_do_a_new_start_and_the_window(ready, omar, settings):
    settings.TIME_ZONE = NEW_YORK
    publish(ready, at=FAR)
    client = logged_in(omar)
    for verb, name in (("reschedule", "at"), ("window", "embargo"), ("window", "ends_at")):
        page = client.post(step(ready, verb), asked(client.get(step(ready, verb))) | {name: "2027-11-07T01:30"})
        assert f'name="{name}-which"' in page.text, verb


def test_so_does_the_deadline_on_the_form_of_a_story(ready, omar, settings):
    settings.TIME_ZONE = NEW_YORK
    client = logged_in(omar)
    data = filled(client.get(page_of(ready))) | {"deadline": "2027-11-07T01:30"}
    assert 'name="deadline-which"' in client.post(page_of(ready), data).text
    client.post(page_of(ready), data | {"deadline-which": "2027-11-07T06:30:00+00:00"})
    assert Article.objects.get().deadline == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("microsecond", [0, 123456])
def test_the_window_keeps_seconds_that_nobody_touched(ready, omar, microsecond):
    embargo = datetime(2999, 1, 1, 12, 0, 45, microsecond, tzinfo=UTC)
    publishing.window(ready.pk, by=IMPORT, embargo=embargo)
    client = logged_in(omar)
    page = client.get(step(ready, "window"))
    assert ":00:45" in str(page.context["form"]["embargo"])
    form = page.context["form"]
    shown = {"embargo": form["embargo"].field.widget.format_value(form["embargo"].value())}
    answer = client.post(step(ready, "window"), asked(page) | shown | {"note": "Only a reason."})
    assert answer.status_code == 302
    assert PublishingState.objects.get().embargo == embargo


@pytest.mark.parametrize(("second", "step"), [(45, True), (0, False)])
def test_a_field_that_shows_seconds_takes_any(second, step):
    field = MomentField()
    html = field.widget.render("at", field.prepare_value(datetime(2999, 1, 1, 12, 0, second, tzinfo=UTC)), {"id": "at"})
    assert ('step="1"' in html) is step


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59"])
@pytest.mark.parametrize("zone", [NEW_YORK, BERLIN])
def test_an_absurd_year_in_the_window_is_a_sentence_and_no_error(ready, omar, settings, zone, typed):
    settings.TIME_ZONE = zone
    client = logged_in(omar)
    for name in ("embargo", "ends_at"):
        page = client.post(step(ready, "window"), asked(client.get(step(ready, "window"))) | {name: typed})
        assert page.status_code == 200
        assert "Enter a year from 1970 to 9998." in page.text
