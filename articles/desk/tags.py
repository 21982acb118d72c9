"""Topics at the desk: suggested while a story is written, renamed and merged by editors."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagField
from taggit.models import Tag as PlainTag
from taggit.utils import parse_tags

from articles.desk.joinable import MergeableAdmin
from articles.desk.names import NamesAdmin, NamesForm
from articles.drafts import joining_tags
from articles.models import ArticleTag, Tag
from newsroom.lib import plain_text, theme

SUGGESTIONS = 8

admin.site.unregister(PlainTag)  # ours makes slugs in plain ASCII


class Suggesting(forms.TextInput):
    """A line of text; where scripts run, topics are suggested while it is typed (static/desk/tags.js)."""

    suggestions = "articles_tag_suggest"  # the view that knows them

    class Media:
        js = [Script("desk/tags.js", type="module")]

    def __init__(self, **attrs: str) -> None:
        super().__init__({"class": theme.FIELD, "autocomplete": "off", **attrs})

    def build_attrs(self, *args, **kwargs) -> dict[str, Any]:
        return super().build_attrs(*args, **kwargs) | {"data-suggest": reverse(f"admin:{self.suggestions}")}


class NamesWidget(Suggesting):
    def format_value(self, value: Any) -> str | None:
        """Names are separated by commas. A name that contains a comma is put in quotation marks."""
        if value is None or isinstance(value, str):
            return value
        names = sorted(tag.name for tag in value)
        return ", ".join(f'"{name}"' if "," in name else name for name in names)


class NamesField(TagField):
    """The topics of a story. Only a comma parts them: a name may be of several words."""

    widget = NamesWidget

    def clean(self, value: str) -> list[str]:
        names = parse_tags(f"{forms.CharField.clean(self, value)},")
        longest = Tag._meta.get_field("name").max_length
        if too_long := [name for name in names if len(name) > longest]:
            message = _("A tag can have at most %(longest)s characters. Shorten “%(name)s…”.")
            raise ValidationError(message % {"longest": longest, "name": too_long[0][:40]})
        return names


class TagForm(NamesForm):
    unique = "name"

    name = forms.CharField(
        label=_("Name"), max_length=100, widget=theme.TextInput,
        help_text=_("Shown on the topic's page. Renaming keeps the address; published editions keep the "
                    "old name."),
    )  # fmt: skip

    class Meta:
        model = Tag
        fields = ["name", "aliases"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        known = Tag.objects.known(name)
        if known and known.pk != self.instance.pk:
            message = _(
                "A tag with this name, perhaps spelt differently, already exists: “%(name)s”. Merge the two instead."
            )
            raise ValidationError(message % {"name": known}, code="name-taken")
        return name

    def is_taken(self, field: str, language: str, text: str) -> bool:
        known = Tag.objects.known(text)
        return known is not None and known.pk != self.instance.pk


class MergeForm(forms.Form):
    into = forms.CharField(
        label=_("Into"), max_length=100, widget=Suggesting(**{"data-one": ""}),
        help_text=_("The topic to keep."),
    )  # fmt: skip

    def clean_into(self) -> Tag:
        tag = Tag.objects.known(self.cleaned_data["into"])
        if tag is None:
            raise ValidationError(_("There is no topic with this name."))
        return tag


@admin.register(Tag)
class TagAdmin(NamesAdmin, MergeableAdmin):
    form = TagForm
    merge_form = MergeForm
    merge_template = "desk/merge_tag.html"
    list_display = ["name", "slug", "merged_into"]
    list_select_related = ["merged_into"]
    search_fields = ["folded"]
    fields = ["name", "aliases", "slug"]
    readonly_fields = ["slug"]
    view_on_site = False  # most visits to this list are about tags that no published story has yet
    change_form_outer_before_template = "desk/tag.html"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return super().get_search_results(request, queryset, plain_text.fold(search_term))

    def save_model(self, request: HttpRequest, obj: Tag, form: TagForm, change: bool) -> None:
        if change:
            joining_tags.rename(obj.pk, obj.name, by=request.user)
            obj.save(update_fields=["translations", "aliases", "folded"])
        else:
            super().save_model(request, obj, form, change)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("suggest/", view(self.suggest), name="articles_tag_suggest"),
            *super().get_urls(),
        ]

    def suggest(self, request: HttpRequest) -> HttpResponse:
        """Names that begin as what is typed; a name that was merged away suggests the one it became."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        typed = request.GET.get("q", "")[:100]
        start = plain_text.fold(typed)
        found = Tag.objects.like(typed).select_related("merged_into")[: 5 * SUGGESTIONS]
        tags = {tag.merged_into or tag for tag in found}
        called = {tag.name_like(start) for tag in tags}
        names = sorted(called, key=lambda name: (not plain_text.fold(name).startswith(start), name))
        return JsonResponse({"names": names[:SUGGESTIONS]})

    def merge_two(self, one: Tag, into: Tag, request: HttpRequest) -> None:
        joining_tags.merge(one.pk, into.pk, by=request.user)

    def merge_facts(self, one: Tag, into: Tag | None) -> dict[str, Any]:
        under = ArticleTag.objects.filter(tag=one)
        both = under.filter(content_object__in=ArticleTag.objects.filter(tag=into).values("content_object"))
        return {"stories": under.count(), "both": both.count() if into else 0}
