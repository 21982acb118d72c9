"""The form of a story: what was typed into it is offered back, and a save on an older version leads to the merge."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseForm, BaseFormSet
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.desk import conflict_view, form_data, saving, saving_words, unsaved
from articles.desk.autosave_views import discard, faces, keep, newer, typing
from articles.desk.editor import clean_ahead
from articles.drafts import autosave
from articles.models import Article, Autosave
from newsroom.lib import clock


class AutosaveAdmin(saving.SavingAdmin):
    """To be mixed into the admin of stories. `?restore=<sheet>` fills the form from a buffer; it changes nothing."""

    def get_urls(self) -> list:
        return [
            path("add/typing/", self.admin_site.admin_view(self.typing_view), name="articles_article_add_typing"),
            path("<int:pk>/typing/", self.admin_site.admin_view(self.typing_view), name="articles_article_typing"),
            path("typed/<uuid:sheet>/", self.admin_site.admin_view(self.typed_view), name="articles_article_typed"),
            path("typed/<uuid:sheet>/discard/", self.admin_site.admin_view(discard), name="articles_article_discard"),
            *super().get_urls(),
        ]

    def typing_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        article = self.get_object(request, str(pk)) if pk else None
        if (pk and article is None) or not self._may_type(request, article):
            raise PermissionDenied
        return typing(request, article)

    @method_decorator(require_safe)
    def typed_view(self, request: HttpRequest, sheet: UUID) -> HttpResponse:
        """One's own text to read, whether it can still be saved or not."""
        found = Autosave.objects.of(request.user).to_read().select_related("article")
        buffer = get_object_or_404(found, pk=sheet)
        context = self.admin_site.each_context(request) | {
            "title": _("Autosave: %(story)s") % {"story": buffer.title},
            "opts": self.opts,
            "buffer": buffer,
            "parts": form_data.readable(buffer.fields, self.form.base_fields),
            "may_restore": buffer.is_unsaved and self._may_type(request, buffer.article),
        }
        return TemplateResponse(request, "desk/typed.html", context)

    # -- filling the form ---------------------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        request.restored = self._restored(request, object_id)
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        clean_ahead(request, self.form.base_fields["body"])
        with transaction.atomic():
            stored = conflict_view.lock(self, request, object_id) if object_id else None
            saving.in_order(request, stored)
            if stored and (page := self._untouched(request, stored) or conflict_view.late(self, request, stored)):
                return page
            request.formsets = None  # until they are saved
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if request.formsets is None:  # it was refused, and the page shows why
                keep(request, self.get_object(request, object_id) if object_id else None)
        return response

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """A form that is sent twice makes one story: the second time it is a change of that story."""
        if request.method != "POST":
            return super().add_view(request, form_url, extra_context)
        clean_ahead(request, self.form.base_fields["body"])
        with transaction.atomic():
            if made := saving.story_made_of(request):
                return self.change_view(request, str(made), form_url, extra_context)
            return super().add_view(request, form_url, extra_context)

    def _untouched(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """On to the step that was pressed in a form into which nothing was typed: there is nothing to save."""
        onward = unsaved.onward(request, article)
        if onward is None or unsaved.is_touched(self, request, article):
            return None
        return JsonResponse({"onward": onward}) if saving.wanted(request) else HttpResponseRedirect(onward)

    def _restored(self, request: HttpRequest, object_id: str | None) -> Autosave | None:
        """The buffer that the form is to be filled from: only one's own, and only into the form of the same story."""
        sheet = form_data.uuid(request.GET.get("restore"))
        if request.method != "GET" or sheet is None:
            return None
        buffer = Autosave.objects.of(request.user).unsaved().select_related("article").filter(pk=sheet).first()
        of_this = buffer and str(buffer.article_id or "") == (object_id or "")
        return buffer if of_this and self._may_type(request, buffer.article) else None

    def _may_type(self, request: HttpRequest, article: Article | None) -> bool:
        return self.has_change_permission(request, article) if article else self.has_add_permission(request)

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        restored = getattr(request, "restored", None)
        if restored is None:
            return form

        class Filled(Unchecked, form):
            def __init__(self, *args, **kwargs) -> None:
                super().__init__(form_data.data(restored.fields), **kwargs)

        return Filled

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Article | None = None) -> Iterator[tuple]:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            yield (_unchecked(formset) if getattr(request, "restored", None) else formset), inline

    def get_formset_kwargs(self, request: HttpRequest, obj: Article, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        restored = getattr(request, "restored", None)
        return kwargs if restored is None else kwargs | {"data": form_data.data(restored.fields)}

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args, **kwargs) -> HttpResponse:
        if self._may_type(request, context["original"]):
            context["typed"] = _strip(request, context["original"], context)
        return super().render_change_form(request, context, *args, **kwargs)

    def close_sheet(self, request: HttpRequest, form: BaseForm) -> None:
        """The story is saved, with its version: what was typed into its form is done with."""
        if sheet := form.cleaned_data.get("sheet"):
            story = form.instance
            as_sent = {} if hasattr(request, "merged") else {"article": story, "version": story.version}
            autosave.close(sheet, by=request.user, now=clock.now(), **as_sent)


