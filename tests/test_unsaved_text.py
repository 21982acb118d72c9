"""What is published is what its editor sees: no step passes over words that they have typed and not saved."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Autosave, Edition, PreviewLink
from articles.workflow import OF_TEXT, State
from tests.factories import NOON, ArticleFactory, BriefFactory, CorrespondentFactory, publish
from tests.test_desk_article import LIST, asked, filled, logged_in, page_of, save, step, stored, take
from tests.test_typing import opened, typing

pytestmark = pytest.mark.django_db

NEW = "Council does not meet"
ASIDE = "_set_aside"


@pytest.fixture
def editor(omar):
    return logged_in(omar)


@pytest.fixture
def reporter(nora):
    return logged_in(nora)


@pytest.fixture
def article(nora):
    return ArticleFactory(
        writer=nora, edited_by=nora, state=State.SUBMITTED, tagged=["Energy"], named=[CorrespondentFactory()]
    )  # fmt: skip


def type_into(client, who, article, **changes):
    """A form is opened, typed into and kept by the desk; it is not saved."""
    data = opened(client, page_of(article), **changes)
    assert typing(client, who, article, data=data).json()["kept"]
    return data


def set_aside(client, page, article, verb="publish"):
    keys = [text.key for text in page.context["texts"]]
    return client.post(step(article, verb), {ASIDE: keys}, follow=True)


def save_shown(client, page, article, verb="publish"):
    """The button “Save and continue” of the first text on the page."""
    data = dict(page.context["texts"][0].typed)
    return client.post(page_of(article), data | {"_step": verb}, follow=True)


# -- a step that is pressed in the form -------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["publish", "approve", "return", "fix"])
def test_a_step_pressed_in_the_form_saves_what_is_on_the_screen_and_then_asks(verb, editor, article):
    if verb == "fix":
        publish(article)
    data = opened(editor, page_of(article), headline=NEW, _step=verb)
    answer = editor.post(page_of(article), data)
    assert (answer.status_code, answer["Location"]) == (302, step(article, verb))
    assert stored(article).headline == NEW


def test_what_is_published_from_the_form_is_what_was_typed_there(editor, article):
    page = editor.post(page_of(article), opened(editor, page_of(article), headline=NEW, _step="publish"), follow=True)
    assert page.redirect_chain
    Article.objects.update(state=State.SUBMITTED)
    page = editor.get(step(article, "publish"))
    assert NEW in page.text
    editor.post(step(article, "publish"), asked(page) | {"reason": "Breaking news."})
    assert Edition.objects.get().headline == NEW


def test_a_step_pressed_in_an_untouched_form_saves_nothing(editor, article):
    answer = editor.post(page_of(article), opened(editor, page_of(article), _step="publish"))
    assert answer["Location"] == step(article, "publish")
    assert (stored(article).version, stored(article).state) == (1, State.SUBMITTED)


def test_an_untouched_form_leads_on_though_it_could_not_be_saved(editor, article):
    """A section is missing, as after an import: the story can still be returned for it."""
    Article.objects.update(section=None, slug="")
    answer = editor.post(page_of(article), opened(editor, page_of(article), _step="return"))
    assert answer["Location"] == step(article, "return")


def test_an_untouched_old_form_leads_to_the_page_that_shows_the_newest_text(editor, reporter, article):
    old = opened(editor, page_of(article), _step="publish")
    save(reporter, article, headline=NEW)
    page = editor.post(page_of(article), old, follow=True)
    assert page.redirect_chain[-1][0] == step(article, "publish")
    assert NEW in page.text


def test_what_cannot_be_saved_leads_to_no_step(editor, article):
    data = opened(editor, page_of(article), headline=NEW, dateline_on="yesterday", _step="publish")
    page = editor.post(page_of(article), data)
    assert page.status_code == 200
    assert NEW in page.text
    assert stored(article).headline == article.headline


def test_two_saves_are_brought_together_before_the_step_and_it_follows(editor, reporter, article):
    data = opened(editor, page_of(article), headline=NEW, _step="publish")
    save(reporter, article, headline="Council meets again")
    page = editor.post(page_of(article), data)
    assert "Edit conflict" in page.text
    assert '<input type="hidden" name="_step" value="publish">' in page.text
    merged = dict(page.context["typed"]) | {"_step": "publish", "_onto": 2, "_choose-headline-0": "mine"}
    answer = editor.post(page_of(article), merged)
    assert answer["Location"] == step(article, "publish")
    assert stored(article).headline == NEW


def test_an_unknown_step_saves_and_leads_nowhere_in_particular(editor, article):
    answer = editor.post(page_of(article), opened(editor, page_of(article), headline=NEW, _step="../../x"))
    assert answer["Location"].startswith(LIST)
    assert stored(article).headline == NEW


def test_the_form_offers_its_steps_as_buttons_of_its_own(editor, article):
    page = editor.get(page_of(article)).text
    for name in ("publish", "approve", "return", "preview", "share"):
        assert f'form="article_form" name="_step" value="{name}"' in page, name


def test_withdrawing_waits_for_no_form_to_be_right(editor, article):
    publish(article)
    page = editor.get(page_of(article)).text
    assert f'href="{step(article, "withdraw")}"' in page
    assert 'value="withdraw"' not in page


# -- the page of a step, however one came there -----------------------------------------------------------------------


@pytest.mark.parametrize("verb", sorted(OF_TEXT))
def test_the_page_of_a_step_stops_at_words_that_are_typed_and_not_saved(verb, editor, omar, nora):
    factory = BriefFactory if verb == "promote" else ArticleFactory
    story = factory(writer=nora, standfirst="It met on Sunday.")
    Article.objects.update(state=State.DRAFT if verb in {"submit", "spike"} else State.SUBMITTED)
    type_into(editor, omar, story, standfirst="It did not meet on Sunday.")
    page = editor.get(step(story, verb))
    assert page.status_code == 200
    assert re.search(r"<ins>[^<]*not", page.text)
    assert f'name="_step" value="{verb}"' in page.text
    assert "form" not in page.context  # nothing to press that would take the step


@pytest.mark.parametrize("verb", sorted(OF_TEXT))
def test_words_typed_after_its_page_was_opened_stop_a_step_too(verb, editor, omar, nora):
    factory = BriefFactory if verb == "promote" else ArticleFactory
    story = factory(writer=nora)
    Article.objects.update(state=State.DRAFT if verb in {"submit", "spike"} else State.SUBMITTED)
    seen = asked(editor.get(step(story, verb))) | {"note": "Why so?", "reason": "Breaking."}
    type_into(editor, omar, story, standfirst="It did not meet on Sunday.")
    before = stored(story)
    answer = editor.post(step(story, verb), seen)
    assert answer.status_code == 409
    assert "did not meet" in answer.text
    after = stored(story)
    assert (after.state, after.headline, after.kind) == (before.state, before.headline, before.kind)
    assert not Edition.objects.exists()


def test_saving_there_leads_back_to_the_step_with_the_text_that_was_saved(editor, omar, article):
    data = type_into(editor, omar, article, headline=NEW)
    page = save_shown(editor, editor.get(step(article, "publish")), article)
    assert page.redirect_chain[-1][0] == step(article, "publish")
    assert stored(article).headline == NEW
    assert not Autosave.objects.unsaved().exists()
    assert Autosave.objects.filter(pk=data["sheet"]).exists()


def test_one_may_continue_with_the_saved_text_and_the_other_stays_to_be_restored(editor, omar, article):
    data = type_into(editor, omar, article, headline=NEW)
    page = set_aside(editor, editor.get(step(article, "publish")), article)
    assert page.redirect_chain[-1][0] == step(article, "publish")
    editor.post(step(article, "publish"), asked(page))
    assert Edition.objects.get().headline == article.headline
    back = editor.get(page_of(article), {"restore": data["sheet"]})
    assert filled(back)["headline"] == NEW


def test_what_is_typed_on_after_that_stops_the_step_again(editor, omar, article):
    data = type_into(editor, omar, article, headline=NEW)
    page = set_aside(editor, editor.get(step(article, "publish")), article)
    typing(editor, omar, article, data=data | {"headline": f"{NEW} today"})
    answer = editor.post(step(article, "publish"), asked(page))
    assert answer.status_code == 409
    assert not Edition.objects.exists()


def test_nothing_is_set_aside_that_was_typed_after_the_page_was_shown(editor, omar, article):
    data = type_into(editor, omar, article, headline=NEW)
    page = editor.get(step(article, "publish"))
    typing(editor, omar, article, data=data | {"headline": f"{NEW} today"})
    answer = set_aside(editor, page, article)
    assert not answer.redirect_chain
    assert answer.context["texts"][0].buffer.fields["headline"] == [f"{NEW} today"]


@pytest.mark.parametrize("key", ["", "x", "x y", "00000000-0000-0000-0000-000000000000 x", "1 2024-04-28T12:00:00"])
def test_a_key_that_names_no_text_sets_nothing_aside(key, editor, omar, article):
    type_into(editor, omar, article, headline=NEW)
    assert editor.post(step(article, "publish"), {ASIDE: key}).status_code == 409
    assert Autosave.objects.get().set_aside_at is None


def test_nobody_sets_aside_what_another_typed(editor, reporter, nora, article):
    type_into(reporter, nora, article, headline=NEW)
    buffer = Autosave.objects.get()
    editor.post(step(article, "publish"), {ASIDE: f"{buffer.pk} {buffer.typed_at.isoformat()}"})
    assert Autosave.objects.get().set_aside_at is None


def test_each_tab_counts_and_each_is_shown(editor, omar, article):
    for words in ("Council in the first tab", "Council in the second tab"):
        type_into(editor, omar, article, headline=words)
    page = editor.get(step(article, "publish"))
    assert "first" in page.text
    assert "second" in page.text
    page = save_shown(editor, page, article)  # one is saved; the other still stands against it
    assert [text.buffer.fields["headline"] for text in page.context["texts"]] == [["Council in the first tab"]]


def test_a_save_in_one_tab_does_not_pass_over_what_is_typed_in_another_that_is_open(editor, omar, article):
    type_into(editor, omar, article, headline="Council in the first tab")
    save(editor, article, standfirst="Saved in the second tab.")
    Article.objects.update(state=State.SUBMITTED)
    assert editor.get(step(article, "publish")).context["texts"]


def test_what_was_written_on_the_page_of_the_step_is_there_afterwards(editor, omar, article):
    publish(article)
    save(editor, article, headline="Council meets again")
    Article.objects.update(state=State.SUBMITTED)
    page = editor.get(step(article, "publish"))
    type_into(editor, omar, article, headline=NEW)
    said = {"change": "correction", "note": "The council did not meet.", "reason": "Breaking."}
    page = editor.post(step(article, "publish"), asked(page) | said)
    assert page.status_code == 409
    page = save_shown(editor, page, article)
    Article.objects.update(state=State.SUBMITTED)
    form = page.context["form"]
    assert {name: form[name].value() for name in said} == said
    assert form["version"].value() == stored(article).version  # of what it saw it says the newest


def test_words_saved_and_submitted_in_one_go_pass_over_no_other_tab(editor, omar, article):
    Article.objects.update(state=State.DRAFT)
    type_into(editor, omar, article, headline="Council in the first tab")
    answer = editor.post(page_of(article), opened(editor, page_of(article), standfirst="It met.", _submit="1"))
    assert answer["Location"] == step(article, "submit")
    assert stored(article).state == State.DRAFT
    assert stored(article).standfirst == "It met."


@pytest.mark.parametrize("verb", ["submit", "approve", "publish", "return", "spike"])
def test_the_page_of_a_step_shows_the_text_that_it_is_about(verb, editor, reporter, nora, article):
    """Also to somebody whose own form was opened before another's save."""
    old = opened(editor, page_of(article), _step=verb)
    save(reporter, article, headline=NEW, body="<p>Nobody came.</p>")
    Article.objects.update(state=State.DRAFT if verb in {"submit", "spike"} else State.SUBMITTED)
    page = editor.post(page_of(article), old, follow=True)
    assert page.redirect_chain[-1][0] == step(article, verb)
    assert page.context["proof"].headline == NEW
    assert "<p>Nobody came.</p>" in page.text


