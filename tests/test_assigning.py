"""Who is asked to write and to read a story, by when: through the form of a story and the step “Assign to me”."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from articles import workflow
from articles.desk import staff
from articles.drafts import assigning
from articles.models import Article, Event, Notice
from articles.workflow import State
from sections.models import Section
from tests.factories import ArticleFactory, SectionFactory, make_user
from tests.test_desk_article import ADD, filled, logged_in, page_of, save, stored, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(omar):
    return logged_in(omar)


@pytest.fixture
def ada(db):
    return make_user("ada", "Journalists")


@pytest.fixture
def olga(db):
    """Edits Politics, and nothing else."""
    olga = make_user("olga", "Editors")
    SectionFactory(name="Politics").editors.add(olga)
    return olga


def again(user: User) -> User:
    """Somebody, as the next request meets them."""
    return User.objects.get(pk=user.pk)


def assignments(article) -> list[tuple]:
    return [(event.by.username, event.detail) for event in Event.objects.about(article).filter(verb="assign")]


# -- the form ---------------------------------------------------------------------------------------------------------


def test_an_editor_says_who_writes_and_who_reads_by_when_and_how_urgent_it_is(editor, omar, nora, settings):
    settings.TIME_ZONE = "Asia/Baku"
    article = ArticleFactory()
    changes = {"reporter": nora.pk, "editor": omar.pk, "deadline": "2024-04-28T18:30", "priority": 2}
    assert save(editor, article, **changes).status_code == 302
    article = stored(article)
    assert (article.reporter, article.editor, article.priority) == (nora, omar, 2)
    assert article.deadline == datetime(2024, 4, 28, 14, 30, tzinfo=UTC)
    said = {"reporter": "nora", "editor": "omar", "deadline": "2024-04-28T14:30:00+00:00", "priority": 2}
    assert assignments(article) == [("omar", said)]
    assert (article.version, article.edited_by) == (1, None)


def test_whoever_is_asked_is_told_and_the_page_says_so(omar, nora):
    client, article = logged_in(omar), ArticleFactory()
    data = filled(client.get(page_of(article))) | {"reporter": nora.pk, "editor": omar.pk}
    assert "Notified: nora." in client.post(page_of(article), data, follow=True).text
    assert Notice.objects.get().to == nora


def test_an_assignment_can_be_made_with_the_story(editor, nora):
    data = filled(editor.get(ADD)) | {"headline": "Go to Quba", "reporter": nora.pk, "priority": 1}
    assert editor.post(ADD, data).status_code == 302
    article = Article.objects.get()
    assert (article.reporter, article.priority) == (nora, 1)
    assert assignments(article) == [("omar", {"reporter": "nora", "priority": 1})]


def test_who_is_asked_may_edit_and_submit_it_as_their_own(editor, nora, ada):
    article = ArticleFactory(writer=ada)
    assert not workflow.may_edit(nora, article)
    save(editor, article, reporter=nora.pk)
    client = logged_in(nora)
    assert save(client, article, headline="The council met").status_code == 302
    assert stored(article).headline == "The council met"
    assert take(client, article, "submit").status_code == 302


def test_a_page_that_stood_open_undoes_no_assignment_of_others(editor, admin, nora):
    article = ArticleFactory()
    page = filled(editor.get(page_of(article)))
    assigning.assign(article.pk, by=admin, reporter=nora, priority=1)
    assert editor.post(page_of(article), page | {"headline": "The council met"}).status_code == 302
    article = stored(article)
    assert (article.headline, article.reporter, article.priority) == ("The council met", nora, 1)
    assert len(assignments(article)) == 1


def test_a_journalist_reads_who_is_asked_and_cannot_change_it(nora, ada):
    article = ArticleFactory(writer=nora, reporter=nora, priority=2)
    client = logged_in(nora)
    page = client.get(page_of(article))
    assert not {*assigning.FIELDS} & {*filled(page)}
    assert "2 – urgent" in page.text
    assert "/admin/auth/user/" not in page.text
    typed = {"reporter": ada.pk, "editor": nora.pk, "deadline": "2024-04-28T18:30", "priority": 5}
    assert save(client, article, headline="The council met", **typed).status_code == 302
    article = stored(article)
    assert (article.headline, article.reporter, article.editor) == ("The council met", nora, None)
    assert (article.deadline, article.priority) == (None, 2)
    assert assignments(article) == []


def test_only_people_who_could_do_it_are_offered(nora, omar, mina, admin):
    make_user("left", "Journalists", is_active=False)
    make_user("pia", is_staff=False)
    assert {*staff.writers()} == {nora, omar, admin}
    assert {*staff.editors()} == {omar, admin}


def test_whoever_left_stays_on_the_stories_that_name_them(editor, ada):
    article = ArticleFactory(reporter=ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert save(editor, article, headline="The council met").status_code == 302
    assert stored(article).reporter == ada


def test_a_moment_that_a_clock_change_skips_is_no_deadline(editor, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    article = ArticleFactory()
    response = save(editor, article, deadline="2024-03-31T02:30")
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["deadline"]
    assert stored(article).deadline is None


# -- taking it --------------------------------------------------------------------------------------------------------


def test_a_journalist_takes_a_wire_that_nobody_writes(nora, ada):
    wire = ArticleFactory()
    assert take(logged_in(nora), wire, "take").status_code == 302
    assert stored(wire).reporter == nora
    assert assignments(wire) == [("nora", {"reporter": "nora"})]
    response = take(logged_in(ada), wire, "take")
    assert response.status_code == 409
    assert stored(wire).reporter == nora


@pytest.mark.parametrize("field", ["writer", "reporter"])
def test_what_somebody_writes_is_not_there_to_be_taken(field, nora, ada):
    article = ArticleFactory(**{field: ada})
    assert not workflow.STEPS["take"].suits(article, workflow.Public.NOTHING, nora)


# -- the sections of an editor ----------------------------------------------------------------------------------------


def test_an_editor_who_is_named_at_a_section_leads_the_stories_of_it_alone(olga, omar):
    politics, culture, none = (ArticleFactory(section=where) for where in (*_two(), None))
    assert [workflow.may_lead(olga, one) for one in (politics, culture, none)] == [True, False, True]
    assert [workflow.may_edit(olga, one) for one in (politics, culture, none)] == [True, False, True]
    assert all(workflow.may_lead(omar, one) for one in (politics, culture, none))
    assert {*staff.editors(culture.section_id)} == {omar}
    assert {*staff.editors(politics.section_id)} == {omar, olga}


def test_a_superuser_leads_everywhere_wherever_they_are_named(admin):
    politics, culture = _two()
    politics.editors.add(admin)
    assert workflow.may_lead(admin, ArticleFactory(section=culture))


def test_a_story_of_their_own_they_may_edit_anywhere_and_lead_where_they_are_named(olga):
    _politics, culture = _two()
    article = ArticleFactory(section=culture, writer=olga)
    assert workflow.may_edit(olga, article)
    assert not workflow.may_lead(olga, article)


def test_who_moves_a_story_into_a_section_of_others_hands_it_over(olga):
    politics, culture = _two()
    article = ArticleFactory(section=politics, state=State.APPROVED)
    assert save(logged_in(olga), article, section=culture.pk).status_code == 302
    assert stored(article).section == culture
    for verb in ("publish", "return"):
        assert take_directly(olga, article, verb) == 403
    assert logged_in(olga).post(page_of(article), {"section": politics.pk}).status_code == 403


def test_naming_oneself_as_its_editor_opens_no_section(olga):
    politics, culture = _two()
    article = ArticleFactory(section=politics, state=State.SUBMITTED)
    client = logged_in(olga)
    assert save(client, article, editor=olga.pk).status_code == 302
    assert save(client, article, section=culture.pk).status_code == 302
    assert take_directly(olga, article, "approve") == 403


def test_nobody_is_asked_to_read_what_they_could_not_lead(editor, olga):
    article = ArticleFactory(section=_two()[1])
    response = save(editor, article, editor=olga.pk)
    assert response.context["adminform"].form.errors["editor"]
    assert stored(article).editor is None


def test_only_who_administers_accounts_gives_sections_to_editors(olga, omar, admin):
    politics, culture = _two()
    for who, name in ((olga, "politics"), (omar, "politics"), (omar, "culture")):
        client, section = logged_in(who), Section.objects.get(slug=name)
        address = f"/admin/sections/section/{section.pk}/"
        assert client.post(f"{address}change/", {"name": section.name, "position": 0, "editors": []}).status_code < 400
        assert {*politics.editors.all()} == {olga}
    address = f"/admin/sections/section/{culture.pk}/change/"
    logged_in(admin).post(address, {"name": "Culture", "position": 0, "editors": [omar.pk]})
    assert {*culture.editors.all()} == {omar}


def test_an_editor_of_some_sections_changes_no_other_section_and_deletes_none_that_names_them(olga):
    politics, culture = _two()
    client = logged_in(olga)
    for address in (f"{culture.pk}/change/", f"{culture.pk}/delete/", f"{politics.pk}/delete/"):
        with transaction.atomic():
            assert client.post(f"/admin/sections/section/{address}", {"post": "yes"}).status_code == 403, address
    assert Section.objects.count() == 2


def take_directly(user: User, article: Article, verb: str) -> int:
    return logged_in(again(user)).post(f"/admin/articles/article/{article.pk}/{verb}/step/", {"note": "x"}).status_code


def _two() -> tuple[Section, Section]:
    return SectionFactory(name="Politics"), SectionFactory(name="Culture")
