"""Actions on several stories: what each will get is said first, one that is left out stops no other."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import bulk_acts
from articles.drafts import amending, translating
from articles.models import Article, Autosave, Event, Notice
from articles.workflow import State
from tests.factories import ArticleFactory, CorrespondentFactory, SectionFactory, make_user, publish, rewrite
from tests.test_desk_article import LIST, logged_in, stored, verbs

pytestmark = [pytest.mark.database, pytest.mark.django_db]

BULK = f"{LIST}bulk/"


@pytest.fixture
def editor(omar):
    return logged_in(omar)


@pytest.fixture
def reporter(nora):
    return logged_in(nora)


def previewed(client, act: str, *stories, **data):
    """The page that says what will happen: (what each gets, or why it is left out), by headline."""
    asked = {"act": act, "pk": [story.pk for story in stories], "ready": "1", "query": "?view=submitted"} | data
    page = client.get(BULK, asked)
    assert page.status_code == 200
    return page, {line.article.headline: line.refused or line.gets for line in page.context["lines"]}


def applied(client, act: str, *stories, **data):
    """Look at the page, then press its button: what it posts is what it has."""
    page, _lines = previewed(client, act, *stories, **data)
    versions = {f"version-{line.article.pk}": line.article.version for line in page.context["lines"]}
    sent = {"act": act, "pk": [story.pk for story in stories], "ready": "1", "query": "?view=submitted"}
    return client.post(BULK, sent | data | versions, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_nothing_happens_before_the_button_is_pressed(editor, nora):
    story = ArticleFactory(headline="a")
    page, lines = previewed(editor, "assign", story, reporter=nora.pk)
    assert lines == {"a": "Writer: nora"}
    assert "Apply to 1 story" in page.text
    assert stored(story).reporter is None
    assert not Event.objects.about(story).exists()


def test_a_form_that_is_not_filled_in_says_who_could_be_changed_and_has_no_button(editor):
    story, spiked = ArticleFactory(headline="a"), ArticleFactory(headline="b", state=State.SPIKED)
    page = editor.get(BULK, {"act": "assign", "pk": [story.pk, spiked.pk]})
    assert [line.refused for line in page.context["lines"]] == ["", "It is spiked. Revive it first."]
    assert "Apply to" not in page.text
    assert "Choose a writer, an editor or a priority." in previewed(editor, "assign", story)[0].text


def test_stories_are_assigned_and_those_who_are_asked_are_told_of_each(editor, omar, nora):
    one, two = ArticleFactory(headline="a"), ArticleFactory(headline="b")
    has = ArticleFactory(headline="c", reporter=nora, priority=2)
    response = applied(editor, "assign", one, two, has, reporter=nora.pk, priority="2")
    assert [(stored(story).reporter, stored(story).priority) for story in (one, two, has)] == [(nora, 2)] * 3
    assert (verbs(one), verbs(two), verbs(has)) == (["assign"], ["assign"], [])
    assert Notice.objects.filter(to=nora, kind="assigned").count() == 2
    assert said(response) == ["2 stories changed.", "Left out: “c”. It already has this assignment."]
    assert response.redirect_chain == [(f"{LIST}?view=submitted", 302)]


def test_an_editor_who_does_not_edit_a_section_is_not_given_its_stories(editor):
    olga = make_user("olga", "Editors")
    SectionFactory(name="Culture").editors.add(olga)
    inside = ArticleFactory(headline="in", section=SectionFactory(name="Culture"))
    outside = ArticleFactory(headline="out")
    _page, lines = previewed(editor, "assign", inside, outside, editor=olga.pk)
    assert lines == {"in": "Editor: olga", "out": "olga doesn't edit its section."}


def test_a_deadline_is_set_and_removed(editor):
    story = ArticleFactory(headline="a")
    applied(editor, "deadline", story, deadline="2998-06-01T12:00")
    assert timezone.localtime(stored(story).deadline).hour == 12
    assert previewed(editor, "deadline", story, deadline="2998-06-01T12:00")[1] == {
        "a": "It already has this deadline."
    }
    assert previewed(editor, "deadline", story, deadline="")[1] == {"a": "Deadline: none"}
    applied(editor, "deadline", story, deadline="")
    assert stored(story).deadline is None


def test_tags_are_added_as_an_edit_that_ends_an_approval(reporter, nora):
    draft = ArticleFactory(headline="a", writer=nora, tagged=["Energy"])
    approved = ArticleFactory(headline="b", writer=nora, state=State.APPROVED)
    tagged = ArticleFactory(headline="c", writer=nora, tagged=["energy", "Roads"])
    others = ArticleFactory(headline="d")
    _page, lines = previewed(reporter, "tag", draft, approved, tagged, others, tags="Energy, roads")
    assert lines == {
        "a": "Adds: roads.",
        "b": "Adds: Energy, roads. It becomes a draft and needs approval again.",
        "c": "It already has these tags.",
        "d": "You can't edit this story.",
    }
    applied(reporter, "tag", draft, approved, tagged, others, tags="Energy, roads")
    assert {*stored(draft).tags.names()} == {"Energy", "Roads"}
    assert (stored(approved).state, stored(approved).version) == (State.DRAFT, 2)
    assert (verbs(draft), verbs(tagged), verbs(others)) == (["edit"], [], [])
    assert stored(draft).revisions.count() == 2
    assert not stored(others).tags.exists()


def test_stories_change_their_section_as_an_edit(editor):
    culture = SectionFactory(name="Culture")
    story, there = ArticleFactory(headline="a"), ArticleFactory(headline="b", section=culture)
    assert previewed(editor, "section", story, there, section=culture.pk)[1] == {
        "a": "Politics → Culture.", "b": "It is in this section already.",
    }  # fmt: skip
    applied(editor, "section", story, there, section=culture.pk)
    assert stored(story).section == culture
    assert (verbs(story), verbs(there)) == (["edit"], [])


def test_stories_are_spiked_with_a_reason_unless_readers_see_them(editor, nora):
    draft, live = ArticleFactory(headline="a", writer=nora), ArticleFactory(headline="b")
    publish(live)
    response = applied(editor, "spike", draft, live, note="Overtaken by events.")
    assert (stored(draft).state, stored(live).state) == (State.SPIKED, State.APPROVED)
    assert Event.objects.about(draft).get().reason == "Overtaken by events."
    assert Notice.objects.get(kind="spiked").to == nora
    assert said(response)[0] == "1 story changed."
    assert "published or scheduled" in said(response)[1]


def test_stories_are_returned_only_with_a_reason(editor):
    story = ArticleFactory(headline="a", state=State.SUBMITTED)
    page, _lines = previewed(editor, "return", story, note=" ")
    assert "note" in page.context["form"].errors
    applied(editor, "return", story, note="Who was there?")
    assert stored(story).state == State.DRAFT


def translations(story) -> list[tuple]:
    found = Article.objects.filter(translation_of=story).order_by("pk")
    return [(one.language, one.state, one.writer, one.translated_edition) for one in found]


def test_a_draft_is_made_of_each_story_that_has_none_in_the_language(reporter, nora):
    live, draft, spiked = ArticleFactory(headline="a"), ArticleFactory(headline="b"), ArticleFactory(headline="c")
    publish(live)
    Article.objects.filter(pk=spiked.pk).update(state=State.SPIKED)
    has = ArticleFactory(headline="d")
    translating.translate(has.pk, "az", by=nora)
    written = ArticleFactory(headline="e", language="az")
    _page, lines = previewed(reporter, "translate", live, draft, spiked, has, written, language="az")
    assert lines == {
        "a": "A new draft: Azerbaijani. You are its writer.",
        "b": "A new draft: Azerbaijani. You are its writer.",
        "c": "It is spiked. Revive it first.",
        "d": "It already has a translation into this language.",
        "e": "It is written in this language.",
    }
    response = applied(reporter, "translate", live, draft, spiked, has, written, language="az")
    assert said(response) == [
        "2 drafts made. They are under Mine.",
        "Left out: “c”. It is spiked. Revive it first.",
        "Left out: “d”. It already has a translation into this language.",
        "Left out: “e”. It is written in this language.",
    ]
    assert translations(live) == [("az", State.DRAFT, nora, 1)]
    assert translations(draft) == [("az", State.DRAFT, nora, 0)]
    assert (len(translations(has)), translations(spiked), translations(written)) == (1, [], [])
    assert (verbs(draft), stored(draft).version) == ([], 1)


def test_of_an_original_and_its_translation_one_draft_is_made(reporter, nora):
    original = ArticleFactory(headline="a")
    translation = translating.translate(original.pk, "az", by=nora)
    rewrite(translation, headline="b")
    response = applied(reporter, "translate", original, stored(translation), language="ru")
    assert said(response) == [
        "1 draft made. It is under Mine.", "Left out: “b”. It already has a translation into this language.",
    ]  # fmt: skip
    assert [one[0] for one in translations(original)] == ["az", "ru"]


def test_a_language_that_nobody_offered_translates_nothing(reporter):
    story = ArticleFactory()
    for language in ("", "de"):
        page, _lines = previewed(reporter, "translate", story, language=language)
        assert "language" in page.context["form"].errors
        assert "Apply to" not in page.text


def test_what_was_changed_since_the_preview_is_left_out(editor):
    one, two = ArticleFactory(headline="a"), ArticleFactory(headline="b")
    previewed(editor, "spike", one, two, note="Old.")
    rewrite(two, standfirst="New facts.")
    sent = {"act": "spike", "pk": [one.pk, two.pk], "ready": "1", "note": "Old.", f"version-{one.pk}": 1,
            f"version-{two.pk}": 1}  # fmt: skip
    response = editor.post(BULK, sent, follow=True)
    assert (stored(one).state, stored(two).state) == (State.SPIKED, State.DRAFT)
    assert "“b”. It has been changed since you opened the page." in said(response)[1]


def test_one_that_goes_wrong_is_told_and_stops_no_other(editor, monkeypatch, caplog):
    stories = [ArticleFactory(headline=headline) for headline in "abc"]
    real = amending.tag

    def breaks(pk, names, *, by):
        real(pk, names, by=by)
        if pk == stories[1].pk:
            raise RuntimeError("the disk is full")

    monkeypatch.setattr(bulk_acts.amending, "tag", breaks)
    response = applied(editor, "tag", *stories, tags="Energy")
    assert [stored(story).tags.exists() for story in stories] == [True, False, True]
    assert said(response) == [
        "2 stories changed.", "Left out: “b”. Something went wrong. Nothing in this story was changed.",
    ]  # fmt: skip
    assert "the disk is full" in caplog.text


def test_a_story_with_one_s_own_unsaved_text_is_not_spiked(editor, omar):
    story, other = ArticleFactory(headline="a"), ArticleFactory(headline="b")
    now = timezone.now()
    Autosave.objects.create(
        user=omar, article=story, version=1, opened_at=now, typed_at=now, seen_at=now,
        fields={"headline": ["Typed and not saved"]},
    )  # fmt: skip
    _page, lines = previewed(editor, "spike", story, other, note="Old.")
    assert lines["a"].startswith("You have unsaved text")
    assert lines["b"].startswith("Spiked")


def test_the_list_offers_what_a_person_may_do(editor, reporter):
    ArticleFactory()
    assert [*reporter.get(LIST).context["bulk_acts"]] == ["tag", "section", "translate"]
    assert [*editor.get(LIST).context["bulk_acts"]] == [
        "assign", "deadline", "tag", "section", "translate", "return", "spike",
    ]  # fmt: skip


def test_with_one_language_there_is_nothing_to_translate_into(editor, settings):
    settings.LANGUAGES = [("en", "English")]
    story = ArticleFactory()
    assert "translate" not in editor.get(LIST).context["bulk_acts"]
    assert editor.get(BULK, {"act": "translate", "pk": [story.pk]}).status_code == 403


def test_without_a_selection_the_list_says_so_and_an_address_leads_nowhere_else(editor):
    for query, back in (("?view=mine", f"{LIST}?view=mine"), ("//evil.example", LIST), ("", LIST)):
        response = editor.get(BULK, {"act": "tag", "query": query})
        assert response.url == back
    assert editor.get(BULK, {"act": "tag", "pk": ["x", "-1", "9" * 30]}).status_code == 302


def test_the_page_asks_as_much_of_many_stories_as_of_few(reporter, nora):
    """Rights of a journalist hang on bylines, a step on what is public: neither is asked story by story."""
    counts = []
    for many in (2, 12):
        stories = [
            ArticleFactory(named=[CorrespondentFactory(name=f"P{many}{number}", slug=f"p{many}{number}")], tagged=["A"])
            for number in range(many)
        ]
        data = {"act": "tag", "pk": [story.pk for story in stories], "ready": "1", "tags": "Energy"}
        for asked in (data, data | {"act": "translate", "language": "az"}):
            reporter.get(BULK, asked)
            with CaptureQueriesContext(connection) as queries:
                reporter.get(BULK, asked)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_an_editor_of_other_sections_changes_nothing(nora):
    olga = make_user("olga", "Editors")
    SectionFactory(name="Culture").editors.add(olga)
    story = ArticleFactory(headline="a", state=State.SUBMITTED)
    client = logged_in(olga)
    data = {"assign": {"reporter": nora.pk}, "deadline": {"deadline": ""}, "tag": {"tags": "A"},
            "section": {"section": SectionFactory(name="Culture").pk}, "return": {"note": "No."},
            "spike": {"note": "No."}}  # fmt: skip
    assert {*data} == {*bulk_acts.ACTS} - {"translate"}  # which makes other stories and changes none
    for act, fields in data.items():
        applied(client, act, story, **fields)
    assert Article.objects.filter(pk=story.pk, state=State.SUBMITTED, version=1).exists()
    assert not Event.objects.about(story).exists()


def test_the_hour_of_a_deadline_is_the_newsroom_s(editor, settings):
    settings.TIME_ZONE = "Asia/Baku"
    story = ArticleFactory()
    applied(editor, "deadline", story, deadline="2998-06-01T12:00")
    assert stored(story).deadline.utcoffset() == timedelta(0)
    assert stored(story).deadline.hour == 8
