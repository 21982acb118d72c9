"""The house style: words that never reach people, in templates, in translatable strings and in the docs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("articles", "reviews", "sections", "newsroom")
GETTEXT = {
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
    "npgettext", "npgettext_lazy",
}  # fmt: skip
TEMPLATE_CODE = re.compile(r"\{#.*?#\}|\{% comment\b.*?%\}.*?\{% endcomment %\}|\{\{.*?\}\}", re.DOTALL)
MARKDOWN_CODE = re.compile(r"^```.*?^```|^    .*?$|`[^`\n]*`", re.DOTALL | re.MULTILINE)

# What is never said, and what is said instead.
NEVER = {
    r"\bstands? (?:in|on|under|below|above|beside|there|for|now|before|once|first)\b": "is, appears, is shown",
    r"\bstood (?:in|on|under|below|above|beside|there|for|before)\b": "was, appeared, was shown",
    r"\bwhoever\b": "anyone who, the person who",
    r"\bof late\b": "recently",
    r"\bbesides\b": "also",
    r"\bmend(?:s|ed|ing)?\b": "fix, correct",
    r"\bparted by\b": "separated by",
    r"\bleft empty\b": "Optional. / Leave blank to …",
    r"\bhouse time\b": "newsroom time",
    r"\b(?:about|of) the house\b": "About pages; of the newsroom",
    r"\bnothing waits\b": "Nothing here.",
    r"\b(?-i:Say so)\b": "Save",
    r"\bsave it so\b": "Save this version",
    r"\bsigns? of life\b": "last seen",
    r"\bcalled it spam\b": "marked it as spam",
    r"\bhand(?:s|ed)?(?: it)? on\b": "share, pass to",
    r"\blost a letter\b": "Check the address, or search for words from the headline.",
    r"\bthe journal\b": "the activity log",
    r"\bwords to look for\b": "flagged words",
    r"\breviews to read\b": "moderation queue",
    r"\bof another moment\b": "View site as of…",
}
NEVER_IN_THE_INTERFACE = {
    r"\berrands?\b": "job",
    r"\bthe machine\b": "automatic check",
    r"\bto come\b": "scheduled",
    r"\bworking cop(?:y|ies)\b": "draft",
    r"\bin review\b": "submitted",
}


def faults(text: str, never: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Where a text has such words (which line), and what to say instead."""
    for pattern, instead in never.items():
        for found in re.finditer(pattern.replace(" ", r"\s+"), text, re.IGNORECASE):
            yield text.count("\n", 0, found.start()) + 1, f"“{found[0]}”: say “{instead}”"


def blanked(text: str, code: re.Pattern) -> str:
    """The text without its code, each line where it was."""
    return code.sub(lambda found: "\n" * found[0].count("\n"), text)


def strings(source: str) -> Iterator[tuple[int, str]]:
    """The translatable strings of a module, and the line on which each begins."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.lineno, argument.value


def modules() -> list[Path]:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def report(path: Path, found: Iterator[tuple[int, str]]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{line}: {fault}" for line, fault in found]


def test_templates_keep_to_the_house_style():
    never = NEVER | NEVER_IN_THE_INTERFACE
    found = []
    for path in sorted((ROOT / "templates").rglob("*.*")):
        found += report(path, faults(blanked(path.read_text(), TEMPLATE_CODE), never))
    assert not found, "\n" + "\n".join(found)


def test_translatable_strings_keep_to_the_house_style():
    never = NEVER | NEVER_IN_THE_INTERFACE
    found = []
    for path in modules():
        for line, words in strings(path.read_text()):
            found += report(path, ((line, fault) for _line, fault in faults(words, never)))
    assert not found, "\n" + "\n".join(found)


def test_the_docs_keep_to_the_house_style():
    found = []
    pages = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]  # README, CHANGELOG and the like
    for path in pages:
        found += report(path, faults(blanked(path.read_text(), MARKDOWN_CODE), NEVER))
    assert not found, "\n" + "\n".join(found)


def test_all_translatable_strings_are_read():
    read = [words for path in modules() for _line, words in strings(path.read_text())]
    assert len(read) > 900
    assert {"Enter a day and a time, or publish now.", "%(count)s sources"} <= {*read}


@pytest.mark.parametrize(
    "words",
    ["It stands on\nevery page.", "Left empty: none.", "Whoever is logged in", "Mended on the site", "refused of late"],
)
def test_such_words_are_found_in_any_case_and_over_the_end_of_a_line(words):
    assert [line for line, _fault in faults(f"\n{words}", NEVER)] == [2]
