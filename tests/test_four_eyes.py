"""Four eyes: what counts as a change, what is looked at again, and a newsroom that does without."""

import pytest

from articles import publishing
from articles.drafts import editing
from articles.models import Article, Edition, Event, PendingCheck
from articles.publishing import foureyes
from articles.workflow import State
from tests.factories import (
    FAR,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    SourceFactory,
    make_document,
    make_user,
    publish,
    rewrite,
)
from tests.test_desk_article import asked, logged_in, page_of, step, stored, take

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def ona(db):
    """Edits too."""
    return make_user("ona", "Editors")


@pytest.fixture
def story(nora):
    """Submitted, by Nora, with a picture, a name, a topic and a source."""
    article = ArticleFactory(
        writer=nora, edited_by=nora, state=State.SUBMITTED, photo=PhotoFactory(), named=[CorrespondentFactory()],
        tagged=["Energy"], citing=[SourceFactory()],
    )  # fmt: skip
    article.citations.update(document=make_document())
    return article


PARTS = {
    "photo": {"caption": "Another hall", "alt": "A hall", "credit": "Samur Wire"},
    "correspondent": {"name": "Leyla Kərimova", "role": "Washington correspondent"},
    "source": {"kind": "organisation", "name": "Ministry of Fuel"},
    "tag": {"name": "Energy and fuel"},
    "document": {"downloadable": "on"},
}


def part_of(story, kind):
    return {
        "photo": story.photo,
        "correspondent": story.bylines.get().correspondent,
        "source": story.citations.get().source,
        "tag": story.tags.get(),
        "document": story.citations.get().document,
    }[kind]


def change(user, story, what, **fields):
    part = part_of(story, what)
    address = f"/admin/articles/{what}/{part.pk}/change/"
    assert logged_in(user).post(address, PARTS[what] | fields).status_code == 302
    return part


def published_alone(story, by, reason="Fire in the refinery."):
    return publishing.publish(story.pk, by=by, reason=reason)


# -- what counts as a change ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PARTS)
def test_whoever_changes_a_part_of_a_story_does_not_publish_it_alone(kind, story, omar, ona):
    assert publishing.seen_by_two(story, by=omar)
    part = change(omar, story, kind)
    assert Event.objects.about(part).get(verb="change").by == omar
    story = stored(story)
    assert not publishing.seen_by_two(story, by=omar)
    assert publishing.seen_by_two(story, by=ona)
    with pytest.raises(publishing.Refused) as refusal:
        publishing.publish(story.pk, by=omar)
    assert refusal.value.code == "four-eyes"


def test_a_change_of_a_part_after_which_the_story_was_edited_is_no_longer_the_last(story, omar, nora):
    change(omar, story, "photo")
    before = editing.before_change(story)
    story.headline = "The council met"
    story.save(update_fields=["headline"])
    editing.after_change(story, before, by=nora)
    assert publishing.seen_by_two(stored(story), by=omar)


def test_what_nobody_prints_of_a_part_is_no_change(story, omar):
    for kind, field in (("source", "note"), ("correspondent", "beat")):
        part = part_of(story, kind)
        same = {name: getattr(part, name) for name in PARTS[kind]}
        change(omar, story, kind, **same | {field: "By noon."})
        assert Event.objects.about(part).get().verb == "change"
    assert publishing.seen_by_two(stored(story), by=omar)


def test_an_approval_is_of_the_text_with_its_parts_and_does_not_outlive_them(story, omar, ona, admin):
    Article.objects.filter(pk=story.pk).update(edited_by=omar)
    take(logged_in(ona), story, "approve")
    assert publishing.seen_by_two(stored(story), by=omar)
    assert not foureyes.lapsed(stored(story))
    change(admin, story, "photo")
    change(omar, story, "correspondent")
    assert not publishing.seen_by_two(stored(story), by=omar)
    assert foureyes.lapsed(stored(story))
    assert "has changed since the story was approved" in logged_in(omar).get(page_of(story)).text


@pytest.mark.parametrize("verb", ["approve", "publish"])
def test_what_was_read_before_a_caption_was_changed_is_read_again_first(verb, story, omar, admin):
    client = logged_in(omar)
    page = asked(client.get(step(story, verb)))
    change(admin, story, "photo")
    assert client.post(step(story, verb), page).status_code == 409
    assert stored(story).state == State.SUBMITTED
    assert not Edition.objects.exists()


# -- look again -------------------------------------------------------------------------------------------------------


