"""What may not become a picture is refused with a sentence that says why, and nothing of it is kept."""

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Photo
from articles.pictures import intake

ADD = "/admin/articles/photo/add/"


def drawn(format: str = "JPEG", size: tuple[int, int] = (64, 48), **options) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, format, **options)
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("run.js", "alert(1)")
    return out.getvalue()


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG that says of itself whatever it is told to."""
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in (header, *chunks, (b"IEND", b"")))


def moving() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("navy", "red")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def jpeg_of(width: int, height: int) -> bytes:
    """A small JPEG whose header says that it is large."""
    small = drawn()
    place = small.index(b"\xff\xc0") + 5
    return small[:place] + struct.pack(">HH", height, width) + small[place + 4 :]


HOSTILE = {
    "words": ("format", b"not a picture"),
    "a GIF": ("format", drawn("GIF")),
    "a TIFF": ("format", drawn("TIFF")),
    "a PostScript": ("format", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
    "an archive": ("format", archive()),
    "an SVG": ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    "an SVG behind a declaration": ("svg", b"\xef\xbb\xbf<?xml version='1.0'?><!-- --><svg onload='alert(1)'/>"),
    "half a JPEG": ("cut-off", drawn(size=(640, 480))[:20_000]),
    "the head of a JPEG": ("cut-off", drawn()[:30]),
    "half a PNG": ("cut-off", drawn("PNG")[:2000]),
    "half a WebP": ("cut-off", drawn("WEBP")[:300]),
    "half an AVIF": ("cut-off", drawn("AVIF")[:600]),
    "a JPEG with a page in it": ("two-things", drawn(comment=b"<script>alert(1)</script>")),
    "a JPEG with a program in it": ("two-things", drawn(comment=b"<?php system($_GET[0]);")),
    "a JPEG with an archive behind it": ("two-things", drawn() + archive()),
    "a JPEG that is a PDF": ("two-things", drawn(comment=b"%PDF-1.7")),
    "a PNG with something behind it": ("two-things", drawn("PNG") + b"MZ"),
    "a WebP with something behind it": ("two-things", drawn("WEBP") + archive()),
    "an AVIF with something behind it": ("two-things", drawn("AVIF") + b"\x00\x00\x00\x02!!!!"),
    "a PNG of two gigapixels": ("pixels", png(50_000, 40_000, (b"IDAT", zlib.compress(bytes(1000))))),
    "a PNG of 25 megapixels": ("pixels", png(5000, 5000, (b"IDAT", zlib.compress(bytes(1000))))),
    "a JPEG of four gigapixels": ("pixels", jpeg_of(65_000, 65_000)),
    "a JPEG in a line": ("pixels", jpeg_of(33_000, 1)),
    "a PNG whose remark swells": ("broken", png(8, 8, (b"zTXt", b"a\0\0" + zlib.compress(bytes(100 << 20))))),
    "a PNG without pixels": ("broken", png(8, 8)),
    "a JPEG of noise": ("broken", b"\xff\xd8\xff\xda\x00\x02" + bytes(200) + b"\xff\xd9"),
    "a WebP that moves": ("moving", moving()),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused(what):
    code, content = HOSTILE[what]
    with pytest.raises(ValidationError) as refusal:
        intake.judge(SimpleUploadedFile("a.jpg", content))
    assert (refusal.value.code, refusal.value.message) == (code, intake.SENTENCES[code])


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_is_let_in_whatever_it_is_called(format):
    file = SimpleUploadedFile("Şəki, May – ə.gif", drawn(format))
    assert intake.judge(file) == format
    assert file.tell() == 0


def test_a_telephone_s_second_picture_may_hang_behind_the_first():
    two = io.BytesIO()
    pictures = [Image.new("RGB", (64, 48), colour) for colour in ("navy", "grey")]
    pictures[0].save(two, "MPO", save_all=True, append_images=pictures[1:])
    assert intake.judge(SimpleUploadedFile("a.jpg", two.getvalue())) == "JPEG"


def test_a_photographer_s_largest_comes_as_it_is_and_a_progressive_one_does_not():
    large = drawn(size=(5200, 5000), quality=5)
    assert intake.judge(SimpleUploadedFile("a.jpg", large)) == "JPEG"
    with pytest.raises(ValidationError, match="A progressive JPEG can have at most 24 megapixels"):
        intake.judge(SimpleUploadedFile("a.jpg", drawn(size=(5200, 5000), quality=5, progressive=True)))


def test_nothing_is_decoded_of_what_its_header_forbids(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("it was decoded"))
    for what, (code, content) in HOSTILE.items():
        if code not in {"broken"}:
            with pytest.raises(ValidationError):
                intake.judge(SimpleUploadedFile(what, content))


def test_too_big_a_file_is_not_even_read():
    file = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff")
    file.size = intake.BYTES + 1
    file.file = None  # anyone who reads fails
    with pytest.raises(ValidationError) as refusal:
        intake.judge(file)
    assert refusal.value.code == "too-big"


# -- at the desk ------------------------------------------------------------------------------------------------------


def files() -> set:
    return {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}


def sent(client, name: str, content: bytes):
    """As a hostile browser sends it: the name as it is, which Django's own client would not do."""
    body = (
        b'--line\r\nContent-Disposition: form-data; name="alt"\r\n\r\nA hall\r\n'
        b'--line\r\nContent-Disposition: form-data; name="original"; filename="' + name.encode()
        + b'"\r\nContent-Type: image/jpeg\r\n\r\n' + content
        + b"\r\n--line--\r\n"
    )  # fmt: skip
    return client.post(ADD, body, content_type="multipart/form-data; boundary=line")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("../../etc/a.jpg", drawn(), "name"),
        ("..\\a.jpg", drawn(), "name"),
        ("a\x07.jpg", drawn(), "name"),
        ("a‮gpj.exe", drawn(), "name"),
        ("a.jpg", drawn() + archive(), "two-things"),
        ("a.jpg", png(50_000, 40_000), "pixels"),
        ("a.svg", HOSTILE["an SVG"][1], "svg"),
    ],
)
def test_the_desk_says_why_and_keeps_nothing(name, content, code, client, nora):
    client.force_login(nora)
    before = files()
    response = sent(client, name, content)
    assert response.status_code == 200
    said = response.context["adminform"].errors.as_data()["original"][0]
    assert said.code == code
    assert str(said.messages[0]) in response.text.replace("&#x27;", "'")
    assert not Photo.objects.exists()
    assert files() == before


