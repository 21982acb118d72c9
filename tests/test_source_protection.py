"""Who an unnamed source is, its keeper knows; everybody else at the desk sees what readers see, whatever they ask."""

import importlib
import re

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.desk import unmasking
from articles.drafts import comparison, restoring, revisions
from articles.models import Article, Citation, Event, Notice, Source
from articles.workflow import NotAllowed
from tests.factories import ArticleFactory, SourceFactory, make_user, publish

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SECRET = re.compile("zqname|zqfamily|zqphone|zqother", re.IGNORECASE)
LIST = reverse("admin:articles_source_changelist")
WORDS = {"attribution": "a source in the army", "reason": "was not allowed to speak", "knowledge": "saw the order"}


def log_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ada(db):
    return make_user("ada", "Journalists")


@pytest.fixture
def trusted(db):
    """An editor who was given the permission."""
    user = make_user("trusted", "Editors")
    user.user_permissions.add(Permission.objects.get(codename="view_source_identity"))
    return user


@pytest.fixture
def secret(nora):
    """Nora's."""
    return SourceFactory(kind="unnamed", name="Zqname Zqfamily", note="Zqphone", keeper=nora, **WORDS)


@pytest.fixture
def story(secret, nora):
    return ArticleFactory(writer=nora, citing=[secret])


def page(source: Source, name: str = "change") -> str:
    return reverse(f"admin:articles_source_{name}", args=[source.pk])


def typed(**words: str) -> dict[str, str]:
    return {"kind": "unnamed", "name": "Zqname Zqfamily", "note": "Zqphone"} | WORDS | words


# -- those that were there before there were keepers ------------------------------------------------------------------


def test_the_migration_takes_keepers_from_the_journal(nora, ada, omar):
    """The last to add it keeps it; of what nobody added at the desk, and of named ones, there is none."""
    first, second, silent = (SourceFactory(kind="unnamed", name=f"Zqname {n}", **WORDS) for n in range(3))
    named = SourceFactory(name="Ministry")
    for source, who in ((first, nora), (second, ada), (named, omar)):
        Event.objects.write("add", source, by=who)
        Event.objects.write("change", source, by=omar)
    Event.objects.write("add", silent, by=None)
    migration = importlib.import_module("articles.migrations.0020_sources_and_documents")
    migration.who_added_an_unnamed_source_keeps_it(apps, connection.schema_editor())
    keepers = {source.pk: source.keeper for source in Source.objects.select_related("keeper")}
    assert keepers == {first.pk: nora, second.pk: ada, silent.pk: None, named.pk: None}


# -- seeing -----------------------------------------------------------------------------------------------------------


def test_the_keeper_sees_and_changes_all_of_it(nora, secret):
    assert {"Zqname", "Zqfamily", "Zqphone"} == {*SECRET.findall(log_in(nora).get(page(secret)).text)}
    answer = log_in(nora).post(page(secret), typed(name="Zqother", keeper=nora.pk))
    assert answer.status_code == 302
    assert Source.objects.get().name == "Zqother"


@pytest.mark.parametrize("who", ["ada", "omar", "mina", "admin", "trusted"])
def test_nobody_else_is_shown_it_on_any_page(who, request, secret, story):
    Event.objects.write("change", secret, by=None, fields=["name"])
    client = log_in(request.getfixturevalue(who))
    autocomplete = "autocomplete/?app_label=articles&model_name=citation&field_name=source&term="
    publish(story)
    for path in (
        LIST, page(secret), page(secret, "history"), page(secret, "delete"), f"{LIST}?q=zqname",
        f"/admin/{autocomplete}", f"/admin/{autocomplete}zqname", "/admin/articles/event/",
        f"/admin/articles/article/{story.pk}/change/", f"/admin/articles/article/{story.pk}/history/",
        f"/admin/articles/article/{story.pk}/history/compare/?from=1&to=live", "/admin/search/?s=zqname",
        f"/admin/articles/article/{story.pk}/preview/", "/admin/articles/article/?q=zqfamily",
        f"/admin/articles/edition/{story.editions.get().pk}/change/",
    ):  # fmt: skip
        found = {*SECRET.findall(client.get(path).text)} - {
            "zqname",
            "zqfamily",
        }  # as they asked; the names begin with Z
        assert not found, path


@pytest.mark.parametrize("who", ["ada", "omar", "admin"])
def test_who_types_the_name_finds_nothing(who, request, secret):
    client = log_in(request.getfixturevalue(who))
    for words in ("zqname", "ZQ", "Zqphone", "Zqname army"):
        assert not client.get(LIST, {"q": words}).context["cl"].result_count, words
        asked = {"app_label": "articles", "model_name": "citation", "field_name": "source", "term": words}
        assert client.get("/admin/autocomplete/", asked).json()["results"] == [], words
    assert client.get(LIST, {"q": "army source"}).context["cl"].result_count == 1


