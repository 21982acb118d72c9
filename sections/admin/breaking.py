"""The page of the breaking banner at the desk."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles.desk.moments import moment_field
from articles.desk.tags import Suggesting
from articles.models import Address, Article, Edition
from articles.site import search
from articles.templatetags.desk import both_clocks
from articles.text import search_terms
from sections import arranging, breaking
from sections.arranging import Refused
from sections.models import Banner

CONFLICT, KEPT, SUGGESTED = 409, 8, 8
ADDRESS = re.compile(r"(?:^|\s|·)(?:https?://[^/\s]+)?/([\w/-]+?)/?$")  # of a story, perhaps with its title before it


class StoryInput(Suggesting):
    """Suggests live stories, each with its address."""

    def build_attrs(self, *args, **kwargs) -> dict[str, Any]:
        return super().build_attrs(*args, **kwargs) | {"data-suggest": reverse("fronts:breaking_stories")}


class BannerForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Text"), max_length=160, widget=forms.TextInput,
        help_text=Banner._meta.get_field("words").help_text,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )
    story = forms.CharField(
        label=gettext_lazy("Story"), required=False, max_length=500, widget=StoryInput(**{"data-one": ""}),
        help_text=gettext_lazy("Optional. Search for the headline, or enter the story's address. The link appears "
                               "once the story is published."),
    )  # fmt: skip
    at = moment_field(gettext_lazy("Start"), gettext_lazy("Leave blank to start now. Newsroom time."))
    until = moment_field(
        gettext_lazy("End"), gettext_lazy("Leave blank to keep it until you take it down. Newsroom time.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]

    def clean_story(self) -> Article | None:
        typed = self.cleaned_data["story"].strip()
        if not typed:
            return None
        found = ADDRESS.search(typed)
        known = Address.objects.filter(path=found[1]).select_related("article").first() if found else None
        if known is None:
            raise ValidationError(_("There is no story at this address. Search for its headline and choose it."))
        return known.article


def banner(request: HttpRequest) -> HttpResponse:
    """The current banner, planned ones, and a form for the next. Only a POST changes anything."""
    _require(request)
    form = BannerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _put_up(request, form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            words = (
                _("The banner is now on every page.")
                if made.starts <= request.moment
                else _("The banner will be shown from %s.")
            )
            messages.success(request, words % both_clocks(made.starts) if "%s" in words else words)
            return HttpResponseRedirect(reverse("fronts:breaking"))
    banners = Banner.objects.select_related("by", "article")
    context = admin.site.each_context(request) | {
        "title": _("Breaking news banner"),
        "form": form,
        "media": form.media,
        "seen": breaking.token(at=request.moment),
        "standing": banners.standing(request.moment),
        "planned": banners.to_come(request.moment),
        "past": banners.over(request.moment)[:KEPT],
    }
    return TemplateResponse(request, "desk/breaking.html", context, status=CONFLICT if form.errors else 200)


@require_safe
def find(request: HttpRequest) -> JsonResponse:
    """Live stories by words, each with the address that the field takes."""
    _require(request)
    asked = search_terms.parse(request.GET.get("q", "")[:200])
    keys = search.best(search.newest(search.entries(at=request.moment), asked), asked)
    found = search.editions(keys[:SUGGESTED], at=request.moment)
    return JsonResponse({"names": [_name(edition) for edition in found]})


@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    _require(request)
    try:
        breaking.take_down(pk, by=request.user)
        messages.success(request, _("Banner taken down."))
    except Refused as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("fronts:breaking"))


def _put_up(request: HttpRequest, data: dict[str, Any]) -> Banner:
    return breaking.put_up(
        data["words"],
        by=request.user,
        article=data["story"],
        language=data.get("language", ""),
        at=data["at"],
        until=data["until"],
        seen=request.POST.get("seen", ""),
    )


def _name(edition: Edition) -> str:
    return f"{edition.title} · /{edition.address_id}/".replace(",", " ")


def _require(request: HttpRequest) -> None:
    if not arranging.may_arrange(request.user, None):
        raise PermissionDenied