@pytest.mark.django_db
def test_an_empty_file_is_refused(client, nora):
    client.force_login(nora)
    assert "The submitted file is empty." in sent(client, "a.jpg", b"").text
    with pytest.raises(ValidationError) as refusal:
        intake.judge(SimpleUploadedFile("a.jpg", b""))
    assert refusal.value.code == "empty"


@pytest.mark.django_db
def test_what_is_good_comes_in_by_the_same_road(client, nora):
    client.force_login(nora)
    assert sent(client, "Şəki 1.jpg", drawn()).status_code == 302
    photo = Photo.objects.get()
    assert photo.original.name == f"originals/{photo.uid}"


MEASURED = """
import sys, django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from articles.pictures import intake, copies
from articles.models import Photo
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        uploaded = SimpleUploadedFile("a", file.read())
    intake.judge(uploaded)
    copies._drawn(Photo(original=uploaded), copies.COPIES["1600.webp"])
status = open("/proc/self/status").read()
print(status.partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process its own peak of memory")
def test_the_largest_that_may_come_in_are_read_and_drawn_in_less_than_300_mb(tmp_path):
    """In a process of its own, by its own peak: getrusage would count what the tests had when they began it."""
    paths = [tmp_path / "large.png", tmp_path / "large.jpg"]
    Image.new("RGBA", (5000, 4000), "navy").save(paths[0], compress_level=1)
    Image.new("RGB", (6000, 4000), "navy").save(paths[1], progressive=True)
    asked = [sys.executable, "-c", MEASURED, *map(str, paths)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    told = subprocess.run(asked, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
    assert int(told.stdout) < 300 * 1024, "kibibytes"
