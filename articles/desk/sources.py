"""Sources at the desk. Who an unnamed one is, its keeper alone is shown; others with a permission, for a reason."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import protecting, unmasking
from articles.desk.base import DeskAdmin
from articles.desk.names import NamesAdmin, NamesForm
from articles.models import Edition, Source
from articles.workflow import NotAllowed
from newsroom.lib import caching

BACKEND = "django.contrib.auth.backends.ModelBackend"
SECRET = ("name", "note")
SHOWN = 50  # citations on the page of a source


class SourceForm(NamesForm):
    """Making a source unnamed takes it away from everybody but its keeper, who is therefore chosen and not assumed."""

    by: User  # who fills it in

    def clean_kind(self) -> str:
        kind = self.cleaned_data["kind"]
        becomes_unnamed = kind == Source.Kind.UNNAMED and "kind" in self.changed_data
        if becomes_unnamed and not self.instance.may_be_made_unnamed_by(self.by):
            message = _("Only the person who added this source, or an editor, can make it unnamed. Ask one of them.")
            raise ValidationError(message, code="not-yours")
        return kind

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        unnamed = cleaned.get("kind", self.instance.kind) == Source.Kind.UNNAMED
        if "keeper" in self.fields and unnamed and not cleaned.get("keeper"):
            message = _("Choose a keeper: the one person who can see who this source is.")
            self.add_error("keeper", ValidationError(message, code="no-keeper"))
        return cleaned

    def _post_clean(self) -> None:
        """What is refused changes nothing of the source: who may see the page is asked of it once more."""
        super()._post_clean()
        if self.errors:
            self.instance.kind = self.initial.get("kind", self.instance.kind)
            self.instance.keeper_id = self.initial.get("keeper", self.instance.keeper_id)


@admin.register(Source)
class SourceAdmin(NamesAdmin, DeskAdmin):
    form = SourceForm
    list_display = ["public_name", "kind", "keeper"]
    list_filter = ["kind"]
    rights = ("keeper",)
    list_select_related = ["keeper"]
    search_fields = ["attribution"]  # and the name, where it is no secret: get_search_results
    search_help_text = gettext_lazy(
        "For unnamed sources the search covers only what readers see, and the names of those you keep."
    )
    change_form_outer_before_template = "desk/source.html"
    change_form_outer_after_template = "desk/source_stories.html"

    def get_fields(self, request: HttpRequest, obj: Source | None = None) -> list[Any]:
        fields = ["kind", "name", "attribution", "reason", "knowledge", "note"]
        if obj is None:
            return fields
        return [*(name for name in fields if name not in SECRET or obj.is_open_to(request.user)), "keeper"]

    def has_change_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """Only who knows an unnamed source can judge what gives it away; who may unmask it finds it a new keeper."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.is_open_to(request.user) or obj.may_be_unmasked_by(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.is_open_to(request.user) or obj.may_be_unmasked_by(request.user))

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> list[str]:
        """Who does not see the name hands the source over, and does nothing else with it."""
        if obj is None or obj.is_open_to(request.user):
            return []
        return ["kind", "attribution", "reason", "knowledge"]

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs) -> Any:
        """The keeper must be able to log in and to see stories; otherwise nobody could go back to the source."""
        people = User.objects.with_perm("articles.view_source", backend=BACKEND)
        people = people.filter(is_active=True, is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, queryset=people, required=False, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Source | None = None, change: bool = False, **kwargs
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Source, form: ModelForm, change: bool) -> None:
        veiled = obj.is_unnamed and "kind" in form.changed_data
        if not change:
            obj.added_by = request.user
            obj.keeper = request.user if obj.is_unnamed else None
        elif not obj.is_unnamed:
            obj.keeper = None  # only an unnamed source has one
        super().save_model(request, obj, form, change)
        if veiled and change:
            protecting.note(obj, by=request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Source], search_term: str
    ) -> tuple[QuerySet[Source], bool]:
        return queryset.search(search_term, by=request.user), False

    @admin.display(description=gettext_lazy("what readers see"))
    def public_name(self, source: Source) -> str:
        return source.public_name

    # -- who an unnamed one is ----------------------------------------------------------------------------------------

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.identity_view)
        return [path("<int:pk>/identity/", view, name="articles_source_identity"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        source = self.get_object(request, object_id)
        shown = {"source": source, "may_unmask": source and source.may_be_unmasked_by(request.user)}
        shown["is_open"] = source and source.is_open_to(request.user)
        shown |= _stories(source, request) if source else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | shown)

    def identity_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks for a reason on GET; on POST says who it is, once, on a page that nobody keeps."""
        source = get_object_or_404(Source, pk=pk)
        if not source.may_be_unmasked_by(request.user):
            raise PermissionDenied
        unmasked, refused = None, ""
        if request.method == "POST":
            try:
                unmasked = unmasking.unmask(pk, by=request.user, reason=request.POST.get("reason", ""))
            except NotAllowed as error:
                refused = str(error)
        context = self.admin_site.each_context(request) | {
            "title": _("Who it is: %s") % source,
            "opts": self.opts,
            "original": source,
            "unmasked": unmasked,
            "refused": refused,
        }
        response = TemplateResponse(request, "desk/source_identity.html", context)
        if unmasked:  # the page that asks must be able to say where its answer comes from
            caching.never_kept(response)
        return response


def _stories(source: Source, request: HttpRequest) -> dict[str, Any]:
    """What rests on a source, the newest first, a page at a time; and which of these stories are live."""
    citations, before = source.citations.select_related("article").order_by("-pk"), request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 19:
        citations = citations.filter(pk__lt=int(before))
    found = [*citations[: SHOWN + 1]]
    cited, older = found[:SHOWN], found[SHOWN - 1].pk if len(found) > SHOWN else 0
    stories = {citation.article_id for citation in cited}
    live = Edition.objects.live(request.moment).filter(article__in=stories).only("article_id", "address_id")
    public = {edition.article_id: edition for edition in live}
    for citation in cited:
        citation.live = public.get(citation.article_id)
    return {"cited": cited, "older": older}