def test_its_keeper_finds_it_by_its_name(nora, secret):
    assert log_in(nora).get(LIST, {"q": "zqname"}).context["cl"].result_count == 1


def test_a_source_with_a_name_is_found_by_it(ada):
    SourceFactory(name="Ministry of Energy", attribution="the ministry")
    assert log_in(ada).get(LIST, {"q": "energy"}).context["cl"].result_count == 1


@pytest.mark.parametrize("asked", ["name__startswith=Zq", "name=x", "note__contains=Zq", "keeper__password=x", "o=9"])
def test_an_address_does_not_spell_the_name_out(asked, ada, secret):
    SourceFactory(name="Ministry")
    answer = log_in(ada).get(f"{LIST}?{asked}", follow=True)
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert answer.context["cl"].result_count == 2


def test_no_list_stands_in_the_order_of_secret_names(ada):
    for name, attribution in (("Abbas", "zulu source"), ("Zaur", "alpha source"), ("Ministry", "")):
        SourceFactory(name=name, attribution=attribution, kind="unnamed" if attribution else "organisation")
    named = [source.public_name for source in log_in(ada).get(LIST).context["cl"].result_list]
    assert named == ["Ministry", "alpha source", "zulu source"] or named == ["alpha source", "Ministry", "zulu source"]


# -- changing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ada", "omar", "mina"])
def test_who_does_not_see_the_name_changes_nothing_and_learns_nothing_from_an_error(who, request, secret):
    client = log_in(request.getfixturevalue(who))
    answer = client.post(page(secret), typed(attribution="Zqname Zqfamily, in the army"))
    assert answer.status_code == 403
    assert "contains the source" not in answer.text
    assert client.post(page(secret, "delete"), {"post": "yes"}).status_code == 403
    assert Source.objects.get().attribution == WORDS["attribution"]


def test_whoever_adds_an_unnamed_source_keeps_it(ada):
    assert log_in(ada).post(reverse("admin:articles_source_add"), typed()).status_code == 302
    assert Source.objects.get().keeper == ada


def test_a_colleague_takes_no_source_away_by_making_it_unnamed(ada, nora):
    source = SourceFactory(name="Zqname Zqfamily", kind="person", added_by=nora)
    refused = log_in(ada).post(page(source), typed(keeper=ada.pk))
    assert "Only the person who added this source, or an editor, can make it unnamed." in refused.text
    imported = SourceFactory(name="Zqname Zqfamily", kind="person")
    assert log_in(ada).post(page(imported), typed(keeper=ada.pk)).status_code == 200
    assert {*Source.objects.values_list("kind", "keeper")} == {("person", None)}


@pytest.mark.parametrize("who", ["nora", "omar"])
def test_who_makes_it_unnamed_chooses_the_keeper_and_the_log_names_them(who, request, ada, nora):
    by = request.getfixturevalue(who)
    source = SourceFactory(name="Zqname Zqfamily", kind="person", added_by=nora)
    without = log_in(by).post(page(source), typed())
    assert "Choose a keeper" in without.text
    assert 'name="keeper"' in without.text, "and may do so"
    assert log_in(by).post(page(source), typed(keeper=ada.pk)).status_code == 302
    assert Source.objects.get().keeper == ada
    assert Event.objects.about(source).get(verb="protect").detail == {"keeper": "ada"}
    assert not SECRET.findall(str([*Event.objects.values()]))


def test_authors_of_stories_that_cite_it_are_told_once_each(ada, nora, omar):
    source = SourceFactory(name="Zqname Zqfamily", kind="person", added_by=nora)
    stories = [ArticleFactory(writer=writer, citing=[source]) for writer in (nora, ada, ada, omar)]
    log_in(omar).post(page(source), typed(keeper=nora.pk))
    told = [(notice.to, notice.article, notice.kind) for notice in Notice.objects.order_by("to__username")]
    assert told == [(ada, stories[2], "source"), (nora, stories[0], "source")]
    assert not SECRET.findall(str([*Notice.objects.values()]))


def test_a_source_that_gets_its_name_back_has_no_keeper(nora, secret):
    assert log_in(nora).post(page(secret), typed(kind="person", keeper=nora.pk)).status_code == 302
    assert Source.objects.get().keeper is None


