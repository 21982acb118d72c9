"""The face of the site: name, tagline, logo and accent, set in one place and found wherever readers look."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from PIL import Image

from newsroom import branding
from newsroom import settings as house
from newsroom.lib import colours, environment

WHITE = {"on": "#ffffff", "least": 4.5}


def test_contrast_is_that_of_wcag():
    assert round(colours.contrast("#ffffff", "#000000")) == 21
    assert round(colours.contrast("#767676", "#ffffff"), 2) == 4.54
    assert colours.mix("#000000", "#ffffff", 0.5) == "#808080"


@pytest.mark.parametrize(
    ("said", "words"), [("red", "no colour"), ("#98182", "no colour"), ("#ff8800", "hard to read")]
)
def test_an_accent_that_cannot_be_read_stops_the_start(monkeypatch, said, words):
    monkeypatch.setenv("SITE_ACCENT", said)
    with pytest.raises(ImproperlyConfigured, match=words):
        environment.colour("SITE_ACCENT", default="#98182e", **WHITE)


def test_an_accent_that_can_be_read_is_taken(monkeypatch):
    monkeypatch.setenv("SITE_ACCENT", "#0B5FA5")
    assert environment.colour("SITE_ACCENT", default="#98182e", **WHITE) == "#0b5fa5"
    monkeypatch.delenv("SITE_ACCENT")
    assert environment.colour("SITE_ACCENT", default="#98182e", **WHITE) == "#98182e"


@pytest.mark.parametrize("accent", [house.DEFAULT_ACCENT, "#0b5fa5", "#123456", "#000000", "#006644", "#7a00cc"])
def test_on_dark_paper_it_is_as_light_as_it_takes(settings, accent):
    settings.SITE_ACCENT = accent
    assert colours.contrast(branding.dark_accent(), branding.DARK_PAPER) >= branding.LEGIBLE


def test_papers_are_those_of_the_tokens():
    tokens = (house.BASE_DIR / "static/css/tokens.css").read_text()
    assert f"--paper: light-dark({branding.PAPER}, {branding.DARK_PAPER})" in tokens


def test_there_are_six_sizes_of_type_and_no_sheet_for_the_screen_knows_a_seventh():
    sheets = {path.name: path.read_text() for path in (house.BASE_DIR / "static/css").glob("*.css")}
    assert len(re.findall(r"--t\d:", sheets.pop("tokens.css"))) == 6
    del sheets["print.css"]  # paper has its own
    for name, text in sheets.items():
        for size in re.findall(r"font-size: ([^;]+)|font: (?:\d+ )?([^ ;]+)", text):
            assert re.fullmatch(r"var\(--t\d\)|inherit|100%|1em", "".join(size)), f"{name}: {size}"


DESK = house.BASE_DIR / "static/desk"
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|color)\(|var\(--color-|(?<!-)\b(?:white|black|red|green)\b(?!-)"
)


def test_no_sheet_of_the_desk_names_a_colour_but_the_tokens():
    sheets = {path.relative_to(DESK): path.read_text() for path in DESK.rglob("*.css")}
    del sheets[Path("tokens.css")]
    code = {path: re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL) for path, text in sheets.items()}
    named = [(str(path), line) for path, text in code.items() for line in text.splitlines() if COLOUR.search(line)]
    assert len(sheets) > 20
    assert named == []


def test_every_sheet_of_the_desk_is_asked_for_and_short():
    entries = {"desk.css", "own.css"}
    imported = {
        name for sheet in DESK.rglob("*.css") for name in re.findall(r'@import url\("([\w.]+)"\)', sheet.read_text())
    }
    for path in DESK.rglob("*.css"):
        assert len(path.read_text().splitlines()) <= 150, path
        asked = f"desk/{path.relative_to(DESK)}"
        assert path.name in imported | entries or named_in_the_product(asked), asked


def named_in_the_product(words: str) -> bool:
    places = [house.BASE_DIR / name for name in ("templates", "articles", "sections", "reviews", "newsroom")]
    return any(words in path.read_text() for place in places for path in place.rglob("*.*") if path.suffix in TEXTS)


TEXTS = {".py", ".html"}


@pytest.mark.parametrize("said", ["/nowhere/logo.svg", "manage.py"])
def test_a_logo_that_is_not_there_stops_the_start(monkeypatch, said):
    monkeypatch.setenv("SITE_LOGO", said)
    with pytest.raises(ImproperlyConfigured, match=r"no file of this machine that ends in \.svg"):
        environment.file("SITE_LOGO", endings=(".svg",))


@pytest.mark.django_db
def test_accent_and_logo_reach_readers_as_files(settings, tmp_path, client):
    settings.SITE_ACCENT, settings.SITE_LOGO = "#0b5fa5", tmp_path / "ours.SVG"
    settings.SITE_LOGO.write_text('<svg viewBox="0 0 60 24"/>')
    settings.STATIC_ROOT, settings.FACE_ROOT = tmp_path / "static", tmp_path / "face"
    settings.STORAGES = settings.STORAGES | {"staticfiles": house.STORAGES["staticfiles"]}
    finders.get_finder.cache_clear()
    call_command("collectstatic", interactive=False, verbosity=0)
    finders.get_finder.cache_clear()
    names = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]
    sheet = (settings.STATIC_ROOT / names["css/site.css"]).read_text()
    assert "--accent-on-light: #0b5fa5" in sheet
    assert "@import" not in sheet
    page = client.get("/").text
    assert f'<img class="logo" src="/static/{names["img/logo.svg"]}" width="250" height="100" alt="">' in page
    assert '<meta name="theme-color" content="#0b5fa5">' in page
    assert client.get("/site.webmanifest").json()["theme_color"] == "#0b5fa5"


@pytest.mark.parametrize(
    ("name", "content", "width"),
    [
        ("a.svg", b'<?xml version="1.0"?><svg width="9" height="9" viewBox="-1,-1 30.5 10">', 305),
        ("b.svg", b"<svg xmlns='x' height='10px' stroke-width='3' width='20px'>", 200),
        ("c.svg", b"<svg><path/></svg>", 0),
        ("d.svg", b'<svg viewBox="0 0 10 0"/>', 0),
    ],
)
def test_the_box_of_a_logo_has_the_shape_that_its_file_says(settings, tmp_path, name, content, width):
    settings.SITE_LOGO = tmp_path / name
    settings.SITE_LOGO.write_bytes(content)
    assert branding.logo().width == width


def test_the_box_of_a_logo_of_dots_has_the_shape_of_the_picture(settings, tmp_path):
    settings.SITE_LOGO = tmp_path / "logo.png"
    Image.new("RGB", (48, 64)).save(settings.SITE_LOGO)
    assert branding.logo().width == 75


def test_while_developing_the_sheet_is_found_too():
    assert "--accent-on-light: #98182e" in open(finders.find("css/accent.css")).read()  # noqa: SIM115
    assert finders.find("css/nothing.css") is None
