"""The catalogues as files: brought up to date with the code, and compiled."""

import re
from pathlib import Path

import polib

from newsroom.catalogues.extraction import Key, Message

# No dates, no names of people, no line numbers: a change of the files is a change of the texts.
METADATA = {"MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"}
NAMED = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def read(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)


def updated(old: polib.POFile, messages: dict[Key, Message], *, language: str, plural_forms: str) -> polib.POFile:
    """The catalogue of these texts, with the translations it already had. What the code no longer says is left out."""
    kept = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=0)
    new.metadata = METADATA | {"Language": language, "Plural-Forms": plural_forms}
    forms = int(re.search(r"nplurals=(\d+)", plural_forms)[1])
    for message in sorted(messages.values(), key=lambda one: (min(one.files), one.msgid, one.context or "")):
        new.append(_entry(message, kept.get(message.key), forms))
    return new


def _entry(message: Message, old: polib.POEntry | None, forms: int) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.msgid, msgid_plural=message.plural, msgctxt=message.context,
        occurrences=[(name, "") for name in sorted(message.files)],
        flags=["python-format"] if NAMED.search(message.msgid) else [],
        tcomment=old.tcomment if old else "",
    )  # fmt: skip
    if message.plural:
        before = old.msgstr_plural if old and len(old.msgstr_plural) == forms else {}
        entry.msgstr_plural = {number: before.get(number, "") for number in range(forms)}
    else:
        entry.msgstr = old.msgstr if old else ""
    return entry


def write(catalogue: polib.POFile, path: Path) -> None:
    """The catalogue and, beside it, its compiled form, which is committed: the product needs no tool to run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path), newline="\n")
    path.with_suffix(".mo").write_bytes(catalogue.to_binary())
