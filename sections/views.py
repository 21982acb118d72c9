"""A section's front, and its older stories page by page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Edition
from articles.site import archive, feeds
from articles.site.rails import topics_of
from articles.site.related import rail_of_briefs
from newsroom.lib import site_languages
from newsroom.lib.paging import page
from sections import filling, navigation
from sections.models import Section

TOPICS = 6  # under the name of a section


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    at, before = request.moment, request.GET.get("before", "")
    section, language = _section(request, slug), site_languages.current()
    live = Edition.objects.live(at).in_language(language).filter(section=section)
    try:
        editions, older = page(live.for_lists().stories(), before)
    except ValueError:
        raise Http404 from None
    top = [] if before else filling.top_of(section, language, editions, at)
    taken = {edition.article_id for edition in top}
    context = {
        "section": section,
        "topics": topics_of([*top, *editions], most=TOPICS),
        "top": top,
        "editions": [edition for edition in editions if edition.article_id not in taken],
        "rail": [brief for brief in rail_of_briefs(section.pk, language, at=at) if brief.article_id not in taken],
        "older": older,
    }
    return render(request, "sections/section.html", context)


@require_safe
def feed(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    section = _section(request, slug)
    title, name = f"{section.said('name')} · {settings.SITE_NAME}", section.said("description") or section.said("name")
    editions = Edition.objects.filter(section=section)
    return feeds.of_editions(request, ending, editions, title, name, section.get_absolute_url())


@require_safe
def dated(request: HttpRequest, slug: str, year: int, month: int | None = None, day: int | None = None) -> HttpResponse:
    """A folder of a story's address, which somebody shortened: the archive of that year, month or day."""
    leads_to = archive.of_section(_section(request, slug).pk, year, month, day, at=request.moment)
    if leads_to is None:
        raise Http404
    return HttpResponseRedirect(leads_to)


def _section(request: HttpRequest, slug: str) -> Section:
    section = next((one for one in navigation.of(request).sections if one.slug == slug), None)
    if section is None:
        raise Http404
    return section
