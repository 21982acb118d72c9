# ruff: noqa: F811  (fixtures are imported by their names)
"""A gallery: pictures of the library below the text of a story, in an order, from the form to the reader."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing
from articles.drafts import editing, printing, restoring
from articles.models import Article, Edition, Event, GalleryPicture, Photo, Revision, WithPhoto, ledger
from articles.pictures import library
from articles.publishing import Refused, triggers
from articles.site import search
from articles.text import search_terms
from tests.factories import IMPORT, NOON, ArticleFactory, PhotoFactory, at, publish
from tests.test_desk_article import editor, filled, page_of, reporter, save, with_line  # noqa: F401
from tests.test_merging import chooses
from tests.test_outsider import verify as verify_as_outsider
from tests.test_seal_formats import exported, verify

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def hang(article: Article, *photos: Photo) -> Article:
    for place, photo in enumerate(photos):
        GalleryPicture.objects.create(article=article, photo=photo, position=place)
    return article


def media(photo: Photo, name: str = "960.jpg") -> str:
    return reverse("stories:media", args=[photo.uid, name])


def order(article: Article) -> list[Photo]:
    return [line.photo for line in article.gallery.all()]


@pytest.fixture
def hall():
    return PhotoFactory(caption="The hall")


@pytest.fixture
def street():
    return PhotoFactory(caption="The street")


@pytest.fixture
def story(nora, hall, street):
    return hang(ArticleFactory(writer=nora), street, hall)


# -- at the desk ------------------------------------------------------------------------------------------------------


def test_pictures_are_added_put_in_order_and_taken_out_on_the_form(client, nora, hall, street):
    article = ArticleFactory(writer=nora)
    client.force_login(nora)
    data = with_line(filled(client.get(page_of(article))), "gallery", photo=hall.pk, caption="Before", position=0)
    client.post(page_of(article), with_line(data, "gallery", photo=street.pk, caption="", position=1))
    assert order(article) == [hall, street]
    assert "The street" in client.get(page_of(article)).text
    save(client, article, **{"gallery-0-position": "1", "gallery-1-position": "0"})
    assert order(article) == [street, hall]
    save(client, article, **{"gallery-0-DELETE": "on"})
    assert order(article) == [hall]
    article.refresh_from_db()
    assert article.version == 4


def test_a_picture_is_in_a_gallery_once_and_must_be_of_the_library(client, nora, story, hall):
    client.force_login(nora)
    for wrong in (hall.pk, 999_999, "hall"):
        data = with_line(filled(client.get(page_of(story))), "gallery", photo=wrong, position=2)
        assert client.post(page_of(story), data).status_code == 200
    assert story.gallery.count() == 2


def test_the_form_asks_no_more_for_a_longer_gallery(client, nora, story, django_assert_num_queries):
    client.force_login(nora)
    client.get(page_of(story))
    with CaptureQueriesContext(connection) as asked:
        client.get(page_of(story))
    few = len(asked)
    hang(story, *(PhotoFactory() for _ in range(5)))
    with django_assert_num_queries(few):
        client.get(page_of(story))


def test_the_picker_finds_a_picture_by_its_key(client, nora, hall, street):
    client.force_login(nora)
    found = client.get(f"/admin/articles/photo/library/?pk={hall.pk}").json()["results"]
    assert [one["pk"] for one in found] == [hall.pk]
    assert found[0]["square"] == f"/admin/articles/photo/{hall.pk}/square/"


def test_a_changed_gallery_is_another_text_and_is_approved_again(client, nora, story, hall):
    before = editing.digest(story)
    client.force_login(nora)
    save(client, story, **{"gallery-0-position": "9"})
    story.refresh_from_db()
    assert (editing.digest(story) != before, story.version, story.edited_by) == (True, 2, nora)


def test_its_history_shows_what_became_of_it_and_brings_it_back(client, nora, story, hall, street):
    client.force_login(nora)
    save(client, story, **{"gallery-0-DELETE": "on"})
    page = client.get(f"/admin/articles/article/{story.pk}/history/compare/?from=1&to=2").text
    assert f"The street (#{street.pk})" in page
    restoring.restore(story.pk, 1, by=nora)
    assert order(story) == [street, hall]


def test_a_version_older_than_galleries_leaves_them_as_they_are(client, nora, story, hall, street):
    client.force_login(nora)
    save(client, story, headline="Another")
    for revision in story.revisions.filter(version=1):
        content = {name: value for name, value in revision.content.items() if name != "gallery"}
        Revision.objects.create(article=story, version=0, content=content, names=revision.names)
    assert client.get(f"/admin/articles/article/{story.pk}/history/compare/?from=0&to=2").status_code == 200
    restoring.restore(story.pk, 0, by=nora)
    assert order(story) == [street, hall]


def test_two_who_change_it_at_once_both_keep_what_they_did(reporter, editor, nora, hall, street):
    article, third = hang(ArticleFactory(writer=nora), street, hall), PhotoFactory()
    typed = with_line(filled(reporter.get(page_of(article))), "gallery", photo=third.pk, position=2, caption="")
    assert save(editor, article, **{"gallery-0-DELETE": "on"}).status_code == 302
    assert chooses(reporter, reporter.post(page_of(article), typed)).status_code == 302
    assert order(article) == [hall, third]


# -- publication ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lack", "code"),
    [({"credit": ""}, "bare-picture"), ({"alt": ""}, "bare-picture"), ({"licence_until": NOON}, "licence-ended")],
)
def test_one_bad_picture_keeps_the_story_back(story, hall, lack, code):
    Photo.objects.filter(pk=hall.pk).update(**lack)
    with pytest.raises(Refused) as refusal:
        publish(story)
    assert refusal.value.code == code


def test_readers_get_it_in_order_with_captions_and_credits_and_no_picture_a_moment_longer(answer, story, hall, street):
    story.gallery.filter(photo=hall).update(caption="The hall at noon")
    edition = publish(story)
    page = answer(edition.get_absolute_url(), NOON).text
    gallery = page[page.index('class="gallery"') :].partition("<script")[0]
    assert re.findall(r"The street|The hall at noon", gallery) == ["The street", "The hall at noon"]
    assert gallery.count("Photo: Samur Wire") == gallery.count('loading="lazy"') == 2
    assert gallery.count(f'width="{hall.width}" height="{hall.height}"') == 2
    assert f"http://testserver{media(hall)}".removesuffix("960.jpg") in page
    for photo in (hall, street):
        assert answer(media(photo), NOON).status_code == 200
        assert answer(media(photo), NOON - HOUR).status_code == 404
    publishing.withdraw(story.pk, by=IMPORT, reason="Wrong.", clock=at(NOON + HOUR))
    assert answer(media(hall), NOON + HOUR).status_code == 404


def test_who_publishes_reads_what_the_gallery_says(client, omar, story):
    client.force_login(omar)
    page = client.get(f"/admin/articles/article/{story.pk}/publish/step/").text
    assert "The street (Photo: Samur Wire)" in page


def test_its_captions_are_found_by_a_search(story):
    edition = publish(story)
    assert search.newest(search.entries(at=NOON), search_terms.parse("street")) == [edition.pk]


def test_a_preview_shows_it_to_whoever_has_the_link_alone(client, omar, nora, story, hall):
    client.force_login(nora)
    folder = f"/admin/articles/article/{story.pk}/preview/"
    page = client.get(folder).text
    assert f"{folder}{hall.uid}/960.jpg" in page
    assert "/media/" not in page
    assert client.get(f"{folder}{hall.uid}/960.jpg").status_code == 200
    client.logout()
    assert client.get(media(hall)).status_code == 404


def test_as_of_another_moment_it_comes_from_that_moment(client, omar, story, hall):
    edition = publish(story)
    client.force_login(omar)
    mount = "/admin/as-of/2024-04-28T16:00:00Z"
    assert f'href="{mount}{media(hall, "1600.jpg")}"' in client.get(mount + edition.get_absolute_url()).text


def test_the_library_knows_where_it_hangs(story, hall):
    assert [(use.article_id, use.live, use.at_desk) for use in library.uses(hall, NOON)] == [(story.pk, False, True)]
    assert hall in Photo.objects.filter(library.used())
    publish(story)
    story.gallery.all().delete()
    assert [(use.article_id, use.live, use.at_desk) for use in library.uses(hall, NOON)] == [(story.pk, True, False)]


def test_a_caption_changed_in_the_library_counts_for_four_eyes(client, nora, omar, story, hall):
    client.force_login(nora)
    save(client, story, headline="Another")
    client.force_login(omar)
    data = {"alt": hall.alt, "caption": "Another", "credit": hall.credit, "focus_x": ".5", "focus_y": ".5"}
    client.post(f"/admin/articles/photo/{hall.pk}/change/", data)
    assert Event.objects.filter(verb="change", by=omar).exists()
    assert not publishing.seen_by_two(story, by=omar)


# -- the seal ---------------------------------------------------------------------------------------------------------


def test_it_is_sealed_and_what_is_slipped_in_is_named(story):
    edition = publish(story)
    assert "all as they were sealed" in verify()
    verify_as_outsider(exported(story))
    triggers.remove()
    Edition.objects.filter(pk=edition.pk).update(gallery=edition.gallery[:1])
    assert "edition 1 was altered" in verify()


def test_a_story_without_one_is_sealed_as_before_there_were_any():
    edition = publish()
    assert "gallery" not in ledger.content(edition)
    assert "gallery" in ledger.content(publish(hang(ArticleFactory(), PhotoFactory())))


def test_an_edition_issued_again_keeps_it(story, hall, street):
    edition = publish(story)
    story.gallery.all().delete()
    fixed, _clashes = publishing.fix(story.pk, by=IMPORT, headline="Mended", clock=at(NOON + HOUR))
    assert fixed.gallery == edition.gallery
    assert {row.photo for row in WithPhoto.objects.filter(edition=fixed)} == {hall, street}


def test_erasing_a_text_takes_its_pictures_too(story, admin):
    publish(story)
    publish(story, now=NOON + HOUR)
    publishing.erase(story.pk, 1, by=admin, reason="A court asks.", clock=at(NOON + 2 * HOUR))
    assert Edition.objects.get(article=story, number=1).gallery == []
    assert not WithPhoto.objects.filter(edition__number=1).exclude(photo=None).exists()
    assert "all as they were sealed" in verify()


def test_a_proof_of_it_points_at_nothing(story, hall):
    printed = printing.proof(story).gallery[1]
    assert set(printed) == {"uid", "width", "height", "alt", "caption", "credit", "sha256"}
