"""The forms of steps: what the editor saw, sent back with what they decided. Publishing's are in change_forms.py."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.desk.moments import clock_field
from articles.models import Kind
from articles.publishing import issuing


class StepForm(forms.Form):
    """The fields of a step. What the editor saw is sent back, so that nobody decides on a text they haven't read."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # publishing.token
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)  # of the text that was read
    text_digest = forms.CharField(required=False, widget=forms.HiddenInput)  # of that text as it would be printed

    use_required_attribute = False  # the server says what is missing, in words, at its field

    def __init__(self, data, *, article: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.article = article


class NoteForm(StepForm):
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


class SeenForm(StepForm):
    """It says what its editor saw, or it is refused before anything else is judged."""

    of_text = False  # taken on the text of the draft, so on that text in every part of it

    def clean(self) -> dict[str, Any]:
        saw = self.cleaned_data.get
        if saw("seen") != self.initial["seen"] or saw("version") is None:
            raise ValidationError(_(issuing.REASONS["changed-meanwhile"]), code="changed-meanwhile")
        if self.of_text and not saw("text_digest"):
            raise ValidationError(_(issuing.REASONS["text-changed-meanwhile"]), code="text-changed-meanwhile")
        return self.cleaned_data


class ReadForm(SeenForm, NoteForm):
    """Of a step on a text that was read: it is submitted, approved, returned or spiked."""

    of_text = True


class LookForm(SeenForm, NoteForm):
    """Of a second check: it is of the editions that were there when the page was opened, and of no later one."""


class PromoteForm(SeenForm):
    """A brief is to be a story: under this headline, of this kind."""

    headline = forms.CharField(
        label=_("Headline"), max_length=200,
        help_text=_("Taken from the lede. Aim for 90 characters or fewer."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in Kind.choices if choice[0] != Kind.BRIEF], initial=Kind.NEWS
    )


class RescheduleForm(SeenForm):
    at = clock_field(_("New time"), required=True)

    def clean_at(self) -> datetime:
        return exactly(self, "at")


class WindowForm(SeenForm):
    embargo = clock_field(_("Embargo"), _("Optional. The story can't be published before this time."))
    ends_at = clock_field(_("End"), _("Optional. The story leaves the site at this time."))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_embargo(self) -> datetime | None:
        return exactly(self, "embargo")

    def clean_ends_at(self) -> datetime | None:
        return exactly(self, "ends_at")


def exactly(form: StepForm, name: str) -> datetime | None:
    """What nobody touched stays to the microsecond, of which the field shows none."""
    typed, before = form.cleaned_data[name], form.initial[name]
    return before if typed and before and typed == before.replace(microsecond=0) else typed
