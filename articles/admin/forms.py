"""The form of a story."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from unfold.widgets import INPUT_CLASSES, UnfoldAdminTextInputWidget

from articles import rendering
from articles.models import Article

EDITOR = {
    "extensions": {
        "Bold": True,
        "Italic": True,
        "Strike": True,
        "Superscript": True,
        "Subscript": True,
        "Heading": {"levels": [2, 3]},
        "Blockquote": True,
        "BulletList": True,
        "OrderedList": True,
        "ListItem": True,
        "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
        "History": True,
    }
}


class ArticleForm(forms.ModelForm):
    body = ProseEditorFormField(
        label=_("Text"), required=False, config=EDITOR, preset="configurable",
        widget=AdminProseEditorWidget(config=EDITOR, preset="configurable"),
    )  # fmt: skip
    slug = forms.SlugField(
        label=_("Slug"), required=False, max_length=100, widget=UnfoldAdminTextInputWidget,
        help_text=Article._meta.get_field("slug").help_text,
    )  # fmt: skip
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = "__all__"  # noqa: DJ007  (the admin's fieldsets name them)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version
        if "tags" in self.fields:
            self.fields["tags"].widget.attrs["class"] = " ".join(INPUT_CLASSES)

    def clean_body(self) -> str:
        return rendering.clean(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else saved meanwhile. The row is locked until the save is done."""
        cleaned = super().clean()
        if self.instance.pk:
            version = Article.objects.select_for_update(no_key=True).values_list("version", flat=True)
            if cleaned.get("seen_version") != version.get(pk=self.instance.pk):
                message = _("Somebody saved this story since you opened it. Open it in a second window to compare; "
                            "what you typed is still here.")  # fmt: skip
                raise ValidationError(message, code="changed-meanwhile")
        return cleaned


class NoteForm(forms.Form):
    """What a step asks for."""

    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)  # of the text that was read


class PublishForm(forms.Form):
    """What the editor saw comes back with the decision, so that nobody publishes something else than they read."""

    seen = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Breaking news: why nobody else read it"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
