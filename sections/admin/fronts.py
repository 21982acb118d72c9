"""The page of a front at the desk: which story holds which place from when, what is planned, and what was before."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles.desk.moments import moment_field
from articles.models import FOREVER
from articles.templatetags.desk import both_clocks
from newsroom.lib import caching, clock
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


def of_front(view: View) -> View:
    """Gives the view the section in the place of its key, or None for the home page; only to who may arrange it."""

    @wraps(view)
    def page(request: HttpRequest, pk: int | None = None, **which: int) -> HttpResponse:
        section = Section.objects.filter(pk=pk).first() if pk else None
        if (pk and not section) or not arranging.may_arrange(request.user, section):
            raise PermissionDenied
        return view(request, section, **which)

    return page


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """To the first front that this person may arrange."""
    fronts = _fronts(request.user)
    if not fronts:
        raise PermissionDenied
    return HttpResponseRedirect(address(fronts[0]))


def address(section: Section | None, page: str = "front", *args: int) -> str:
    return reverse(f"fronts:{page}", args=[*([section.pk] if section else []), *args])


def front(request: HttpRequest, section: Section | None) -> HttpResponse:
    """The list on GET (`from`: as another arrangement has it); on POST it is moved about in, or saved."""
    form = FrontForm(request.POST or None)
    if request.method != "POST":
        return _page(request, section, _start(request, section, form), form)
    places_, do = rows.of_post(request.POST, len(places(section))), request.POST.get("do", "")
    if do != "arrange":
        form = FrontForm(initial=request.POST.dict())
        places_ = rows.changed(places_, do, request.POST.get("place", ""))
        if do.startswith("hold-"):
            places_ = rows.held(places_, do, _filled(section, places_, _moment(form, request.moment)))
        return _page(request, section, places_, form)
    try:
        if form.is_valid() and (slots := _slots(places_, form)) is not None:
            at, seen = form.cleaned_data["at"], request.POST.get("seen", "")
            made = arranging.arrange(section, slots, by=request.user, at=at, seen=seen)
            messages.success(request, _arranged(made))
            return HttpResponseRedirect(address(section))
    except Refused as error:
        form.add_error(None, str(error))
    return _page(request, section, places_, form, status=CONFLICT)


@require_safe
def find(request: HttpRequest, section: Section | None) -> JsonResponse:
    """Suggestions while someone types."""
    typed = request.GET.get("q", "")[:200]
    return JsonResponse({"results": stories.to_pick(section, typed, at=request.moment)})


@require_safe
def fills(request: HttpRequest, section: Section | None) -> JsonResponse:
    """What would hold each place if these stories were put there, while an editor arranges them."""
    form = FrontForm(initial=request.GET.dict())
    list_ = rows.of_post(request.GET, len(places(section)))
    shown = _shown(section, list_, _moment(form, request.moment), now=request.moment)
    return JsonResponse({"fills": [row["fills"] for row in shown]})


@require_POST
def preview(request: HttpRequest, section: Section | None) -> HttpResponse:
    """The top of the front in the look of the readers' page, before anything is saved."""
    form = FrontForm(initial=request.POST.dict())
    request.moment = _moment(form, request.moment)
    filled = _filled(section, rows.of_post(request.POST, len(places(section))), request.moment)
    cards = filling.cards(filled.values(), request.moment)
    shown = [cards[story] for story in filled.values() if story in cards]
    context = {"section": section, "editions": shown, "at": request.moment}
    response = render(request, "sections/front_preview.html", context)
    caching.never_kept(response)
    return response


@require_POST
def cancel(request: HttpRequest, section: Section | None, arrangement: int) -> HttpResponse:
    try:
        arranging.cancel(section, arrangement, by=request.user)
        messages.success(request, _("Cancelled. The front before it stays."))
    except Refused as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(address(section))