@pytest.mark.parametrize("verb", ["submit", "approve", "publish"])
def test_the_page_of_a_step_says_what_changes_beside_the_words(verb, editor, article):
    publish(article)
    save(editor, article, tags="Energy, Budget", dateline="Quba", **{"bylines-0-role": "in Quba"})
    Article.objects.update(state=State.DRAFT if verb == "submit" else State.SUBMITTED)
    found = editor.get(step(article, verb)).context["comparison"]
    assert [str(row.where) for row in found.rows] == ["Dateline", "Byline", "Tags"]
    assert not found.changes


@pytest.mark.parametrize("verb", ["publish", "approve", "return", "spike", "fix", "window"])
@pytest.mark.parametrize(
    "hidden", [{"version": "x"}, {"version": ""}, {"seen": ""}, {"seen": "9" * 300}, {"version": "x", "seen": "x"}]
)
def test_what_cannot_have_been_seen_is_refused_in_words(verb, hidden, editor, reporter, article):
    if verb == "fix":
        publish(article)
    save(reporter, article, headline=NEW)
    Article.objects.update(state=State.SUBMITTED)
    before = Edition.objects.count()
    seen = asked(editor.get(step(article, verb))) | {"note": "Why?", "reason": "Breaking.", "headline": "Another"}
    assert editor.post(step(article, verb), seen | hidden).status_code == 409
    assert Edition.objects.count() == before
    assert stored(article).state == State.SUBMITTED


