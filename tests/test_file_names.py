"""Any name that a telephone or a computer can give a file is taken; a refusal names the file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Document, Photo
from articles.site import documents
from newsroom.lib import uploads
from tests.test_hostile_files import drawn, sent

pytestmark = pytest.mark.django_db

UPLOAD, ADD = "/admin/articles/photo/upload/", "/admin/articles/document/add/"
NAMES = [
    "Screenshot 2024-05-10 at 3.04.05\u202fPM",  # macOS with a 12-hour clock
    "Capture d\u2019e\u0301cran 2024-05-10 a\u0300 15.04",  # macOS, decomposed
    "Foto\u00a01",
    "写真\u30001",
    "عکس\u200cها",
    "Ailə 👨\u200d👩\u200d👧",
    "soft\u00adhyphen",
    "right\u200fto left\u200e",
    "Şəki, May – ə",
    "a" * 240,
    "ə" * 120,
    "a & b; c=d 'e' #1 100%",
    "🏴\U000e0067\U000e0062\U000e007f",
    "тест (1)",
    "no\u2060break",
    ".hidden",
    "-rf",
    "name.with.dots",
    "&amp;lt;",
]
BAD = ["../../etc/a", "..\\a", "a\x07", "a\u202egpj", "a\u2066b", "a/b", "a\u2028b"]


def multipart(field: str, name: str, content: bytes) -> bytes:
    head = f'--line\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    return head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n--line--\r\n"


def post(client, address: str, field: str, name: str, content: bytes, **headers):
    body = multipart(field, name, content)
    return client.post(address, body, content_type="multipart/form-data; boundary=line", headers=headers)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_picture_of_that_name_comes_in_by_every_road(name, client, nora):
    client.force_login(nora)
    answer = post(client, UPLOAD, "files", f"{name}.png", drawn("PNG"), Accept="application/json")
    assert answer.json()["files"][0]["error"] is False
    assert sent(client, f"{name}.png", drawn("PNG")).status_code == 302
    assert Photo.objects.count() == 2


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_and_so_does_a_document(name, client, nora):
    client.force_login(nora)
    assert post(client, ADD, "file", f"{name}.pdf", b"%PDF-1.7").status_code == 302
    document = Document.objects.get()
    assert document.name.endswith(".pdf")
    assert uploads.is_fit(document.name)


@pytest.mark.parametrize("name", BAD, ids=ascii)
def test_paths_controls_and_overrides_are_refused_and_the_file_is_named(name, client, nora):
    client.force_login(nora)
    seen = uploads.shown(name)
    answer = post(client, UPLOAD, "files", f"{name}.png", drawn("PNG"), Accept="application/json")
    assert answer.json()["files"][0]["said"].startswith(f"{seen}.png: The name of this file")
    assert f"{seen}.pdf: The name of this file" in post(client, ADD, "file", f"{name}.pdf", b"%PDF-1.7").text
    assert not Photo.objects.exists()
    assert not Document.objects.exists()


def test_every_refusal_names_the_file(client, nora):
    client.force_login(nora)
    name = "Screenshot\u202f1.png"
    assert f"{name}: This kind of file is not accepted. Use JPEG" in sent(client, name, b"words").text
    assert (
        f"{name}: This kind of file is not accepted. Use JPEG"
        in post(client, UPLOAD, "files", name, b"words", Accept="application/json").json()["files"][0]["said"]
    )
    assert "a.pdf: The name ends in" in post(client, ADD, "file", "a.pdf", drawn("PNG")).text


def test_joiners_stay_in_the_name_of_a_document_and_what_nobody_sees_goes():
    assert documents.clean_name("عکس\u200cها.pdf", "pdf") == "عکس\u200cها.pdf"
    assert documents.clean_name("soft\u00adhyphen\u202f1.pdf", "pdf") == "softhyphen 1.pdf"


def test_what_is_shown_of_a_name_cannot_turn_a_message_around():
    assert uploads.shown("a\u202egpj.exe") == "a_gpj.exe"
    assert uploads.shown(uploads.UNFIT + "a_b") == "a_b"
    assert uploads.shown(None) == ""


def test_a_name_is_judged_wherever_a_file_comes_in():
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    file._name = "a\u202e.pdf"
    with pytest.raises(documents.ValidationError) as refusal:
        documents.judge(file)
    assert refusal.value.code == "name"
