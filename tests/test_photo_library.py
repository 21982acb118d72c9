"""The library of pictures: many come in at once, and each is found again."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from articles.models import Event, Job, Photo
from tests.factories import ArticleFactory, PhotoFactory, publish
from tests.test_hostile_files import archive, drawn

pytestmark = pytest.mark.django_db

UPLOAD, LIBRARY = "/admin/articles/photo/upload/", "/admin/articles/photo/"


def file(name: str = "a.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawn() if content is None else content)


def test_many_pictures_come_in_at_once_and_each_is_judged_alone(client, nora):
    client.force_login(nora)
    files = [file(), file("two.jpg", drawn() + archive()), file("three.png", drawn("PNG"))]
    page = client.post(UPLOAD, {"files": files}, follow=True).text
    assert Photo.objects.count() == Event.objects.filter(verb="add", by=nora).count() == Job.objects.count() == 2
    assert "a.jpg is in the library." in page
    assert "two.jpg: This file contains more than a picture." in page


def test_a_script_gets_the_same_as_json(client, nora):
    client.force_login(nora)
    headers = {"Accept": "application/json"}
    good = client.post(UPLOAD, {"files": file()}, headers=headers)
    photo = Photo.objects.get()
    assert good.json()["files"][0]["page"] == reverse("admin:articles_photo_change", args=[photo.pk])
    bad = client.post(UPLOAD, {"files": file("a.jpg", b"words")}, headers=headers)
    assert (bad.status_code, bad.json()["files"][0]["error"]) == (200, True)
    assert client.post(UPLOAD, {}, headers=headers).status_code == 400


def test_who_may_add_no_picture_uploads_none(client, mina, nora):
    client.force_login(mina)
    assert client.post(UPLOAD, {"files": file()}).status_code == 403
    client.force_login(nora)
    assert client.get(UPLOAD).status_code == 405
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"above", "inside", "bare", "ending"}),
        ("?use=used", {"above", "inside"}),
        ("?use=unused", {"bare", "ending"}),
        ("?lacks=words", {"bare"}),
        ("?lacks=licence", {"ending"}),
        ("?credit=Ada", {"ending"}),
        ("?credit=Nobody", {"above", "inside", "bare", "ending"}),
        ("?q=ending+ada", {"ending"}),
    ],
)
def test_the_library_is_narrowed(query, expected, client, nora):
    above, inside = PhotoFactory(caption="above"), PhotoFactory(caption="inside")
    PhotoFactory(caption="bare", alt="")
    PhotoFactory(caption="ending", credit="Ada", licence_until=timezone.now() + timedelta(days=9))
    ArticleFactory(photo=above)
    publish(ArticleFactory(body=f'<figure data-photo="{inside.uid}"></figure>'))
    client.force_login(nora)
    found = client.get(LIBRARY + query).context["cl"].queryset
    assert {photo.caption for photo in found} == expected
