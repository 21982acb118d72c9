"""Notes on a story: a private conversation, with mentions and resolved marks; returns and overrides stand in it too."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.desk import notes
from articles.drafts import editing
from articles.models import Event, Notice
from articles.workflow import NotAllowed, State
from tests.factories import NOON, ArticleFactory, at, make_user, publish

pytestmark = pytest.mark.django_db

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def story(nora):
    return ArticleFactory(writer=nora, edited_by=nora, state=State.SUBMITTED)


def page(story, rest=""):
    return f"/admin/articles/article/{story.pk}/notes/{rest}"


def said(story) -> list[tuple[str, str, bool]]:
    return [(note.event.verb, note.event.reason, note.is_open) for note in notes.thread(story)]


# -- writing ----------------------------------------------------------------------------------------------------------


def test_a_note_is_a_line_of_the_journal(story, nora):
    notes.write(story, "  Şuşadan kim danışdı?\r\nКто сказал?  ", by=nora)
    event = Event.objects.about(story).get()
    assert (event.verb, event.by, event.reason) == ("note", nora, "Şuşadan kim danışdı?\nКто сказал?")


def test_the_words_of_a_return_and_of_an_override_stand_in_the_same_thread(story, nora, omar):
    notes.write(story, "Is this ready?", by=nora)
    editing.take(story.pk, "return", by=omar, note="Who said so?")
    editing.take(story.pk, "submit", by=nora)
    publishing.publish(story.pk, by=nora, reason="Breaking news.", clock=at(NOON))
    assert said(story) == [
        ("note", "Is this ready?", True),
        ("return", "Who said so?", True),
        ("override", "Breaking news.", False),
    ]


@pytest.mark.parametrize(
    ("who", "text", "code"),
    [
        ("nora", " \r\n ", "note-missing"),
        ("nora", "x" * 5001, "note-too-long"),
        ("mina", "Let me in.", "forbidden"),
    ],
)
def test_a_note_is_not_written(who, text, code, story, mina):
    with pytest.raises(NotAllowed) as refused:
        notes.write(story, text, by=User.objects.get(username=who))
    assert refused.value.code == code
    assert said(story) == []


def test_five_thousand_characters_are_not_too_many(story, nora):
    notes.write(story, "ə" * 5000, by=nora)
    assert len(said(story)) == 1


# -- mentions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("@omar, please read it.", ["omar"]),
        ("Please read it, @omar.", ["omar"]),
        ("(@Omar)\n@omar", ["omar"]),
        ("@əli və @j.o-e+1", ["j.o-e+1", "əli"]),
        ("write to desk@omar or pia@reader.example", []),
        ("@nobody @omarx @", []),
        ("@mina is no journalist, @gone has left, @pia has no log-in at the desk", []),
        ("@nora to herself", []),
    ],
)
def test_who_is_mentioned_is_told(text, told, story, nora, omar, mina):
    make_user("əli", "Journalists")
    make_user("j.o-e+1", "Journalists")
    make_user("gone", "Journalists", is_active=False)
    make_user("pia", "Journalists", is_staff=False)
    event, people = notes.write(story, text, by=nora)
    assert sorted(event.detail["mentions"]) == sorted(user.pk for user in people)
    assert sorted(user.username for user in people) == told
    assert sorted(Notice.objects.values_list("to__username", flat=True)) == told


def test_only_those_who_were_meant_are_marked_in_the_words(story, nora, omar):
    notes.write(story, "@Omar. and @nobody", by=nora)
    parts = list(notes.thread(story)[0].parts())
    assert parts == [("", None), ("@Omar", omar), (". and @nobody", None)]


def test_the_page_says_who_was_told(story, nora, omar, client):
    omar.first_name, omar.last_name = "Omar", "Quliyev"
    omar.save()
    client.force_login(nora)
    text = client.post(page(story), {"text": "@omar <script>look</script>"}, follow=True).text
    assert "Notified: Omar Quliyev." in text
    assert "&lt;script&gt;" in text
    assert "<script>look" not in text


# -- resolved ---------------------------------------------------------------------------------------------------------


def test_a_note_is_resolved_opened_again_and_both_stand_in_the_journal(story, nora, omar):
    event, _told = notes.write(story, "Who said so?", by=omar)
    notes.resolve(event.pk, by=nora)
    notes.resolve(event.pk, by=omar)  # pressed by two: the first one counts
    note = notes.thread(story)[0]
    assert (note.is_open, note.is_resolved, note.mark.by) == (False, True, nora)
    notes.reopen(event.pk, by=omar)
    assert said(story) == [("note", "Who said so?", True)]
    assert [*Event.objects.order_by("pk").values_list("verb", flat=True)] == ["note", "resolve", "reopen"]


@pytest.mark.parametrize("verb", ["override", "spike", "resolve"])
def test_what_is_no_question_is_not_resolved(verb, story, omar):
    event = Event.objects.write(verb, story, by=omar, reason="Because.", note=0)
    with pytest.raises(NotAllowed) as refused:
        notes.resolve(event.pk, by=omar)
    assert refused.value.code == "no-such-note"


def test_a_moderator_marks_nothing(story, nora, mina):
    event, _told = notes.write(story, "Who said so?", by=nora)
    with pytest.raises(NotAllowed):
        notes.resolve(event.pk, by=mina)


def test_a_note_of_another_story_is_not_marked_from_this_one(story, nora, client):
    event, _told = notes.write(ArticleFactory(), "Who said so?", by=nora)
    client.force_login(nora)
    assert client.post(page(story, f"{event.pk}/resolve/")).status_code == 404
    assert not Event.objects.filter(verb="resolve").exists()


# -- the pages --------------------------------------------------------------------------------------------------------


def test_the_thread_stands_below_the_form_of_the_story_and_outside_of_it(story, nora, omar, client):
    notes.write(story, "Zqnote", by=omar)
    client.force_login(nora)
    text = client.get(f"/admin/articles/article/{story.pk}/change/").text
    between = text[text.index('id="article_form"') : text.index('id="notes"')]
    assert between.count("</form>") == between.count("<form") + 1  # the story's form has ended, too
    assert "Zqnote" in text
    assert "1 open" in text


def test_who_may_not_edit_a_story_writes_notes_on_it_all_the_same(story, client):
    client.force_login(make_user("leyla", "Journalists"))
    assert client.post(page(story), {"text": "I saw it too."}).status_code == 302
    assert said(story) == [("note", "I saw it too.", True)]


@pytest.mark.parametrize(("text", "words"), [("x" * 5001, "at most 5000"), ("", "Write something"), ("a\0b", "Null")])
@pytest.mark.parametrize("headers", [{}, FETCH], ids=["page", "script"])
def test_what_is_refused_stays_in_the_field(text, words, headers, story, nora, client):
    client.force_login(nora)
    response = client.post(page(story), {"text": text}, headers=headers)
    assert response.status_code == 422
    assert words in response.text
    assert text.replace("\0", "") in response.text.replace("\0", "")
    assert said(story) == []


def test_a_script_gets_the_thread_alone(story, nora, client):
    client.force_login(nora)
    response = client.post(page(story), {"text": "Who was there?"}, headers=FETCH)
    assert response.status_code == 200
    assert "<html" not in response.text
    assert "Who was there?" in response.text
    event = Event.objects.get()
    assert "Marked as resolved" in client.post(page(story, f"{event.pk}/resolve/"), headers=FETCH).text


def test_marks_are_set_by_post_alone(story, nora, client):
    event, _told = notes.write(story, "Who said so?", by=nora)
    client.force_login(nora)
    assert client.get(page(story, f"{event.pk}/resolve/")).status_code == 405
    assert client.post(page(story, f"{event.pk}/burn/")).status_code == 404


def test_the_list_behind_an_at_holds_those_who_may_see_stories(story, nora, omar, mina, client):
    client.force_login(nora)
    people = client.get(page(story, "people/")).json()["people"]
    assert [person["username"] for person in people] == ["nora", "omar"]


def test_a_long_thread_asks_no_more_often_than_a_short_one(story, nora, omar, client):
    client.force_login(nora)
    notes.write(story, "@nora look", by=omar)
    client.get(page(story))
    with CaptureQueriesContext(connection) as few:
        client.get(page(story))
    for number in range(30):
        event, _told = notes.write(story, f"{number} @nora look", by=omar)
        notes.resolve(event.pk, by=nora)
    with CaptureQueriesContext(connection) as many:
        assert "29 " in client.get(page(story)).text
    assert len(many) == len(few) <= 10


# -- readers ----------------------------------------------------------------------------------------------------------


def test_no_reader_and_no_preview_sees_a_note(story, nora, omar, client):
    notes.write(story, "Zqnote about the source", by=nora)
    edition = publish(story)
    address = edition.get_absolute_url()
    for path in (address, f"{address}history/", "/", "/latest/", "/search/?q=Zqnote"):
        assert "Zqnote about" not in client.get(path).text
    client.force_login(omar)
    assert "Zqnote" not in client.get(f"/admin/articles/article/{story.pk}/preview/").text
