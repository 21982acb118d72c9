"""Pictures at the desk: the library, uploads, and each picture's caption, credit and licence."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.desk import photo_upload
from articles.desk.editor_words import UPLOAD
from articles.desk.filters import Filter
from articles.desk.photo_upload import UploadAdmin
from articles.models import Photo
from articles.pictures import copies, intake, jobs, library
from newsroom.lib import caching, clock, theme, uploads

CREDITS = 200  # names that the list can be narrowed to
SAID = ["alt", "decorative", "caption", "credit", "copyright", "taken_on"]
RIGHTS = ["rights_holder", "licence", "licence_until"]
FOCUS = ["focus_x", "focus_y"]


class PictureField(forms.FileField):
    """A file that intake.judge lets in. Django's own field would try every decoder that it has."""

    widget = theme.FileInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"max_length": None})  # nothing of the name is stored

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        file = super().to_python(data)
        if file is not None:
            try:
                intake.judge(file)
            except ValidationError as refused:
                raise uploads.naming(file, refused) from None
        return file

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return super().widget_attrs(widget) | {"accept": intake.ACCEPT}


class PhotoForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ["original", *SAID, *RIGHTS, *FOCUS]
        field_classes = {"original": PictureField}

    class Media:
        js = [Script("desk/photo.js", type="module")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {*FOCUS} & {*self.fields}:
            self.fields[name].required = False
            self.fields[name].widget.attrs |= {"min": 0, "max": 1, "step": 0.01}

    def clean(self) -> dict[str, Any]:
        """No focal point is the middle."""
        cleaned = super().clean() or self.cleaned_data
        return cleaned | {name: 0.5 for name in FOCUS if cleaned.get(name) is None}


def _where(use: library.Use) -> str:
    return ", ".join(words for words, true in ((_("published"), use.live), (_("in the draft"), use.at_desk)) if true)


class UseFilter(Filter):
    title, parameter_name = gettext_lazy("use"), "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        yield "used", _("Used in a story")
        yield "unused", _("Not used")

    def narrow(self, photos: QuerySet[Photo], chosen: str) -> QuerySet[Photo]:
        return photos.filter(library.used()) if chosen == "used" else photos.exclude(library.used())


class LackFilter(Filter):
    title, parameter_name = gettext_lazy("problems"), "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        yield "words", _("No description or credit")
        yield "licence", _("Licence ended, or ends within 30 days")

    def narrow(self, photos: QuerySet[Photo], chosen: str) -> QuerySet[Photo]:
        return photos.lacking() if chosen == "words" else photos.running_out(clock.now())


class CreditFilter(Filter):
    title, parameter_name = gettext_lazy("credit"), "credit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        credits = Photo.objects.exclude(credit="").order_by("credit").values_list("credit", flat=True).distinct()
        yield from ((credit, credit) for credit in credits[:CREDITS])

    def narrow(self, photos: QuerySet[Photo], chosen: str) -> QuerySet[Photo]:
        return photos.filter(credit=chosen)


@admin.register(Photo)
class PhotoAdmin(UploadAdmin):
    form = PhotoForm
    list_display = ["caption"]  # the page draws the pictures themselves: desk/photos.html
    list_filter = [UseFilter, LackFilter, CreditFilter]
    change_list_template = "desk/photos.html"
    list_per_page = 48
    search_fields = ["caption", "alt", "credit"]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        own = {"own_media": photo_upload.scripts(request), "words": UPLOAD, "now": request.moment, "forms": []}
        return super().changelist_view(request, own | (extra_context or {}))

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """What readers see of a picture, or will, is changed by who added it or an editor: it changes at once.

        Its licence and focal point are asked with each page; its credit is written into every copy.
        """
        allowed = super().has_change_permission(request, obj)
        theirs = obj is None or obj.added_by_id == request.user.pk
        editor = request.user.has_perm(f"articles.{workflow.EDITORS}")
        return allowed and (theirs or editor or not obj.is_shown(request.moment))

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> list[str]:
        return ["preview", "suggestions", "shown_in"] if obj else []  # another file is another picture

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> list:
        top = ["preview", *SAID, "suggestions"] if obj else ["original", *SAID]
        sets = [(None, {"fields": top}), (gettext_lazy("Rights"), {"fields": RIGHTS})]
        if obj:
            sets.insert(1, (gettext_lazy("Where it is used"), {"fields": ["shown_in"]}))
        return [*sets, (gettext_lazy("Focal point"), {"fields": [tuple(FOCUS)]})]

    def save_model(self, request: HttpRequest, obj: Photo, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.suggested = intake.suggestions(obj.original)
            obj.added_by = request.user
        super().save_model(request, obj, form, change)
        jobs.ask_for_copies(obj)

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        """The files go too, once nothing can bring the row back."""
        super().delete_model(request, obj)
        transaction.on_commit(lambda: copies.remove(obj))

    # -- what its page says -------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("picture"))
    def preview(self, photo: Photo) -> str:
        address = reverse("admin:articles_photo_preview", args=[photo.pk])
        return format_html(
            '<img class="preview" data-focal src="{}" alt="{}" width="480" height="{}">',
            address, photo.alt, round(photo.height * 480 / photo.width),
        )  # fmt: skip

    @admin.display(description=gettext_lazy("details from the file"))
    def suggestions(self, photo: Photo) -> str:
        """What was found in the file; it is taken over by a click, and never by itself."""
        found = {name: photo.suggested[name] for name in SAID if name in photo.suggested}  # PostgreSQL keeps no order
        names = {name: photo._meta.get_field(name).verbose_name for name in found}
        rows = ((names[name], text, name, text, _("Use this")) for name, text in found.items())
        row = '<p>{}: {} <button type="button" class="step" hidden data-into="{}" data-take="{}">{}</button></p>'
        return format_html_join("", row, rows) or "–"

    @admin.display(description=gettext_lazy("stories and people"))
    def shown_in(self, photo: Photo) -> str:
        """The drafts and people that have it, and what readers see of it now."""
        found = library.uses(photo, clock.now())
        rows = [
            (reverse("admin:articles_article_change", args=[use.article_id]), use.title, _where(use)) for use in found
        ]
        people = library.portraits(photo)
        page = "admin:articles_correspondent_change"
        rows += [(reverse(page, args=[person.pk]), person, _("portrait")) for person in people]
        return format_html_join("", '<p><a href="{}">{}</a> ({})</p>', rows) or "–"

    # -- addresses ----------------------------------------------------------------------------------------------------

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", wrap(self.preview_view), name="articles_photo_preview"),
            path("<int:pk>/square/", wrap(self.square_view), name="articles_photo_square"),
            *super().get_urls(),
        ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Photo], search_term: str
    ) -> tuple[QuerySet[Photo], bool]:
        return queryset.search(search_term), False

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._private(copies.copy(self._photo(request, pk), "480.webp"))

    def square_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Not kept: the focal point may move."""
        return self._private(copies.copy(self._photo(request, pk), copies.SQUARE), timedelta(0))

    def _photo(self, request: HttpRequest, pk: int) -> Photo:
        photo = Photo.objects.filter(pk=pk).first()
        if photo is None or not self.has_view_permission(request, photo):
            raise Http404
        return photo

    def _private(self, file, life: timedelta = timedelta(hours=1)) -> HttpResponse:
        response = FileResponse(file, content_type="image/webp")
        caching.kept_by_browser(response, life)
        return response
