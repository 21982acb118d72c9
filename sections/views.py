"""A section's front, and its older stories page by page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Edition
from articles.paging import page
from sections import frame

BRIEFS = 12


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    section = next((one for one in frame.of(request).sections if one.slug == slug), None)
    if section is None:
        raise Http404
    live = Edition.objects.live(request.moment).filter(section=section).for_lists()
    try:
        editions, older = page(live.stories(), request.GET.get("before", ""))
    except ValueError:
        raise Http404 from None
    briefs = live.briefs().newest_first()[:BRIEFS]
    context = {"section": section, "editions": editions, "briefs": briefs, "older": older}
    return render(request, "sections/section.html", context)