def test_a_quick_fix_is_no_save_of_what_was_typed_into_the_form(editor, omar, article):
    save(editor, article, standfirst="It met.")
    publish(article, now=timezone.now() - timedelta(minutes=5))
    data = type_into(editor, omar, article, headline=NEW)
    typing(editor, omar, article, sheet=data["sheet"], left=1)
    assert take(editor, article, "fix", change="minor", reason="A name.", standfirst="It met today.").status_code == 302
    Article.objects.update(state=State.SUBMITTED)
    shown = editor.get(step(article, "publish")).context["texts"]
    assert [text.buffer.fields["headline"] for text in shown] == [[NEW]]


def test_a_tab_in_the_background_counts_though_browsers_let_it_speak_but_once_a_minute(editor, omar, article):
    type_into(editor, omar, article, headline=NEW)
    now = timezone.now()
    long_ago = now - timedelta(minutes=20)
    Autosave.objects.update(opened_at=long_ago, typed_at=long_ago, seen_at=now - timedelta(seconds=70))
    save(editor, article, standfirst="Saved in the second tab.")
    Article.objects.update(state=State.SUBMITTED)
    assert editor.get(step(article, "publish")).context["texts"]


# -- what does not stop a step ----------------------------------------------------------------------------------------


def test_a_text_that_says_what_is_saved_stops_nothing(editor, omar, article):
    type_into(editor, omar, article)
    type_into(editor, omar, article, headline=f" {article.headline} ", body=f"{article.body}\r\n")
    assert "form" in editor.get(step(article, "publish")).context


