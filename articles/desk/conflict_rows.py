"""What the form of a story says on three sides: as it was opened, as it is stored by now, as it was posted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest

from articles.desk import form_data
from articles.drafts import conflicts, revisions
from articles.drafts.autosave import Fields
from articles.drafts.conflicts import Merged
from articles.models import Article

TEXTS = {"standfirst", "body"}
# By what a line is the same line on every side.
KEYS = {"bylines": "correspondent", "citations": "id", "gallery": "photo"}


@dataclass
class Sides:
    """What the form says on its three sides, field by field as it would post it."""

    model_admin: ModelAdmin
    request: HttpRequest
    stored: Article
    mine: Fields
    seen: int | None

    def __post_init__(self) -> None:
        self.form = self._form(self.stored)
        self.theirs = form_data.untouched(self.form)
        self.content = revisions.base_of(self.stored, self.seen) if self.seen else None
        self.base = self._base()
        self.formsets = {formset.prefix: formset for formset in self._formsets()}

    def merged(self) -> Iterator[Merged]:
        for name in self.theirs:
            if name not in form_data.HIDDEN and not name.startswith("initial-"):
                yield self._field(name)
        for prefix in self.formsets:
            yield self._lines(prefix)

    def _field(self, name: str) -> Merged:
        base = (self.base[name] or [""]) if name in self.base else None
        theirs, mine = self.theirs[name] or [""], self.mine.get(name) or [""]
        if name in form_data.NAMES:
            return conflicts.names(
                name, None if base is None else form_data.tags(base), form_data.tags(theirs), form_data.tags(mine)
            )
        if name in TEXTS:
            sides = (None if side is None else _lined("".join(side)) for side in (base, theirs, mine))
            return conflicts.text(name, *sides)
        return conflicts.whole(name, base, theirs, mine)

    def _lines(self, prefix: str) -> Merged:
        formset = self.formsets[prefix]
        theirs, mine = form_data.untouched_lines(formset), form_data.lines(self.mine, prefix)
        base = self._base_lines(formset) if prefix in (self.content or {}) else None
        sides = {"base": base, "theirs": theirs, "mine": mine}
        return conflicts.rows(
            prefix, *(lines if lines is None else keyed(lines, prefix, side) for side, lines in sides.items())
        )

    # -- the form, as each side has it --------------------------------------------------------------------------------

    def _form(self, article: Article) -> BaseForm:
        return self.model_admin.get_form(self.request, self.stored, change=True)(instance=article)

    def _formsets(self) -> Iterator[BaseFormSet]:
        for formset, inline in self.model_admin.get_formsets_with_inlines(self.request, self.stored):
            prefix = formset.get_default_prefix()
            yield formset(instance=self.stored, prefix=prefix, queryset=inline.get_queryset(self.request))

    def _base(self) -> Fields:
        """What the form said when it was opened; of what is no version of, the form itself remembers it."""
        remembered = {
            name.removeprefix("initial-"): values for name, values in self.mine.items() if name.startswith("initial-")
        }
        if self.content is None:
            return remembered
        content = {name: value for name, value in self.content.items() if name not in {*KEYS, "tags"}}
        said = form_data.untouched(self._form(_made(Article, content)))
        return (
            remembered
            | {name: said[name] for name in content if name in said}
            | {"tags": form_data.tags_field(self.content["tags"])}
        )

    def _base_lines(self, formset: BaseFormSet) -> list[form_data.Row]:
        """A line of the history has no key. The form was opened on that very version: its lines are those, in order."""
        lines = []
        for number, values in enumerate(self.content[formset.prefix]):
            said = form_data.untouched(formset.form(instance=_made(formset.model, values), prefix="line"))
            keys = self.mine.get(f"{formset.prefix}-{number}-id", [""])
            lines.append(
                {name.removeprefix("line-"): each[-1] for name, each in said.items() if each} | {"id": keys[-1]}
            )
        return lines


def _made(model: type, values: dict[str, Any]) -> Any:
    """A row that is never saved, from the history's JSON."""
    fields = {model._meta.get_field(name): value for name, value in values.items()}
    return model(**{field.attname: field.to_python(value) for field, value in fields.items()})


def _lined(words: str) -> str:
    """The editor writes no line ends between blocks, a wire does: they say nothing."""
    return words.replace("</p>\n<p>", "</p><p>")


def keyed(lines: list[form_data.Row], prefix: str, side: str) -> dict[Any, form_data.Row]:
    """Lines by their keys; those that have none yet, or one that another has, each by its place on that side."""
    keyed: dict[Any, form_data.Row] = {}
    for place, line in enumerate(lines):
        key = line.get(KEYS[prefix])
        keyed[key if key and key not in keyed else (side, place)] = form_data.said(line)
    return keyed
