"""What a form posts, name by name: read from a form that nobody touched, or from what was typed."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.forms import BaseForm, BaseFormSet, CheckboxInput, Field, MultiWidget
from django.forms.boundfield import BoundField
from django.http import QueryDict
from taggit.utils import edit_string_for_tags, parse_tags

from articles.drafts.autosave import Fields
from articles.models import Article, Tag
from articles.text import rendering

Row = dict[str, str]  # a line of an inline: field → value

HIDDEN = {"seen_version", "sheet"}  # what the form says about itself
NAMES = {"tags", "subjects"}  # names in no order, separated by commas
WORDS = {*NAMES, "role", "statement", "address", "caption"}  # and those of the content
GIVEN = {"id", "article", "position", "kind"}  # what a line has before anybody has filled it in


def data(fields: Fields) -> QueryDict:
    """As a form takes it."""
    posted = QueryDict(mutable=True)
    for name, values in fields.items():
        posted.setlist(name, values)
    return posted


def untouched(form: BaseForm) -> Fields:
    """What a browser posts of this form if nobody touches it, with plain line ends."""
    return {name: values for bound in form for name, values in _values(bound)}


def remembered(form: BaseForm) -> Fields:
    """The hidden twins of a form's fields: what each showed when the form was opened."""
    return {
        f"initial-{name}": values
        for bound in form
        if bound.field.show_hidden_initial
        for name, values in _values(bound)
    }


def _values(bound: BoundField) -> Iterator[tuple[str, list[str]]]:
    widget, value = bound.field.widget, bound.value()
    widget = getattr(widget, "widget", widget)  # the admin wraps those that lead to other rows
    if isinstance(widget, MultiWidget):
        parts = value if isinstance(value, list | tuple) else widget.decompress(value)
        for name, part, value_of_part in zip(widget.widgets_names, widget.widgets, parts, strict=True):
            yield bound.html_name + name, [_text(part.format_value(value_of_part))]
    elif isinstance(widget, CheckboxInput):
        yield bound.html_name, ["on"] if value else []
    else:
        shown = widget.format_value(value)
        yield bound.html_name, [_text(one) for one in (shown if isinstance(shown, list | tuple) else [shown])]


def _text(value: object) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n")


def readable(fields: Fields, labels: dict[str, Field]) -> Iterator[tuple[str, list[str]]]:
    """What was typed, in words, field by field: (label, paragraphs). What was chosen from lists is left out."""
    for name, values in fields.items():
        last, words = name.rpartition("-")[2], "".join(values)
        if not words.strip() or last not in {*WORDS, *Article.words()} or name.startswith("initial-"):
            continue
        label = labels[name].label if name in labels else last.capitalize()
        yield label, rendering.lines(words) if name == "body" else words.splitlines()


def tags(values: Iterable[str]) -> list[str]:
    """The names in a field of tags or subjects, each once."""
    return parse_tags(",".join(values))


def tags_field(names: Iterable[str]) -> list[str]:
    return [edit_string_for_tags([Tag(name=name) for name in names])]


# -- the lines of inlines ---------------------------------------------------------------------------------------------


def lines(fields: Fields, prefix: str) -> list[Row]:
    """The lines of an inline as they were typed, in their order; without those taken out or never filled in."""
    rows: dict[int, Row] = {}
    for name, values in fields.items():
        number, dash, column = name.removeprefix(f"{prefix}-").partition("-")
        if name.startswith(f"{prefix}-") and dash and number.isdecimal() and values:
            rows.setdefault(int(number), {})[column] = values[-1]
    rows = {number: row for number, row in rows.items() if number < _total(fields, prefix)}
    kept = [row for _number, row in sorted(rows.items()) if not row.pop("DELETE", "")]
    return sorted((row for row in kept if row.get("id") or _is_filled(row)), key=_place)


def same(one: Row, other: Row) -> bool:
    return said(one) == said(other)


def said(row: Row) -> Row:
    """The content of a line, without its key and its position."""
    return {name: value for name, value in row.items() if value and name not in {"id", "article", "position"}}


def untouched_lines(formset: BaseFormSet) -> list[Row]:
    """The lines of an inline as they are stored."""
    rows = [
        {name.removeprefix(f"{form.prefix}-"): values[-1] for name, values in untouched(form).items() if values}
        for form in formset.initial_forms
    ]
    return sorted(rows, key=_place)


def _is_filled(row: Row) -> bool:
    return any(value for name, value in row.items() if name not in GIVEN)


def _place(row: Row) -> int:
    return number(row.get("position", "")) or 0


def formset(prefix: str, rows: dict[Any, Row], ids: dict[Any, str]) -> Fields:
    """These lines as an inline posts them, over those that are stored (`ids` by key); what is not in them goes."""
    fields: Fields = {f"{prefix}-INITIAL_FORMS": [str(len(ids))]}
    places = {key: str(place) for place, key in enumerate(rows)}
    keys = [*ids, *(key for key in rows if key not in ids)]
    for place, key in enumerate(keys):
        line = rows[key] | {"position": places[key]} if key in rows else {"DELETE": "on"}
        line = line | ({"id": ids[key]} if key in ids else {})
        fields |= {f"{prefix}-{place}-{name}": [value] for name, value in line.items()}
    return fields | {f"{prefix}-TOTAL_FORMS": [str(len(keys))]}


def number(words: str) -> int | None:
    return int(words) if words.isdecimal() and len(words) < 10 else None


def _total(fields: Fields, prefix: str) -> int:
    return number("".join(fields.get(f"{prefix}-TOTAL_FORMS", [])[-1:])) or 0


def uuid(words: object) -> UUID | None:
    try:
        return UUID(str(words))
    except ValueError:
        return None