@pytest.fixture
def alone(story, omar):
    """Omar's own text, published by him."""
    Article.objects.filter(pk=story.pk).update(edited_by=omar)
    published_alone(story, omar)
    return story


def test_what_was_published_alone_stands_on_the_list_until_somebody_else_has_read_it(alone, omar, ona):
    waiting = PendingCheck.objects.get()
    assert (waiting.article, waiting.by, waiting.override.reason) == (alone, omar, "Fire in the refinery.")
    page = logged_in(ona).get(step(alone, "look"))
    assert "Fire in the refinery." in page.text
    assert Edition.objects.get().html in page.text
    assert take(logged_in(ona), alone, "look", note="It holds.").status_code == 302
    assert not PendingCheck.objects.exists()
    event = Event.objects.about(alone).get(verb="look")
    assert (event.by, event.reason, event.detail) == (ona, "It holds.", {"overrides": [waiting.override_id]})


def test_whoever_published_it_alone_cannot_be_its_second_reader(alone, omar):
    client = logged_in(omar)
    assert take(client, alone, "look").status_code == 409
    assert PendingCheck.objects.exists()
    assert "Mark as checked" not in client.get(page_of(alone)).text


def test_a_journalist_is_no_second_reader(alone, nora):
    assert logged_in(nora).post(step(alone, "look"), {"note": ""}).status_code == 403
    assert PendingCheck.objects.exists()


def test_of_two_who_published_alone_each_reads_the_other(alone, omar, ona):
    published_alone_by_ona = publishing.fix(alone.pk, by=ona, reason="A name.", headline="Council met")
    assert published_alone_by_ona
    foureyes.look(alone.pk, by=ona)
    assert PendingCheck.objects.get().by == ona
    foureyes.look(alone.pk, by=omar)
    assert not PendingCheck.objects.exists()


def test_it_is_read_once(alone, ona):
    foureyes.look(alone.pk, by=ona)
    assert take(logged_in(ona), alone, "look").status_code == 409
    assert Event.objects.filter(verb="look").count() == 1


def test_a_second_check_is_of_what_its_page_showed_and_of_nothing_published_since(alone, omar, ona):
    client = logged_in(ona)
    page = client.get(step(alone, "look"))
    publishing.fix(alone.pk, by=omar, reason="A name.", headline="Council met in secret")
    answer = client.post(step(alone, "look"), asked(page))
    assert answer.status_code == 409
    assert "published, cancelled or withdrawn this story since you opened the page" in answer.text
    assert PendingCheck.objects.count() == 2
    assert take(client, alone, "look").status_code == 302
    assert not PendingCheck.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"seen": ""}, {"version": "x"}])
def test_a_second_check_that_does_not_say_what_it_saw_is_refused(alone, ona, fields):
    client = logged_in(ona)
    seen = asked(client.get(step(alone, "look"))) if fields else {}
    assert client.post(step(alone, "look"), seen | fields | {"note": ""}).status_code == 409
    assert PendingCheck.objects.exists()


def test_the_page_of_a_second_check_shows_an_update_that_is_only_scheduled(alone, omar, ona):
    rewrite(alone, headline="Council met in secret", edited_by=omar)
    publishing.publish(alone.pk, by=omar, at=FAR, reason="Nobody is here.")
    page = logged_in(ona).get(step(alone, "look"))
    assert page.context["proof"].headline == "Council met in secret"
    assert [str(change.where) for change in page.context["comparison"].changes] == ["Headline"]


def test_a_publication_that_is_refused_all_the_same_stands_on_no_list(story, omar):
    Article.objects.filter(pk=story.pk).update(edited_by=omar, section=None)
    with pytest.raises(publishing.Refused):
        published_alone(story, omar)
    assert not PendingCheck.objects.exists()


# -- a newsroom of one ------------------------------------------------------------------------------------------------


def test_a_newsroom_of_one_does_without(settings, story, omar):
    settings.FOUR_EYES = False
    Article.objects.filter(pk=story.pk).update(edited_by=omar)
    client = logged_in(omar)
    assert "reason" not in client.get(step(story, "publish")).context["form"].fields
    assert take(client, story, "publish").status_code == 302
    assert take(client, story, "fix", headline="The council met", change="minor").status_code == 302
    assert Edition.objects.count() == 2
    assert not Event.objects.filter(verb="override").exists()
    assert not PendingCheck.objects.exists()


def test_nothing_of_it_is_public(alone, client):
    live = publish(ArticleFactory())
    for address in ("/", live.get_absolute_url()):
        assert "Fire in the refinery" not in client.get(address).text
