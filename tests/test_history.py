"""The history of a working copy: every version whole, who made it, what came of it; compared, and restored."""

import pytest

from articles import editing, publishing, revisions
from articles.exchange import wire
from articles.models import Article, Event, Revision
from articles.workflow import State
from tests.factories import (
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    SourceFactory,
    at,
    publish,
    rewrite,
)

pytestmark = pytest.mark.django_db


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


def test_a_quick_fix_that_fits_the_working_copy_is_a_version_of_it(story, omar):
    publish(story)
    publishing.fix(story.pk, by=omar, headline="Council met in Quba", reason="A slip.", clock=at(NOON))
    assert versions(story) == [1, 2]
    assert story.revisions.get(version=2).event.by == omar
    assert revisions.base_of(story, 2)["headline"] == stored(story).headline == "Council met in Quba"


def test_a_quick_fix_that_does_not_fit_it_makes_no_version(story, nora):
    publish(story)
    change(story, nora, headline="Everything is new")
    _edition, clashes = publishing.fix(story.pk, by="script", headline="Council met in Quba", clock=at(NOON))
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
    publishing.withdraw(story.pk, by="import", reason="A court.", clock=at(NOON))
    change(story, nora, standfirst="The council met.")
    publishing.erase(story.pk, 1, by=admin, reason="A court.", clock=at(NOON))
    assert versions(story) == [1, 2, 3]
    assert "Zqlibel" not in str(list(Revision.objects.values()) + list(Event.objects.values()))
    assert revisions.base_of(story, 2) is None
    change(story, nora, headline="Council met")
    assert revisions.base_of(story, 4)["standfirst"] == "The council met."
    assert stored(story).state == State.DRAFT