def test_a_source_that_becomes_unnamed_is_found_nowhere_any_more(ada, nora, omar):
    source = SourceFactory(name="Zqname Zqfamily", kind="person", added_by=ada)
    story = ArticleFactory(writer=nora, citing=[source])
    revisions.keep(story, Event.objects.write("write", story, by=nora, version=1))
    assert "zqname" in story.search_words.words
    assert log_in(ada).post(page(source), typed(keeper=ada.pk)).status_code == 302
    assert Source.objects.get().keeper == ada
    story = Article.objects.get()
    assert "zqname" not in story.search_words.words
    kept = story.revisions.get()
    rows = comparison.compare(revisions.Revision(article=story, version=0, content={}, names={}), kept).rows
    assert not SECRET.findall(str(rows))
    assert not SECRET.findall(log_in(omar).get(f"/admin/articles/article/{story.pk}/history/").text)


def test_a_keeper_hands_the_source_over_and_sees_it_no_more(nora, ada, secret):
    assert log_in(nora).post(page(secret), typed(keeper=ada.pk)).status_code == 302
    assert not SECRET.findall(log_in(nora).get(page(secret)).text)
    assert "Zqname" in log_in(ada).get(page(secret)).text


def test_whoever_may_unmask_hands_it_to_another_keeper_and_writes_nothing_else(trusted, ada, secret):
    sent = {"keeper": ada.pk, "name": "Other", "attribution": "another", "kind": "person"}
    assert log_in(trusted).post(page(secret), sent).status_code == 302
    source = Source.objects.get()
    assert (source.keeper, source.name, source.attribution, source.kind) == (
        ada, "Zqname Zqfamily", WORDS["attribution"], "unnamed",
    )  # fmt: skip


@pytest.mark.parametrize("field", ["attribution", "reason", "knowledge"])
def test_readers_are_told_how_it_is_called_why_it_is_not_named_and_how_it_knows(field, ada):
    for words in ("", "   ", "the cousin of ZQNAME ZQFAMILY"):
        answer = log_in(ada).post(reverse("admin:articles_source_add"), typed(**{field: words}))
        assert [*answer.context["adminform"].form.errors] == [field]


# -- looking it up ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["admin", "trusted"])
def test_whoever_may_look_says_why_and_the_journal_keeps_it(who, request, secret):
    user = request.getfixturevalue(who)
    client = log_in(user)
    asked = client.get(page(secret, "identity"))
    assert asked["Referrer-Policy"] == "same-origin"  # without it a browser posts with no origin, and is refused
    assert not SECRET.findall(asked.text)
    assert not SECRET.findall(client.post(page(secret, "identity"), {"reason": "  "}).text)
    assert not Event.objects.exists()
    shown = client.post(page(secret, "identity"), {"reason": "A court asks."})
    assert {"Zqname", "Zqfamily", "Zqphone"} <= {*SECRET.findall(shown.text)}
    assert "no-store" in shown["Cache-Control"]
    event = Event.objects.get()
    assert (event.verb, event.by, event.on, event.reason) == ("unmask", user, secret, "A court asks.")
    assert not SECRET.findall(str(event.detail))


@pytest.mark.parametrize("who", ["ada", "omar", "mina", "nora"])
def test_nobody_else_may_look(who, request, secret):
    client = log_in(request.getfixturevalue(who))
    for answer in (client.get(page(secret, "identity")), client.post(page(secret, "identity"), {"reason": "Because."})):
        assert answer.status_code == 403
        assert not SECRET.findall(answer.text)
    with pytest.raises(NotAllowed, match="keeper"):
        unmasking.unmask(secret.pk, by=request.getfixturevalue(who), reason="Because.")
    assert not Event.objects.exists()


def test_nobody_is_given_the_permission_by_a_role():
    assert not Permission.objects.filter(codename="view_source_identity", group__isnull=False).exists()


# -- what is printed --------------------------------------------------------------------------------------------------


def test_a_story_with_an_unexplained_source_is_not_published(secret, story, omar):
    Source.objects.update(knowledge="")
    answer = log_in(omar).get(f"/admin/articles/article/{story.pk}/change/")
    assert [problem.code for problem in answer.context["problems"] if problem.blocks] == ["unexplained-source"]


def test_an_edition_says_why_and_how_and_nothing_secret(story):
    cited = publish(story).citations[0]
    assert (cited["reason"], cited["knowledge"]) == (WORDS["reason"], WORDS["knowledge"])
    assert not SECRET.findall(str(cited))


def test_what_is_said_of_a_source_with_a_name_stays_as_it_was():
    """Or else every story that was approved before would have to be approved again."""
    source = SourceFactory(reason="left over", knowledge="left over")
    cited = publish(ArticleFactory(citing=[source])).citations[0]
    assert [*cited] == ["kind", "attribution", "source", "statement", "address", "obtained_on"]


def test_a_restored_version_names_no_source(story, nora, omar):
    revisions.keep(story, Event.objects.write("write", story, by=nora, version=1))
    Citation.objects.all().delete()
    Source.objects.all().delete()
    _content, missing = restoring.without_missing(story.revisions.get())
    assert [one.name for one in missing] == [WORDS["attribution"]]
