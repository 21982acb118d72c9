"""Pictures come in, many at once, and are described: on the Photos page, and in a story where they are dropped."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from js_asset import ImportMap, Media, Script

from articles.desk import form_data
from articles.desk.base import DeskAdmin
from articles.desk.editor_words import UPLOAD
from articles.models import Photo
from articles.pictures import library
from newsroom.lib import uploads
from newsroom.lib.disk import has_no_room
from newsroom.lib.places import Full

AT_ONCE = 100  # pictures that are described on one page
SAID = ("alt", "caption", "credit")


class DescriptionForm(forms.ModelForm):
    """What can be said of a picture where it is uploaded; the rest is on its own page."""

    class Meta:
        model = Photo
        fields = ["alt", "caption", "credit"]
        widgets = {name: forms.Textarea(attrs={"rows": 2, "class": "field"}) for name in ("alt", "caption")} | {
            "credit": forms.TextInput(attrs={"class": "field"})
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefix = f"p{self.instance.pk}" if self.instance.pk else self.prefix
        hint = gettext_lazy("What the picture shows, for people who can't see it")
        self.fields["alt"].widget.attrs["placeholder"] = hint

    @property
    def suggested(self) -> dict[str, str]:
        """What the file itself says, where nobody has said anything yet."""
        found = self.instance.suggested
        return {name: found[name] for name in SAID if found.get(name) and not getattr(self.instance, name)}

    def parts(self) -> list[tuple[forms.BoundField, str]]:
        return [(self[name], self.suggested.get(name, "")) for name in SAID]


def said(photo: Photo) -> dict[str, Any]:
    """A picture as scripts know it."""
    words = {name: getattr(photo, name) for name in ("pk", "uid", *SAID, "lacks")}
    words["suggested"] = {name: photo.suggested[name] for name in SAID if name in photo.suggested}
    sizes = {name: reverse(f"admin:articles_photo_{name}", args=[photo.pk]) for name in ("preview", "square")}
    return words | sizes


def _card(request: HttpRequest, photo: Photo) -> str:
    return render_to_string("desk/_photo.html", {"photo": photo, "now": request.moment})


def scripts(request: HttpRequest) -> Media:
    """The import map of a page of our own, let through by its nonce."""
    names = ("dialog", "length", "upload")
    modules = ImportMap({f"newsroom/{name}": f"desk/editor/{name}.js" for name in names})
    page = Media(importmap=modules, js=[Script("desk/photos.js", type="module")])
    return Media.from_media(page, nonce=str(request.csp_nonce))


class UploadAdmin(DeskAdmin):
    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("upload/", wrap(self.upload_view), name="articles_photo_upload"),
            path("describe/", wrap(self.describe_view), name="articles_photo_describe"),
            path("library/", wrap(self.library_view), name="articles_photo_library"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def library_view(self, request: HttpRequest) -> JsonResponse:
        """Pictures for the editor and the gallery: the one of a uid or key, or found by words, the newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photos = Photo.objects.search(request.GET.get("q", ""))
        if uid := request.GET.get("uid"):
            photos = photos.filter(uid=uid)
        if key := form_data.number(request.GET.get("pk", "")):
            photos = photos.filter(pk=key)
        return JsonResponse({"results": [said(photo) for photo in photos[: self.found]]})

    found = 24  # pictures that a search shows at once

    # -- coming in ----------------------------------------------------------------------------------------------------

    @method_decorator(require_POST)
    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Many files at once, each judged alone. A script that shows progress asks for JSON, one file a time."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        told = [self._taken_in(request, file) for file in request.FILES.getlist("files")]
        if not request.accepts("text/html"):
            return JsonResponse({"files": told}, status=200 if told else 400)
        for one in told:
            messages.add_message(request, messages.ERROR if one["error"] else messages.SUCCESS, one["said"])
        if not told:
            messages.error(request, _("Choose at least one file."))
        keys = [one["photo"]["pk"] for one in told if not one["error"]]
        page = self.describe_page(keys) if keys else reverse("admin:articles_photo_changelist")
        return HttpResponseRedirect(page)

    def describe_page(self, keys: list[int]) -> str:
        query = "&".join(f"photo={key}" for key in keys[:AT_ONCE])
        return f"{reverse('admin:articles_photo_describe')}?{query}"

    def _taken_in(self, request: HttpRequest, file: UploadedFile) -> dict[str, Any]:
        name = uploads.shown(file.name)
        try:
            photo = library.take_in(file, by=request.user)
        except ValidationError as refused:
            return {"said": f"{name}: {refused.messages[0]}", "error": True}
        except Full:
            return {"said": _("%s can't be stored just now. Please try again in a minute.") % name, "error": True}
        except OSError as error:
            if not has_no_room(error):
                raise
            words = _("%s can't be stored: the server's disk is full. Please tell your administrator.")
            return {"said": words % name, "error": True}
        return {
            "said": _("%s is in the library. Now describe what it shows.") % name,
            "error": False,
            "page": reverse("admin:articles_photo_change", args=[photo.pk]),
            "photo": said(photo),
            "card": _card(request, photo),
            "form": render_to_string("desk/_describe.html", {"form": DescriptionForm(instance=photo)}),
        }

    # -- being described ----------------------------------------------------------------------------------------------

    def describe_view(self, request: HttpRequest) -> HttpResponse:
        """Descriptions, captions and credits of the pictures that are named, each saved by itself if it is right.

        `credit_for_all` fills the credits that are empty.
        """
        posted = request.POST if request.method == "POST" else None
        photos = self._to_describe(request, (posted or request.GET).getlist("photo"), strict=posted is not None)
        forms_ = [DescriptionForm(self._with_credit(posted, photo), instance=photo) for photo in photos]
        if posted is None:
            return self._describe_page(request, forms_)
        wrong = [form for form in forms_ if not self._save_described(request, form)]
        if not request.accepts("text/html"):
            kept = [form.instance for form in forms_ if form not in wrong]
            errors = {form.instance.pk: form.errors for form in wrong}
            told = {"photos": [said(photo) | {"card": _card(request, photo)} for photo in kept], "errors": errors}
            return JsonResponse(told, status=400 if wrong else 200)
        if wrong:
            return self._describe_page(request, wrong)
        count = len(photos)
        messages.success(request, ngettext("%s photo saved.", "%s photos saved.", count) % count)
        return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))

    def _to_describe(self, request: HttpRequest, named: list[str], *, strict: bool) -> list[Photo]:
        """Those of the named pictures that this person may change. With `strict`, one they may not is refused."""
        keys = {form_data.number(key) for key in named[:AT_ONCE]} - {None}
        photos = [*Photo.objects.filter(pk__in=keys).order_by("pk")]
        allowed = [photo for photo in photos if self.has_change_permission(request, photo)]
        if not allowed or (strict and len(allowed) < len(photos)):
            raise PermissionDenied
        if len(allowed) < len(photos):
            messages.warning(request, _("Photos that readers can see were left out: only editors can change them."))
        return allowed

    def _with_credit(self, posted: Any, photo: Photo) -> Any:
        if posted is None or not (credit := posted.get("credit_for_all", "").strip()):
            return posted
        name = f"p{photo.pk}-credit"
        return posted if posted.get(name, "").strip() else {**posted.dict(), name: credit}

    def _save_described(self, request: HttpRequest, form: DescriptionForm) -> bool:
        if not form.is_valid():
            return False
        if form.has_changed():
            with transaction.atomic():
                self.save_model(request, form.instance, form, change=True)
                self.log_change(request, form.instance, self.construct_change_message(request, form, [], add=False))
        return True

    def _describe_page(self, request: HttpRequest, forms_: list[DescriptionForm]) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": _("Describe photos"),
            "forms": forms_,
            "words": UPLOAD,
            "media": scripts(request),
        }
        status = 400 if any(form.errors for form in forms_) else 200
        return TemplateResponse(request, "desk/describe.html", context, status=status)
