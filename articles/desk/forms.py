"""The form of a story."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import Script
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.desk.assignment import AssignmentForm
from articles.desk.editor import text_field, write_in
from articles.desk.moments import moment_field
from articles.desk.places import PlaceInput
from articles.desk.story_editor import fields
from articles.desk.subjects import SubjectsField
from articles.desk.tags import NamesField
from articles.models import Article, Edition, Kind
from articles.models.edition import Change
from articles.publishing import issuing
from newsroom.lib import clock

WRITTEN = {"headline": _("Headline"), "standfirst": _("Lede: what happened, in a sentence or two"), "body": ""}


class ArticleForm(AssignmentForm):
    body = text_field()
    slug = forms.SlugField(
        label=_("Slug"), required=False, max_length=100, widget=forms.TextInput,
        help_text=Article._meta.get_field("slug").help_text,
    )  # fmt: skip
    tags = NamesField(
        label=_("Tags"), required=False, help_text=Article._meta.get_field("tags").help_text
    )  # fmt: skip
    subjects = SubjectsField(
        label=_("Subjects"), required=False, help_text=Article._meta.get_field("subjects").help_text
    )  # fmt: skip
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sheet = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)  # the key of its buffer

    class Media:
        js = [Script("desk/buffer.js", type="module")]

    class Meta:
        model = Article
        fields = "__all__"
        widgets = {
            "dateline": PlaceInput,
            "headline": forms.Textarea(attrs={"rows": 1}),
            "standfirst": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version
        if "language" in self.fields:
            self.fields["language"] = _languages(self.instance.language)
        write_in(self, self.initial.get("language") or self.instance.language)
        fields.dress(self)
        fields.present(self, "photo", "follows", "translation_of")
        for name, placeholder in WRITTEN.items():  # they are in the page's text, outside the form's own element
            if name in self.fields:
                widget = self.fields[name].widget
                widget.attrs |= {"form": fields.FORM, "class": f"write-{name}", "placeholder": placeholder}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._clean_translation(cleaned.get("translation_of"), cleaned.get("translated_edition"))
        return cleaned

    def _clean_translation(self, story: Article | None, number: int | None) -> None:
        """The edition that is translated must be there; a translation names both, or nothing."""
        if story and number is None and "translated_edition" not in self.errors:
            self.add_error("translated_edition", _("Enter the number of the edition that was translated."))
        elif number is not None and story is None and "translation_of" not in self.errors:
            self.add_error("translation_of", _("Choose the story that was translated, or leave the edition blank."))
        elif story and story.pk == self.instance.pk:
            self.add_error("translation_of", _("A story can't be a translation of itself. Choose another story."))
        elif story and number is not None and not Edition.objects.filter(article=story, number=number).exists():
            message = _("“%(story)s” has no edition %(number)s. Its publication history has the numbers.")
            self.add_error("translated_edition", message % {"story": story, "number": number})

    def clean_standfirst(self) -> str:
        return self.cleaned_data["standfirst"].replace("\r\n", "\n")  # browsers write line ends in their own way


def _languages(present: str) -> forms.ChoiceField:
    """The languages of the newsroom by name; also the one a story has by now, if the newsroom has given it up."""
    names = dict(settings.LANGUAGES)
    choices = [(code, _(name)) for code, name in names.items()]
    field = Article._meta.get_field("language")
    allowed = ", ".join(str(name) for _code, name in choices)
    wrong = _("This newsroom doesn't write in “%(value)s”. Choose one of: {}.")
    return forms.ChoiceField(
        label=capfirst(field.verbose_name), help_text=field.help_text,
        choices=choices if present in names else [*choices, (present, present)],
        error_messages={"invalid_choice": wrong.format(allowed)},
    )  # fmt: skip


class StepForm(forms.Form):
    """The fields of a step. What the editor saw is sent back, so that nobody decides on a text they haven't read."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # publishing.token
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)  # of the text that was read
    text_digest = forms.CharField(required=False, widget=forms.HiddenInput)  # of that text as it would be printed

    def __init__(self, data, *, article: Article, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.article = article


class NoteForm(StepForm):
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


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


class ChangeForm(SeenForm):
    """Of something that was public before: what kind of change it is, and what readers are told."""

    change = forms.ChoiceField(label=_("Kind of change"), choices=Change, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note for readers"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What was changed and why. Readers see it on the story and in its publication history."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Breaking news: why nobody else has checked it"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("change") not in {None, "", Change.MINOR}:
            if not cleaned.get("note", "").strip():
                self.add_error("note", _(issuing.REASONS["note-missing"]))
            elif issuing.is_unfinished(cleaned["note"]):
                self.add_error("note", _(issuing.REASONS["note-unfinished"]))
        return cleaned


class PublishForm(ChangeForm):
    of_text = True
    at = moment_field(_("Publish at"), _("Leave blank to publish now. Newsroom time."))
    field_order = ["at", "change", "note", "reason"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not Edition.objects.public_by(clock.now()).filter(article=self.article).exists():
            del self.fields["change"], self.fields["note"]
        if kwargs["initial"].get("two"):
            del self.fields["reason"]


class FixForm(ChangeForm):
    """A correction of the live edition, while the draft may be far ahead."""

    headline = forms.CharField(label=_("Headline"), required=False, max_length=200)
    standfirst = forms.CharField(label=_("Lede"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    body = text_field()
    field_order = ["headline", "standfirst", "body", "change", "note", "reason"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        write_in(self, self.article.language)
        if settings.FOUR_EYES:
            self.fields["reason"].label = _("Why nobody else has checked it")
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """A text that was not sent at all is no text that was deleted."""
        cleaned = super().clean()
        return {name: value for name, value in cleaned.items() if name not in publishing.FIXABLE or name in self.data}

    def clean_standfirst(self) -> str:
        return self.cleaned_data["standfirst"].replace("\r\n", "\n")

    def clean_body(self) -> str:
        return self.cleaned_data["body"].replace("\r\n", "\n")


class RescheduleForm(SeenForm):
    at = moment_field(_("New time"), _("Newsroom time."), required=True)

    def clean_at(self) -> datetime:
        return _exactly(self, "at")


class WindowForm(SeenForm):
    embargo = moment_field(_("Embargo"), _("Optional. The story can't be published before this time. Newsroom time."))
    ends_at = moment_field(_("End"), _("Optional. The story leaves the site at this time. Newsroom time."))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_embargo(self) -> datetime | None:
        return _exactly(self, "embargo")

    def clean_ends_at(self) -> datetime | None:
        return _exactly(self, "ends_at")


def _exactly(form: StepForm, name: str) -> datetime | None:
    """What nobody touched stays to the microsecond, of which the field shows none."""
    typed, before = form.cleaned_data[name], form.initial[name]
    return before if typed and before and typed == before.replace(microsecond=0) else typed


class EraseForm(forms.Form):
    """Of an edition's text, for good."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which court or law requires it. Kept in the ledger; readers don't see it."),
    )  # fmt: skip
