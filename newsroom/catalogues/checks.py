"""What is wrong with a translation, in sentences: for `make messages`, which prints it, and for the tests."""

import re
from collections.abc import Iterator

import polib

NAMED = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^<>]*>")
LETTER = re.compile(r"[^\W\d_]")
CYRILLIC = re.compile(r"[Ѐ-ӿ]")


def problems(catalogue: polib.POFile, same: set[str]) -> Iterator[str]:
    """`same`: the texts that may read as they do in English, such as names."""
    language = catalogue.metadata["Language"]
    for entry in catalogue:
        name = f"{language}: {entry.msgid!r}"
        if entry.obsolete or entry.fuzzy or not entry.translated():
            yield f"{name} is not translated"
            continue
        for original, said in _pairs(entry):
            yield from (f"{name} {problem}: {said!r}" for problem in _of_one(original, said))
            yield from (f"{name} {problem}: {said!r}" for problem in _of_letters(original, said, language, same))


def _pairs(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
    for number, said in entry.msgstr_plural.items():
        # A language with two forms has the first for 1 alone, and may leave the number out, as English does there.
        alone = number == 0 and len(entry.msgstr_plural) == 2 and _named(said) != _named(entry.msgid_plural)
        yield entry.msgid if alone else entry.msgid_plural, said


def _named(text: str) -> list[str]:
    return sorted(NAMED.findall(text.replace("%%", "")))


def _of_one(original: str, said: str) -> Iterator[str]:
    if set(_named(original)) != set(_named(said)) or original.count("%s") != said.count("%s"):
        yield "has other placeholders"
    if sorted(TAG.findall(original)) != sorted(TAG.findall(said)):
        yield "has other HTML tags"
    if _edges(original) != _edges(said):
        yield "begins or ends with other blanks"


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _of_letters(original: str, said: str, language: str, same: set[str]) -> Iterator[str]:
    plain, english = (TAG.sub("", NAMED.sub("", text)) for text in (said, original))
    if original in same or not LETTER.search(english):
        return
    if said == original:
        yield "reads as it does in English"
    elif LETTER.search(plain) and (language == "ru") != bool(CYRILLIC.search(plain)) and not CYRILLIC.search(english):
        yield "is not in the letters of the language"
