"""The page that publishes: from a draft too, with the second check asked for there; and what it refuses where."""

import pytest
from django.utils import timezone

from articles import publishing, workflow
from articles.drafts import editing
from articles.models import Act, Article, Edition, Event, Notice, PendingCheck
from articles.publishing import foureyes
from articles.workflow import State
from newsroom.lib import marking
from tests.factories import ArticleFactory, make_user, publish, rewrite
from tests.test_desk_article import asked, logged_in, page_of, save, step, stored, take, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def ona(db):
    """Edits too."""
    return make_user("ona", "Editors", first_name="Ona")


@pytest.fixture
def editor(omar):
    return logged_in(omar)


@pytest.fixture
def draft(nora):
    """Nora's, and not submitted."""
    return ArticleFactory(writer=nora, edited_by=nora, state=State.DRAFT)


@pytest.fixture
def edited(draft, editor, ona):
    """Published, and edited by Omar since."""
    publish(draft)
    save(editor, draft, headline="Council meets again")
    return stored(draft)


def errors(response) -> dict[str, list[str]]:
    return {name: [str(one) for one in found] for name, found in response.context["form"].errors.items()}


# -- from a draft -----------------------------------------------------------------------------------------------------


def test_an_editor_publishes_a_draft_and_the_log_says_who_approved_it(draft, editor, omar):
    page = editor.get(step(draft, "publish"))
    assert "nora made the last changes. You are the second reader. The story has not been submitted yet." in page.text
    assert editor.post(step(draft, "publish"), asked(page)).status_code == 302
    assert Edition.objects.live(timezone.now()).get().headline == draft.headline
    assert stored(draft).state == State.APPROVED
    assert verbs(draft) == ["approve"]
    event = Event.objects.about(draft).get()
    assert (event.by, event.detail["digest"]) == (omar, editing.digest(stored(draft)))
    assert not PendingCheck.objects.exists()


def test_a_writer_publishes_no_draft(draft, nora):
    assert logged_in(nora).get(step(draft, "publish")).status_code == 403
    assert "publish" not in [one.verb for one in workflow.open_to(nora, draft, public=editing.public_of(draft))]


def test_what_is_approved_already_is_approved_once(draft, editor, ona):
    Article.objects.update(state=State.SUBMITTED)
    take(logged_in(ona), draft, "approve")
    take(editor, draft, "publish")
    assert verbs(draft) == ["approve"]


def test_a_text_that_was_published_after_an_older_approval_is_not_said_to_have_changed(draft, editor, ona):
    Article.objects.update(state=State.SUBMITTED)
    take(logged_in(ona), draft, "approve")
    publish(draft)
    save(editor, draft, headline="Council meets again")
    page = editor.get(step(draft, "publish"))
    said = {"change": "update", "note": "It met again.", "check": "alone", "reason": "Fire."}
    assert editor.post(step(draft, "publish"), asked(page) | said).status_code == 302
    assert not foureyes.lapsed(stored(draft))


def test_the_comparison_shows_what_changes_and_counts_what_stays(edited, editor):
    body = "<p>One.</p><p>Two of us.</p><p>Three.</p>"
    publish(rewrite(edited, body=body), change="minor")
    save(editor, edited, body=body.replace("Two of us", "Two of them"))
    page = editor.get(step(edited, "publish"))
    (text,) = page.context["marked"]
    assert [(block.same, block.place) for block in text.blocks] == [(1, 0), (0, 2), (1, 0)]
    assert "Two of <del>us.</del> <ins>them.</ins>" in page.text
    assert page.text.count("1 paragraph unchanged") == 2
    assert "Edition 3 replaces edition 2" in page.text


# -- the second check -------------------------------------------------------------------------------------------------


def test_their_own_text_is_not_published_until_one_of_two_ways_is_chosen(edited, editor):
    page = editor.get(step(edited, "publish"))
    assert page.context["form"]["check"].value() is None
    answer = editor.post(step(edited, "publish"), asked(page) | {"change": "minor"})
    assert (answer.status_code, [*errors(answer)]) == (409, ["check"])
    answer = editor.post(step(edited, "publish"), asked(page) | {"change": "minor", "check": "alone"})
    assert (answer.status_code, [*errors(answer)]) == (409, ["reason"])
    assert Edition.objects.count() == 1


def test_alone_with_a_reason_it_waits_on_the_list_of_second_checks(edited, editor, omar):
    said = {"change": "minor", "check": "alone", "reason": "Fire in the refinery."}
    assert take(editor, edited, "publish", **said).status_code == 302
    assert PendingCheck.objects.get().by == omar
    assert Act.objects.latest("pk").reason == "Fire in the refinery."
    assert "approve" not in verbs(edited)


