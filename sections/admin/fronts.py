"""The page of a front at the desk: which story holds which place from when, what is planned, and what was before."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.forms import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe

from articles.desk.moments import moment_field
from articles.models import FOREVER
from articles.templatetags.desk import both_clocks
from newsroom.lib import caching, clock, site_languages
from sections import arranging, filling
from sections.admin import rows, stories
from sections.arranging import Held, Refused
from sections.models import Arrangement, Section, Slot, places

CONFLICT, KEPT = 409, 8  # past arrangements that are shown
BLANK = {
    "place": 0,
    "story": {"id": 0, "title": "", "language": "", "section": "", "public": "", "picture": ""},
    "until": "",
}
View = Callable[..., HttpResponse]


class FrontForm(forms.Form):
    """From when the list holds; the list itself is read by sections/admin/rows.py."""

    at = moment_field(gettext_lazy("Start"), gettext_lazy("Leave blank to start now. Newsroom time."))

    class Media:
        js = [Script("desk/front.js", type="module")]


class Which(NamedTuple):
    """The front that is arranged: of a section, or the home page, in one of the newsroom's languages."""

    section: Section | None
    language: str


def of_front(view: View) -> View:
    """Gives the view the front in the place of its section's key and its language; only to who may arrange it."""

    @wraps(view)
    def page(request: HttpRequest, pk: int | None = None, language: str = "", **row: int) -> HttpResponse:
        section = Section.objects.filter(pk=pk).first() if pk else None
        if (pk and not section) or not arranging.may_arrange(request.user, section):
            raise PermissionDenied
        if language and not site_languages.is_prefix(language):
            raise Http404
        return view(request, Which(section, language or settings.LANGUAGE_CODE), **row)

    return page


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """To the first front that this person may arrange."""
    fronts = _fronts(request.user)
    if not fronts:
        raise PermissionDenied
    return HttpResponseRedirect(address(Which(fronts[0], settings.LANGUAGE_CODE)))


def address(which: Which, page: str = "front", **row: int) -> str:
    """The first language has none in its address."""
    section = {"pk": which.section.pk} if which.section else {}
    language = {"language": which.language} if site_languages.is_prefix(which.language) else {}
    return reverse(f"fronts:{page}", kwargs=section | language | row)


def front(request: HttpRequest, which: Which) -> HttpResponse:
    """The list on GET (`from`: as another arrangement has it); on POST it is moved about in, or saved."""
    form = FrontForm(request.POST or None)
    if request.method != "POST":
        return _page(request, which, _start(request, which, form), form)
    places_, do = rows.of_post(request.POST, len(places(which.section))), request.POST.get("do", "")
    if do != "arrange":
        form = FrontForm(initial=request.POST.dict())
        places_ = rows.changed(places_, do, request.POST.get("place", ""))
        if do.startswith("hold-"):
            places_ = rows.held(places_, do, _filled(which, places_, _moment(form, request.moment)))
        return _page(request, which, places_, form)
    try:
        if form.is_valid() and (slots := _slots(places_, form)) is not None:
            at, seen = form.cleaned_data["at"], request.POST.get("seen", "")
            made = arranging.arrange(which.section, slots, by=request.user, at=at, seen=seen, language=which.language)
            messages.success(request, _arranged(made))
            return HttpResponseRedirect(address(which))
    except Refused as error:
        form.add_error(None, str(error))
    return _page(request, which, places_, form, status=CONFLICT)


@require_safe
def find(request: HttpRequest, which: Which) -> JsonResponse:
    """Suggestions while someone types."""
    typed = request.GET.get("q", "")[:200]
    return JsonResponse({"results": stories.to_pick(which.section, which.language, typed, at=request.moment)})


@require_safe
def fills(request: HttpRequest, which: Which) -> JsonResponse:
    """What would hold each place if these stories were put there, while an editor arranges them."""
    form = FrontForm(initial=request.GET.dict())
    list_ = rows.of_post(request.GET, len(places(which.section)))
    shown = _shown(which, list_, _moment(form, request.moment), now=request.moment)
    return JsonResponse({"fills": [row["fills"] for row in shown]})


@require_POST
def preview(request: HttpRequest, which: Which) -> HttpResponse:
    """The top of the front in the look of the readers' page, before anything is saved."""
    form = FrontForm(initial=request.POST.dict())
    request.moment = _moment(form, request.moment)
    filled = _filled(which, rows.of_post(request.POST, len(places(which.section))), request.moment)
    cards = filling.cards(filled.values(), request.moment, which.language)
    shown = [cards[story] for story in filled.values() if story in cards]
    context = {"section": which.section, "editions": shown, "at": request.moment}
    with override(which.language):
        response = render(request, "sections/front_preview.html", context)
    caching.never_kept(response)
    return response


@require_POST
def cancel(request: HttpRequest, which: Which, arrangement: int) -> HttpResponse:
    try:
        arranging.cancel(which.section, arrangement, by=request.user, language=which.language)
        messages.success(request, _("Cancelled. The front before it stays."))
    except Refused as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(address(which))


@require_POST
def roll_back(request: HttpRequest, which: Which, arrangement: int) -> HttpResponse:
    """To how the front was when this arrangement began."""
    past = get_object_or_404(Arrangement, pk=arrangement, **_of(which))
    try:
        arranging.roll_back(
            which.section, past.starts, by=request.user, seen=request.POST.get("seen", ""), language=which.language
        )
        messages.success(request, _("Rolled back to the front of %s.") % both_clocks(past.starts))
    except Refused as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(address(which))