class Unchecked:
    """Mixed into a form that is filled from an autosave: no errors, because nobody has tried to save it yet."""

    @property
    def errors(self) -> ErrorDict:
        return ErrorDict()


def _unchecked(formset: type[BaseFormSet]) -> type[BaseFormSet]:
    """The same for the rows of an inline."""
    row = type(formset.form)("UncheckedRow", (Unchecked, formset.form), {})

    class UncheckedRows(formset):
        form = row
        errors = ()

        def non_form_errors(self) -> ErrorList:
            return ErrorList()

    return UncheckedRows


def _strip(request: HttpRequest, article: Article | None, context: dict[str, Any]) -> dict[str, Any]:
    """What the page says about what was typed: what is offered back, and where the page sends what is typed now."""
    form, restored = context["adminform"].form, request.restored
    sheet = form_data.uuid(form["sheet"].value())
    mine, others = _kept(request, article)
    offers = [buffer for buffer in mine if buffer.pk != sheet]
    if not form.is_bound:
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        offers = [buffer for buffer in offers if differs(buffer, form, formsets)]
    return {
        "address": _address(article),
        "save": saving.change_page(article) if article else reverse("admin:articles_article_add"),
        "saved_at": _time(article.edited_at, request.moment) if article else "",
        "autosaved_at": _time(restored.typed_at, request.moment) if restored else "",
        "offers": offers,
        "restored": restored,
        "newer": newer(article, restored.version, request.user) if restored and article else "",
        "others": faces(others),
        "words": saving_words.WORDS,
        "icons": saving_words.ICONS,
    }


def _kept(request: HttpRequest, article: Article | None) -> tuple[list[Autosave], list[Autosave]]:
    """This person's unsaved texts, and the forms that others have open."""
    if article is None:
        return autosave.unsaved(request.user, None), []
    return autosave.beside(article, request.user, now=clock.now())


def _time(at: datetime, now: datetime) -> str:
    """In newsroom time; of another day with its date."""
    at, now = timezone.localtime(at), timezone.localtime(now)
    return date_format(at, "H:i" if at.date() == now.date() else "j M, H:i")


def _address(article: Article | None) -> str:
    if article is None:
        return reverse("admin:articles_article_add_typing")
    return reverse("admin:articles_article_typing", args=[article.pk])


def differs(buffer: Autosave, form: BaseForm, formsets: list[BaseFormSet]) -> bool:
    """Whether the autosave differs from what the form shows now."""
    saved = form_data.untouched(form)
    if any(
        (buffer.fields.get(name) or [""]) != (values or [""])
        for name, values in saved.items()
        if name not in form_data.HIDDEN
    ):
        return True
    for formset in formsets:
        typed, stored = form_data.lines(buffer.fields, formset.prefix), form_data.untouched_lines(formset)
        if len(typed) != len(stored) or not all(map(form_data.same, typed, stored)):
            return True
    return False
