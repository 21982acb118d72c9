"""What pictures say of themselves: in the code pages of the region, each field whole, and nothing that says nothing."""

import io

import pytest
from PIL import Image

from articles.pictures import code_pages, embedded

NUMBERS = {"byline": 80, "credit": 110, "copyright": 116, "caption": 120}


def with_iptc(*records: tuple[str, bytes], marker: bytes = b"") -> dict[str, str]:
    """What is suggested of a JPEG with these records, in order."""
    said = b"\x1c\x01\x5a" + len(marker).to_bytes(2) + marker if marker else b""
    for name, text in records:
        said += b"\x1c\x02" + bytes([NUMBERS[name]]) + len(text).to_bytes(2) + text
    block = b"8BIM\x04\x04\x00\x00" + len(said).to_bytes(4) + said + b"\x00" * (len(said) % 2)
    content = b"Photoshop 3.0\x00" + block
    out = io.BytesIO()
    Image.new("RGB", (16, 16)).save(out, "JPEG")
    plain = out.getvalue()
    part = b"\xff\xed" + (len(content) + 2).to_bytes(2) + content
    return embedded.read(Image.open(io.BytesIO(plain[:2] + part + plain[2:])))


def with_exif(**fields) -> dict[str, str]:
    exif, tags = Image.Exif(), {"caption": 0x010E, "credit": 0x013B, "copyright": 0x8298}
    for name, text in fields.items():
        exif[tags[name]] = text
    out = io.BytesIO()
    Image.new("RGB", (16, 16)).save(out, "JPEG", exif=exif)
    return embedded.read(Image.open(io.BytesIO(out.getvalue())))


TEXTS = [
    ("The minister’s visit – “a success”, he said", "cp1252"),
    ("Agnès, Jürgen und Señor Núñez à l’hôtel", "cp1252"),
    ("Novotný a Dvořák".replace("ř", "r"), "cp1252"),
    ("£5 · 20 °C — café", "cp1252"),
    ("Cumhurbaşkanı İstanbul’da bir basın toplantısı düzenledi", "cp1254"),
    ("Bakı, İçərişəhər: ağır yük maşını".replace("ə", "e"), "cp1254"),
    ("Ağrı dağı ışığı", "cp1254"),
    ("Şuşa", "cp1254"),
    ("Зал в Шеки", "cp1251"),
    ("Президент Ильхам Алиев и «Азертадж» – ёлка", "cp1251"),
    ("ЗАЛ", "cp1251"),
    ("Photo: Иван Петров / Reuters", "cp1251"),
    ("Əliyev Şəkidə — “uğur”, Зал", "utf-8"),
    ("plain ASCII", "ascii"),
]


@pytest.mark.parametrize(("text", "code_page"), TEXTS)
def test_text_without_a_marker_is_read_in_the_code_page_it_is_in(text, code_page):
    assert with_iptc(("caption", text.encode(code_page)))["caption"] == text
    assert code_pages.decode(text.encode(code_page)) == text


@pytest.mark.parametrize(
    ("marker", "code_page", "text"),
    [
        (b"\x1b%G", "utf-8", "Əliyev, “uğur”, Зал"),
        (b"\x1b%/I", "utf-8", "Əliyev"),
        (b"\x1b.A", "cp1252", "The minister’s Ýr"),
        (b"\x1b-A", "cp1252", "ÐÞý ı".replace(" ı", "")),
        (b"\x1b-L", "iso8859-5", "Зал в Шеки"),
        (b"\x1b-M", "cp1254", "Ağrı, café, à"),
        (b"\x1b-B", "iso8859-2", "Dvořák, Łódź"),
    ],
)
def test_the_marker_of_a_file_wins(marker, code_page, text):
    assert with_iptc(("caption", text.encode(code_page)), marker=marker)["caption"] == text


def test_an_unknown_marker_is_no_marker():
    assert with_iptc(("caption", "Зал".encode("cp1251")), marker=b"\x1b!Z")["caption"] == "Зал"


def test_the_fields_of_one_file_are_in_one_code_page():
    found = with_iptc(
        ("caption", "Президент в зале".encode("cp1251")),
        ("byline", "Ян".encode("cp1251")),
        ("copyright", b"\xa9 \xdf\xed"),
    )
    assert (found["caption"], found["credit"], found["copyright"]) == ("Президент в зале", "Ян", "© Ян")


@pytest.mark.parametrize("text", [text for text, code_page in TEXTS if code_page != "ascii"])
@pytest.mark.parametrize("field", ["caption", "credit", "copyright"])
def test_exif_is_read_the_same_way(field, text):
    code_page = dict(TEXTS)[text]
    assert with_exif(**{field: text.encode(code_page)})[field] == text


@pytest.mark.parametrize(
    ("bylines", "credit"),
    [
        (["Jane Roe", "John Poe"], "Jane Roe, John Poe"),
        (["Jane Roe", "Jane Roe"], "Jane Roe"),
        (["Aynur Əliyeva", "", "Иван"], "Aynur Əliyeva, Иван"),
    ],
)
def test_a_field_that_is_repeated_is_joined(bylines, credit):
    found = with_iptc(*(("byline", name.encode()) for name in bylines))
    assert found["credit"] == credit


STOCK = [
    "OLYMPUS DIGITAL CAMERA",
    "Olympus digital camera   ",
    "SONY DSC",
    "MINOLTA DIGITAL CAMERA",
    "KONICA MINOLTA DIGITAL CAMERA",
    "SAMSUNG",
    "DIGITAL CAMERA",
    "DCIM\\100MEDIA\\DJI_0042.JPG",
    "D:\\DCIM\\101CANON",
    "/DCIM/100MEDIA",
    "DCIM/100GOPRO/GOPR0001.JPG",
    "Exif_JPEG_PICTURE",
    "EXIF JPEG",
    "IMG_0042.JPG",
    "DSC_0001",
    "DSCF1234.JPG",
    "PICT0012",
    "P1010001",
    "Picasa",
    "Picasa 2.7",
    "Google Picasa",
    "Adobe Photoshop 21.0 (Windows)",
    "Screenshot",
    "Screenshot 2024-05-10 at 3.04",
    "untitled",
    "default",
    "unknown",
    "Windows User",
    "Your name",
    "photographer",
    "NIKON CORPORATION",
    "Canon",
    "Apple",
    "Camera",
    "CREATOR: gd-jpeg v1.0",
    "Copyright",
    "(c)",
    "©",
    "- - -",
    "...",
]


@pytest.mark.parametrize("text", STOCK)
def test_what_cameras_write_by_themselves_is_never_suggested(text):
    assert with_exif(caption=text, credit=text, copyright=text) == {}
    assert with_iptc(("caption", text.encode()), ("byline", text.encode())) == {}


@pytest.mark.parametrize(
    "text",
    [
        "P5 leaders meet in Baku",
        "Canon John Roe preaches in Baku",
        "A digital camera on a table",
        "Sony opens a plant in Quba",
        "Photographer John Roe",
        "Jane Roe / Reuters",
        "Apple harvest in Quba",
        "5",
        "IMG leaders meet",
        "© Azərtac",
    ],
)
def test_what_a_person_wrote_is(text):
    assert with_iptc(("caption", text.encode()))["caption"] == text


def test_where_the_camera_wrote_only_stock_words_those_of_the_agency_are_suggested():
    assert with_iptc(("caption", b"A hall")) == {"caption": "A hall"}
