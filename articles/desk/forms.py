"""The form of a story."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.desk.assignment import AssignmentForm
from articles.desk.editor import text_field, write_in
from articles.desk.places import PlaceInput
from articles.desk.story_editor import fields
from articles.desk.subjects import SubjectsField
from articles.desk.tags import NamesField
from articles.models import Article, Edition

WRITTEN = {"headline": _("Headline"), "standfirst": _("Lede: what happened, in a sentence or two"), "body": ""}


class ArticleForm(AssignmentForm):
    body = text_field()
    slug = forms.SlugField(
        label=_("Slug"), required=False, max_length=100, widget=forms.TextInput,
        help_text=Article._meta.get_field("slug").help_text,
        error_messages={"invalid": _("The slug can have only letters from a to z, numbers, hyphens and underscores.")},
    )  # fmt: skip
    tags = NamesField(
        label=_("Tags"), required=False, help_text=Article._meta.get_field("tags").help_text
    )  # fmt: skip
    subjects = SubjectsField(
        label=_("Subjects"), required=False, help_text=Article._meta.get_field("subjects").help_text
    )  # fmt: skip
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sheet = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)  # the key of its buffer

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
            self.fields["language"] = language_field(self.instance.language)
            self.fields["language"].widget.attrs["form"] = fields.FORM
        write_in(self, self.initial.get("language") or self.instance.language)
        fields.dress(self)
        fields.present(self, "photo", "follows", "translation_of")
        for name, placeholder in WRITTEN.items():  # they are in the page's text, outside the form's own element
            if name in self.fields:
                widget = self.fields[name].widget
                widget.attrs |= {"form": fields.FORM, "class": f"write-{name}", "placeholder": placeholder}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.data.get("_translated", "").isdecimal():  # “This translation is now of edition N”
            cleaned["translated_edition"] = int(self.data["_translated"][:9])
        self._clean_translation(cleaned.get("translation_of"), cleaned.get("translated_edition"))
        return cleaned

    def _clean_translation(self, story: Article | None, number: int | None) -> None:
        """A translation names an original and an edition of it, 0 before its first; or neither."""
        if story and number is None and "translated_edition" not in self.errors:
            self.add_error("translated_edition", _("Enter the number of the edition that was translated."))
        elif number is not None and story is None and "translation_of" not in self.errors:
            self.add_error("translation_of", _("Choose the story that was translated, or leave the edition blank."))
        elif story and "translation_of" in self.changed_data and (message := self._no_original(story)):
            self.add_error("translation_of", message)
        elif story and number and not Edition.objects.filter(article=story, number=number).exists():
            message = _("“%(story)s” has no edition %(number)s. Its publication history has the numbers.")
            self.add_error("translated_edition", message % {"story": story, "number": number})

    def _no_original(self, story: Article) -> str | Promise:
        """Why this story can't be the original: translations name it directly, so that they find each other."""
        if story.pk == self.instance.pk:
            return _("A story can't be a translation of itself. Choose another story.")
        if story.translation_of_id:
            return _("This story is a translation itself. Choose its original.")
        if self.instance.pk and Article.objects.filter(translation_of=self.instance.pk).exists():
            return _("This story has translations, so it can't be a translation of another story.")
        return ""

    def clean_standfirst(self) -> str:
        return self.cleaned_data["standfirst"].replace("\r\n", "\n")  # browsers write line ends in their own way


def language_field(present: str, model: type[models.Model] = Article) -> forms.ChoiceField:
    """The languages of the newsroom by name; also the one it has by now, if the newsroom has given it up."""
    names = dict(settings.LANGUAGES)
    choices = [(code, _(name)) for code, name in names.items()]
    field = model._meta.get_field("language")
    allowed = ", ".join(str(name) for _code, name in choices)
    wrong = _("This newsroom doesn't write in “%(value)s”. Choose one of: {}.")
    return forms.ChoiceField(
        label=capfirst(field.verbose_name), help_text=field.help_text,
        choices=choices if present in names else [*choices, (present, present)],
        error_messages={"invalid_choice": wrong.format(allowed)},
    )  # fmt: skip
