"""“Who and by when”: the part of a story's form that says who is asked to write and to read it."""

from functools import cached_property, partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.desk import notifications, staff
from articles.desk.moments import moment_field
from articles.drafts import assigning
from articles.models import Article
from articles.templatetags.desk import person as name_of
from newsroom.lib import theme

ASSIGNMENT = ["reporter", "editor", "deadline", "priority", "wanted_words"]
PEOPLE = {"reporter": staff.writers, "editor": staff.editors}
DOES = {"reporter": "writes", "editor": "edits"}  # what staff.able says of them


class PersonField(forms.ModelChoiceField):
    """A field for one person at the desk: type part of a name to search, or choose from the list without scripts."""

    def label_from_instance(self, user: User) -> str:
        return name_of(user)


def person(name: str) -> PersonField:
    field = Article._meta.get_field(name)
    return PersonField(
        User.objects.none(), label=capfirst(field.verbose_name), help_text=field.help_text, required=False,
        show_hidden_initial=True,
    )  # fmt: skip


class AssignmentForm(forms.ModelForm):
    """Each field has a hidden twin with the value it showed, so a form that was open for an hour saves only what was
    changed in it and doesn't undo what others assigned in the meantime."""

    reporter, editor = person("reporter"), person("editor")
    deadline = moment_field(
        capfirst(Article._meta.get_field("deadline").verbose_name), Article._meta.get_field("deadline").help_text
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._present = {name: getattr(self.instance, f"{name}_id") for name in PEOPLE}
        for name, able in PEOPLE.items():
            if field := self.fields.get(name):
                field.queryset = self._with_present(name, able())
                field.choices = partial(self._choices, name)
        for name in {"deadline", "priority", "wanted_words"} & {*self.fields}:
            self.fields[name].show_hidden_initial = True

    def _with_present(self, name: str, choices: QuerySet[User]) -> QuerySet[User]:
        """The person already assigned stays in the list, even if they have left."""
        return choices | User.objects.filter(pk=self._present[name]).order_by(*choices.query.order_by)

    def _choices(self, name: str) -> list[tuple[Any, str]]:
        """The people of that queryset; both lists come from one query, when they are shown."""
        field, does, present = self.fields[name], DOES[name], self._present[name]
        people = (user for user in self._people if getattr(user, does) or user.pk == present)
        return [("", field.empty_label), *((user.pk, field.label_from_instance(user)) for user in people)]

    @cached_property
    def _people(self) -> list[User]:
        return [*staff.able(*self._present.values())]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        editor, section = cleaned.get("editor"), cleaned.get("section")
        if editor and section and "editor" in self.changed_data and not workflow.in_charge(editor, section.pk):
            message = _("%(who)s doesn't edit this section. Choose an editor who does.")
            self.add_error("editor", message % {"who": name_of(editor)})
        return cleaned

    def assigned(self) -> dict[str, Any]:
        """What was changed of it on this page; nothing for those who may not assign, whose form has no such fields."""
        return {name: self.cleaned_data[name] for name in assigning.FIELDS if name in self.changed_data}


class AssignedAdmin(theme.ModelAdmin):
    """Who may not assign reads who is asked. Their form has no such fields, whatever is posted."""

    def may_assign(self, request: HttpRequest, article: Article | None) -> bool:
        user = request.user
        return workflow.may_lead(user, article) if article else user.has_perm(f"articles.{workflow.EDITORS}")

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        fixed = super().get_readonly_fields(request, obj)
        return fixed if self.may_assign(request, obj) else [*fixed, *assigning.FIELDS]

    def save_assignment(self, request: HttpRequest, form: AssignmentForm) -> None:
        """Saved after the story. People who were assigned are notified, and a message on the page says so."""
        if assigned := form.assigned():
            article = assigning.assign(form.instance.pk, by=request.user, **assigned)
            asked = [assigned.get("reporter"), assigned.get("editor")]
            if told := notifications.told(
                notifications.tell(notifications.Kind.ASSIGNED, article, by=request.user, people=asked)
            ):
                messages.success(request, told)
