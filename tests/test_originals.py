"""An original that is corrected or withdrawn: scheduled translations are held back, and their editors are told."""

from datetime import timedelta
from functools import partial

import pytest

from articles import publishing
from articles.desk import notifications
from articles.drafts import editing, translating
from articles.models import Act, Article, Edition, Event, Job, Notice, Preference
from articles.publishing import translations
from newsroom import jobs
from newsroom.lib import clock
from tests.factories import IMPORT, NOON, ArticleFactory, SectionFactory, at, make_user, publish, rewrite
from tests.test_desk_article import LIST, filled, logged_in
from tests.test_races import together

pytestmark = [pytest.mark.database, pytest.mark.django_db]
HOUR = timedelta(hours=1)
NOTE = "The dam opened on Monday."


@pytest.fixture
def original():
    return publish(ArticleFactory(headline="Dam opens", body="<p>It opened on Sunday.</p>")).article


@pytest.fixture
def translation(original, nora):
    new = translating.translate(original.pk, "az", by=nora)
    return rewrite(new, headline="Bənd açıldı")


def correct(story, *, now=NOON + HOUR, change="correction", note=NOTE, **act):
    rewrite(story, body=f"<p>It opened on Monday, {now:%H:%M}.</p>")
    return publish(story, now=now, change=change, note=note, **act)


def withdraw(story, now=NOON + HOUR):
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.", clock=at(now))


def work(now=NOON + HOUR):
    jobs.carry_out(jobs.PUBLISHING, clock=at(now), stint=timedelta(0))


def told(person) -> list[tuple[str, str]]:
    return [(one.kind, one.words) for one in Notice.objects.unread(person)]


# -- held back --------------------------------------------------------------------------------------------------------


@pytest.fixture
def scheduled(translation):
    publish(translation, at=NOON + 5 * HOUR)
    return translation


def is_scheduled(article, now=NOON + 2 * HOUR) -> bool:
    return Edition.objects.filter(article=article).upcoming(now).exists()


def test_a_scheduled_translation_is_held_back_when_its_original_is_corrected(original, scheduled):
    correct(original)
    assert not is_scheduled(scheduled)
    act = Act.objects.filter(article=scheduled).latest("number")
    assert (act.verb, act.by, act.reason) == (
        "cancel", "translations", "Schedule cancelled: the original was changed in edition 2."
    )  # fmt: skip
    assert Event.objects.about(scheduled).filter(verb="note").get().said == act.reason


def test_or_withdrawn(original, scheduled):
    withdraw(original)
    assert not is_scheduled(scheduled)


def test_a_minor_change_holds_back_nothing(original, scheduled):
    correct(original, change="minor", note="")
    assert is_scheduled(scheduled)


def test_the_setting_lets_them_go(original, scheduled, settings):
    settings.HOLD_BACK_TRANSLATIONS = False
    correct(original)
    withdraw(original, NOON + 2 * HOUR)
    assert is_scheduled(scheduled)


def test_what_is_published_stays_and_only_its_update_is_held_back(original, translation):
    live = publish(translation)
    publish(translation, at=NOON + 5 * HOUR, change="minor")
    correct(original)
    assert not is_scheduled(translation)
    assert Edition.objects.live(NOON + 9 * HOUR).get(article=translation).pk == live.pk


def test_a_translation_of_that_very_edition_is_let_go(original, scheduled):
    publishing.cancel(scheduled.pk, by=IMPORT, clock=at(NOON + HOUR / 4))
    publish(rewrite(scheduled, translated_edition=2), now=NOON + HOUR / 2, at=NOON + 5 * HOUR)
    correct(original)
    assert is_scheduled(scheduled)


def test_a_correction_that_is_scheduled_holds_back_when_it_starts(original, scheduled, nora, monkeypatch):
    real = translations.edition_started  # the clock is read behind the lock, not taken from the job
    monkeypatch.setattr(translations, "edition_started", partial(real, clock=at(NOON + 3 * HOUR)))
    correct(original, at=NOON + 3 * HOUR)
    work(NOON + 2 * HOUR)
    assert is_scheduled(scheduled)
    work(NOON + 3 * HOUR)
    work(NOON + 3 * HOUR)
    assert not is_scheduled(scheduled, NOON + 3 * HOUR)
    assert told(nora)[0][0] == "outdated"


# -- notifications ----------------------------------------------------------------------------------------------------


def test_the_editors_of_its_language_are_told_and_who_wrote_it(original, translation, nora, omar):
    others = {name: make_user(name, "Editors") for name in ("olga", "aynur", "boris")}
    Preference.objects.create(user=others["olga"], working_languages=["ru"])
    Preference.objects.create(user=others["aynur"], working_languages=["az", "en"])
    correct(original)
    work()
    assert told(others["aynur"]) == told(omar) == told(nora) == told(others["boris"]) == [("outdated", NOTE)]
    assert told(others["olga"]) == []


def test_in_another_section_they_are_not_told(original, translation, omar):
    olga = make_user("olga", "Editors")
    SectionFactory(name="Culture").editors.add(olga)
    correct(original)
    work()
    assert told(olga) == []
    assert len(told(omar)) == 1