def test_an_old_text_that_says_what_was_saved_then_stops_nothing(editor, omar, reporter, article):
    type_into(editor, omar, article)
    save(reporter, article, headline=NEW)
    Article.objects.update(state=State.SUBMITTED)
    assert "form" in editor.get(step(article, "publish")).context


def test_an_old_text_whose_words_were_saved_since_stops_nothing(editor, omar, reporter, article):
    type_into(editor, omar, article, headline=NEW)
    save(reporter, article, headline=NEW)
    Article.objects.update(state=State.SUBMITTED)
    assert "form" in editor.get(step(article, "publish")).context


def test_an_old_text_left_behind_before_a_save_of_one_s_own_stops_nothing(editor, omar, article):
    data = type_into(editor, omar, article, headline=NEW)
    typing(editor, omar, article, sheet=data["sheet"], left=1)
    save(editor, article, standfirst="It met.")
    Article.objects.update(state=State.SUBMITTED)
    assert "form" in editor.get(step(article, "publish")).context


def test_an_old_text_stops_a_step_where_only_another_saved_since(editor, omar, reporter, article):
    data = type_into(editor, omar, article, headline=NEW)
    typing(editor, omar, article, sheet=data["sheet"], left=1)
    Autosave.objects.update(typed_at=timezone.now() - timedelta(days=20), opened_at=NOON, seen_at=None)
    save(reporter, article, standfirst="It met.")
    Article.objects.update(state=State.SUBMITTED)
    page = editor.get(step(article, "publish"))
    shown = page.context["texts"][0].changes
    assert [str(change["label"]) for change in shown] == ["Headline"]  # what nora saved is no change of omar's


@pytest.mark.parametrize("how", ["saved", "discarded"])
def test_what_was_saved_or_discarded_stops_nothing(how, editor, omar, article):
    data = type_into(editor, omar, article, headline=NEW)
    if how == "saved":
        editor.post(page_of(article), data)
        Article.objects.update(state=State.SUBMITTED)
    else:
        editor.post(f"{LIST}typed/{data['sheet']}/discard/")
    assert "form" in editor.get(step(article, "publish")).context


