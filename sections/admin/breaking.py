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

from articles import search
from articles.admin.moments import moment_field
from articles.admin.tags import Suggesting
from articles.models import Address, Article, Edition
from articles.templatetags.desk import both_clocks
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
        label=gettext_lazy("Words"), max_length=160, widget=forms.TextInput,
        help_text=Banner._meta.get_field("words").help_text,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )
    story = forms.CharField(
        label=gettext_lazy("Story"), required=False, max_length=500, widget=StoryInput(**{"data-one": ""}),
        help_text=gettext_lazy("Type words of its headline and choose, or put in its address. While it is not public, "
                               "the words stand without a link. Left empty: no link."),
    )  # fmt: skip
    at = moment_field(gettext_lazy("From when"), gettext_lazy("Left empty: now. In house time."))
    until = moment_field(gettext_lazy("Until"), gettext_lazy("Left empty: until you take it down. In house time."))

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
            raise ValidationError(_("No story has this address. Type words of its headline, and choose it."))
        return known.article


def banner(request: HttpRequest) -> HttpResponse:
    """What stands, what is planned, and a form for the next; it acts on POST alone."""
    _require(request)
    form = BannerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _put_up(request, form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            words = _("It stands on every page now.") if made.starts <= request.moment else _("It comes at %s.")
            messages.success(request, words % both_clocks(made.starts) if "%s" in words else words)
            return HttpResponseRedirect(reverse("fronts:breaking"))
    banners = Banner.objects.select_related("by", "article")
    context = admin.site.each_context(request) | {
        "title": _("Breaking banner"),
        "form": form,
        "media": form.media,
        "seen": breaking.token(at=request.moment),
        "standing": banners.standing(request.moment).first(),
        "planned": banners.to_come(request.moment),
        "past": banners.over(request.moment)[:KEPT],
    }
    return TemplateResponse(request, "desk/breaking.html", context, status=CONFLICT if form.errors else 200)


@require_safe
def find(request: HttpRequest) -> JsonResponse:
    """Live stories by words, each with the address that the field takes."""
    _require(request)
    asked = search.question(request.GET.get("q", "")[:200])
    found = search.search(asked, at=request.moment, best_first=True).for_lists()[:SUGGESTED]
    return JsonResponse({"names": [_name(edition) for edition in found]})


@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    _require(request)
    try:
        breaking.take_down(pk, by=request.user)
        messages.success(request, _("Taken down."))
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
