"""A translation is out of date once its original has a later edition whose change isn't minor; one click settles it."""

from datetime import timedelta

import pytest

from articles import publishing
from articles.drafts import translating
from articles.models import Article, Preference
from articles.publishing import preflight
from articles.workflow import State
from tests.factories import FAR, IMPORT, NOON, ArticleFactory, at, publish, rewrite
from tests.test_desk_article import DASHBOARD, LIST, filled, logged_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]
HOUR = timedelta(hours=1)
CORRECTION = {"change": "correction", "note": "The dam opened on Monday."}


@pytest.fixture
def original():
    return publish(ArticleFactory(headline="Dam opens", body="<p>It opened on Sunday.</p>")).article


@pytest.fixture
def translation(original, nora):
    return translating.translate(original.pk, "az", by=nora)


def correct(story, **act):
    rewrite(story, body="<p>It opened on Monday.</p>")
    return publish(story, now=NOON + HOUR, **(CORRECTION | act))


def out_of_date(moment=NOON + 2 * HOUR):
    return [*Article.objects.out_of_date(moment)]


def test_a_correction_makes_it_out_of_date_at_its_moment(original, translation):
    assert out_of_date() == []
    correct(original)
    assert out_of_date(NOON + HOUR - timedelta(microseconds=1)) == []
    assert out_of_date(NOON + HOUR) == [translation]


@pytest.mark.parametrize("change", ["update", "clarification", "correction", "retraction"])
def test_every_change_but_a_minor_one_counts(original, translation, change):
    correct(original, change="minor", note="")
    assert out_of_date() == []
    rewrite(original, headline="Dam opened")
    publish(original, now=NOON + HOUR * 2, change=change, note="Something.")
    assert out_of_date() == [translation]


def test_an_edition_that_is_cancelled_before_it_starts_never_counts(original, translation):
    correct(original, at=NOON + 5 * HOUR)
    assert out_of_date() == []
    assert out_of_date(NOON + 5 * HOUR) == [translation]
    publishing.cancel(original.pk, by=IMPORT, clock=at(NOON + 2 * HOUR))
    assert out_of_date(NOON + 6 * HOUR) == []


def test_what_was_translated_before_publication_is_out_of_date_only_if_the_text_was_changed(nora):
    """A draft is edition 0; of one that is scheduled again for another time the text stays the same."""
    draft = ArticleFactory()
    of_draft = translating.translate(draft.pk, "az", by=nora)
    publish(draft)
    assert out_of_date() == [of_draft]
    scheduled = publish(at=FAR).article
    of_scheduled = translating.translate(scheduled.pk, "ru", by=nora)
    publishing.reschedule(scheduled.pk, by=IMPORT, at=NOON + HOUR, clock=at(NOON))
    assert out_of_date() == [of_draft]
    publishing.cancel(scheduled.pk, by=IMPORT, clock=at(NOON + HOUR / 4))
    publish(rewrite(scheduled, headline="Another text"), now=NOON + HOUR / 2)
    assert {*out_of_date()} == {of_draft, of_scheduled}


def test_a_spiked_one_is_no_work(original, translation):
    correct(original)
    Article.objects.filter(pk=translation.pk).update(state=State.SPIKED)
    assert out_of_date() == []


def test_the_original_is_beside_the_translation_in_its_own_language(original, translation, nora):
    rewrite(original, body="<p>Nobody has read this yet.</p>")
    page = logged_in(nora).get(f"{LIST}{translation.pk}/change/").text
    beside = page.partition('<details class="original"')[2].partition("</details>")[0]
    assert '<article class="original-text" lang="en"' in beside
    assert "It opened on Sunday." in beside
    assert "Nobody has read" not in beside
    assert "edition 1" in beside
    assert (
        '<details class="original"' not in logged_in(nora).get(f"{LIST}{ArticleFactory(writer=nora).pk}/change/").text
    )


def test_of_a_brief_the_whole_text_is_beside_its_translation(nora):
    words = "The council sat until midnight over a budget " + "that nobody had read, " * 9 + "and agreed."
    brief = publish(ArticleFactory(kind="brief", headline="", standfirst=words, body="")).article
    translation = translating.translate(brief.pk, "az", by=nora)
    page = logged_in(nora).get(f"{LIST}{translation.pk}/change/").text
    beside = page[page.index('class="original-text"') :].partition("</article>")[0]
    assert words in beside
    assert beside.count("The council sat") == 1


def test_it_shows_what_changed_and_one_click_saves_the_new_number(original, translation, nora):
    correct(original)
    client, page = logged_in(nora), f"{LIST}{translation.pk}/change/"
    shown = client.get(page).text
    assert "<del>Sunday</del>" in shown.replace("<del>Sunday.</del>", "<del>Sunday</del>")
    assert "The dam opened on Monday." in shown
    assert 'name="_translated" value="2"' in shown
    answer = client.post(page, filled(client.get(page)) | {"_translated": "2", "headline": "Bənd açıldı"})
    assert answer.url == page
    stored = Article.objects.get(pk=translation.pk)
    assert (stored.translated_edition, stored.headline, stored.version) == (2, "Bənd açıldı", translation.version + 1)
    assert out_of_date() == []
    assert 'name="_translated"' not in client.get(page).text


def test_an_edition_that_is_not_there_is_refused(original, translation, nora):
    client, page = logged_in(nora), f"{LIST}{translation.pk}/change/"
    answer = client.post(page, filled(client.get(page)) | {"_translated": "7"})
    assert "has no edition 7" in answer.text
    assert Article.objects.get(pk=translation.pk).translated_edition == 1


def test_the_list_and_the_first_page_name_it(original, translation, nora, omar):
    correct(original)
    listed = logged_in(omar).get(f"{LIST}?view=outdated").text
    assert f"/{translation.pk}/change/" in listed
    assert "Out of date</span>" in listed
    assert f"/{original.pk}/change/" not in listed
    for person in (nora, omar):
        assert "Translations out of date" in logged_in(person).get(DASHBOARD).text
    Preference.objects.create(user=omar, working_languages=["ru"])
    assert "Translations out of date" not in logged_in(omar).get(DASHBOARD).text


def test_before_publication_an_editor_is_warned(original, translation):
    codes = {problem.code: problem.blocks for problem in preflight.check(translation)}
    assert codes["untranslated"] is True
    assert "out-of-date" not in codes
    with pytest.raises(publishing.Refused, match="Nothing of this story is translated") as refusal:
        publish(translation)
    assert refusal.value.code == "untranslated"
    correct(original)
    codes = {problem.code: problem.blocks for problem in preflight.check(rewrite(translation, headline="Bənd"))}
    assert codes["out-of-date"] is False
    assert "untranslated" not in codes
    publish(translation, now=NOON + 2 * HOUR)


def test_with_one_language_there_is_no_such_view(original, omar, settings):
    settings.LANGUAGES = [("en", "English")]
    assert "view=outdated" not in logged_in(omar).get(LIST).text
