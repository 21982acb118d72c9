"""The archive by year, month and day of first publication, in the newsroom's time zone.

What a page lists is live at the request's moment, in the language of the page; a year, month or day without anything
answers 404.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Edition
from articles.models.edition import EditionQuerySet
from articles.site.also_in import also_in
from articles.site.rails import days_before
from articles.site.related import RAIL, newest
from newsroom.lib import site_languages
from newsroom.lib.house_time import midnight
from newsroom.lib.paging import page

DAY = timedelta(days=1)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The years, newest first."""
    years = _years(_live(request), request.moment)
    return render(
        request,
        "articles/archive.html",
        {"years": years, "rail": newest(site_languages.current(), at=request.moment)[:RAIL]},
    )


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    first, live = _date(year, 1, 1), _live(request)
    months = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    filled = _filled(live, months)
    if not filled:
        raise Http404
    others = [one for one in _years(live, request.moment) if one != first]
    context = {"year": first, "months": filled, "other_years": others, "also_in": _also_in(request, first, months[-1])}
    return render(request, "articles/archive_year.html", context)


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    first = _date(year, month, 1)
    days = [first + DAY * number for number in range(monthrange(year, month)[1] + 1)]
    filled = _filled(_live(request), days)
    if not filled:
        raise Http404
    context = {
        "month": first,
        "days": filled,
        "rail": newest(site_languages.current(), at=request.moment)[:RAIL],
        "also_in": _also_in(request, first, days[-1]),
    }
    return render(request, "articles/archive_month.html", context)


@require_safe
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """Everything first published on a day, newest first, and the days before and after it that have something."""
    today = _date(year, month, day)
    start, end = midnight(today), midnight(today + DAY)
    live = _live(request)
    of_the_day = live.filter(first_published_at__gte=start, first_published_at__lt=end)
    try:
        editions, older = page(of_the_day.for_lists(), request.GET.get("before", ""))
    except ValueError:
        raise Http404 from None
    if not editions:
        raise Http404
    before = live.filter(first_published_at__lt=start).order_by("-first_published_at")
    after = live.filter(first_published_at__gte=end).order_by("first_published_at")
    context = {
        "day": {"date": today, "editions": editions},
        "older": older,
        "before": _day_of(before),
        "after": _day_of(after),
        "other_days": days_before(live, today),
        "also_in": _also_in(request, today, today + DAY),
    }
    return render(request, "articles/archive_day.html", context)


def of_section(section: int, year: int, month: int | None, day: int | None, *, at: datetime) -> str | None:
    """The archive's page of a span in which a section has something live: where the folder of an address leads."""
    start = _date(year, month or 1, day or 1)
    end = start + DAY if day else _date(year + month // 12, month % 12 + 1, 1) if month else _date(year + 1, 1, 1)
    live = Edition.objects.live(at).in_language(site_languages.current()).filter(section=section)
    if not live.filter(first_published_at__gte=midnight(start), first_published_at__lt=midnight(end)).exists():
        return None
    parts = [part for part in (year, month, day) if part]
    return reverse(
        ("articles:archive_year", "articles:archive_month", "articles:archive_day")[len(parts) - 1], args=parts
    )


def _live(request: HttpRequest) -> EditionQuerySet:
    return Edition.objects.live(request.moment).in_language(site_languages.current())


def _also_in(request: HttpRequest, first: date, end: date) -> set[str]:
    """The languages in which something was first published on these days; `end` is the day after the last of them."""
    live = Edition.objects.live(request.moment)
    return also_in(live.filter(first_published_at__gte=midnight(first), first_published_at__lt=midnight(end)))


def _years(live: EditionQuerySet, at: datetime) -> list[date]:
    """Those in which something was first published, the newest first."""
    oldest = live.order_by("first_published_at").values_list("first_published_at", flat=True).first()
    if oldest is None:
        return []
    first, last = (timezone.localtime(moment).year for moment in (oldest, at))
    return _filled(live, [date(year, 1, 1) for year in range(first, last + 2)])[::-1]


def _filled(live: EditionQuerySet, edges: list[date]) -> list[date]:
    """Of the spans between these days those in which something was first published, by their first day."""
    spans = pairwise(midnight(edge) for edge in edges)
    there = (Exists(live.filter(first_published_at__gte=start, first_published_at__lt=end)) for start, end in spans)
    answers = Edition.objects.order_by("pk").values_list(*there)[:1]  # one row, to which the subqueries are attached
    return [edge for row in answers for edge, filled in zip(edges, row, strict=False) if filled]


def _day_of(editions: EditionQuerySet) -> date | None:
    moment = editions.values_list("first_published_at", flat=True).first()
    return timezone.localdate(moment) if moment else None


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Http404 from None
