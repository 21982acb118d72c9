"""Documents at the desk: stored copies of what stories rest on."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles import workflow
from articles.desk.base import DeskAdmin
from articles.models import Document
from articles.site import documents
from newsroom.lib import caching, headers, uploads


class DocumentForm(forms.ModelForm):
    class Meta:
        model = Document
        fields = ["file", "downloadable"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].max_length = None  # a long name is cut by clean_name

    def clean_file(self) -> UploadedFile:
        """Judged before anything is kept. Its name and kind are what was found, not what the browser said."""
        file = self.cleaned_data["file"]
        try:
            kind = documents.judge(file)
        except ValidationError as refused:
            raise uploads.naming(file, refused) from None
        self.instance.name, self.instance.type = documents.clean_name(file.name, kind), documents.TYPES[kind]
        return file


@admin.register(Document)
class DocumentAdmin(DeskAdmin):
    list_display = ["name", "kept", "downloadable", "added_by", "added_at"]
    list_filter = ["downloadable"]
    list_select_related = ["added_by"]
    search_fields = ["name", "sha256"]
    form = DocumentForm

    def get_fields(self, request: HttpRequest, obj: Document | None = None) -> list[str]:
        return ["look", "kept", "sha256", "added_by", "downloadable"] if obj else ["file", "downloadable"]

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> list[str]:
        return ["look", "kept", "sha256", "added_by"] if obj else []  # another file is another document

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        """The person who added it decides whether readers may download it; so do editors."""
        allowed = super().has_change_permission(request, obj)
        mine = obj is None or obj.added_by_id == request.user.pk
        return allowed and (mine or request.user.has_perm(f"articles.{workflow.EDITORS}"))

    @admin.display(description=_("file"))
    def look(self, document: Document) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:articles_document_file", args=[document.pk]), document)

    @admin.display(description=_("size"))
    def kept(self, document: Document) -> str:
        return filesizeformat(document.size)

    def save_model(self, request: HttpRequest, obj: Document, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.added_by = request.user
            obj.measure()
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Document) -> None:
        """The file goes too, once nothing can bring the row back."""
        storage, name = obj.file.storage, obj.file.name
        super().delete_model(request, obj)
        transaction.on_commit(lambda: storage.delete(name))

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_safe(self.file_view))
        return [path("<int:pk>/file/", view, name="articles_document_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        document = get_object_or_404(Document, pk=pk)
        response = FileResponse(
            document.file.open("rb"), as_attachment=True, filename=document.name, content_type=document.type
        )
        headers.only_a_file(response)
        caching.never_kept(response)
        return response
