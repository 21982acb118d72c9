"""“Translate”: a draft in another language with all that needs no translating, and the edition it translates."""

import pytest

from articles.drafts import revisions, translating
from articles.models import Article, Event, GalleryPicture
from articles.workflow import NotAllowed, State
from tests.factories import FAR, ArticleFactory, CorrespondentFactory, PhotoFactory, SourceFactory, publish, rewrite
from tests.test_desk_article import LIST, filled, logged_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def story(omar):
    article = ArticleFactory(
        writer=omar,
        tagged=["Economy", "Bread"],
        named=[CorrespondentFactory()],
        citing=[SourceFactory()],
        photo=PhotoFactory(),
        follows=ArticleFactory(),
        dateline="Quba",
        front_headline="Bread again",
        slugline="BREAD",
        subjects=["medtop:04000000"],
    )
    GalleryPicture.objects.create(article=article, photo=PhotoFactory(), caption="A loaf")
    publish(article)
    return Article.objects.get(pk=article.pk)


def test_a_translation_has_all_but_what_belongs_to_its_language(story, nora):
    new = translating.translate(story.pk, "az", by=nora)
    before, after = revisions.content_of(story), revisions.content_of(new)
    own = {name for name in before if before[name] != after[name]}
    assert own == {"slug", "language", "follows", "front_headline", "translation_of", "translated_edition"}
    assert (new.language, new.translation_of, new.translated_edition) == ("az", story, 1)
    assert (new.slug, new.follows, new.front_headline) == (f"{story.slug}-az", None, "")
    assert (new.state, new.writer, new.version) == (State.DRAFT, nora, 1)
    assert (new.section, new.kind, new.dateline, new.photo) == (story.section, story.kind, "Quba", story.photo)
    assert [cited.statement for cited in new.citations.all()] == ["agreed on the budget"]


def test_its_history_begins_with_the_edition_that_it_translates(story, nora):
    new = translating.translate(story.pk, "az", by=nora)
    event = Event.objects.about(new).get()
    assert (event.verb, event.by, event.detail["translates"], event.detail["edition"]) == ("write", nora, story.pk, 1)
    assert "began a translation of edition 1" in logged_in(nora).get(f"{LIST}{new.pk}/history/").text


def test_what_readers_see_is_translated_and_not_what_the_desk_changed_since(story, nora):
    rewrite(story, headline="Council meets in secret")
    assert translating.translate(story.pk, "az", by=nora).headline == "Council meets in Quba"


def test_before_publication_the_draft_is_translated_and_the_edition_is_none(nora):
    draft = ArticleFactory(headline="Only a draft")
    new = translating.translate(draft.pk, "ru", by=nora)
    assert (new.headline, new.translation_of, new.translated_edition) == ("Only a draft", draft, 0)
    scheduled = publish(at=FAR).article
    assert translating.translate(scheduled.pk, "ru", by=nora).translated_edition == 1


def test_a_translation_of_a_translation_names_the_original_and_its_edition(story, nora, omar):
    first = translating.translate(story.pk, "az", by=nora)
    publish(story, note="More.", change="update")
    publish(rewrite(first, headline="Şura Qubada toplandı"))
    second = translating.translate(first.pk, "ru", by=omar)
    assert (second.translation_of, second.translated_edition) == (story, 1)
    assert second.headline == "Şura Qubada toplandı"


def test_the_second_who_asks_gets_the_translation_there_is(story, nora, omar):
    first = translating.translate(story.pk, "az", by=nora)
    assert translating.translate(story.pk, "az", by=omar) == first
    assert translating.translate(first.pk, "en", by=omar) == story
    Article.objects.filter(pk=first.pk).update(state=State.SPIKED)
    assert translating.translate(story.pk, "az", by=omar) != first


@pytest.mark.parametrize("code", ["fr", ""])
def test_only_into_a_language_of_the_newsroom(story, nora, code):
    with pytest.raises(NotAllowed, match="doesn't write in"):
        translating.translate(story.pk, code, by=nora)
    assert logged_in(nora).post(f"{LIST}{story.pk}/translate/", {"language": code}).status_code == 403


def test_who_may_not_write_makes_no_translation(story, mina):
    with pytest.raises(NotAllowed):
        translating.translate(story.pk, "az", by=mina)
    assert logged_in(mina).post(f"{LIST}{story.pk}/translate/", {"language": "az"}).status_code == 403
    assert not Article.objects.filter(translation_of=story).exists()


def test_the_page_offers_the_languages_that_are_missing(story, nora, omar):
    client = logged_in(nora)
    assert client.get(f"{LIST}{story.pk}/translate/").text.count('name="language"') == 2
    response = client.post(f"{LIST}{story.pk}/translate/", {"language": "az"})
    new = Article.objects.get(translation_of=story)
    assert response.url == f"{LIST}{new.pk}/change/"
    page = client.get(response.url).text
    assert "Translate: Russian" in page
    assert "Translate: Azerbaijani" not in page
    assert "Translate: Russian" in client.get(f"{LIST}{story.pk}/change/").text  # only to read for Nora
    assert (
        "already has a translation"
        in logged_in(omar).post(f"{LIST}{story.pk}/translate/", {"language": "az"}, follow=True).text
    )


def test_the_panel_says_how_far_each_language_is(story, nora, omar):
    new = translating.translate(story.pk, "az", by=nora)
    group = logged_in(omar).get(f"{LIST}{story.pk}/change/").text.partition('id="g-translations"')[2]
    lines = group.partition("</ul>")[0].split("<li")[1:]
    assert ["English" in lines[0], "Original" in lines[0], "Published" in lines[0]] == [True] * 3
    assert ["Azerbaijani" in lines[1], "Draft" in lines[1], f"/{new.pk}/change/" in lines[1]] == [True] * 3
    assert ["Russian" in lines[2], "Not translated" in lines[2]] == [True] * 2


def test_with_one_language_nothing_of_it_shows(story, nora, omar, settings):
    settings.LANGUAGES = [("en", "English")]
    client = logged_in(omar)
    page = client.get(f"{LIST}{story.pk}/change/").text
    assert "Translate" not in page
    assert 'id="g-translations"' not in page
    assert "Translate" not in client.get(LIST).text
    assert client.get(f"{LIST}{story.pk}/translate/").status_code == 403


def test_translations_name_an_original_that_is_none_itself(story, omar, nora):
    new, other, editor = translating.translate(story.pk, "az", by=nora), publish().article, logged_in(omar)

    def refused(article, **fields) -> str:
        page = f"{LIST}{article.pk}/change/"
        return editor.post(page, filled(editor.get(page)) | fields).text

    assert "translation itself" in refused(other, translation_of=new.pk, translated_edition=0)
    assert "has translations" in refused(story, translation_of=other.pk, translated_edition=1)
