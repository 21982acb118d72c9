"""The tabs above the list of stories: everybody's views, and those that a person has saved."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk import list_views
from articles.desk.filters import FILTERS
from articles.models import SavedView
from newsroom.lib import lazy

KNOWN = {spec.parameter_name for spec in FILTERS} | {"q", "sort"}


@dataclass(frozen=True)
class Tab:
    title: lazy.Text
    leads_to: str
    is_current: bool
    says: lazy.Text = ""
    count: str = ""
    saved: SavedView | None = None


class NameForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ["name"]
        widgets = {"name": forms.TextInput({"class": "field", "required": True})}


def tabs(request: HttpRequest, asked: dict[str, str]) -> list[Tab]:
    """Everybody's views with their counts, then one's own; if one of these is open, no other tab is current."""
    own = [*SavedView.objects.filter(user=request.user)]
    here = next((view for view in own if dict(parse_qsl(view.query)) == asked), None)
    open_view = "" if here else asked.get("view", list_views.ALL)
    counts = list_views.counts(request.user, request.moment)
    everybodys = [
        Tab(view.title, "?" if name == list_views.ALL else f"?view={name}", name == open_view, view.says,
            counts.get(name, ""))
        for name, view in list_views.of(request.user).items()
    ]  # fmt: skip
    return [*everybodys, *(Tab(view.name, f"?{view.query}", view == here, saved=view) for view in own)]


def urls(model_admin: ModelAdmin) -> list:
    page = model_admin.admin_site.admin_view
    return [
        path("views/", page(_for_readers_of(model_admin, save)), name="articles_article_save_view"),
        path("views/<int:pk>/delete/", page(_for_readers_of(model_admin, delete)), name="articles_article_delete_view"),
    ]


def _for_readers_of(model_admin: ModelAdmin, view):
    @require_POST
    def wrapped(request: HttpRequest, **which: int) -> HttpResponse:
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        return view(request, **which)

    return wrapped


def save(request: HttpRequest) -> HttpResponse:
    """Save what the list was narrowed to, under a name; a name that is there already is given to the new one."""
    asked = {name: value for name, value in parse_qsl(request.POST.get("query", "").removeprefix("?")) if name in KNOWN}
    form, query = NameForm(request.POST), urlencode(sorted(asked.items()))
    own = SavedView.objects.filter(user=request.user)
    if not form.is_valid():
        messages.error(request, _("The view wasn't saved. Give it a name of at most 40 characters."))
    elif len(query) > SavedView._meta.get_field("query").max_length:
        messages.error(request, _("The view wasn't saved because it has too many filters. Remove some of them."))
    elif own.exclude(name=form.cleaned_data["name"]).count() >= SavedView.MOST:
        messages.error(request, _("You have %d saved views. Remove one first.") % SavedView.MOST)
    else:
        own.update_or_create(name=form.cleaned_data["name"], defaults={"user": request.user, "query": query})
        messages.success(request, _("View saved."))
    return HttpResponseRedirect(f"{reverse('admin:articles_article_changelist')}?{query}")


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    if SavedView.objects.filter(user=request.user, pk=pk).delete()[0]:
        messages.success(request, _("View removed."))
    return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