def test_another_editor_is_asked_and_gets_what_was_proposed(edited, editor, omar, ona):
    assert "Ask Ona" in editor.get(step(edited, "publish")).text
    said = {"change": "correction", "note": "It met twice.", "check": "ask"}
    assert take(editor, edited, "publish", **said).status_code == 302
    assert (stored(edited).state, Edition.objects.count()) == (State.SUBMITTED, 1)
    notice = Notice.objects.get(to=ona, kind="check")
    assert (notice.by, notice.path) == (omar, step(edited, "publish"))
    page = logged_in(ona).get(notice.path)
    form = page.context["form"]
    assert (form["change"].value(), form["note"].value()) == ("correction", "It met twice.")
    assert "omar asked for this check" in page.text
    assert logged_in(ona).post(notice.path, asked(page)).status_code == 302
    assert Edition.objects.latest("number").note == "It met twice."
    assert not PendingCheck.objects.exists()


def test_what_was_proposed_for_another_text_is_not_filled_in(edited, editor, nora, ona):
    take(editor, edited, "publish", change="correction", note="It met twice.", check="ask")
    save(logged_in(nora), edited, headline="Council meets once more")
    assert logged_in(ona).get(step(edited, "publish")).context["form"]["note"].value() is None


def test_who_asks_decides_no_kind_of_change_yet_and_asks_of_the_text_that_they_saw(edited, editor):
    page = editor.get(step(edited, "publish"))
    save(editor, edited, standfirst="It met at night.")  # in another tab
    assert editor.post(step(edited, "publish"), asked(page) | {"check": "ask"}).status_code == 409
    assert stored(edited).state == State.DRAFT
    assert take(editor, edited, "publish", check="ask").status_code == 302
    assert stored(edited).state == State.SUBMITTED


def test_asking_is_no_page_of_its_own_and_no_button_of_a_story(edited, editor, omar):
    assert editor.get(step(edited, "ask")).status_code == 404
    assert editor.post(step(edited, "ask"), {"version": edited.version}).status_code == 404
    assert "ask" not in [one.verb for one in workflow.open_to(omar, edited, public=editing.public_of(edited))]


# -- what is refused, and where ---------------------------------------------------------------------------------------


def test_no_kind_of_change_is_chosen_beforehand(edited, editor):
    page = editor.get(step(edited, "publish"))
    assert page.context["form"]["change"].value() is None
    answer = editor.post(step(edited, "publish"), asked(page) | {"check": "alone", "reason": "Fire."})
    assert errors(answer) == {"change": ["Choose what kind of change this is."]}
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("change", ["update", "clarification", "correction", "retraction"])
@pytest.mark.parametrize("note", ["", "  ", "What was wrong: …"])
def test_a_change_with_a_note_needs_one_that_is_finished(change, note, edited, editor):
    said = {"change": change, "note": note, "check": "alone", "reason": "Fire."}
    answer = take(editor, edited, "publish", **said)
    assert [*errors(answer)] == ["note"]
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"when": "at"}, "Enter a day and a time, or publish now."),
        ({"when": "at", "at-day": "2998-01-01", "at-time": ""}, "Enter a day, and a time from 00:00 to 23:59"),
        ({"when": "at", "at-day": "2998-01-01", "at-time": "25:00"}, "Enter a day, and a time from 00:00 to 23:59"),
        ({"when": "now", "at-day": "2998-01-01", "at-time": "06:00"}, "You entered a time, but chose “Now”."),
        ({"when": "at", "at-day": "2020-01-01", "at-time": "06:00"}, "This time is in the past."),
    ],
)
def test_a_time_that_will_not_do_is_refused_at_its_field(when, words, draft, editor):
    answer = take(editor, draft, "publish", **when)
    (found,) = errors(answer)["at"]
    assert found.startswith(words)
    assert not Edition.objects.exists()


@pytest.mark.parametrize("typed", ["6", "06", "600", "0600", "6:00", "06.00", "6h00", "06:00"])
def test_a_time_is_typed_as_people_type_it(typed, draft, editor):
    take(editor, draft, "publish", **{"when": "at", "at-day": "2998-01-01", "at-time": typed})
    assert f"{timezone.localtime(Edition.objects.get().live_from):%Y-%m-%d %H:%M}" == "2998-01-01 06:00"


def test_what_blocks_publication_is_a_link_to_its_field(draft, editor):
    Article.objects.update(section=None)
    page = editor.get(step(draft, "publish"))
    assert [problem.code for problem in page.context["blocking"]] == ["no-section"]
    assert f'<a href="{page_of(draft)}#id_section">The story has no section. Choose one.</a>' in page.text
    assert editor.post(step(draft, "publish"), asked(page)).status_code == 409
    assert not Edition.objects.exists()


