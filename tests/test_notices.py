"""Who is told what, at the desk and by mail."""

import pytest
from django.db import IntegrityError, transaction

from articles import notices
from articles.models import Article, Notice, NoticeChoice
from articles.models.notice import Kind
from articles.workflow import State
from tests.factories import NOON, ArticleFactory, CorrespondentFactory, SectionFactory, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(nora):
    return ArticleFactory(headline="Council meets", writer=nora)


def heard(person) -> list[str]:
    return [notice.kind for notice in Notice.objects.at_desk(person)]


# -- whom it concerns -------------------------------------------------------------------------------------------------


def test_what_is_submitted_is_told_to_its_own_editor(story, nora, omar):
    ada = make_user("ada", "Editors")
    story.editor = ada
    assert notices.tell(Kind.SUBMITTED, story, by=nora) == [ada]
    assert heard(omar) == []


def test_without_an_editor_of_its_own_it_is_told_to_those_of_its_section(story, nora, omar):
    ada = make_user("ada", "Editors")
    story.section.editors.add(ada)
    assert notices.tell(Kind.SUBMITTED, story, by=nora) == [ada]


def test_where_the_section_has_none_it_is_told_to_all_editors_who_are_tied_to_no_other(story, nora, omar):
    ada = make_user("ada", "Editors")
    SectionFactory(name="Culture").editors.add(ada)
    assert notices.tell(Kind.SUBMITTED, story, by=nora) == [omar]


def test_what_comes_back_is_told_to_all_who_wrote_it_once_each(story, nora, omar):
    ada = make_user("ada", "Journalists")
    story.reporter = ada
    for person in (nora, ada):
        story.bylines.create(correspondent=CorrespondentFactory(slug=person.username, user=person))
    assert notices.tell(Kind.RETURNED, story, by=omar, words="Who said so?") == [nora, ada]
    assert Notice.objects.at_desk(nora).get().words == "Who said so?"


def test_nobody_is_told_what_they_did_themselves(story, nora):
    assert notices.tell(Kind.RETURNED, story, by=nora) == []


@pytest.mark.parametrize("closed", ["is_active", "is_staff"])
def test_who_cannot_log_in_is_told_nothing(story, nora, omar, closed):
    setattr(story.writer, closed, False)
    assert notices.tell(Kind.RETURNED, story, by=omar) == []
    assert not Notice.objects.exists()


def test_only_those_whom_a_note_names_are_told_of_it(story, nora, omar, mina):
    assert notices.tell(Kind.MENTIONED, story, by=omar, people=[mina], words="@mina look") == [mina]


# -- as each chose ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("desk", "mail", "rows"),
    [(True, False, [(True, False)]), (False, True, [(False, True)]), (True, True, [(True, True)]), (False, False, [])],
)
def test_a_person_hears_of_a_kind_as_they_chose(story, nora, omar, desk, mail, rows):
    NoticeChoice.objects.create(user=nora, kind=Kind.RETURNED, desk=desk, mail=mail)
    assert notices.tell(Kind.RETURNED, story, by=omar) == ([nora] if rows else [])
    assert [(notice.desk, notice.mail_at is not None) for notice in Notice.objects.all()] == rows


@pytest.mark.parametrize("kind", Kind)
def test_who_chose_nothing_hears_all_at_the_desk_and_what_calls_them_by_mail(story, nora, omar, kind):
    notices.tell(kind, story, by=omar, people=[nora])
    calls = kind in {"returned", "assigned", "mentioned", "deadline"}
    assert [(notice.desk, notice.mail_at is not None) for notice in Notice.objects.all()] == [(True, calls)]


def test_nobody_without_an_address_is_written_to(story, nora, omar):
    story.writer.email = ""
    notices.tell(Kind.RETURNED, story, by=omar)
    assert Notice.objects.get().mail_at is None


def test_a_notice_that_goes_nowhere_is_refused_by_the_database(story, nora):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(to=nora, kind=Kind.RETURNED, article=story, at=NOON, desk=False)


def test_a_named_occasion_is_told_of_once(story, nora):
    for _again in range(2):
        notices.tell(Kind.PUBLISHED, story, by=None, once="edition 1")
    notices.tell(Kind.PUBLISHED, story, by=None, once="edition 2")
    assert heard(nora) == [Kind.PUBLISHED, Kind.PUBLISHED]


def test_telling_asks_the_database_as_often_for_forty_as_for_one(story, nora, omar, django_assert_num_queries):
    for number in range(40):
        make_user(f"editor-{number}", "Editors")
    with django_assert_num_queries(4):  # those of the section, all, their choices, the notices
        assert len(notices.tell(Kind.SUBMITTED, story, by=nora)) == 41


# -- on screen --------------------------------------------------------------------------------------------------------


def step(client, article, verb, **said):
    said = {"version": article.version, "seen": "0.0"} | said
    return client.post(f"/admin/articles/article/{article.pk}/{verb}/step/", said, follow=True)


def test_a_step_says_on_screen_who_was_told(story, nora, omar, client):
    client.force_login(nora)
    assert "It waits for an editor now. Told: omar." in step(client, story, "submit").text
    client.force_login(omar)
    assert "with your note. Told: nora." in step(client, story, "return", note="Who said so?").text
    assert heard(omar) == [Kind.SUBMITTED]
    assert heard(nora) == [Kind.RETURNED]


@pytest.mark.parametrize(("when", "kind"), [("", Kind.PUBLISHED), ("2998-01-01T12:00", Kind.SCHEDULED)])
def test_what_is_published_and_what_is_scheduled_are_told_apart(story, nora, omar, client, when, kind):
    Article.objects.update(state=State.IN_REVIEW)
    client.force_login(omar)
    assert "Told: nora." in step(client, story, "publish", at=when).text
    assert heard(nora) == [kind]


def test_what_was_refused_is_told_to_nobody(story, nora, omar, client):
    client.force_login(omar)
    step(client, story, "return", note="Not open to a draft.")
    assert not Notice.objects.exists()


def test_of_many_a_few_are_named():
    people = [make_user(f"editor-{number}") for number in range(6)]
    assert notices.told(people) == "Told: editor-0, editor-1, editor-2, editor-3 and 2 others."
    assert notices.told(people[:5]) == "Told: editor-0, editor-1, editor-2, editor-3 and 1 other."
    assert notices.told(people[:2]) == "Told: editor-0, editor-1."