def test_it_is_told_once_however_often_the_job_runs_and_says_what_was_held_back(original, scheduled, omar):
    correct(original)
    work()
    Job.objects.filter(kind="translations").update(done_at=None, next_try_at=NOON)
    work()
    assert told(omar) == [("outdated", f"{NOTE}\nThe schedule of the translation was cancelled.")]


def test_it_stays_until_the_translation_is_up_to_date(original, translation, omar):
    correct(original)
    work()
    client, page = logged_in(omar), f"{LIST}{translation.pk}/change/"
    for _look in range(2):
        shown = client.get("/admin/notices/").text
        assert "The original of your translation" in shown
        client.get(page)
    notice = Notice.objects.unread(omar).get()
    client.post("/admin/notices/read/", {"notice": notice.pk})
    client.post("/admin/notices/read/", {"upto": notice.pk})
    notifications.read(omar, translation, now=NOON + 2 * HOUR)
    assert len(told(omar)) == 1
    client.post(page, filled(client.get(page)) | {"headline": "Bənd"})
    assert len(told(omar)) == 1
    client.post(page, filled(client.get(page)) | {"_translated": "2"})
    assert told(omar) == []


@pytest.mark.parametrize("how", ["withdrawn", "spiked", "unlinked"])
def test_or_withdrawn_or_spiked_or_no_translation_any_more(original, translation, omar, how):
    if how == "withdrawn":
        publish(translation)
    withdraw(original)
    work()
    assert told(omar) == [("original", "")]
    if how == "withdrawn":
        withdraw(translation, NOON + 2 * HOUR)
    elif how == "spiked":
        editing.take(translation.pk, "spike", by=omar, note="Not now.")
    else:
        client, page = logged_in(omar), f"{LIST}{translation.pk}/change/"
        client.post(page, filled(client.get(page)) | {"translation_of": "", "translated_edition": ""})
    assert told(omar) == []


def test_an_original_that_is_back_settles_that_it_was_withdrawn(original, translation, omar):
    withdraw(original)
    work()
    publish(original, now=NOON + 2 * HOUR, change="minor")
    assert told(omar) == []


def test_nobody_is_told_of_a_translation_that_is_up_to_date_by_then(original, translation, omar):
    correct(original)
    rewrite(translation, translated_edition=2)
    work()
    assert told(omar) == []


# -- working languages ------------------------------------------------------------------------------------------------


def test_a_person_names_their_languages_on_their_profile(omar):
    client = logged_in(omar)
    assert "Working languages" in client.get("/admin/profile/").text
    client.post("/admin/profile/preferences/", {"working_languages": ["az", "ru"], "typographic": "on"})
    assert Preference.objects.get(user=omar).working_languages == ["az", "ru"]
    client.post("/admin/profile/preferences/", {"working_languages": ["fr"]})
    assert Preference.objects.get(user=omar).working_languages == ["az", "ru"]


def test_an_administrator_names_them_on_the_account(admin, omar):
    client, page = logged_in(admin), f"/admin/auth/user/{omar.pk}/change/"
    assert "Working languages" in client.get(page).text
    form = client.get(page).context["adminform"].form
    fields = {name: form.initial.get(name) for name in ("username", "first_name", "last_name", "email")}
    fields |= {"is_active": "on", "is_staff": "on", "groups": [group.pk for group in omar.groups.all()]}
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-user": omar.pk, "0-working_languages": ["az"]}
    answer = client.post(page, fields | {f"desk_preference-{name}": value for name, value in rows.items()})
    assert answer.status_code == 302
    assert Preference.objects.get(user=omar).working_languages == ["az"]


# -- races ------------------------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_two_who_translate_at_once_get_one_draft(self):
        people = [make_user(name, "Journalists") for name in ("nora", "emil")]
        for _round in range(15):
            story = ArticleFactory()
            found = together(*(partial(translating.translate, story.pk, "az", by=by) for by in people))
            assert found[0] == found[1], found
            assert Article.objects.filter(translation_of=story).count() == 1

    def test_a_translation_that_goes_live_as_its_original_is_corrected_is_published_or_held_back(self):
        """Never both, and never an error: whoever gets the lock first decides."""
        for _round in range(15):
            story = publish().article
            article = ArticleFactory(headline="Bənd", language="az", translation_of=story, translated_edition=1)
            publishing.publish(article.pk, by=IMPORT, at=clock.now() + timedelta(milliseconds=20 + 4 * _round))
            rewrite(story, headline="Corrected")
            correct = partial(publishing.publish, story.pk, by=IMPORT, change="correction", note=NOTE)
            later = clock.now() + HOUR
            results = together(correct, partial(publishing.publish, article.pk, by=IMPORT, at=later, change="minor"))
            assert isinstance(results[0], Edition), results
            assert isinstance(results[1], Edition | publishing.Refused), results
            last = Act.objects.filter(article=article).latest("number")
            held = last.verb == "cancel"
            for act in Act.objects.filter(article=article, verb="cancel"):
                cancelled = Edition.objects.get(article=article, number=act.edition)
                assert cancelled.live_from > act.made_at, "what readers saw was taken back"
            assert not (held and Edition.objects.filter(article=article).upcoming(clock.now()).exists())
