"""The history of a draft: every version whole, who made it, what came of it; compared, and restored."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.drafts import comparison as comparing
from articles.drafts import editing, joining_tags, restoring, revisions
from articles.exchange import wire
from articles.models import Article, Correspondent, Event, Revision, Source, Tag
from articles.workflow import NotAllowed, State
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    SectionFactory,
    SourceFactory,
    at,
    make_user,
    publish,
    rewrite,
)
from tests.test_desk_article import logged_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def stored(article) -> Article:
    return Article.objects.get(pk=article.pk)


def change(article, by, **fields) -> Article:
    """What the form does: lock, save, look what has changed."""
    article = stored(article)
    before = editing.before_change(article)
    for name, value in fields.items():
        setattr(article, name, value)
    article.save(update_fields=[*fields] or ["headline"])
    editing.after_change(article, before, by=by)
    return article


def versions(article) -> list[int]:
    return [*article.revisions.order_by("version").values_list("version", flat=True)]


@pytest.fixture
def story(nora):
    return ArticleFactory(
        writer=nora,
        edited_by=nora,
        photo=PhotoFactory(),
        tagged=["Energy", "Quba"],
        named=[CorrespondentFactory()],
        citing=[SourceFactory()],
    )


# -- what is kept -----------------------------------------------------------------------------------------------------


def test_a_version_holds_all_that_a_story_says(story):
    line, citation = story.bylines.get(), story.citations.get()
    content = revisions.content_of(story)
    assert {name: content[name] for name in ("headline", "section", "photo", "dateline_on", "tags")} == {
        "headline": "Council meets in Quba",
        "section": story.section_id,
        "photo": story.photo_id,
        "dateline_on": None,
        "tags": ["Energy", "Quba"],
    }
    assert content["bylines"] == [{"correspondent": line.correspondent_id, "role": "", "position": 0}]
    assert content["citations"] == [
        {
            "source": citation.source_id,
            "kind": "quotation",
            "statement": "agreed on the budget",
            "address": "",
            "obtained_on": None,
            "obtained_how": "",
            "document": None,
            "position": 0,
        }
    ]


def test_a_story_that_had_no_history_gets_what_it_said_first_at_its_next_change(story, nora):
    change(story, nora, headline="Council does not meet")
    assert versions(story) == [1, 2]
    assert revisions.base_of(story, 1)["headline"] == "Council meets in Quba"
    assert revisions.base_of(story, 2)["headline"] == "Council does not meet"


def test_each_change_is_one_version_and_the_journal_says_whose(story, nora, omar):
    change(story, nora, headline="Council does not meet")
    change(story, omar, headline="Council meets again")
    assert versions(story) == [1, 2, 3]
    last = story.revisions.get(version=3)
    assert (last.event.by, last.event.verb) == (omar, "edit")


def test_saving_without_a_change_makes_no_version(story, nora):
    change(story, nora)
    assert versions(story) == []
    change(story, nora, headline="Council does not meet")
    change(story, nora, headline="Council does not meet")
    assert versions(story) == [1, 2]


def test_what_only_a_script_wrote_is_kept_at_the_next_change_and_is_nobody_s(story, nora):
    change(story, nora, headline="Council does not meet")
    rewrite(story, headline="Written by a script")
    change(story, nora, headline="Written by Nora")
    assert versions(story) == [1, 2, 3, 4]
    third = story.revisions.get(version=3)
    assert (third.content["headline"], third.event) == ("Written by a script", None)


def test_a_wire_is_the_first_version(omar):
    article = wire.load(wire.parse(b"Council meets\nIt met on Sunday.\nIt was long."), by=omar).made[0]
    assert [(line.version, line.event.verb, line.event.by) for line in article.revisions.all()] == [(1, "import", omar)]
    change(article, omar, headline="Council met")
    assert versions(article) == [1, 2]


def test_an_import_that_nobody_made_is_said_to_be_by_the_program(omar):
    article = wire.load(wire.parse(b"Council meets\nIt met on Sunday.\nIt was long."), by=None).made[0]
    page = logged_in(omar).get(f"/admin/articles/article/{article.pk}/history/").text
    assert "<strong>Newsroom</strong> imported it from a wire" in " ".join(page.split())
    assert "automatic check" not in page


def test_a_quick_fix_that_fits_the_working_copy_is_a_version_of_it(story, omar):
    publish(story)
    publishing.fix(story.pk, by=omar, headline="Council met in Quba", reason="A slip.", clock=at(NOON))
    assert versions(story) == [1, 2]
    assert story.revisions.get(version=2).event.by == omar
    assert revisions.base_of(story, 2)["headline"] == stored(story).headline == "Council met in Quba"


def test_a_quick_fix_that_does_not_fit_it_makes_no_version(story, nora):
    publish(story)
    change(story, nora, headline="Everything is new")
    _edition, clashes = publishing.fix(story.pk, by=IMPORT, headline="Council met in Quba", clock=at(NOON))
    assert clashes == ["headline"]
    assert versions(story) == [1, 2]
    assert stored(story).version == 2


def test_a_step_or_a_publication_is_no_version(story, omar):
    publish(story)
    editing.take(story.pk, "return", by=omar, note="Who said so?")
    assert versions(story) == []


def test_the_real_name_of_an_unnamed_source_is_in_no_version(story, nora):
    secret = SourceFactory(kind="unnamed", name="Zaur the clerk", attribution="a source in the council")
    story.citations.update(source=secret)
    change(story, nora, headline="Council does not meet")
    assert "Zaur" not in str(list(Revision.objects.values()))


def test_what_a_court_had_erased_survives_in_no_version(story, nora, admin):
    change(story, nora, standfirst="Zqlibel about the mayor.")
    publish(stored(story))
    publishing.withdraw(story.pk, by=IMPORT, reason="A court.", clock=at(NOON))
    change(story, nora, standfirst="The council met.")
    publishing.erase(story.pk, 1, by=admin, reason="A court.", clock=at(NOON))
    assert versions(story) == [1, 2, 3]
    assert "Zqlibel" not in str(list(Revision.objects.values()) + list(Event.objects.values()))
    assert revisions.base_of(story, 2) is None
    change(story, nora, headline="Council met")
    assert revisions.base_of(story, 4)["standfirst"] == "The council met."
    assert stored(story).state == State.DRAFT


# -- restoring --------------------------------------------------------------------------------------------------------


def reset(article, by, **fields) -> Article:
    """Everything of the story becomes something else, bylines, sources, tags and picture too."""
    article = stored(article)
    before = editing.before_change(article)
    article.headline, article.photo, article.dateline = "Another headline", None, "Baku"
    article.save(update_fields=["headline", "photo", "dateline"])
    article.bylines.all().delete()
    article.citations.all().delete()
    article.tags.set(["Roads"])
    editing.after_change(article, before, by=by)
    return article


def test_restoring_brings_all_of_it_back_as_a_new_version_by_whoever_did_it(story, nora, omar):
    first = revisions.content_of(story)
    reset(story, nora)
    assert restoring.restore(story.pk, 1, by=omar) == []
    article = stored(story)
    assert revisions.content_of(article) == first == revisions.base_of(article, 3)
    assert (article.version, article.edited_by) == (3, omar)
    event = article.revisions.get(version=3).event
    assert (event.verb, event.by, event.detail["restored"]) == ("restore", omar, 1)


def test_a_row_that_both_versions_have_stays_the_row_it_was(story, nora):
    """A form that is open names it by its key."""
    keys = story.bylines.get().pk, story.citations.get().pk
    change(story, nora, headline="Council does not meet")
    restoring.restore(story.pk, 1, by=nora)
    assert (story.bylines.get().pk, story.citations.get().pk) == keys


def test_what_was_approved_is_a_draft_again_when_another_version_is_restored(story, nora, omar):
    change(story, nora, headline="Council does not meet")
    Article.objects.update(state=State.APPROVED)
    restoring.restore(story.pk, 1, by=omar)
    assert stored(story).state == State.DRAFT
    assert not publishing.seen_by_two(stored(story), by=omar)


@pytest.mark.parametrize(
    ("who", "version", "seen", "code"),
    [
        ("nora", 1, 1, "text-changed-meanwhile"),
        ("nora", 9, None, "no-such-version"),
        ("nora", 2, 2, "nothing-changed"),
        ("mina", 1, None, "forbidden"),
        ("leyla", 1, None, "forbidden"),
    ],
)
def test_a_version_is_not_restored(who, version, seen, code, story, nora, mina, request):
    make_user("leyla", "Journalists")
    change(story, nora, headline="Council does not meet")
    with pytest.raises(NotAllowed) as refused:
        restoring.restore(story.pk, version, by=User.objects.get(username=who), seen=seen)
    assert refused.value.code == code
    assert versions(story) == [1, 2]
    assert stored(story).headline == "Council does not meet"


def test_what_is_no_longer_there_is_named_and_left_out(story, nora):
    section = SectionFactory(name="Markets")
    Article.objects.update(section=section)
    change(story, nora, section=SectionFactory(name="Economy"), photo=None, headline="New")
    reset(story, nora)
    for row in (section, story.photo, Correspondent.objects.get(), Source.objects.get(), Tag.objects.get(name="Quba")):
        row.delete()
    missing = restoring.restore(story.pk, 1, by=nora)
    assert [(str(what), name) for what, name in missing] == [
        ("section", "Markets"),
        ("picture", "The hall before the session"),
        ("correspondent", "Leyla Həsənova"),
        ("source", "Ministry of Energy"),
        ("tag", "Quba"),
    ]
    content = revisions.content_of(stored(story))
    assert (content["headline"], content["section"], content["photo"]) == ("Council meets in Quba", None, None)
    assert (content["bylines"], content["citations"], content["tags"]) == ([], [], ["Energy"])


def test_a_tag_that_was_merged_away_comes_back_as_the_one_it_was_merged_into(story, nora, omar):
    reset(story, nora)
    roads = Tag.objects.get(name="Roads")
    joining_tags.merge(Tag.objects.get(name="Quba").pk, roads.pk, by=omar)
    assert restoring.restore(story.pk, 1, by=nora) == []
    assert revisions.content_of(stored(story))["tags"] == ["Energy", "Roads"]


# -- comparing --------------------------------------------------------------------------------------------------------


def test_two_versions_are_compared_word_by_word_and_part_by_part(story, nora):
    reset(story, nora)
    found = compared(story, 1, 2)
    assert {str(change.where): change.passages for change in found.changes} == {
        "Headline": [[("del", "Council meets in Quba"), ("same", " "), ("ins", "Another headline")]]
    }
    picture = f"The hall before the session (#{story.photo_id})"
    cited = "Quotation: Ministry of Energy · “agreed on the budget”"
    assert {str(row.where): (row.old, row.new) for row in found.rows} == {
        "Dateline": ([], ["Baku"]),
        "Picture": ([picture], []),
        "Byline": (["Leyla Həsənova, Washington correspondent"], []),
        "Sources for this story": ([cited], []),
        "Tags": (["Energy", "Quba"], ["Roads"]),
    }


def test_a_version_that_was_published_does_not_differ_from_what_is_live(story, nora):
    change(story, nora, headline="Council met")
    edition = publish(stored(story))
    assert not comparing.compare(revisions.printed(edition), revisions.at(story, 2))


def test_names_are_those_of_the_time(story, nora):
    change(story, nora, headline="Council met")
    Correspondent.objects.update(name="Leyla Əliyeva")
    reset(story, nora)
    row = next(row for row in compared(story, 2, 3).rows if str(row.where) == "Byline")
    assert row.old == ["Leyla Həsənova, Washington correspondent"]


def test_a_change_of_layout_alone_is_said(story, nora):
    change(story, nora, body="<h2>The members spoke for two hours.</h2>")
    assert compared(story, 1, 2).layout


def compared(story, old, new):
    return comparing.compare(*(revisions.at(stored(story), version) for version in (old, new)))


# -- the pages --------------------------------------------------------------------------------------------------------


def page(story, rest=""):
    return f"/admin/articles/article/{story.pk}/history/{rest}"


def test_the_history_says_who_did_what_and_why_newest_first(story, nora, omar, client):
    Event.objects.write("submit", story, by=nora)
    editing.take(Article.objects.create(section=story.section).pk, "submit", by=omar)  # another story's
    Article.objects.filter(pk=story.pk).update(state=State.SUBMITTED)
    editing.take(story.pk, "return", by=omar, note="Who said so?")
    change(story, nora, headline="Council does not meet")
    publish(stored(story), by=omar, reason="Breaking.")
    client.force_login(omar)
    lines = [(line.who, line.did, line.reason) for line, _earlier in client.get(page(story)).context["lines"]]
    assert sorted(lines) == sorted(
        [
            ("nora", "submitted it", ""),
            ("omar", "returned it", "Who said so?"),
            ("–", "saved by an unknown person; found when the next version was saved", ""),
            ("nora", "changed it", ""),
            ("omar", "approved it", ""),
            ("omar", "published (edition 1)", "Breaking."),
        ]
    )
    assert [line for line in lines if line[1] != "published (edition 1)"][:2] == [
        ("nora", "changed it", ""),
        ("–", "saved by an unknown person; found when the next version was saved", ""),
    ]


def test_fifty_versions_are_asked_for_as_few_times_as_two(story, nora, omar, client):
    client.force_login(omar)
    change(story, nora, headline="Council 0")
    client.get(page(story))
    with CaptureQueriesContext(connection) as few:
        client.get(page(story))
    for number in range(1, 50):
        change(story, nora, headline=f"Council {number}")
    with CaptureQueriesContext(connection) as many:
        response = client.get(page(story))
    assert response.text.count("Version 49") > 1
    assert len(many) == len(few) <= 14
    assert not any('"content"' in query["sql"] for query in many)


def test_what_differs_stands_on_the_page_of_a_comparison(story, nora, client):
    publish(story)
    reset(story, nora)
    client.force_login(nora)
    text = client.get(page(story, "compare/?from=live&to=2")).text
    for words in ("<del>Council meets in Quba</del>", "<ins>Another headline</ins>", "<ins>Roads</ins>", "edition 1"):
        assert words in text


def test_a_story_without_a_history_is_compared_as_it_stands_with_what_is_live(story, nora, client):
    publish(story)
    rewrite(story, headline="Council meets today in Quba")
    client.force_login(nora)
    assert "Version 2 (current)" in client.get(page(story)).text
    assert "<ins>today</ins>" in client.get(page(story, "compare/?from=live&to=2")).text


@pytest.mark.parametrize("query", ["", "?from=1&to=7", "?from=1&to=live", "?from=x&to=1", "?from=1&to=99999999999999"])
def test_what_cannot_be_compared_is_not_found(query, story, nora, client):
    client.force_login(nora)
    assert client.get(page(story, f"compare/{query}")).status_code == 404


def test_an_erased_version_is_not_shown_compared_or_restored(story, nora, admin, client):
    change(story, nora, headline="Council met")
    Revision.objects.update(erased=True, content={}, names={})
    client.force_login(admin)
    text = client.get(page(story)).text
    assert "erased for legal reasons" in text
    assert "restore/" not in text
    for rest in ("compare/?from=1&to=2", "1/restore/"):
        assert client.get(page(story, rest)).status_code == 404


def test_restoring_asks_first_and_says_what_will_happen(story, nora, client):
    change(story, nora, headline="Council met")
    Article.objects.update(state=State.APPROVED)
    client.force_login(nora)
    response = client.get(page(story, "1/restore/"))
    assert "saved as version 3" in response.text
    assert "becomes a draft again" in response.text
    assert stored(story).version == 2
    assert client.post(page(story, "1/restore/"), {"seen": "2"}).status_code == 302
    assert stored(story).headline == "Council meets in Quba"


@pytest.mark.parametrize("seen", ["", "1", "x"])
def test_what_moved_on_since_the_page_was_opened_is_not_written_over(seen, story, nora, omar, client):
    change(story, nora, headline="Council met")
    change(story, omar, headline="Council met twice")
    client.force_login(nora)
    response = client.post(page(story, "1/restore/"), {"seen": seen})
    assert response.status_code == 409
    assert 'role="alert"' in response.text
    assert stored(story).headline == "Council met twice"


@pytest.mark.parametrize(("who", "answer"), [("nora", 302), ("omar", 302), ("leyla", 403), ("mina", 403)])
def test_who_may_not_edit_the_story_restores_nothing(who, answer, story, nora, omar, mina, client):
    make_user("leyla", "Journalists")
    change(story, nora, headline="Council met")
    client.force_login(User.objects.get(username=who))
    assert client.post(page(story, "1/restore/"), {"seen": "2"}).status_code == answer


# -- no third log -----------------------------------------------------------------------------------------------------


def test_what_is_done_at_the_desk_stands_in_the_journal_and_in_no_other_log(omar, client):
    client.force_login(omar)
    client.post("/admin/articles/source/add/", {"kind": "person", "name": "Vüqar"})
    source = Source.objects.get()
    client.post(f"/admin/articles/source/{source.pk}/change/", {"kind": "person", "name": "Vüqar Quliyev"})
    client.post(f"/admin/articles/source/{source.pk}/change/", {"kind": "person", "name": "Vüqar Quliyev"})
    text = client.get(f"/admin/articles/source/{source.pk}/history/").text
    assert "changed it (Name)" in text
    client.post(f"/admin/articles/source/{source.pk}/delete/", {"post": "yes"})
    assert [*Event.objects.order_by("pk").values_list("verb", flat=True)] == ["add", "change", "delete"]
    assert not LogEntry.objects.exists()


def test_saving_a_story_writes_one_line(omar, client):
    client.force_login(omar)
    data = {"kind": "news", "language": "en", "headline": "Council meets", "seen_version": "1", "priority": "3"}
    for part in ("bylines", "citations", "gallery"):
        data |= {f"{part}-TOTAL_FORMS": "0", f"{part}-INITIAL_FORMS": "0"}
    client.post("/admin/articles/article/add/", data)
    article = Article.objects.get()
    assert [*Event.objects.exclude(verb="assign").values_list("verb", flat=True)] == ["write"]
    assert versions(article) == [1]
    assert not LogEntry.objects.exists()
