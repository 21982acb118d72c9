"""Dates and numbers on pages: as the language of the page writes them."""

import re
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from articles.templatetags import news

ROOT = Path(__file__).parents[1]
AT = datetime(2026, 11, 26, 10, 5, tzinfo=UTC)  # 14:05 in Baku
NAMES = re.compile(r"(?<!\\)[MFNEbDl]")  # what Django's formats have for names of months and days
WRITTEN = re.compile(
    r"""\|(?:date|time):"([^"]+)"|date_format\((?:[^()"']|\([^()]*\))*?["']([^"']+)["']"""
    r"""|["']((?:[lD],? )?j (?:\\N\{NO-BREAK SPACE\})?[MFEN][^"']*)["']"""
)
ALONE = {"F", "D", "l", "F Y", "D j", "j E", "DATETIME_FORMAT"}  # good in every language as they are


def formats() -> set[str]:
    files = [*(ROOT / "templates").rglob("*.*")]
    for app in ("articles", "sections", "reviews", "newsroom"):
        files += [path for path in (ROOT / app).rglob("*.py") if not {"formats", "demo", "migrations"} & {*path.parts}]
    found = {next(filter(None, one)) for path in files for one in WRITTEN.findall(path.read_text("utf-8"))}
    return {one.replace(r"\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}") for one in found if NAMES.search(one)}


@pytest.mark.parametrize("language", ["az", "ru"])
def test_each_format_with_a_name_in_it_has_its_form_in_the_language(language):
    assert {"j M Y", "j F, H:i", "l j E Y"} <= formats(), "or nothing is found"
    forms = vars(import_module(f"newsroom.formats.{language}.formats"))
    assert formats() - ALONE - {*forms} == set()


@pytest.mark.parametrize(
    ("language", "style", "words"),
    [
        ("en", "j M Y", "26 Nov 2026"),
        ("az", "j M Y", "26 noy. 2026"),
        ("ru", "j M Y", "26 нояб. 2026"),
        ("en", "l j E Y", "Thursday 26 November 2026"),
        ("az", "l j E Y", "Cümə axşamı, 26 noyabr 2026"),
        ("ru", "l j E Y", "Четверг, 26 ноября 2026 г."),
        ("en", "DATE_FORMAT", "26 November 2026"),
        ("en", "DATETIME_FORMAT", "26 November 2026, 10:05"),
        ("en", "TIME_FORMAT", "10:05"),
        ("en", "SHORT_DATETIME_FORMAT", "26 Nov 2026, 10:05"),
        ("az", "F Y", "Noyabr 2026"),
        ("ru", "F Y", "Ноябрь 2026"),
        ("ru", "j F, H:i", "26 ноября, 10:05"),
    ],
)
def test_a_date_is_written_as_the_language_has_it(language, style, words):
    with override(language):
        assert date_format(AT, style) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "26 Nov 2026, 14:05 Baku"), ("az", "26 noy. 2026, 14:05"), ("ru", "26 нояб. 2026, 14:05")],
)
def test_a_moment_on_a_page_is_too(language, words):
    with override(language):
        assert words in news.moment(AT)
