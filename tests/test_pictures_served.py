"""What readers get of a picture is clean, signed and no larger than the original; the original stays as it came."""

import io
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from articles import publishing
from articles.models import Job, Photo
from articles.pictures import copies, embedded, jobs, library
from articles.publishing import Refused
from tests.factories import IMPORT, NOON, ArticleFactory, CorrespondentFactory, PhotoFactory, publish

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
CREDIT, COPYRIGHT = "Foto: Leyla Həsənova", "© 2026 Samur Wire"


def taken(size=(700, 500), orientation=1, **options) -> bytes:
    """A picture as a telephone takes it: with place, maker and a serial number."""
    image, out = Image.effect_noise(size, 40).convert("RGB"), io.BytesIO()
    exif = image.getexif()
    exif[0x0112], exif[0x010F], exif[0x010E], exif[0x013B] = orientation, "ZQMAKER", "A hall in Şəki".encode(), "Nora"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 11.0, 0.0), 29: "2024:04:28"})
    exif.get_ifd(0x8769).update({0x927C: b"ZQSECRET", 0xA431: "ZQSERIAL", 0x9003: "2024:04:28 10:00:00"})
    image.save(out, "JPEG", exif=exif, comment=b"ZQCOMMENT", **options)
    return out.getvalue()


def tall() -> bytes:
    """Red above, blue below."""
    image, out = Image.new("RGB", (400, 1200), "navy"), io.BytesIO()
    image.paste("red", (0, 0, 400, 600))
    image.save(out, "JPEG")
    return out.getvalue()


def photo_of(content: bytes, **fields) -> Photo:
    fields = {"credit": CREDIT, "copyright": COPYRIGHT} | fields
    return PhotoFactory(original=ContentFile(content, "a.jpg"), **fields)


def media(photo: Photo, name: str = "480.webp") -> str:
    return reverse("stories:media", args=[photo.uid, name])


def body(response) -> bytes:
    return b"".join(response)


# -- clean ------------------------------------------------------------------------------------------------------------


def test_no_copy_says_where_or_with_what_it_was_taken_and_each_says_whose_it_is(client):
    photo = photo_of(taken())
    publish(ArticleFactory(photo=photo))
    for name in ("320.avif", "480.webp", "960.jpg"):
        copy = body(client.get(media(photo, name)))
        assert not {b"ZQMAKER", b"ZQSECRET", b"ZQSERIAL", b"ZQCOMMENT"} & {*re.findall(rb"ZQ[A-Z]+", copy)}
        image = Image.open(io.BytesIO(copy))
        exif = image.getexif()
        assert set(exif) == {0x013B, 0x8298}
        assert not exif.get_ifd(0x8825)
        assert embedded.read(image) == {"credit": CREDIT, "copyright": COPYRIGHT}


def test_the_original_is_kept_as_it_came_and_no_address_leads_to_it(client, nora, admin):
    content = taken()
    client.force_login(nora)
    data = {
        "original": SimpleUploadedFile("a.jpg", content),
        "alt": "A hall",
        "credit": CREDIT,
        "focus_x": ".5",
        "focus_y": ".5",
    }
    assert client.post("/admin/articles/photo/add/", data).status_code == 302
    photo = Photo.objects.get()
    publish(ArticleFactory(photo=photo))
    client.get(media(photo))
    with photo.original.open() as file:
        assert file.read() == content
    for path in (f"/media/{photo.original.name}", f"/media/{photo.uid}/original", f"/originals/{photo.uid}"):
        for visitor in (nora, admin):
            client.force_login(visitor)
            assert client.get(path).status_code == 404