# -- meanwhile --------------------------------------------------------------------------------------------------------


def test_a_page_opened_before_another_saved_says_who_and_shows_the_new_comparison_first(edited, editor, nora):
    page = editor.get(step(edited, "publish"))
    save(logged_in(nora), edited, headline="Council meets in secret")
    said = {"change": "minor", "check": "alone", "reason": "Fire."}
    answer = editor.post(step(edited, "publish"), asked(page) | said)
    assert answer.status_code == 409
    assert "nora changed the text" in answer.text
    assert "<ins>secret</ins>" in answer.text
    assert Edition.objects.count() == 1
    assert editor.post(step(edited, "publish"), asked(answer) | said).status_code == 302  # now they have seen it
    assert Edition.objects.latest("number").headline == "Council meets in secret"


def test_a_quick_fix_is_refused_until_it_is_opened_anew(edited, editor, ona):
    page = editor.get(step(edited, "fix"))
    publishing.fix(edited.pk, by=ona, headline="Council met on Sunday", change="minor")
    said = {"change": "minor", "standfirst": "It met."}
    answer = editor.post(step(edited, "fix"), asked(page) | said)
    assert answer.status_code == 409
    assert editor.post(step(edited, "fix"), asked(answer) | said).status_code == 409
    assert Edition.objects.latest("number").headline == "Council met on Sunday"


# -- afterwards, and quick fixes --------------------------------------------------------------------------------------


def test_afterwards_the_story_says_what_readers_see_and_where_to_go(draft, editor):
    take(editor, draft, "publish")
    page = editor.get(page_of(draft))
    assert "Published. Readers can see edition 1 now." in page.text
    assert f'<a href="{Edition.objects.get().get_absolute_url()}">View page</a>' in page.text
    assert "Place on a front</a>" in page.text


def test_a_minor_fix_needs_no_reason_and_still_a_second_check(edited, editor, omar, ona):
    assert take(editor, edited, "fix", change="minor", standfirst="It met.").status_code == 302
    assert Edition.objects.latest("number").standfirst == "It met."
    assert PendingCheck.objects.get().by == omar
    assert "A minor change, for which no reason was given." in logged_in(ona).get(step(edited, "look")).text


def test_any_other_fix_does(edited, editor):
    answer = take(editor, edited, "fix", change="correction", note="It was Sunday.", standfirst="It met.")
    assert [*errors(answer)] == ["reason"]
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("change", ["", "update", "correction"])
def test_the_engine_asks_for_the_reason_unless_the_change_is_said_to_be_minor(change, edited, omar):
    with pytest.raises(publishing.Refused) as refusal:
        publishing.fix(edited.pk, by=omar, change=change, note="It was Sunday.", headline="Council met")
    assert refusal.value.code == "four-eyes"


@pytest.mark.parametrize("verb", ["submit", "approve", "return", "spike", "publish", "fix", "window", "withdraw"])
def test_each_page_of_a_step_has_one_heading_and_one_main(verb, edited, editor):
    page = editor.get(step(edited, verb)).text
    assert (page.count("<h1"), page.count("<main")) == (1, 1)
    assert ("data-danger" in page) is (verb in {"spike", "withdraw"})


# -- the words that changed -------------------------------------------------------------------------------------------


def told(before, after):
    blocks = marking.marked(before, after)
    return [block.same or "".join(f"{kind[0]}[{words}]" for kind, words in block.parts) for block in blocks]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (["One.", "Two."], ["One.", "Two."], []),
        (["One.", "Two."], ["One.", "Two.", "Three."], [2, "i[Three.]"]),
        (["One.", "Two.", "Three."], ["Three."], ["d[One.]", "d[Two.]", 1]),
        (["It met on Sunday."], ["It met on Monday."], ["s[It met on ]d[Sunday.]s[ ]i[Monday.]"]),
        (["It met."], ["Nobody came at all."], ["d[It met.]s[ ]i[Nobody came at all.]"]),
        ([], ["One."], ["i[One.]"]),
        (["One  and\ntwo."], ["One and two."], []),
    ],
)
def test_a_text_is_shown_by_paragraphs_with_the_words_that_changed(before, after, found):
    assert told(before, after) == found


def test_no_word_of_either_text_is_left_out():
    before, after = [["a b c", "d e f g h", "x y"], ["a b", "new one here", "d e f h g", "x y z"]]
    parts = [part for block in marking.marked(before, after) for part in block.parts]
    for text, kind in ((before, "ins"), (after, "del")):
        words = " ".join(said for what, said in parts if what != kind).split()
        assert sorted(words) == sorted(" ".join(text).split())
