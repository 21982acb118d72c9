"""Pictures of every bit depth and colour space come out as they look, or are refused with a reason."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from articles.models import Photo
from articles.pictures import copies, intake

NEAR = 3  # of 255: a lossy copy is never exact
WHITE = (255, 255, 255)


def png(kind: int, depth: int, rows: list[bytes], *, width: int, extra: bytes = b"") -> bytes:
    """A PNG with these raw rows. `kind`: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, len(rows), depth, kind, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def saved(image: Image.Image, format: str = "PNG", **how) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **how)
    return out.getvalue()


def drawn(content: bytes) -> Image.Image:
    """What readers get, after the picture was let in."""
    file = SimpleUploadedFile("a", content)
    intake.judge(file)
    return copies._upright(Photo(original=file), 4000)


def halves(image: Image.Image) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """A pixel of the left half and one of the right."""
    assert image.mode == "RGB"
    middle = image.height // 2
    return image.getpixel((image.width // 4, middle)), image.getpixel((image.width * 3 // 4, middle))


def alike(one: tuple[int, ...], other: tuple[int, ...], near: int = NEAR) -> bool:
    return all(abs(a - b) <= near for a, b in zip(one, other, strict=True))


def two(left: bytes, right: bytes) -> list[bytes]:
    """Sixteen rows, half of one and half of the other."""
    return [left * 8 + right * 8] * 16


GREY, DARK = (128,) * 3, (64,) * 3
PALETTE = part(b"PLTE", bytes([200, 30, 10, 10, 30, 200]))
CASES = {
    "1 bit grey": (png(0, 1, [b"\x00\xff"] * 16, width=16), ((0, 0, 0), WHITE)),
    "2 bit grey": (png(0, 2, [b"\x55\x55\xff\xff"] * 16, width=16), ((85,) * 3, WHITE)),
    "4 bit grey": (png(0, 4, [b"\x44" * 4 + b"\x88" * 4] * 16, width=16), ((68,) * 3, (136,) * 3)),
    "8 bit grey": (png(0, 8, two(b"\x40", b"\x80"), width=16), (DARK, GREY)),
    "16 bit grey": (png(0, 16, two(b"\x40\x40", b"\x80\x80"), width=16), (DARK, GREY)),
    "16 bit grey, dark": (png(0, 16, two(b"\x00\xff", b"\x01\x01"), width=16), ((1, 1, 1), (1, 1, 1))),
    "16 bit grey, one clear": (
        png(0, 16, two(b"\x40\x40", b"\x40\x41"), width=16, extra=part(b"tRNS", b"\x40\x40")),
        (WHITE, DARK),
    ),
    "8 bit grey, one clear": (
        png(0, 8, two(b"\x40", b"\x80"), width=16, extra=part(b"tRNS", b"\x00\x40")),
        (WHITE, GREY),
    ),
    "8 bit grey and alpha": (png(4, 8, two(b"\x40\xff", b"\x40\x00"), width=16), (DARK, WHITE)),
    "16 bit grey and alpha": (png(4, 16, two(b"\x40\x40\xff\xff", b"\x40\x40\x00\x00"), width=16), (DARK, WHITE)),
    "half clear": (png(4, 8, two(b"\x00\x80", b"\x00\xff"), width=16), ((127,) * 3, (0, 0, 0))),
    "8 bit RGB": (png(2, 8, two(b"\xc8\x1e\x0a", b"\x0a\x1e\xc8"), width=16), ((200, 30, 10), (10, 30, 200))),
    "16 bit RGB": (
        png(2, 16, two(b"\xc8\xc8\x1e\x1e\x0a\x0a", b"\x0a\x0a\x1e\x1e\xc8\xc8"), width=16),
        ((200, 30, 10), (10, 30, 200)),
    ),
    "16 bit RGB, one clear": (
        png(
            2,
            16,
            two(b"\xc8\xc8\x1e\x1e\x0a\x0a", b"\x0a\x0a\x1e\x1e\xc8\xc8"),
            width=16,
            extra=part(b"tRNS", b"\xc8\xc8\x1e\x1e\x0a\x0a"),
        ),
        (WHITE, (10, 30, 200)),
    ),
    "16 bit RGBA": (
        png(6, 16, two(b"\xc8\xc8\x1e\x1e\x0a\x0a\xff\xff", b"\0\0\0\0\0\0\0\0"), width=16),
        ((200, 30, 10), WHITE),
    ),
    "palette": (png(3, 8, two(b"\0", b"\1"), width=16, extra=PALETTE), ((200, 30, 10), (10, 30, 200))),
    "1 bit palette": (png(3, 1, [b"\x00\xff"] * 16, width=16, extra=PALETTE), ((200, 30, 10), (10, 30, 200))),
    "palette, one clear": (
        png(3, 8, two(b"\0", b"\1"), width=16, extra=PALETTE + part(b"tRNS", b"\x00\xff")),
        (WHITE, (10, 30, 200)),
    ),
    "palette, one half clear": (
        png(3, 8, two(b"\0", b"\1"), width=16, extra=PALETTE + part(b"tRNS", b"\x80")),
        ((227, 142, 132), (10, 30, 200)),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_png_comes_out_as_it_looks(case):
    content, expected = CASES[case]
    found = halves(drawn(content))
    assert all(alike(*pair) for pair in zip(found, expected, strict=True)), found


def test_a_ramp_of_16_bit_grey_is_a_ramp():
    row = b"".join(struct.pack(">H", round(x * 65535 / 639)) for x in range(640))
    image = drawn(png(0, 16, [row] * 200, width=640))
    assert [image.getpixel((x, 100))[0] for x in range(0, 640, 71)] == [round(x * 255 / 639) for x in range(0, 640, 71)]


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF"])
def test_red_and_grey_of_other_formats(format):
    red = drawn(saved(Image.new("RGB", (64, 64), (200, 30, 10)), format))
    assert alike(red.getpixel((30, 30)), (200, 30, 10), 6)
    if format == "JPEG":
        assert alike(drawn(saved(Image.new("L", (64, 64), 64), format)).getpixel((30, 30)), DARK)
    else:
        clear = drawn(saved(Image.new("RGBA", (64, 64), (200, 30, 10, 0)), format))
        assert alike(clear.getpixel((30, 30)), WHITE)


@pytest.mark.parametrize(
    ("ink", "seen"),
    [
        ((0, 0, 0, 0), WHITE),
        ((0, 255, 255, 0), (255, 0, 0)),
        ((255, 0, 0, 0), (0, 255, 255)),
        ((0, 0, 0, 255), (0, 0, 0)),
    ],
)
def test_cmyk_without_a_profile_is_not_inverted(ink, seen):
    assert alike(drawn(saved(Image.new("CMYK", (64, 64), ink), "JPEG", quality=95)).getpixel((30, 30)), seen, 6)


# -- profiles ---------------------------------------------------------------------------------------------------------


def swapped() -> bytes:
    """A profile whose red is the blue of sRGB, and the other way round: nobody can miss whether it was used."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = data.index(b"rXYZ"), data.index(b"bXYZ")
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_profile_is_used(format):
    image = Image.new("RGB", (64, 64), (200, 20, 20))
    red, _green, blue = drawn(saved(image, format, icc_profile=swapped())).getpixel((30, 30))
    assert blue > 180
    assert red < 60


def test_a_profile_is_used_beside_transparency_too():
    image = Image.new("RGBA", (64, 64), (200, 20, 20, 255))
    image.paste((0, 0, 0, 0), (32, 0, 64, 64))
    left, right = halves(drawn(saved(image, icc_profile=swapped())))
    assert left[2] > 180
    assert left[0] < 60
    assert right == WHITE


def test_a_palette_with_a_profile():
    image = Image.new("RGB", (64, 64), (200, 20, 20)).quantize(4)
    assert drawn(saved(image, icc_profile=swapped())).getpixel((30, 30))[2] > 180


@pytest.mark.parametrize("profile", [b"no profile", b"", swapped()[:200]])
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_broken_profile_says_nothing(profile, mode):
    image = Image.new(mode, (64, 64), {"L": 64, "RGB": (64, 64, 64), "CMYK": (0, 0, 0, 191)}[mode])
    assert alike(drawn(saved(image, "JPEG", icc_profile=profile, quality=95)).getpixel((30, 30)), DARK, 6)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_profile_for_other_colours_says_nothing(mode):
    image = Image.new(mode, (64, 64), {"L": 64, "CMYK": (0, 0, 0, 191)}[mode])
    assert alike(drawn(saved(image, "JPEG", icc_profile=swapped(), quality=95)).getpixel((30, 30)), DARK, 6)


# -- refused ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["F", "LAB", "HSV", "YCbCr"])
def test_colours_that_nobody_can_show_are_refused_with_a_reason(mode, monkeypatch):
    load = Image.Image.load
    monkeypatch.setattr(
        "PIL.JpegImagePlugin.JpegImageFile.load", lambda image: setattr(image, "_mode", mode) or load(image)
    )
    with pytest.raises(ValidationError, match=mode) as refusal:
        intake.judge(SimpleUploadedFile("a.jpg", saved(Image.new("RGB", (64, 64)), "JPEG")))
    assert refusal.value.code == "colours"


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"mif1"])
def test_a_heic_photo_is_refused_with_how_to_send_it(brand):
    head = b"\0\0\0\x24ftyp" + brand + b"\0\0\0\0mif1MiHEMiPrmiafheic" + bytes(200)
    with pytest.raises(ValidationError, match="Most Compatible") as refusal:
        intake.judge(SimpleUploadedFile("IMG_0001.HEIC", head))
    assert refusal.value.code == "heic"
