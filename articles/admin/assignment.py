"""“Who and by when”: the part of a story's form that says who is asked to write and to read it."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from unfold.widgets import INPUT_CLASSES, UnfoldAdminSelect2Widget

from articles import assigning, people, workflow
from articles.admin.moments import moment_field
from articles.models import Article


class PersonField(forms.ModelChoiceField):
    """Somebody at the desk, found by typing a part of the name; without scripts, chosen from the list."""

    def label_from_instance(self, user: User) -> str:
        return user.get_full_name() or user.get_username()


def person(name: str) -> PersonField:
    field = Article._meta.get_field(name)
    return PersonField(
        User.objects.none(), label=field.verbose_name, help_text=field.help_text, required=False,
        widget=UnfoldAdminSelect2Widget, show_hidden_initial=True,
    )  # fmt: skip


class AssignmentForm(forms.ModelForm):
    """Each field says along what it showed (a hidden twin), so that a page that stood open for an hour sets only what
    was changed on it, and undoes nothing that others assigned meanwhile."""

    reporter, editor = person("reporter"), person("editor")
    deadline = moment_field(
        Article._meta.get_field("deadline").verbose_name, Article._meta.get_field("deadline").help_text,
        **{"class": " ".join(INPUT_CLASSES)},
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("reporter", people.writers()), ("editor", people.editors())):
            if name in self.fields:
                self.fields[name].queryset = self._with_present(name, choices)
        for name in {"deadline", "priority"} & {*self.fields}:
            self.fields[name].show_hidden_initial = True

    def _with_present(self, name: str, choices: QuerySet[User]) -> QuerySet[User]:
        """Whoever is asked already stands among them, even if they have left."""
        return choices | User.objects.filter(pk=getattr(self.instance, f"{name}_id")).order_by(*choices.query.order_by)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        editor, section = cleaned.get("editor"), cleaned.get("section")
        if editor and section and "editor" in self.changed_data and not workflow.in_charge(editor, section.pk):
            message = _("%(who)s edits other sections, and could do nothing with it.")
            self.add_error("editor", message % {"who": editor.get_full_name() or editor.get_username()})
        return cleaned

    def assigned(self) -> dict[str, Any]:
        """What was changed of it on this page; nothing for those who may not assign, whose form has no such fields."""
        return {name: self.cleaned_data[name] for name in assigning.FIELDS if name in self.changed_data}