# -- what is shown ----------------------------------------------------------------------------------------------------


def _page(
    request: HttpRequest, which: Which, list_: list[rows.Row], form: FrontForm, status: int = 200
) -> HttpResponse:
    at, moment = request.moment, _moment(form, request.moment)
    kept = Arrangement.objects.filter(**_of(which)).select_related("by")
    kept = kept.prefetch_related(Prefetch("slots", Slot.objects.select_related("article").defer("article__body")))
    typed = request.POST.get("q", "")
    section = which.section
    with override(which.language):
        page = section.get_absolute_url() if section else reverse("front")
    context = admin.site.each_context(request) | {
        "title": _("Front: %s") % (section or _("Home")),
        "fronts": [{"name": one or _("Home"), "address": address(Which(one, which.language)), "here": one == section}
                   for one in _fronts(request.user)],
        "languages": [{"name": site_languages.own_name(code), "code": code, "address": address(Which(section, code)),
                       "here": code == which.language} for code, _name in settings.LANGUAGES],
        "section": section,
        "form": form,
        "media": form.media,
        "rows": _shown(which, list_, moment, now=at),
        "empty": next(iter(place for place, row in enumerate(list_, 1) if row.story is None), len(list_)),
        "blank": BLANK,
        "zone": settings.TIME_ZONE,
        "found": stories.to_pick(which.section, which.language, typed, at=at),
        "typed": typed,
        "suggestions": address(which, "stories"),
        "fills": address(which, "fills"),
        "preview": address(which, "preview"),
        "seen": _seen(request, which, status),
        "standing": kept.standing(at).first(),
        "planned": [_line(which, row) for row in kept.to_come(at)],
        "past": [_line(which, row) for row in kept.over(at)[:KEPT]],
        "page": page,
        "now": at,
    }  # fmt: skip
    return TemplateResponse(request, "desk/front.html", context, status=status)


def _filled(which: Which, list_: list[rows.Row], moment: datetime) -> dict[int, int]:
    slots = {place: row.story for place, row in enumerate(list_, 1) if row.story}
    return filling.with_slots(which.section, which.language, slots, moment)


def _shown(which: Which, list_: list[rows.Row], moment: datetime, *, now: datetime) -> list[dict[str, Any]]:
    """Each place with the story that holds it, or what would fill it by itself at the moment that is arranged."""
    filled = _filled(which, list_, moment)
    names = stories.named({*filled.values(), *(row.story for row in list_ if row.story)}, at=now)
    return [
        {
            "place": place,
            "lead": place == 1,
            "story": names.get(row.story),
            "until": row.until,
            "fills": names.get(filled.get(place)),
        }
        for place, row in enumerate(list_, 1)
    ]


def _of(which: Which) -> dict[str, Any]:
    """Which arrangements are its own."""
    return {"front__section": which.section, "front__language": which.language}


def _line(which: Which, row: Arrangement) -> dict[str, Any]:
    with override(which.language):
        page = (which.section.get_absolute_url() if which.section else reverse("front")).removeprefix("/")
    view = (
        reverse("desk:as_of_page", args=[row.starts, page]) if page else reverse("desk:as_of_front", args=[row.starts])
    )
    return {
        "row": row,
        "slots": row.slots.all(),
        "view": view,
        "edit": f"{address(which)}?from={row.pk}",
        "cancel": address(which, "cancel", arrangement=row.pk),
        "roll_back": address(which, "roll_back", arrangement=row.pk),
    }


def _start(request: HttpRequest, which: Which, form: FrontForm) -> list[rows.Row]:
    """The current front, or the planned arrangement that is to be changed, whose moment the form then names."""
    size, asked = len(places(which.section)), request.GET.get("from", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 16:
        row = get_object_or_404(Arrangement, pk=asked, **_of(which))
        if row.starts > request.moment:
            form.initial["at"] = timezone.localtime(row.starts)
        return rows.of_slots(row.slots.all(), size)
    return rows.of_slots(Slot.objects.of(which.section, request.moment, which.language), size)


def _slots(list_: list[rows.Row], form: FrontForm) -> list[Held] | None:
    """None where a moment cannot be read; the form says so."""
    field, held = moment_field("", ""), []
    for place, row in enumerate(list_, 1):
        if row.story is None:
            continue
        try:
            held.append(Held(place, row.story, field.clean(row.until) or FOREVER))
        except ValidationError as error:
            form.add_error(None, _("Slot %(place)s: %(problem)s") % {"place": place, "problem": error.messages[0]})
    return None if form.errors else held


def _seen(request: HttpRequest, which: Which, status: int) -> str:
    """While stories are moved about, what the editor saw at first; after a refusal, what they see now."""
    if status == 200 and request.POST.get("seen"):
        return request.POST["seen"]
    return arranging.token(which.section, at=request.moment, language=which.language)


def _moment(form: FrontForm, now: datetime) -> datetime:
    """The future moment that the form names, if any."""
    value = form.initial.get("at") or form.data.get("at")
    try:
        at = value if isinstance(value, datetime) else form.fields["at"].clean(value)
    except ValidationError:
        return now
    return max(at or now, now)


def _arranged(made: Arrangement) -> str:
    if made.starts > clock.now():
        return _("Saved. Readers will see this front from %s.") % both_clocks(made.starts)
    return _("Saved. Readers can see this front now.")


def _fronts(user: User) -> list[Section | None]:
    return [one for one in (None, *Section.objects.all()) if arranging.may_arrange(user, one)]