def test_a_new_credit_is_in_the_next_copy(client):
    photo = photo_of(taken())
    publish(ArticleFactory(photo=photo))
    before = client.get(media(photo))
    Photo.objects.update(credit="Foto: Ada")
    after = client.get(media(photo), headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert embedded.read(Image.open(io.BytesIO(body(after))))["credit"] == "Foto: Ada"
    photo.refresh_from_db()
    copies.forget(photo)
    folders = list((settings.MEDIA_ROOT / "copies" / photo.uid).glob("*/*"))
    assert [path.parent.name for path in folders] == [copies.version(photo)]


def test_a_picture_that_lies_on_its_side_is_stood_up_and_measured_so():
    photo = photo_of(taken((700, 500), orientation=6))
    assert (photo.width, photo.height) == (500, 700)
    assert Image.open(copies.copy(photo, "320.webp")).size == (320, 448)


def test_no_copy_is_wider_than_the_original_and_all_are_made_once(monkeypatch):
    photo = photo_of(taken((700, 500)))
    assert copies.widths(700) == [(320, 320), (480, 480), (640, 640), (960, 700)]
    jobs.draw_copies([Job(args={"photo": photo.pk})], NOON)
    monkeypatch.setattr(copies, "_drawn", lambda *wanted: pytest.fail("it was made again"))
    for width, wide in copies.widths(700):
        for ending, format in copies.FORMATS.items():
            image = Image.open(copies.copy(photo, f"{width}.{ending}"))
            assert (image.width, image.format) == (wide, format)


def test_what_is_seen_through_stands_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (64, 48), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(copies.copy(photo_of(out.getvalue()), "320.jpg")).getpixel((9, 9)) == (255, 255, 255)


def test_a_square_is_cut_around_the_focal_point():
    image, out = Image.new("RGB", (1200, 400), "navy"), io.BytesIO()
    image.paste("red", (0, 0, 400, 400))
    image.save(out, "JPEG")
    photo = photo_of(out.getvalue(), focus_x=0)
    assert Image.open(copies.copy(photo, "square-320.webp")).convert("RGB").getpixel((160, 160))[0] > 200
    photo.focus_x = 1
    assert Image.open(copies.copy(photo, "square-320.webp")).convert("RGB").getpixel((160, 160))[2] > 100


def test_readers_lists_and_portraits_get_the_part_that_matters(client):
    photo = photo_of(tall(), focus_y=0)
    edition = publish(ArticleFactory(photo=photo, named=[CorrespondentFactory(photo=photo)]))
    front, person = client.get("/").text, client.get("/correspondents/leyla-hesenova/").text
    assert f"{media(photo, 'wide-480.avif')} 400w" in front
    assert f"{media(photo, 'square-320.webp')} 320w" in person
    assert media(photo, "square-320.webp") not in client.get(edition.get_absolute_url()).text
    before = client.get(media(photo, "wide-480.webp"))
    assert Image.open(io.BytesIO(body(before))).convert("RGB").getpixel((200, 130))[0] > 200
    Photo.objects.update(focus_y=1)
    after = client.get(media(photo, "wide-480.webp"), headers={"If-None-Match": before["ETag"]})
    assert Image.open(io.BytesIO(body(after))).convert("RGB").getpixel((200, 130))[2] > 100


def test_a_moved_focal_point_leaves_no_old_cuts():
    photo = photo_of(tall())
    for name in ("square-320.webp", "320.webp"):
        copies.copy(photo, name).close()
    photo.focus_y = 0.1
    copies.copy(photo, "square-320.webp").close()
    copies.forget(photo)
    left = [path.name for path in (settings.MEDIA_ROOT / "copies" / photo.uid).glob("*/*")]
    assert sorted(left) == ["0.500-0.100-square-320.webp", "320.webp"]


def test_a_picture_that_has_the_shape_is_not_cut_to_it():
    assert copies.cuts("wide", 1800, 1200) == copies.cuts("square", 500, 505) == []
    assert copies.cuts("square", 200, 300) == [("square-160", 160), ("square-320", 200)]


# -- suggestions ------------------------------------------------------------------------------------------------------


def test_what_the_file_says_is_suggested_and_never_written_over_what_was_typed(client, nora):
    client.force_login(nora)
    file = SimpleUploadedFile("a.jpg", taken())
    data = {"original": file, "alt": "A hall", "credit": "Foto: Ada", "focus_x": "0.5", "focus_y": "0.5"}
    client.post("/admin/articles/photo/add/", data)
    photo = Photo.objects.get()
    assert photo.suggested == {"caption": "A hall in Şəki", "credit": "Nora", "taken_on": "2024-04-28"}
    assert (photo.caption, photo.credit, photo.taken_on) == ("", "Foto: Ada", None)
    page = client.get(f"/admin/articles/photo/{photo.pk}/change/").text
    assert 'data-into="caption" data-take="A hall in Şəki"' in page
    assert Job.objects.values_list("kind", "args").get() == ("picture-copies", {"photo": photo.pk})


def test_xmp_wins_over_exif_and_swells_into_nothing():
    packet = embedded.written(credit="Ada & Co", copyright="© Ada")["xmp"]
    image = Image.open(io.BytesIO(taken(xmp=packet)))
    assert embedded.read(image) | {"caption": ""} == {
        "caption": "", "credit": "Ada & Co", "copyright": "© Ada", "taken_on": "2024-04-28"
    }  # fmt: skip
    bomb = b'<!DOCTYPE x [<!ENTITY a "zq">]><x xmlns:x="adobe:ns:meta/">&a;</x>'
    assert embedded.read(Image.open(io.BytesIO(taken(xmp=bomb))))["credit"] == "Nora"


def iptc(**records: bytes) -> bytes:
    """The part of a JPEG that agencies write into: Photoshop's block 0x0404 with records of the application kind."""
    numbers = {"day": 55, "byline": 80, "credit": 110, "copyright": 116, "caption": 120}
    said = b"".join(
        b"\x1c\x02" + bytes([numbers[name]]) + len(text).to_bytes(2) + text for name, text in records.items()
    )
    block = b"8BIM\x04\x04\x00\x00" + len(said).to_bytes(4) + said + b"\x00" * (len(said) % 2)
    content = b"Photoshop 3.0\x00" + block
    return b"\xff\xed" + (len(content) + 2).to_bytes(2) + content


def with_iptc(**records: bytes) -> Image.Image:
    plain = taken()
    return Image.open(io.BytesIO(plain[:2] + iptc(**records) + plain[2:]))


def test_what_an_agency_wrote_wins_over_the_camera():
    found = embedded.read(
        with_iptc(
            caption="A hall in Şəki,\rat noon".encode(),
            byline=b"N. Hesenova",
            credit="Azərtac".encode(),
            copyright="© Azərtac".encode(),
            day=b"20240427",
        )
    )
    assert found == {
        "caption": "A hall in Şəki, at noon", "credit": "Azərtac", "copyright": "© Azərtac", "taken_on": "2024-04-27",
    }  # fmt: skip


def test_an_old_agency_s_letters_are_read_as_they_were_meant():
    assert embedded.read(with_iptc(caption="Зал в Шеки".encode("cp1251")))["caption"] == "Зал в Шеки"
    assert embedded.read(with_iptc(byline=b"Agn\xe8s"))["credit"] == "Agnès"


def test_a_day_that_is_none_is_not_suggested():
    assert embedded.read(with_iptc(day=b"20241399")) == {"caption": "A hall in Şəki", "credit": "Nora"}


# -- rights -----------------------------------------------------------------------------------------------------------


def test_readers_get_an_empty_place_from_the_moment_on_at_which_the_licence_ends(answer):
    photo = photo_of(taken(), licence_until=NOON + HOUR)
    publish(ArticleFactory(photo=photo))
    last = answer(media(photo), NOON + HOUR - timedelta(seconds=7))
    assert (last.status_code, last["Cache-Control"]) == (200, "public, max-age=7")
    assert answer(media(photo), NOON)["Cache-Control"] == "public, max-age=60"
    for moment in (NOON + HOUR, NOON + 2 * HOUR):
        ended = answer(media(photo), moment)
        assert (ended.status_code, ended["Content-Type"]) == (410, "image/webp")
        empty = Image.open(io.BytesIO(ended.content)).convert("RGB")
        assert empty.size == (480, 343)
        assert len(empty.getcolors()) < 20


def test_a_picture_is_kept_no_longer_than_its_edition(answer):
    photo = photo_of(taken())
    article = ArticleFactory(photo=photo)
    publish(article)
    publishing.window(article.pk, by=IMPORT, ends_at=NOON + HOUR, reason="As agreed.", clock=lambda: NOON)
    assert answer(media(photo), NOON + HOUR - timedelta(seconds=3))["Cache-Control"] == "public, max-age=3"


def test_a_licence_that_ends_before_publication_blocks_it():
    photo = photo_of(taken(), licence_until=NOON)
    for article in (ArticleFactory(photo=photo), ArticleFactory(body=f'<figure data-photo="{photo.uid}"></figure>')):
        with pytest.raises(Refused) as refusal:
            publish(article)
        assert refusal.value.code == "licence-ended"
        Photo.objects.update(licence_until=NOON + timedelta(seconds=1))
        assert publish(article)
        Photo.objects.update(licence_until=NOON)


def test_a_decorative_picture_is_printed_without_the_description_it_has():
    """Screen readers would read it."""
    edition = publish(ArticleFactory(photo=PhotoFactory(decorative=True, alt="A line of stars")))
    assert (edition.picture["alt"], edition.picture["caption"]) == ("", "The hall before the session")
    assert publish(ArticleFactory(photo=PhotoFactory(alt="A line of stars"))).picture["alt"] == "A line of stars"


def test_a_decorative_picture_needs_no_description_and_has_none_in_print():
    photo = photo_of(taken(), decorative=True, alt="")
    assert publish(ArticleFactory(photo=photo)).picture["alt"] == ""
    photo = photo_of(taken(), decorative=True, alt="", credit="")
    with pytest.raises(Refused):
        publish(ArticleFactory(photo=photo))


# -- where it is used -------------------------------------------------------------------------------------------------


def test_a_picture_s_page_says_which_stories_show_it_to_whom(client, nora):
    photo = photo_of(taken())
    above, inside = ArticleFactory(photo=photo), ArticleFactory(body=f'<figure data-photo="{photo.uid}"></figure>')
    publish(above)
    found = library.uses(photo, NOON)
    assert [(use.article_id, use.live, use.at_desk) for use in found] == [
        (above.pk, True, True), (inside.pk, False, True),
    ]  # fmt: skip
    client.force_login(nora)
    CorrespondentFactory(name="Aysu", photo=photo)
    page = client.get(f"/admin/articles/photo/{photo.pk}/change/").text
    assert "(published, in the draft)" in page
    assert re.search(r"Aysu</a> \(portrait\)", page)
