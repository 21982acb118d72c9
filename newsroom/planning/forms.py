"""The forms of the planning board: an idea, and where a card is moved to."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import staff
from articles.desk.assignment import PersonField
from articles.drafts import planning
from articles.models import Article, Plan
from articles.workflow import EDITORS
from newsroom.lib import house_time
from sections.models import Section

FIELD = {"class": "field"}
NOBODY = gettext_lazy("Nobody yet")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(FIELD, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(FIELD, format="%H:%M")


def people_for(user: User) -> Any:
    """Editors may ask everybody who writes; others only themselves."""
    return staff.writers() if user.has_perm(f"articles.{EDITORS}") else User.objects.filter(pk=user.pk)


class PlanForm(forms.ModelForm):
    person = PersonField(User.objects.none(), label=gettext_lazy("Writer"), required=False, empty_label=NOBODY,
                         widget=forms.Select(FIELD))  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False, widget=forms.Select(FIELD))

    class Meta:
        model = Plan
        fields = ["title", "due_on", "due_at", "section", "person", "language", "note"]
        widgets = {
            "title": forms.TextInput(FIELD),
            "due_on": DayInput(),
            "due_at": TimeInput(),
            "section": forms.Select(FIELD),
            "note": forms.Textarea(FIELD | {"rows": 4, "maxlength": 5000}),
        }

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kept = User.objects.filter(pk=self.instance.person_id)
        people = people_for(user)
        self.fields["person"].queryset = people | kept.order_by(*people.query.order_by)
        self.fields["section"].empty_label = _("No section yet")
        self.fields["language"].choices = [("", _("Not decided")), *settings.LANGUAGES]

    def clean_note(self) -> str:
        if len(note := self.cleaned_data["note"]) > 5000:
            raise ValidationError(_("The note can have at most 5,000 characters. Shorten it."), code="too-long")
        return note

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_time(self, cleaned)
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in planning.FIELDS}


class MoveForm(forms.Form):
    """For a plan and for a story: day, time, section and writer. Only what this person may change is asked for."""

    due_on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    due_at = forms.TimeField(
        label=gettext_lazy("Time"), required=False, widget=TimeInput(), help_text=gettext_lazy("In newsroom time.")
    )
    section = forms.ModelChoiceField(
        Section.objects.all(), label=gettext_lazy("Section"), required=False, widget=forms.Select(FIELD),
        empty_label=gettext_lazy("No section yet"),
    )  # fmt: skip
    person = PersonField(User.objects.none(), label=gettext_lazy("Writer"), required=False, empty_label=NOBODY,
                         widget=forms.Select(FIELD))  # fmt: skip

    def __init__(self, *args, user: User, present: User | None, needs_time: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = people_for(user)
        kept = User.objects.filter(pk=present and present.pk).order_by(*people.query.order_by)
        self.fields["person"].queryset = people | kept
        self.fields["due_at"].required = needs_time

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_time(self, cleaned)
        return cleaned


def check_time(form: forms.BaseForm, cleaned: dict[str, Any]) -> None:
    """A time that the clocks skip on that day is refused."""
    day, at = cleaned.get("due_on"), cleaned.get("due_at")
    if day and not 1970 < day.year < 9998:
        form.add_error("due_on", ValidationError(_("Enter a year from 1971 to 9997."), code="year"))
    elif day and at:
        typed = datetime.combine(day, at)
        if not house_time.instants(typed):
            form.add_error("due_at", ValidationError(house_time.skipped(typed), code="skipped"))


def story_moves(article: Article, cleaned: dict[str, Any]) -> dict[str, Any]:
    """What of a story's assignment a move changes."""
    wanted = {"deadline": planning.due_moment(cleaned["due_on"], cleaned["due_at"]), "reporter": cleaned["person"]}
    return {name: value for name, value in wanted.items() if getattr(article, name) != value}
