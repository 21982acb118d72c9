"""Pictures at the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget

from articles import intake, pictures
from articles.admin.base import DeskAdmin
from articles.models import Photo

FOUND = 24  # pictures that the editor shows at once


class PictureField(forms.FileField):
    """A file that intake.judge lets in. Django's own field would try every decoder that it has."""

    widget = UnfoldAdminFileFieldWidget

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        file = super().to_python(data)
        if file is not None:
            intake.judge(file)
        return file

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return super().widget_attrs(widget) | {"accept": "image/jpeg,image/png,image/webp,image/avif"}


class PhotoForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ["original", "alt", "caption", "credit"]
        field_classes = {"original": PictureField}


def _said(photo: Photo) -> dict[str, Any]:
    words = {name: getattr(photo, name) for name in ("uid", "alt", "caption", "credit")}
    preview = reverse("admin:articles_photo_preview", args=[photo.pk])
    return words | {"preview": preview, "lacks": not (photo.alt and photo.credit)}


@admin.register(Photo)
class PhotoAdmin(DeskAdmin):
    form = PhotoForm
    list_display = ["preview", "caption", "credit", "size"]
    search_fields = ["caption", "alt", "credit"]
    fields = ["original", "alt", "caption", "credit"]

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> list[str]:
        return ["preview"] if obj else []  # another file is another picture

    def get_fields(self, request: HttpRequest, obj: Photo | None = None) -> list[str]:
        return ["preview" if obj else "original", "alt", "caption", "credit"]

    @admin.display(description=_("picture"))
    def preview(self, photo: Photo) -> str:
        address = reverse("admin:articles_photo_preview", args=[photo.pk])
        return format_html('<img class="preview" src="{}" alt="{}" width="160">', address, photo.alt)

    @admin.display(description=_("size"))
    def size(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}"

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("<int:pk>/preview/", view, name="articles_photo_preview"),
            path("library/", self.admin_site.admin_view(self.library_view), name="articles_photo_library"),
            *super().get_urls(),
        ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Photo], search_term: str
    ) -> tuple[QuerySet[Photo], bool]:
        return queryset.search(search_term), False

    def library_view(self, request: HttpRequest) -> JsonResponse:
        """Pictures for the editor: those of a uid, or found by words, the newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photos = Photo.objects.search(request.GET.get("q", ""))
        if uid := request.GET.get("uid"):
            photos = photos.filter(uid=uid)
        return JsonResponse({"results": [_said(photo) for photo in photos[:FOUND]]})

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        photo = Photo.objects.filter(pk=pk).first()
        if photo is None or not self.has_view_permission(request, photo):
            raise Http404
        response = FileResponse(pictures.copy(photo, "480.webp"), content_type="image/webp")
        response.headers["Cache-Control"] = "private, max-age=3600"
        return response