@require_POST
def roll_back(request: HttpRequest, section: Section | None, arrangement: int) -> HttpResponse:
    """To how the front was when this arrangement began."""
    past = get_object_or_404(Arrangement, pk=arrangement, front__section=section)
    try:
        arranging.roll_back(section, past.starts, by=request.user, seen=request.POST.get("seen", ""))
        messages.success(request, _("Rolled back to the front of %s.") % both_clocks(past.starts))
    except Refused as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(address(section))


# -- what is shown ----------------------------------------------------------------------------------------------------


def _page(
    request: HttpRequest, section: Section | None, list_: list[rows.Row], form: FrontForm, status: int = 200
) -> HttpResponse:
    at, moment = request.moment, _moment(form, request.moment)
    kept = Arrangement.objects.filter(front__section=section).select_related("by")
    kept = kept.prefetch_related(Prefetch("slots", Slot.objects.select_related("article").defer("article__body")))
    typed = request.POST.get("q", "")
    page = f"/{section.slug}/" if section else "/"
    context = admin.site.each_context(request) | {
        "title": _("Front: %s") % (section or _("Home")),
        "fronts": [{"name": one or _("Home"), "address": address(one), "here": one == section}
                   for one in _fronts(request.user)],
        "section": section,
        "form": form,
        "media": form.media,
        "rows": _shown(section, list_, moment, now=at),
        "empty": next(iter(place for place, row in enumerate(list_, 1) if row.story is None), len(list_)),
        "blank": BLANK,
        "zone": settings.TIME_ZONE,
        "found": stories.to_pick(section, typed, at=at),
        "typed": typed,
        "suggestions": address(section, "stories"),
        "fills": address(section, "fills"),
        "preview": address(section, "preview"),
        "seen": _seen(request, section, status),
        "standing": kept.standing(at).first(),
        "planned": [_line(section, row) for row in kept.to_come(at)],
        "past": [_line(section, row) for row in kept.over(at)[:KEPT]],
        "page": page,
        "now": at,
    }  # fmt: skip
    return TemplateResponse(request, "desk/front.html", context, status=status)


def _filled(section: Section | None, list_: list[rows.Row], moment: datetime) -> dict[int, int]:
    slots = {place: row.story for place, row in enumerate(list_, 1) if row.story}
    return filling.with_slots(section, slots, moment)


def _shown(section: Section | None, list_: list[rows.Row], moment: datetime, *, now: datetime) -> list[dict[str, Any]]:
    """Each place with the story that holds it, or what would fill it by itself at the moment that is arranged."""
    filled = _filled(section, list_, moment)
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


def _line(section: Section | None, row: Arrangement) -> dict[str, Any]:
    page = section.slug + "/" if section else ""
    view = (
        reverse("desk:as_of_page", args=[row.starts, page]) if page else reverse("desk:as_of_front", args=[row.starts])
    )
    return {
        "row": row,
        "slots": row.slots.all(),
        "view": view,
        "edit": f"{address(section)}?from={row.pk}",
        "cancel": address(section, "cancel", row.pk),
        "roll_back": address(section, "roll_back", row.pk),
    }


def _start(request: HttpRequest, section: Section | None, form: FrontForm) -> list[rows.Row]:
    """The current front, or the planned arrangement that is to be changed, whose moment the form then names."""
    size, asked = len(places(section)), request.GET.get("from", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 16:
        row = get_object_or_404(Arrangement, pk=asked, front__section=section)
        if row.starts > request.moment:
            form.initial["at"] = timezone.localtime(row.starts)
        return rows.of_slots(row.slots.all(), size)
    return rows.of_slots(Slot.objects.of(section, request.moment), size)


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


def _seen(request: HttpRequest, section: Section | None, status: int) -> str:
    """While stories are moved about, what the editor saw at first; after a refusal, what they see now."""
    if status == 200 and request.POST.get("seen"):
        return request.POST["seen"]
    return arranging.token(section, at=request.moment)


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
