"""The documentation names only what is there: files, links, commands, targets of make, names in the code."""

import pkgutil
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")] + sorted(ROOT.glob("docs/**/*.md"))
CODE = [
    path
    for folder in ("articles", "sections", "reviews", "newsroom", "bench", "tests", "templates", "static")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".html", ".css", ".js"} and path != Path(__file__)
]
OURS = r"(?:articles|sections|reviews|newsroom|bench|tests|templates|static|docs|\.ci)"

PATH = re.compile(rf"(?<![\w/.<-]){OURS}/[\w./-]*[\w/]")
DOTTED = re.compile(r"`((?:articles|sections|reviews|newsroom)\.[\w.]+(?::\w+)?)`")
NAMED = re.compile(r"`(\w+)`\)? in `([\w/]+\.\w+)`")  # `Change` in `articles/models/edition.py`
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
CODE_SPAN = re.compile(r"`[^`\n]+`|^    .+$", re.MULTILINE)  # in a line, or a block
COMMAND = re.compile(r"(\.venv/bin/python )?\bmanage\.py\s+(?!fills\b)([a-z_]+)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
CITED = re.compile(r"\bdocs/[\w./-]*\w|\b[A-Z]{4,}\.md\b|\b[A-Z]{4,}(?= §)")

pages = pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


def said(document: Path) -> str:
    return document.read_text("utf-8")


def outside_drawings(text: str) -> str:
    """Without fenced blocks: they hold drawings, examples of other files, programs."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


def code(text: str) -> str:
    return "\n".join(CODE_SPAN.findall(outside_drawings(text)))


def anchors(document: Path) -> set[str]:
    """Of the headings of a page, as hosts of repositories make them."""
    headings = re.findall(r"^#+ (.+)$", said(document), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pages
def test_every_path_that_is_named_exists(document):
    assert [path for path in PATH.findall(code(said(document))) if not (ROOT / path).exists()] == []


@pages
def test_every_name_that_is_said_to_be_in_a_file_is_in_it(document):
    for name, path in NAMED.findall(said(document).replace("\n", " ")):
        assert (ROOT / path).is_file(), path
        assert re.search(rf"\b{name}\b", (ROOT / path).read_text("utf-8")), f"{name} in {path}"


@pages
def test_every_dotted_name_can_be_imported(document, monkeypatch):
    monkeypatch.setattr("newsroom.lib.clock.start", lambda: None)  # newsroom.wsgi asks the database for its time
    for name in DOTTED.findall(said(document)):
        pkgutil.resolve_name(name)


@pages
def test_every_link_leads_somewhere(document):
    for link in LINK.findall(outside_drawings(said(document))):
        path, _sign, anchor = link.partition("#")
        if not link.startswith(("https:", "http:", "mailto:")):
            target = (document.parent / path).resolve() if path else document
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


@pages
def test_every_command_exists_and_is_written_as_it_is_run(document):
    known = get_commands()
    for python, name in COMMAND.findall(said(document)):
        assert name in known, name
        assert python, f"manage.py {name}: write .venv/bin/python manage.py {name}"


@pages
def test_every_target_of_make_exists(document):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    assert set(TARGET.findall(code(said(document)))) <= targets


def test_the_code_cites_only_what_is_in_the_repository():
    missing = [
        f"{path.relative_to(ROOT)}: {cited}"
        for path in CODE
        for cited in CITED.findall(path.read_text("utf-8"))
        if not (ROOT / cited).exists()
    ]
    assert missing == []


def test_these_tests_find_what_they_look_for():
    """Or a page written in another way would pass unseen."""
    architecture = said(ROOT / "docs" / "architecture.md")
    assert "articles/publishing/verbs.py" in PATH.findall(code(architecture))
    assert ("Change", "articles/models/edition.py") in NAMED.findall(architecture)
    assert "newsroom.middleware.moment" in DOTTED.findall(architecture)
    assert "decisions/0006-plain-queries.md" in LINK.findall(architecture)
    assert (".venv/bin/python ", "worker") in COMMAND.findall(architecture)
    assert ("", "migrate") in COMMAND.findall("Then `manage.py migrate`.")
    assert {"demo", "test", "proof"} <= set(TARGET.findall(code(said(ROOT / "CONTRIBUTING.md"))))
    assert CITED.findall("as docs/DESIGN and WORDS.md say, and DESIGN §3") == ["docs/DESIGN", "WORDS.md", "DESIGN"]
