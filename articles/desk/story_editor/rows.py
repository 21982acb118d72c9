"""The rows of a story's page: byline, sources, gallery. Each is one line, and a source opens in place."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from articles.desk.story_editor.fields import NativeFields, dress, present
from articles.models import Article, Byline, Citation, Correspondent, GalleryPicture, Photo


class RowForm(forms.ModelForm):
    """One row. Its position is not typed: scripts number the rows, and without them they keep their order."""

    loaded: tuple[str, ...] = ()  # what the row's object brings with it, so that no query is needed to name it

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False
        self.fields["position"].widget = forms.HiddenInput(attrs={"data-position": ""})
        dress(self)
        present(self, *self.loaded)

    def clean_position(self) -> int:
        typed = self.cleaned_data["position"]
        return self.instance.position if typed is None else typed


class BylineForm(RowForm):
    loaded = ("correspondent",)

    def clean_correspondent(self) -> Correspondent:
        """A correspondent who was merged while the form was open is the one they became."""
        person = self.cleaned_data["correspondent"]
        return person.merged_into or person


class CitationForm(RowForm):
    loaded = ("source", "document")


class GalleryForm(RowForm):
    """The picture's number, so that a row can be filled in without scripts. With scripts the field is hidden."""

    photo = forms.ModelChoiceField(Photo.objects, widget=forms.NumberInput)
    field_order = ["photo", "caption", "position"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        model = GalleryPicture._meta
        self.fields["photo"].label = model.get_field("photo").verbose_name
        self.fields["photo"].widget.attrs["data-photo"] = ""


class Rows(BaseInlineFormSet):
    def __init__(self, *args, read: list[models.Model] | None = None, **kwargs) -> None:
        """`read`: the rows in their order, where they are at hand already."""
        super().__init__(*args, **kwargs)
        if read is not None:
            self._queryset = read

    def blank(self) -> forms.ModelForm:
        """The row that a browser without scripts can fill in; saved, there is another."""
        number = self.total_form_count()
        form = self.form(
            prefix=self.add_prefix(number), auto_id=self.auto_id, empty_permitted=True,
            use_required_attribute=False, **self.get_form_kwargs(number),
        )  # fmt: skip
        self.add_fields(form, number)
        for field in form.fields.values():
            field.widget.without_scripts = True
        return form

    @property
    def total_with_blank(self) -> int:
        return self.total_form_count() + 1


class RowInline(NativeFields, admin.TabularInline):
    formset = Rows
    extra = 0
    loaded: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(*self.form.loaded)


class BylineInline(RowInline):
    model = Byline
    form = BylineForm
    autocomplete_fields = ["correspondent"]
    fields = ["correspondent", "role", "position"]


class CitationInline(RowInline):
    model = Citation
    form = CitationForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    autocomplete_fields = ["source", "document"]
    fields = ["statement", "source", "kind", "address", "document", "obtained_on", "obtained_how", "position"]


class GalleryInline(RowInline):
    model = GalleryPicture
    form = GalleryForm
    fields = ["photo", "caption", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[GalleryPicture]:
        return super().get_queryset(request).select_related("photo")

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """The gallery has the permissions of its story."""
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


def by_name(context: dict[str, Any]) -> dict[str, BaseInlineFormSet]:
    return {inline.formset.prefix: inline.formset for inline in context["inline_admin_formsets"]}
