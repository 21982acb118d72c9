"""Autosave of the desk's smaller forms: kept for one person, filled in again, gone once it is sent."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.drafts import autosave, form_autosave
from articles.models import Article, FormAutosave
from articles.workflow import State
from tests.factories import ArticleFactory, make_user, publish
from tests.test_desk_article import asked, logged_in, page_of, step

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/articles/article/autosave/"


@pytest.fixture
def article(nora):
    story = ArticleFactory(writer=nora, edited_by=nora, state=State.SUBMITTED)
    publish(story)
    Article.objects.update(state=State.SUBMITTED)
    return story


@pytest.fixture
def editor(omar):
    return logged_in(omar)


def typed(client, user, form, *, page=None, **fields):
    """What the script sends."""
    data = {"form": form, "page": page or uuid.uuid4(), "who": user.pk, "typed": json.dumps([*fields.items()])}
    return client.post(ADDRESS, data)


def name(article, form):
    return form_autosave.name_of(article, form)


def test_what_was_typed_fills_the_page_in_that_is_opened_again(editor, omar, article):
    assert typed(editor, omar, name(article, "return"), note="Who said so?").json() == {"kept": True}
    page = editor.get(step(article, "return"))
    assert page.context["form"]["note"].value() == "Who said so?"
    assert "Restored: you typed this on" in page.text
    assert editor.get(ADDRESS, {"form": name(article, "return")}).json()["fields"] == {"note": ["Who said so?"]}


def test_nobody_else_sees_it(editor, omar, article):
    typed(editor, omar, name(article, "return"), note="Who said so?")
    ona = logged_in(make_user("ona", "Editors"))
    assert "Who said so?" not in ona.get(step(article, "return")).text
    assert ona.get(ADDRESS, {"form": name(article, "return")}).json() == {}


def test_once_it_is_sent_it_is_gone_whatever_still_arrives(editor, omar, article):
    page = uuid.uuid4()
    typed(editor, omar, name(article, "return"), page=page, note="Who said so?")
    sent = {"note": "Who said so?", "_autosave": name(article, "return"), "_autosave_page": page}
    assert editor.post(step(article, "return"), asked(editor.get(step(article, "return"))) | sent).status_code == 302
    late = typed(editor, omar, name(article, "return"), page=page, note="Who said so?")
    assert late.json() == {"kept": False}
    assert form_autosave.of(omar, name(article, "return")) is None
    assert typed(editor, omar, name(article, "return"), note="Another one.").json() == {"kept": True}


def test_what_was_refused_is_kept(editor, omar, article):
    page = uuid.uuid4()
    typed(editor, omar, name(article, "return"), page=page, note=" ")
    sent = {"note": " ", "_autosave": name(article, "return"), "_autosave_page": page}
    assert editor.post(step(article, "return"), asked(editor.get(step(article, "return"))) | sent).status_code == 409
    assert form_autosave.of(omar, name(article, "return"))


def test_a_note_to_colleagues_is_gone_once_it_is_added(editor, omar, article):
    page = uuid.uuid4()
    typed(editor, omar, name(article, "note"), page=page, text="Who said so?")
    data = {"text": "Who said so?", "_autosave": name(article, "note"), "_autosave_page": page}
    editor.post(f"/admin/articles/article/{article.pk}/notes/", data)
    assert form_autosave.of(omar, name(article, "note")) is None
    assert f'data-autosave="{name(article, "note")}"' in editor.get(page_of(article)).text


def test_it_is_discarded(editor, omar, article):
    typed(editor, omar, name(article, "return"), note="Who said so?")
    data = {"form": name(article, "return"), "page": uuid.uuid4(), "who": omar.pk, "discard": "1"}
    assert editor.post(ADDRESS, data).json() == {"kept": False}
    assert not editor.get(step(article, "return")).context["form"]["note"].value()


def test_a_time_and_the_kind_of_change_come_back_too(editor, omar, article):
    said = {"when": "at", "at-day": "2998-01-01", "at-time": "06:00", "change": "update", "note": "It met."}
    typed(editor, omar, name(article, "publish"), **said)
    form = editor.get(step(article, "publish")).context["form"]
    assert {one: form[one].value() for one in ("when", "at", "change", "note")} == {
        "when": "at", "at": "2998-01-01T06:00", "change": "update", "note": "It met.",
    }  # fmt: skip


def test_a_quick_fix_of_another_edition_is_not_filled_in_over_the_new_one(editor, omar, article):
    seen = editor.get(step(article, "fix")).context["form"]["seen"].value()
    typed(editor, omar, name(article, "fix"), seen=seen, headline="Council met", reason="A name.")
    assert editor.get(step(article, "fix")).context["form"]["headline"].value() == "Council met"
    publishing.fix(article.pk, by=omar, headline="Council met on Sunday", change="minor")
    form = editor.get(step(article, "fix")).context["form"]
    assert (form["headline"].value(), form["reason"].value()) == ("Council met on Sunday", "A name.")


def test_what_says_the_same_as_the_page_is_not_said_to_be_restored(editor, omar, article):
    typed(editor, omar, name(article, "return"), note="")
    assert editor.get(step(article, "return")).context["kept"] == ""


def test_it_is_refused_for_somebody_else_and_where_it_is_unreadable(editor, omar, nora, article):
    assert typed(editor, nora, name(article, "return"), note="Who?").status_code == 400
    assert typed(editor, omar, "../x", note="Who?").status_code == 400
    data = {"form": name(article, "return"), "page": uuid.uuid4(), "who": omar.pk, "typed": "x"}
    assert editor.post(ADDRESS, data).status_code == 400
    assert not FormAutosave.objects.exists()


def test_there_are_only_so_many(editor, omar, article, monkeypatch):
    monkeypatch.setattr(form_autosave, "TEXTS", 2)
    for form in ("one", "two"):
        assert typed(editor, omar, form, note="Who?").status_code == 200
    assert typed(editor, omar, "three", note="Who?").status_code == 400
    assert typed(editor, omar, "two", note="Who else?").status_code == 200


def test_it_goes_after_its_while_and_with_a_legal_erasure(editor, omar, article):
    typed(editor, omar, name(article, "return"), note="Who said so?")
    now = timezone.now()
    form_autosave.tidy(now + autosave.KEPT - timedelta(seconds=5))
    assert FormAutosave.objects.get().article == article
    form_autosave.forget(article.pk, now=now)
    assert FormAutosave.objects.get().fields is None
    form_autosave.tidy(now + autosave.KEPT + timedelta(seconds=5))
    assert not FormAutosave.objects.exists()
