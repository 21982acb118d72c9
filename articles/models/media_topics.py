"""The IPTC Media Topics: what stories are about, by codes that every agency knows. The data is in media_topics.tsv.

A topic is stored by its code. It is shown by its name in the language of the reader, or in English where that column of
the table is still empty.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from newsroom.lib import plain_text

DATA = Path(__file__).with_suffix(".tsv")
LANGUAGES = ("en", "az", "ru")


@dataclass(frozen=True, eq=False)
class MediaTopic:
    code: str
    parent: str  # "" for the topics at the top
    names: dict[str, str]  # by language; English is always there

    @property
    def name(self) -> str:
        return self.names.get((get_language() or "en")[:2]) or self.names["en"]


@cache
def topics() -> dict[str, MediaTopic]:
    """All of them by their codes, in the order of the table."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {row["code"]: MediaTopic(row["code"], row["parent"], _names(row)) for row in rows}


def _names(row: dict[str, str]) -> dict[str, str]:
    return {language: row[language] for language in LANGUAGES if row[language]}


@cache
def _by_name() -> dict[str, str]:
    return {plain_text.fold(name): topic.code for topic in topics().values() for name in topic.names.values()}


def name(code: str) -> str:
    """The name of a topic, or the code itself where the vocabulary no longer has it."""
    return topics()[code].name if code in topics() else code


def find(words: str) -> str | None:
    """The code of what somebody typed: a code, or a name in any of the languages, however its letters are spelt."""
    return words if words in topics() else _by_name().get(plain_text.fold(words))


def like(typed: str) -> list[str]:
    """The names that hold what was typed: first those that begin with it, and broad topics before narrow ones."""
    start = plain_text.fold(typed)
    found = {topics()[code] for folded, code in _by_name().items() if start in folded}

    def order(topic: MediaTopic) -> tuple:
        return not plain_text.fold(topic.name).startswith(start), _depth(topic), topic.name

    return [topic.name for topic in sorted(found, key=order)]


def _depth(topic: MediaTopic) -> int:
    return 1 + _depth(topics()[topic.parent]) if topic.parent else 0


def known(codes: object) -> None:
    """Validator of a list of codes."""
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise ValidationError(_("Subjects must be a list of IPTC Media Topics codes."), code="subjects")
    if unknown := [code for code in codes if code not in topics()]:
        message = _("“%(code)s” is not an IPTC Media Topics code. Choose a subject from the list.")
        raise ValidationError(message, code="subjects", params={"code": unknown[0]})
