"""What publishing and the desk must know of each thing that an edition says, declared once, beside its field.

The seal, the triggers, legal erasure, the public history, four eyes and comparisons derive from these declarations;
none of them has a list of names of its own.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

Field = TypeVar("Field", bound=models.Field)


class Seen(Enum):
    """By whom, once it is published."""

    READERS = "on pages, and in everything else that is public"
    FEEDS = "in feeds and export formats, on no page"
    NOBODY = "nowhere: sealed through a salted hash, which tells nothing"


@dataclass(frozen=True, kw_only=True)
class Printed:
    since: int | None  # the first format of the seal that covers it; None: another field says the same
    said: str | Promise  # how the public history calls it where it changed; "": another field says so, or nobody does
    erasable: bool  # blanked by legal erasure: whatever can hold words about somebody, or lead to them
    seen: Seen = Seen.READERS
    substantive: bool = True  # approved text; where this is false an edit keeps the approval, and counts for nobody
    running: bool = False  # running text, compared word by word
    by_act: bool = False  # said by who publishes, and no part of the draft
    sealed_as: str = ""  # its name in the seal, where that is another one
    sparse: bool = False  # has no key in the seal where it is empty; so has everything since format 3
    unseen: frozenset[str] = frozenset()  # keys of its lines whose change readers don't see
    unread: frozenset[str] = frozenset()  # keys of its lines that are no part of what is approved

    @property
    def is_sparse(self) -> bool:
        return self.sparse or (self.since or 0) > 2


def printed(field: Field, **declaration: Any) -> Field:
    """The field with its declaration, which the models that inherit it keep."""
    field.printed = Printed(**declaration)
    return field


def declared() -> list[models.Field]:
    """The fields of an edition that have a declaration."""
    return [field for field in apps.get_model("articles", "Edition")._meta.concrete_fields if hasattr(field, "printed")]


def erasable() -> frozenset[str]:
    """The columns that legal erasure blanks; the salt goes too, so that nobody can test a guess at the text."""
    return frozenset({"salt", *(field.attname for field in declared() if field.printed.erasable)})


def without(value: Any, keys: frozenset[str]) -> Any:
    """A printed value, be it a line, lines or a word, without these keys of its lines."""
    if isinstance(value, list):
        return [without(line, keys) for line in value]
    if keys and isinstance(value, dict):
        return {name: each for name, each in value.items() if name not in keys}
    return value
