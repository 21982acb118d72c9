"""A story is saved while its form stays on the screen: the answer is what the form needs to go on."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Autosave, Byline, Revision
from articles.workflow import State
from tests.factories import ArticleFactory, CorrespondentFactory, PhotoFactory, SourceFactory, make_user
from tests.test_desk_article import ADD, filled, logged_in, page_of, step, stored, with_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(nora):
    return logged_in(nora)


@pytest.fixture
def editor(omar):
    return logged_in(omar)


@pytest.fixture
def article(nora):
    return ArticleFactory(writer=nora, named=[CorrespondentFactory()], citing=[SourceFactory()], tagged=["Energy"])


def save(client, address, data):
    return client.post(address, data, headers={"accept": "application/json"})


def opened(client, address, **changes):
    return filled(client.get(address)) | changes


def gone_on(data, answer):
    """The form on the screen after a save, as the script of the page leaves it."""
    said = answer.json()["saved"]
    data = data | {"seen_version": said["version"], "sheet": said["sheet"]}
    data |= {name: values[0] if values else "" for name, values in said["values"].items()}
    for prefix, rows in said["rows"].items():
        data |= {f"{prefix}-{number}-id": key for number, key in rows["keys"].items()}
        data[f"{prefix}-BASE"] = " ".join(map(str, rows["order"]))
        data = {name: value for name, value in data.items() if not is_gone(name, data, prefix)}
    return data


def is_gone(name, data, prefix):
    number = name.removeprefix(f"{prefix}-").partition("-")[0]
    return name.startswith(f"{prefix}-") and f"{prefix}-{number}-DELETE" in data


# -- saved -------------------------------------------------------------------------------------------------------------


def test_a_save_says_what_was_saved_and_leads_nowhere(reporter, article):
    answer = save(reporter, page_of(article), opened(reporter, page_of(article), headline="Saved from the screen"))
    assert answer.status_code == 200
    said = answer.json()["saved"]
    assert (said["version"], said["address"]) == (2, page_of(article))
    assert said["typing"] == page_of(article).replace("change", "typing")
    assert answer.json()["onward"] is None
    assert stored(article).headline == "Saved from the screen"
    assert Revision.objects.filter(article=article).count() == 2
    assert "Saved." not in reporter.get(page_of(article)).text, "no message waits for the next page"


def test_a_form_saved_three_times_makes_three_versions_and_no_conflict(reporter, article):
    data = opened(reporter, page_of(article))
    for number, words in enumerate(("One", "Two", "Three"), start=2):
        data |= {"headline": words}
        answer = save(reporter, page_of(article), data)
        assert answer.json()["saved"]["version"] == number
        data = gone_on(data, answer)
    assert stored(article).headline == "Three"
    assert not Autosave.objects.unsaved().exists()


def test_a_save_that_changes_nothing_makes_no_version(reporter, article):
    data = opened(reporter, page_of(article))
    answer = save(reporter, page_of(article), data)
    assert answer.json()["saved"]["version"] == 1
    assert answer.json()["saved"]["values"] == {}


def test_a_new_story_is_saved_and_goes_on_as_the_story_it_made(reporter, nora):
    data = opened(reporter, ADD, headline="Council meets", deadline="")
    answer = save(reporter, ADD, data)
    article = Article.objects.get()
    said = answer.json()["saved"]
    assert said["address"] == page_of(article)
    assert said["values"]["slug"] == ["council-meets"], "what the save made of an empty field is shown"
    data = gone_on(data, answer) | {"standfirst": "It met on Sunday."}
    assert save(reporter, said["address"], data).json()["saved"]["version"] == 2
    assert stored(article).standfirst == "It met on Sunday."
    assert Article.objects.count() == 1


def test_what_was_left_out_of_the_text_is_said(reporter, article):
    data = opened(reporter, page_of(article), body="<p>Words.</p><p hidden>Hidden.</p>")
    said = save(reporter, page_of(article), data).json()["saved"]
    assert "Left out of the text" in said["notices"][0]["text"]
    assert said["values"]["body"] == ["<p>Words.</p>"]


def test_without_a_script_one_stays_on_the_story(reporter, article):
    answer = reporter.post(page_of(article), opened(reporter, page_of(article), headline="Saved"), follow=True)
    assert answer.redirect_chain == [(page_of(article), 302)]
    assert "Saved." in answer.text
    answer = reporter.post(ADD, opened(reporter, ADD, headline="New"))
    assert answer["Location"] == page_of(Article.objects.latest("pk"))


def test_a_save_of_a_script_asks_no_more_for_more_rows(reporter, nora):
    counts = []
    for number in (1, 6):
        people = [CorrespondentFactory(slug=f"p{number}-{one}") for one in range(number)]
        story = ArticleFactory(writer=nora, named=people)
        data = opened(reporter, page_of(story))
        save(reporter, page_of(story), data)  # whatever is asked once
        data = opened(reporter, page_of(story), headline="Again")
        with CaptureQueriesContext(connection) as queries:
            assert save(reporter, page_of(story), data).status_code == 200
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 5 * 3, "what Django asks for each row that is validated"


# -- rows --------------------------------------------------------------------------------------------------------------


def names(article):
    return [*Byline.objects.filter(article=article).values_list("correspondent__name", flat=True)]


def test_rows_that_a_save_made_are_the_same_rows_for_the_next(reporter, article):
    rauf, aysel = CorrespondentFactory(name="Rauf", slug="rauf"), CorrespondentFactory(name="Aysel", slug="aysel")
    data = with_line(opened(reporter, page_of(article)), "bylines", correspondent=rauf.pk, position=1)
    answer = save(reporter, page_of(article), data)
    data = with_line(gone_on(data, answer), "bylines", correspondent=aysel.pk, position=2)
    answer = save(reporter, page_of(article), data | {"bylines-1-role": "in Quba"})
    assert answer.status_code == 200, answer.json()
    assert names(article) == ["Leyla Həsənova", "Rauf", "Aysel"]
    assert Byline.objects.get(correspondent=rauf).role == "in Quba"
    answer = save(reporter, page_of(article), gone_on(data, answer) | {"bylines-1-role": "in Quba"})
    assert answer.json()["saved"]["version"] == 3, "nothing more has changed"


def test_a_row_that_was_taken_out_is_gone_and_the_others_stay(reporter, article):
    rauf = CorrespondentFactory(name="Rauf", slug="rauf")
    data = with_line(opened(reporter, page_of(article)), "bylines", correspondent=rauf.pk, position=1)
    data |= {"bylines-0-DELETE": "on"}
    answer = save(reporter, page_of(article), data)
    assert names(article) == ["Rauf"]
    data = gone_on(data, answer)
    assert "bylines-0-id" not in data
    assert save(reporter, page_of(article), data | {"headline": "More"}).status_code == 200
    assert names(article) == ["Rauf"]


def test_a_row_that_was_saved_and_is_no_longer_sent_was_taken_out(reporter, article):
    """A page removes a row that it added itself, and may not know that it was saved meanwhile."""
    rauf = CorrespondentFactory(name="Rauf", slug="rauf")
    before = opened(reporter, page_of(article))
    data = with_line(before, "bylines", correspondent=rauf.pk, position=1)
    data = gone_on(data, save(reporter, page_of(article), data))
    data = {name: value for name, value in data.items() if not name.startswith("bylines-1-")}
    assert save(reporter, page_of(article), data | {"bylines-TOTAL_FORMS": 1}).status_code == 200
    assert names(article) == ["Leyla Həsənova"]


def test_rows_are_kept_in_any_order_of_their_numbers(reporter, article):
    rauf, aysel = CorrespondentFactory(name="Rauf", slug="rauf"), CorrespondentFactory(name="Aysel", slug="aysel")
    data = opened(reporter, page_of(article))
    data = with_line(data, "bylines", correspondent=rauf.pk, position=2)
    data = with_line(data, "bylines", correspondent=aysel.pk, position=1)
    data = gone_on(data, save(reporter, page_of(article), data))
    assert names(article) == ["Leyla Həsənova", "Aysel", "Rauf"]
    data |= {"bylines-0-position": 3, "bylines-1-position": 0}
    assert save(reporter, page_of(article), data).status_code == 200
    assert names(article) == ["Rauf", "Aysel", "Leyla Həsənova"]


def test_another_who_saves_meanwhile_is_merged_by_the_rows_that_were_saved_on_the_screen(reporter, editor, article):
    rauf, aysel = CorrespondentFactory(name="Rauf", slug="rauf"), CorrespondentFactory(name="Aysel", slug="aysel")
    data = opened(reporter, page_of(article))
    data = with_line(data, "bylines", correspondent=rauf.pk, position=2)
    data = with_line(data, "bylines", correspondent=aysel.pk, position=1)
    data = gone_on(data, save(reporter, page_of(article), data))
    theirs = opened(editor, page_of(article), **{"bylines-2-role": "in Baku"})  # Rauf's
    editor.post(page_of(article), theirs)
    mine = data | {"bylines-2-role": "in Quba"}  # Aysel's
    answer = save(reporter, page_of(article), mine)
    assert answer.status_code == 409
    assert "different places" in answer.json()["conflict"]["what"]
    page = reporter.post(page_of(article), mine)
    assert reporter.post(page_of(article), dict(page.context["typed"]) | {"_onto": 3}).status_code == 302
    roles = dict(Byline.objects.filter(article=article).values_list("correspondent__name", "role"))
    assert (roles["Rauf"], roles["Aysel"]) == ("in Baku", "in Quba")


# -- sent again --------------------------------------------------------------------------------------------------------


def test_a_new_story_that_is_sent_again_is_one_story(reporter):
    data = with_line(opened(reporter, ADD, headline="Once"), "citations", source=SourceFactory().pk, kind="quotation")
    first, again = save(reporter, ADD, data), save(reporter, ADD, data)
    assert Article.objects.count() == 1
    assert again.json()["saved"]["address"] == first.json()["saved"]["address"]
    assert again.json()["saved"]["rows"] == first.json()["saved"]["rows"]
    assert again.json()["saved"]["version"] == 1
    assert Article.objects.get().citations.count() == 1


def test_what_was_typed_since_is_a_change_of_it(reporter):
    source = SourceFactory()
    data = with_line(opened(reporter, ADD, headline="Once"), "citations", source=source.pk, kind="quotation")
    data = with_line(data, "citations", source=source.pk, kind="data", position=1)
    save(reporter, ADD, data)
    data = with_line(data, "citations", source=source.pk, kind="readout", position=2)
    answer = save(reporter, ADD, data | {"headline": "Twice", "citations-0-statement": "Said."})
    assert answer.json()["saved"]["version"] == 2
    story = Article.objects.get()
    assert story.headline == "Twice"
    said = story.citations.values_list("kind", "statement")
    assert [*said] == [("quotation", "Said."), ("data", ""), ("readout", "")]


def test_the_same_without_a_script(reporter):
    data = opened(reporter, ADD, headline="Pressed twice")
    first, again = reporter.post(ADD, data), reporter.post(ADD, data)
    assert first["Location"] == again["Location"] == page_of(Article.objects.get())


def test_a_change_that_is_sent_again_is_no_conflict_with_oneself(reporter, article):
    rauf = CorrespondentFactory(name="Rauf", slug="rauf")
    data = with_line(opened(reporter, page_of(article), headline="Once"), "bylines", correspondent=rauf.pk, position=1)
    data |= {"citations-0-DELETE": "on"}
    save(reporter, page_of(article), data)
    assert save(reporter, page_of(article), data).json()["saved"]["version"] == 2
    assert save(reporter, page_of(article), data | {"headline": "Twice"}).json()["saved"]["version"] == 3
    assert names(article) == ["Leyla Həsənova", "Rauf"]


def test_it_still_is_one_with_another_who_saved_in_between(reporter, editor, article):
    data = opened(reporter, page_of(article), headline="Once")
    save(reporter, page_of(article), data)
    editor.post(page_of(article), opened(editor, page_of(article), headline="Omar's"))
    answer = save(reporter, page_of(article), data | {"headline": "Twice"})
    assert answer.status_code == 409
    assert stored(article).headline == "Omar's"


def test_what_was_merged_is_not_taken_for_what_was_sent(reporter, editor, article):
    data = opened(reporter, page_of(article), headline="Mine")
    editor.post(page_of(article), opened(editor, page_of(article), standfirst="Omar's lede."))
    page = reporter.post(page_of(article), data)
    reporter.post(page_of(article), dict(page.context["typed"]) | {"_onto": 2})
    assert stored(article).standfirst == "Omar's lede."
    save(reporter, page_of(article), data | {"headline": "Mine again"})
    assert stored(article).standfirst == "Omar's lede.", "an old form takes nothing back"


def test_nobody_goes_on_with_the_form_of_another(reporter, editor):
    data = opened(reporter, ADD, headline="Nora's")
    save(reporter, ADD, data)
    save(editor, ADD, opened(editor, ADD, headline="Omar's", sheet=data["sheet"]))
    assert sorted(Article.objects.values_list("headline", flat=True)) == ["Nora's", "Omar's"]


# -- not saved ---------------------------------------------------------------------------------------------------------


def test_errors_are_told_by_field(reporter, article):
    data = opened(reporter, page_of(article), headline="Typed", dateline_on="yesterday")
    data = with_line(data, "citations", source="", kind="quotation", statement="Said.")
    answer = save(reporter, page_of(article), data)
    assert answer.status_code == 422
    fields = {error["field"]: error for error in answer.json()["errors"]}
    assert fields.keys() == {"id_dateline_on", "id_citations-1-source"}
    assert fields["id_dateline_on"]["label"] == "Date filed"
    assert stored(article).headline == article.headline
    assert Autosave.objects.unsaved().get().fields["headline"] == ["Typed"], "it is kept all the same"


def test_an_error_in_a_row_names_the_number_it_was_sent_under(reporter, article):
    data = opened(reporter, page_of(article))
    data = with_line(data, "bylines", correspondent="", role="in Quba")
    data = with_line(data, "bylines", correspondent=CorrespondentFactory(name="R", slug="r").pk)
    data |= {"bylines-2-id": data.pop("bylines-0-id")}
    data = {name: value for name, value in data.items() if not name.startswith("bylines-0-")}
    answer = save(reporter, page_of(article), data)
    assert [error["field"] for error in answer.json()["errors"]] == ["id_bylines-1-correspondent"]


def test_a_newer_version_is_a_conflict_and_the_text_is_kept(reporter, editor, article):
    data = opened(reporter, page_of(article), headline="Nora's")
    editor.post(page_of(article), opened(editor, page_of(article), headline="Omar's"))
    answer = save(reporter, page_of(article), data)
    assert answer.status_code == 409
    assert "omar saved a newer version at" in answer.json()["conflict"]["who"]
    assert answer.json()["conflict"]["what"] == "You both changed: headline."
    assert stored(article).headline == "Omar's"
    assert Autosave.objects.unsaved().get().fields["headline"] == ["Nora's"]
    assert "Edit conflict" in reporter.post(page_of(article), data).text, "the same form, sent as a form, combines both"


def test_who_is_logged_out_or_may_not_saves_nothing(reporter, article):
    data = opened(reporter, page_of(article), headline="Typed")
    assert save(Client(), page_of(article), data).status_code == 302
    assert save(logged_in(make_user("ada", "Journalists")), page_of(article), data).status_code == 403
    assert stored(article).headline == article.headline


# -- on to a step ------------------------------------------------------------------------------------------------------


def test_a_step_that_was_pressed_is_told_with_the_save(editor, omar, nora):
    article = ArticleFactory(writer=nora, state=State.SUBMITTED)
    answer = save(editor, page_of(article), opened(editor, page_of(article), headline="New", _step="publish"))
    assert answer.json()["onward"] == step(article, "publish")
    assert stored(article).headline == "New"
    answer = save(editor, page_of(article), opened(editor, page_of(article), _step="publish"))
    assert answer.json() == {"onward": step(article, "publish")}, "nothing was typed: nothing is saved"


def test_a_new_story_is_saved_before_its_step(reporter):
    answer = save(reporter, ADD, opened(reporter, ADD, headline="New", _step="submit"))
    assert answer.json()["onward"] == step(Article.objects.get(), "submit")


def test_a_form_without_a_sheet_is_saved_as_ever(reporter):
    data = opened(reporter, ADD, headline="No sheet", sheet="")
    assert save(reporter, ADD, data).status_code == 200
    assert save(reporter, ADD, data | {"sheet": str(uuid.uuid4())}).status_code == 200
    assert Article.objects.count() == 2


def test_a_gallery_goes_on_too(reporter, article):
    one, two = PhotoFactory(), PhotoFactory()
    data = with_line(opened(reporter, page_of(article)), "gallery", photo=one.pk, position=0)
    data = gone_on(data, save(reporter, page_of(article), data))
    data = with_line(data, "gallery", photo=two.pk, position=1)
    assert save(reporter, page_of(article), data).status_code == 200
    assert [*article.gallery.values_list("photo", flat=True)] == [one.pk, two.pk]