def test_what_others_type_is_said_and_stops_nothing(editor, reporter, nora, article):
    type_into(reporter, nora, article, headline=NEW)
    page = editor.get(step(article, "publish"))
    assert "nora has had this story open" in page.text
    assert NEW not in page.text
    editor.post(step(article, "publish"), asked(page))
    assert Edition.objects.get().headline == article.headline


@pytest.mark.parametrize("verb", ["withdraw", "fix", "window"])
def test_a_step_that_takes_nothing_from_the_draft_only_says_what_is_not_in_it(verb, editor, omar, article):
    publish(article)
    type_into(editor, omar, article, headline=NEW)
    page = editor.get(step(article, verb))
    assert "They are not part of this step." in page.text
    if verb == "withdraw":
        editor.post(step(article, verb), asked(page) | {"note": "It was wrong."})
        assert not Edition.objects.live(timezone.now()).exists()


# -- of that text alone -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["submit", "approve", "return", "spike"])
@pytest.mark.parametrize("left_out", ["version", "text_digest", "seen"])
def test_a_step_on_a_text_says_which_text_was_read(left_out, verb, editor, article):
    Article.objects.update(state=State.DRAFT if verb in {"submit", "spike"} else State.SUBMITTED)
    before = stored(article).state
    seen = asked(editor.get(step(article, verb))) | {"note": "Because."}
    del seen[left_out]
    assert editor.post(step(article, verb), seen).status_code == 409
    assert stored(article).state == before


@pytest.mark.parametrize("verb", ["submit", "approve", "return", "spike"])
def test_a_step_on_a_text_is_refused_once_that_text_is_another(verb, editor, nora, article):
    Article.objects.update(state=State.DRAFT if verb in {"submit", "spike"} else State.SUBMITTED)
    before = stored(article).state
    seen = asked(editor.get(step(article, verb))) | {"note": "Because."}
    article.tags.add("Budget")  # a part of it, and no new version
    assert editor.post(step(article, verb), seen).status_code == 409
    assert stored(article).state == before


# -- previews ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["preview", "share"])
def test_a_preview_pressed_in_the_form_is_of_what_is_on_the_screen(where, editor, article):
    answer = editor.post(page_of(article), opened(editor, page_of(article), headline=NEW, _step=where))
    assert answer["Location"] == f"{LIST}{article.pk}/{where}/"
    assert stored(article).headline == NEW


@pytest.mark.parametrize("where", ["preview", "share"])
def test_a_preview_says_which_version_it_is_of_and_what_is_not_in_it(where, editor, omar, article):
    type_into(editor, omar, article, headline=NEW)
    shown = editor.get(f"{LIST}{article.pk}/{where}/")
    assert "ersion 1" in shown.text
    assert "are not saved, so the preview doesn't show them" in shown.text
    text = shown.context["texts"][0]
    answer = editor.post(page_of(article), dict(text.typed) | {"_step": where}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{LIST}{article.pk}/{where}/"
    assert stored(article).headline == NEW
    assert "is not saved" not in answer.text


def test_a_link_that_is_made_opens_the_saved_text(editor, omar, article, client):
    type_into(editor, omar, article, headline=NEW)
    page = editor.post(f"{LIST}{article.pk}/share/", follow=True)
    assert "are not saved, so the preview doesn't show them" in page.text
    assert PreviewLink.objects.count() == 1


def test_a_text_that_is_no_longer_one_s_own_to_save_stops_nobody(reporter, nora, article):
    """Nora was asked to write elsewhere: she may still read, and cannot save."""
    type_into(reporter, nora, article, headline=NEW)
    Article.objects.update(writer=None)
    assert "is not saved" not in reporter.get(f"{LIST}{article.pk}/preview/").text


def test_a_text_that_no_save_would_take_stops_a_step_and_breaks_nothing(editor, omar, article):
    data = type_into(editor, omar, article, headline=NEW)
    Autosave.objects.update(fields={**Autosave.objects.get(pk=data["sheet"]).fields, "body": ["a" * 400_000]})
    page = editor.get(step(article, "publish"))
    assert page.status_code == 200
    assert "form" not in page.context
