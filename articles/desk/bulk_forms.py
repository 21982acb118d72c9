"""What an action on several stories asks for."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.utils import parse_tags

from articles.desk import staff
from articles.desk.assignment import PersonField
from articles.desk.moments import moment_field
from articles.models import Article
from articles.models.article import Priority

FIELD = {"class": "field"}
NO_CHANGE = gettext_lazy("No change")


def person_field(label: Any) -> PersonField:
    return PersonField(
        User.objects.none(), label=label, required=False, empty_label=NO_CHANGE, widget=forms.Select(FIELD)
    )


class AssignForm(forms.Form):
    reporter, editor = person_field(gettext_lazy("Writer")), person_field(gettext_lazy("Editor"))
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"), required=False, coerce=int, empty_value=None,
        choices=[("", NO_CHANGE), *Priority.choices], widget=forms.Select(FIELD),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reporter"].queryset, self.fields["editor"].queryset = staff.writers(), staff.editors()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Choose a writer, an editor or a priority."), code="nothing")
        return {name: value for name, value in cleaned.items() if value}


class DeadlineForm(forms.Form):
    deadline = moment_field(
        gettext_lazy("Deadline"), gettext_lazy("In newsroom time. Leave blank to remove the deadline."), **FIELD
    )


class TagForm(forms.Form):
    tags = forms.CharField(
        label=gettext_lazy("Tags to add"), help_text=gettext_lazy("Separated by commas."),
        widget=forms.TextInput(FIELD), max_length=500,
    )  # fmt: skip

    def clean_tags(self) -> list[str]:
        names, longest = parse_tags(self.cleaned_data["tags"]), 100
        if any(len(name) > longest for name in names):
            raise ValidationError(_("A tag can have at most 100 characters. Shorten it."), code="too-long")
        return names


class SectionForm(forms.Form):
    section = forms.ModelChoiceField(
        Article._meta.get_field("section").related_model._default_manager.none(), label=gettext_lazy("Section"),
        empty_label=gettext_lazy("Choose a section"), widget=forms.Select(FIELD),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = self.fields["section"].queryset.model.objects.all()


def languages() -> list[tuple[str, str]]:
    return [("", _("Choose a language")), *((code, _(name)) for code, name in settings.LANGUAGES)]


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=languages, widget=forms.Select(FIELD),
        help_text=gettext_lazy("A draft is made of each story, with its byline, sources, pictures and tags."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Reason"), strip=True, widget=forms.Textarea(FIELD | {"rows": 3}), max_length=2000,
        help_text=gettext_lazy("The writers of the stories are notified, with this reason."),
    )  # fmt: skip
