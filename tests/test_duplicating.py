"""“Duplicate”: a new draft with all that was written, and nothing of what happened to the other story."""

import pytest

from articles.drafts import duplicating, revisions
from articles.models import Article, Edition, Event, GalleryPicture
from articles.workflow import NotAllowed, State
from tests.factories import ArticleFactory, CorrespondentFactory, PhotoFactory, SourceFactory, make_user, publish
from tests.test_desk_article import LIST, logged_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ITS_OWN = duplicating.ITS_OWN


@pytest.fixture
def story(omar):
    article = ArticleFactory(
        headline="Bread prices in October",
        writer=omar,
        state=State.APPROVED,
        tagged=["Economy", "Bread"],
        named=[CorrespondentFactory()],
        citing=[SourceFactory()],
        photo=PhotoFactory(),
        follows=ArticleFactory(),
        dateline="Quba",
        dateline_on="2024-04-28",
        slugline="BREAD",
        front_headline="Bread again",
    )
    GalleryPicture.objects.create(article=article, photo=PhotoFactory(), caption="A loaf")
    publish(article)
    return Article.objects.get(pk=article.pk)


def test_a_copy_says_the_same_and_is_a_draft_by_who_made_it(story, nora):
    copy = duplicating.duplicate(story.pk, by=nora)
    before, after = revisions.content_of(story), revisions.content_of(copy)
    assert {name for name in before if before[name] != after[name]} == {"slug", "dateline_on", "follows"}
    assert (copy.state, copy.writer, copy.version) == (State.DRAFT, nora, 1)
    assert (copy.follows, copy.dateline_on) == (None, None)
    assert copy.uid != story.uid
    assert copy.salt != story.salt
    assert not Edition.objects.filter(article=copy).exists()
    assert not hasattr(copy, "publishing_state")


def test_the_history_of_a_copy_begins_with_it_and_says_where_it_comes_from(story, nora):
    copy = duplicating.duplicate(story.pk, by=nora)
    event = Event.objects.about(copy).get()
    assert (event.verb, event.by, event.detail["copied_from"]) == ("write", nora, story.pk)
    assert copy.revisions.count() == 1
    assert Event.objects.about(story).filter(verb="write").count() == 0


def test_the_other_story_is_left_as_it_was(story, nora):
    before = revisions.content_of(story), story.version
    copy = duplicating.duplicate(story.pk, by=nora)
    copy.tags.clear()
    copy.bylines.all().delete()
    story.refresh_from_db()
    assert (revisions.content_of(story), story.version) == before


def test_every_field_is_copied_or_named_as_one_that_is_not():
    """A new field of a story is copied, unless somebody decides otherwise here."""
    assert {*Article.names()} >= ITS_OWN


def test_the_button_leads_to_the_copy(story, nora):
    client = logged_in(nora)
    assert client.get(f"{LIST}{story.pk}/duplicate/").status_code == 405
    response = client.post(f"{LIST}{story.pk}/duplicate/")
    copy = Article.objects.order_by("pk").last()
    assert response.url == f"{LIST}{copy.pk}/change/"
    assert copy.headline == story.headline


def test_who_may_not_write_makes_no_copy(story, mina):
    guest = make_user("guest")
    for person in (mina, guest):
        with pytest.raises(NotAllowed):
            duplicating.duplicate(story.pk, by=person)
        assert logged_in(person).post(f"{LIST}{story.pk}/duplicate/").status_code == 403
    assert Article.objects.count() == 2
