"""A picture that readers see is changed by who added it or by an editor; nobody else can take it off the site."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Event, GalleryPicture, Photo
from articles.pictures import library
from tests.factories import FAR, ArticleFactory, CorrespondentFactory, PhotoFactory, make_user, publish

pytestmark = pytest.mark.django_db

ENDED = {"licence_until_0": "2020-01-01", "licence_until_1": "12:00"}
SAID = {"alt": "A hall", "caption": "The hall", "credit": "Samur Wire", "focus_x": "0.5", "focus_y": "0.5"}


@pytest.fixture
def ada(db):
    return make_user("ada", "Journalists")


def change(person, photo: Photo, **fields) -> int:
    client = Client()
    client.force_login(person)
    return client.post(reverse("admin:articles_photo_change", args=[photo.pk]), SAID | fields).status_code


def shown(where: str, photo: Photo) -> None:
    match where:
        case "live":
            publish(ArticleFactory(photo=photo))
        case "scheduled":
            publish(ArticleFactory(photo=photo), at=FAR)
        case "in the text":
            publish(ArticleFactory(body=f'<p>Text.</p><figure data-photo="{photo.uid}"></figure>'))
        case "gallery":
            article = ArticleFactory()
            GalleryPicture.objects.create(article=article, photo=photo)
            publish(article)
        case "portrait":
            publish(ArticleFactory(named=[CorrespondentFactory(photo=photo)]))


@pytest.mark.parametrize("where", ["live", "scheduled", "in the text", "gallery", "portrait"])
def test_a_colleague_does_not_change_a_picture_that_readers_see_or_will(where, ada, nora, omar, client):
    photo = PhotoFactory(added_by=nora)
    shown(where, photo)
    before = Photo.objects.values().get()
    assert change(ada, photo, **ENDED) == 403
    assert Photo.objects.values().get() == before
    if where == "live":
        assert client.get(reverse("stories:media", args=[photo.uid, "960.jpg"])).status_code == 200
    assert change(nora, photo, caption="By who added it") == 302
    assert change(omar, photo, caption="By an editor") == 302
    assert Photo.objects.get().caption == "By an editor"


def test_a_picture_that_nobody_sees_is_described_by_any_journalist(ada, nora):
    photo = PhotoFactory(added_by=nora)
    ArticleFactory(photo=photo)
    assert change(ada, photo, caption="A draft's picture") == 302


def test_what_an_import_brought_in_is_changed_by_editors_once_it_is_shown(nora, omar):
    photo = PhotoFactory()
    shown("live", photo)
    assert change(nora, photo) == 403
    assert change(omar, photo) == 302


def test_who_uploads_a_picture_has_added_it(nora):
    file = PhotoFactory().original
    with file.open("rb") as read:
        photo = library.take_in(SimpleUploadedFile("hall.jpg", read.read(), "image/jpeg"), by=nora)
    assert Photo.objects.get(pk=photo.pk).added_by == nora
    assert Event.objects.about(photo).get().by == nora
