"""Pictures and documents in a bucket, behind the same addresses; the S3 is moto's, in a thread of this process."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from moto.server import ThreadedMotoServer

from articles import publishing
from articles.models import Citation, Job, Photo
from articles.models.documents import address_name
from articles.pictures import copies, jobs, library
from newsroom.lib import environment
from tests.factories import IMPORT, NOON, ArticleFactory, SourceFactory, make_document, publish
from tests.test_pictures_served import body, media, taken

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Where an S3 answers for the time of these tests."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield f"{host}:{port}"
    moto.stop()


@pytest.fixture(params=["", "&redirect=1"], ids=["streamed", "lent"])
def bucket(request, server, settings, monkeypatch):
    """An empty bucket; once its files pass through the newsroom, once readers are sent to it."""
    monkeypatch.setenv("STORAGE_URL", f"s3+http://key:secret@{server}/pictures/desk?region=eu-north-1{request.param}")
    settings.STORAGES = settings.STORAGES | {"default": environment.storage("STORAGE_URL")}
    connection = default_storage.connection
    connection.create_bucket(Bucket="pictures", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    yield connection.Bucket("pictures")
    connection.Bucket("pictures").objects.delete()
    connection.Bucket("pictures").delete()


def names(bucket) -> set[str]:
    return {stored.key for stored in bucket.objects.all()}


def upload(nora, content: bytes) -> Photo:
    photo = library.take_in(SimpleUploadedFile("a.jpg", content), by=nora)
    Photo.objects.filter(pk=photo.pk).update(alt="A hall", credit="Photo: Ada")
    return Photo.objects.get(pk=photo.pk)


def seen(response) -> bytes:
    """What a browser that follows it gets."""
    if response.status_code != 302:
        return body(response)
    with urlopen(response["Location"], timeout=5) as answer:  # noqa: S310  (of the server above)
        assert answer.headers["Content-Type"] == "image/webp"
        return answer.read()


def test_an_upload_lies_in_the_bucket_as_it_came_and_readers_get_copies(bucket, nora, answer):
    content = taken()
    photo = upload(nora, content)
    publish(ArticleFactory(photo=photo))
    assert names(bucket) == {f"desk/originals/{photo.uid}"}
    assert default_storage.open(photo.original.name).read() == content
    copy = seen(answer(media(photo), NOON))
    assert copy.startswith(b"RIFF")
    assert b"ZQMAKER" not in copy
    assert seen(answer(media(photo), NOON)) == copy
    assert not settings.MEDIA_ROOT.joinpath("originals", photo.uid).exists()


def test_nobody_reaches_the_bucket_without_an_address_that_was_made_for_them(bucket, nora, server):
    photo = upload(nora, taken())
    with pytest.raises(OSError, match="403"):
        urlopen(f"http://{server}/pictures/desk/originals/{photo.uid}", timeout=5)


def test_before_and_after_publication_it_is_refused(bucket, nora, answer):
    photo = upload(nora, taken())
    article = ArticleFactory(photo=photo)
    publish(article)
    assert answer(media(photo), NOON - HOUR).status_code == 404
    publishing.withdraw(article.pk, by=IMPORT, reason="Wrong.", clock=lambda: NOON + HOUR)
    assert answer(media(photo), NOON + HOUR).status_code == 404


def test_no_way_to_it_lasts_longer_than_its_licence(bucket, nora, answer):
    photo = upload(nora, taken())
    Photo.objects.update(licence_until=NOON + HOUR)
    publish(ArticleFactory(photo=photo))
    last = answer(media(photo), NOON + HOUR - timedelta(seconds=7))
    if last.status_code == 302:
        assert parse_qs(urlsplit(last["Location"]).query)["X-Amz-Expires"] == ["7"]
        assert "max-age%3D7" in last["Location"]
        assert last["Cache-Control"] == "public, max-age=3"
    else:
        assert last["Cache-Control"] == "public, max-age=7"
    assert answer(media(photo), NOON + HOUR).status_code == 410


def test_what_the_bucket_has_lost_is_not_found(bucket, nora, answer):
    photo = upload(nora, taken())
    publish(ArticleFactory(photo=photo))
    bucket.objects.delete()
    assert answer(media(photo), NOON).status_code == 404


def test_the_worker_makes_all_copies_there_and_forgets_old_ones(bucket, nora):
    photo = upload(nora, taken((90, 60)))
    jobs.draw_copies([Job(args={"photo": photo.pk})], NOON)
    squares = copies.cuts("square", photo.width, photo.height)
    assert len(names(bucket)) == 1 + 3 * len(copies.widths(photo.width)) + 2 * len(squares)
    Photo.objects.update(credit="Photo: Another")
    photo.refresh_from_db()
    copies.forget(photo)
    assert names(bucket) == {f"desk/originals/{photo.uid}"}


def test_a_picture_that_is_deleted_at_the_desk_leaves_nothing(bucket, client, omar, django_capture_on_commit_callbacks):
    photo = upload(omar, taken())
    copies.copy(photo, "320.webp").close()
    client.force_login(omar)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/articles/photo/{photo.pk}/delete/", {"post": "yes"})
    assert not Photo.objects.exists()
    assert names(bucket) == set()


def test_a_document_always_passes_through_the_newsroom(bucket, answer):
    """The desk may stop a download at any time, and then it stops."""
    document = make_document(b"%PDF-1.7 words", downloadable=True)
    article = ArticleFactory()
    Citation.objects.create(article=article, source=SourceFactory(), document=document, statement="")
    publish(article)
    page = reverse("stories:document", args=[document.uid, address_name(document.name)])
    assert body(answer(page, NOON)) == b"%PDF-1.7 words"
    assert answer(page, NOON)["Content-Disposition"].startswith("attachment")
    type(document).objects.update(downloadable=False)
    assert answer(page, NOON).status_code == 404
