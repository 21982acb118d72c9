"""What reaches readers beside the pages: style sheets, icons, the manifest, robots.txt."""

import gzip
import json
import re
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from newsroom import settings as house
from newsroom import staticfiles
from tests.factories import ArticleFactory, publish


@pytest.fixture
def collected(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": house.STORAGES["staticfiles"]}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_a_sheet_reaches_readers_with_all_that_it_imports(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    site = (collected / names["css/site.css"]).read_text()
    imported = re.findall(r'url\("([\w.]+)"\)', (house.BASE_DIR / "static/css/site.css").read_text())
    assert len(imported) > 10
    assert "@import" not in site
    places = [site.index(staticfiles.small(Path(finders.find(f"css/{name}")).read_text())) for name in imported]
    assert places == sorted(places)


def test_a_sheet_loses_its_comments_and_indents_and_nothing_else():
    sheet = '/* Who: "what", */\n@media print {\n  .a > b { content: "/\\a0"; } /* a\n  b */\n}\n\n.c,\n.d { top: 0 }\n'
    assert staticfiles.small(sheet) == '@media print {\n.a > b { content: "/\\a0"; }\n}\n.c,\n.d { top: 0 }\n'


def test_our_scripts_lose_the_lines_that_are_comments_and_nothing_else():
    script = 'const home = "https://samur.example"; // stays\n  // goes\n//\nconst path = `a/${b}//c`;\n'
    assert staticfiles.without_remarks(script) == (
        'const home = "https://samur.example"; // stays\nconst path = `a/${b}//c`;\n'
    )


def test_no_text_in_our_scripts_has_a_line_that_looks_like_a_comment():
    for script in Path(house.BASE_DIR, "static").rglob("*.js"):
        for template in re.findall(r"`(?:[^`\\]|\\.)*`", script.read_text("utf-8")):
            assert staticfiles.without_remarks(template) == template, script


@pytest.mark.django_db
def test_an_article_is_light(collected, client):
    """At most two sheets, and 60 KB with them, packed; of scripts, without which it is whole, at most 10 KB."""
    page = client.get(publish(ArticleFactory(body="<p>Some words of a story.</p>" * 100)).get_absolute_url()).content
    sheets = re.findall(rb'rel="stylesheet" href="/static/([^"]+)"', page)
    assert len(sheets) <= 2
    weight = sum(len(gzip.compress((collected / name.decode()).read_bytes())) for name in sheets)
    assert len(gzip.compress(page)) + weight < 60 * 1024
    scripts = re.findall(rb"<script(?! type=.application/ld)[^>]*>", page)
    sources = [re.search(rb'src="/static/([^"]+)"', script)[1].decode() for script in scripts]
    assert sum((collected / name).stat().st_size for name in sources) <= 10 * 1024


@pytest.mark.django_db
def test_robots_may_look_at_all_that_readers_are_shown_and_at_nothing_else(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(response.text.splitlines())
    for path in ("/", "/politics/2024/04/28/council-meets/", "/reviews-of-books/", "/media/x/960.jpg", "/static/x.css"):
        assert rules.can_fetch("AnyBot", path), path
    for path in (
        "/search/?q=council",
        "/admin/login/",
        reverse("stories:preview", args=["x"]),
        reverse("reviews:status", args=["x"]),
    ):
        assert not rules.can_fetch("AnyBot", path), path


@pytest.mark.django_db
def test_the_manifest_names_the_site_and_its_icons(client):
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["name"], manifest["start_url"]) == ("Samur Wire", "/")
    for icon in manifest["icons"]:
        with Image.open(house.BASE_DIR / icon["src"].lstrip("/")) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]
