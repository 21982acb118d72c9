"""Finds every text that is marked for translation: in Python by its syntax tree, in templates by Django's own reading.

Needs no xgettext, so that a test can compare the catalogues with the code on any machine.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

# What the arguments of gettext's functions are, in their order.
SIGNATURES = {
    "gettext": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
}
FUNCTIONS = {f"{name}{ending}": signature for name, signature in SIGNATURES.items() for ending in ("", "_lazy")}
FUNCTIONS["gettext_noop"] = SIGNATURES["gettext"]
# What Django's templatize() writes for a tag: a call in Python, with blanks around it.
STRING = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
IN_TEMPLATE = re.compile(rf"(?<!\S)(n?p?gettext|_)\(({STRING}(?:, {STRING})*)(?:, ?count)?\) ")
ENDINGS = {".py", ".html", ".txt"}

Key = tuple[str | None, str]


class NotPlain(ValueError):
    """A marked text is put together at run time, so no catalogue can have it."""


@dataclass
class Message:
    msgid: str
    plural: str = ""
    context: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.context, self.msgid


def collect(files: Iterable[Path], root: Path) -> dict[Key, Message]:
    """Every marked text in these files, which are named as seen from `root`."""
    found: dict[Key, Message] = {}
    for path in files:
        source, name = path.read_text("utf-8"), path.relative_to(root).as_posix()
        messages = in_python(source, name) if path.suffix == ".py" else in_template(source, name)
        for message in messages:
            kept = found.setdefault(message.key, message)
            kept.plural = kept.plural or message.plural
            kept.files.add(name)
    return found


def in_template(source: str, name: str) -> Iterator[Message]:
    for call, strings in IN_TEMPLATE.findall(templatize(source, origin=name)):
        arguments = ast.literal_eval(f"[{strings}]")
        yield Message(**dict(zip(FUNCTIONS["gettext" if call == "_" else call], arguments, strict=True)))


def in_python(source: str, name: str) -> Iterator[Message]:
    tree = ast.parse(source)
    functions = dict(_imported(tree))
    for node in ast.walk(tree) if functions else ():
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        if signature := functions.get(called):
            yield from _called(node, signature, name)


def _imported(tree: ast.AST) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names under which a module has gettext's functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                if alias.name in FUNCTIONS:
                    yield alias.asname or alias.name, FUNCTIONS[alias.name]


def _called(node: ast.Call, signature: tuple[str, ...], name: str) -> Iterator[Message]:
    given = node.args[: len(signature)]
    if any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in given):
        raise NotPlain(f"{name}:{node.lineno}: a marked text must be one plain string")
    values = [argument.value for argument in given if isinstance(argument, ast.Constant)]
    if len(values) == len(signature):
        yield Message(**dict(zip(signature, values, strict=True)))
