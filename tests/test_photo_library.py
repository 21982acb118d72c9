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


# -- describing -------------------------------------------------------------------------------------------------------

DESCRIBE, JSON = "/admin/articles/photo/describe/", {"Accept": "application/json"}


def described(photo, **words) -> dict[str, str]:
    return {f"p{photo.pk}-{name}": text for name, text in ({"alt": "", "caption": "", "credit": ""} | words).items()}


def test_after_an_upload_without_scripts_all_are_described_on_one_page(client, nora):
    client.force_login(nora)
    page = client.post(UPLOAD, {"files": [file(), file("b.jpg")]}, follow=True)
    first, second = Photo.objects.order_by("pk")
    assert [form.instance for form in page.context["forms"]] == [first, second]
    data = {"photo": [first.pk, second.pk], "credit_for_all": "Nora"}
    data |= described(first, alt="A hall") | described(second, alt="A street", credit="Ada")
    assert client.post(DESCRIBE, data).status_code == 302
    assert [*Photo.objects.order_by("pk").values_list("alt", "credit")] == [("A hall", "Nora"), ("A street", "Ada")]
    assert Event.objects.filter(verb="change", by=nora).count() == 2


def test_a_script_is_told_what_was_saved_and_what_was_not(client, nora):
    one, other = PhotoFactory(added_by=nora, alt=""), PhotoFactory(added_by=nora)
    client.force_login(nora)
    data = {"photo": [one.pk, other.pk]} | described(one, credit="Nora") | described(other, credit="x" * 121)
    answer = client.post(DESCRIBE, data, headers=JSON)
    assert answer.status_code == 400
    assert [photo["pk"] for photo in answer.json()["photos"]] == [one.pk]
    assert answer.json()["photos"][0]["lacks"]  # it is saved without a description, and can't be published
    assert [*answer.json()["errors"]] == [str(other.pk)]
    assert "120" in answer.json()["errors"][str(other.pk)]["credit"][0]
    one.refresh_from_db()
    assert (one.alt, one.credit) == ("", "Nora")


def test_what_nobody_changed_is_not_in_the_log(client, nora):
    photo = PhotoFactory(added_by=nora, caption="Hall")
    client.force_login(nora)
    words = {name: getattr(photo, name) for name in ("alt", "caption", "credit")}
    client.post(DESCRIBE, {"photo": photo.pk} | described(photo, **words))
    assert not Event.objects.filter(verb="change").exists()


def test_a_photo_that_readers_see_is_described_by_editors_alone(client, nora, omar):
    photo = PhotoFactory(added_by=omar, caption="Before")
    publish(ArticleFactory(photo=photo))
    data = {"photo": photo.pk} | described(photo, alt="A", caption="After", credit="C")
    client.force_login(nora)
    assert client.get(f"{DESCRIBE}?photo={photo.pk}").status_code == 403
    assert client.post(DESCRIBE, data, headers=JSON).status_code == 403
    photo.refresh_from_db()
    assert photo.caption == "Before"
    client.force_login(omar)
    assert client.post(DESCRIBE, data, headers=JSON).json()["photos"][0]["caption"] == "After"


def test_of_several_that_were_chosen_those_are_described_that_may_be(client, nora, omar):
    shown, own = PhotoFactory(added_by=omar), PhotoFactory(added_by=nora)
    publish(ArticleFactory(photo=shown))
    client.force_login(nora)
    page = client.get(f"{DESCRIBE}?photo={shown.pk}&photo={own.pk}")
    assert [form.instance for form in page.context["forms"]] == [own]
    assert "were left out" in page.text
    both = {"photo": [shown.pk, own.pk]} | described(shown) | described(own)
    assert client.post(DESCRIBE, both).status_code == 403


def test_the_page_asks_as_much_of_the_database_for_many_photos_as_for_few(client, nora, django_assert_max_num_queries):
    client.force_login(nora)
    PhotoFactory.create_batch(12, added_by=nora)
    with django_assert_max_num_queries(14):
        assert client.get(LIBRARY).text.count('class="photo"') == 12


def test_the_page_loads_no_script_of_the_ordinary_forms(client, nora):
    client.force_login(nora)
    PhotoFactory()
    answer = client.get(LIBRARY)
    assert "jquery" not in answer.text
    assert "unfold" not in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
