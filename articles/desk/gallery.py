"""The gallery of a story on its form: pictures of the library in their order."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.desk import editor
from articles.desk.base import NamedCells
from articles.models import Article, GalleryPicture, Photo
from newsroom.lib import theme

PICKER = ("close", "found", "failed", "choosePicture", "searchPictures", "lacks", "unnamed")
WORDS = {name: editor.WORDS[name] for name in PICKER} | {
    "choose": _("Pictures for the gallery"),
    "added": _("In the gallery"),
    "number": _("Picture {number} of {all}"),
    "up": _("Move up"),
    "down": _("Move down"),
    "unknown": _("This picture is not in the library."),
}


class GalleryForm(forms.ModelForm):
    """The picture's number, so that a line can be filled in without scripts. With scripts the field is hidden."""

    photo = forms.ModelChoiceField(
        Photo.objects, label=_("Number"), widget=theme.NumberInput(attrs={"aria-label": _("Number")}),
        help_text=_("The number of the picture, from its page in the library."),
    )  # fmt: skip

    class Media:
        css = {"all": ["desk/gallery.css"]}
        js = [Script(f"desk/{name}.js", type="module") for name in ("gallery", "picture")]


class GalleryInline(NamedCells, theme.TabularInline):
    model = GalleryPicture
    form = GalleryForm
    extra = 0
    verbose_name_plural = _("Gallery, shown below the text in this order")
    fields = ["shown", "photo", "caption", "position"]
    readonly_fields = ["shown"]
    ordering_field = "position"
    hide_title = True
    template_after = "desk/_gallery.html"
    words = WORDS  # for its script

    def get_queryset(self, request: HttpRequest) -> QuerySet[GalleryPicture]:
        return super().get_queryset(request).select_related("photo")

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """The gallery has the permissions of its story."""
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission

    @theme.display(description=_("picture"))
    def shown(self, line: GalleryPicture) -> SafeString | str:
        if not line.photo_id:
            return "–"
        photo: Any = line.photo
        address = reverse("admin:articles_photo_square", args=[photo.pk])
        return format_html('<img class="preview" src="{}" alt="{}" width="96" height="96">', address, photo)
