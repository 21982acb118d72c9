"""Readers' pages. Each fetches editions that are live at the request's moment, and renders them.

A list is in the language of its address. A story's pages have no language in theirs: they are in the story's language.
"""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.drafts import printing
from articles.models import Address, Correspondent, Edition, Photo, Tag, UnderName, UnderTag, WithDocument
from articles.models.documents import address_name
from articles.models.edition import Listed
from articles.models.merged import Merged
from articles.pictures import copies
from articles.publishing import public_history, thanks
from articles.site import addresses, rails
from articles.site import corrections as corrections_page
from articles.site.also_in import also_in
from articles.site.related import RAIL, newest, rail, related
from newsroom.lib import alphabet, caching, headers, site_languages
from newsroom.lib.paging import page, page_of_lists

KEPT = timedelta(seconds=60)  # how long a cache keeps a picture at most, and never past a boundary


@require_safe
def detail(request: HttpRequest, path: str) -> HttpResponse:
    """The edition that lives at this address; else what the address answers (301, 404 or 410)."""
    live = Edition.objects.live(request.moment).filter(address_id=path).annotate(thanked=thanks.of_story())
    edition = live.select_related("section").first()
    if edition is None:
        return _elsewhere(request, path)
    edition.corrections = edition.notes_by(request.moment)
    beside = related(edition, at=request.moment)
    context = {"edition": edition, "section": edition.section, "related": beside, "rail": beside.rail}
    with site_languages.in_language(edition.language):
        return render(request, "articles/article.html", context)


def _elsewhere(request: HttpRequest, path: str) -> HttpResponse:
    found = addresses.elsewhere(path, at=request.moment)
    if isinstance(found, Edition):
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    last = found.last
    context = {
        "path": path,
        "section": last.section,
        "of": last.section,
        "rail": rail(last.section_id, last.language, at=request.moment)[:RAIL],
        "first_published_at": last.first_published_at,
        "withdrawn_at": found.ended_at,
        "reason": found.reason,
    }
    with site_languages.in_language(last.language):
        return render(request, "articles/gone.html", context, status=410)


@require_safe
def history(request: HttpRequest, path: str) -> HttpResponse:
    """The publication history of the story at this address: its editions, their notes, what changed."""
    address = get_object_or_404(Address, path=path)
    story = public_history.of(address.article_id, at=request.moment)
    if story is None or not story.was_at(path):
        raise Http404  # as the address itself answers: what is claimed for later says nothing
    if story.live and story.live.address_id != path:
        return HttpResponsePermanentRedirect(f"{story.live.get_absolute_url()}history/")
    newest = story.entries[0].edition
    with site_languages.in_language(newest.language):
        return render(request, "articles/history.html", {"history": story, "section": newest.section})


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Every note on a story that was changed after it was published, newest first."""
    try:
        editions, older = page(
            corrections_page.all_notes(request.moment, site_languages.current()),
            request.GET.get("before", ""),
            by="live_from",
        )
    except ValueError:
        raise Http404 from None
    live = corrections_page.stories(editions, at=request.moment)
    notes = [{"edition": edition, "live": live.get(edition.article_id)} for edition in editions]
    context = {"notes": notes, "older": older, "rail": newest(site_languages.current(), at=request.moment)[:RAIL]}
    return render(request, "articles/corrections.html", context)


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Everything, or only its stories or its briefs, newest first."""
    at, only = request.moment, request.GET.get("only", "")
    live = Edition.objects.live(at).in_language(site_languages.current())
    kinds = {"": live, "stories": live.stories(), "briefs": live.briefs()}
    if only not in kinds:
        raise Http404
    editions, older = _page(request, kinds[only].for_lists())
    by_day = groupby(editions, key=lambda edition: timezone.localdate(edition.first_published_at))
    days = [{"date": date, "editions": list(group)} for date, group in by_day]
    context = {
        "only": only,
        "days": days,
        "older": older,
        "other_days": rails.days_before(live, days[0]["date"] if days else timezone.localdate(at)),
        "corrected": rails.corrected_today(at, site_languages.current()),
    }
    return render(request, "articles/latest.html", context)


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    language = site_languages.current()
    context = {
        "topics": alphabet.by_name(Tag.objects.published(request.moment, language), language),
        "rail": newest(language, at=request.moment)[:RAIL],
    }
    return render(request, "articles/topics.html", context)


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return _page_of(request, "articles/topic.html", Tag.objects.of_page(slug), UnderTag, rails.beside_topic)


@require_safe
def correspondents(request: HttpRequest) -> HttpResponse:
    """By family name, with their portraits."""
    language = site_languages.current()
    published = Correspondent.objects.published(request.moment, language).select_related("photo")
    people = sorted(published, key=lambda person: alphabet.key(person.filed_as, language))
    with_portraits = [(person, printing.portrait(person, at=request.moment)) for person in people]
    context = {"correspondents": with_portraits, "rail": newest(language, at=request.moment)[:RAIL]}
    return render(request, "articles/correspondents.html", context)


@require_safe
def correspondent(request: HttpRequest, slug: str) -> HttpResponse:
    people = Correspondent.objects.select_related("photo").of_page(slug)
    portrait = printing.portrait(people[0], at=request.moment) if people else None
    return _page_of(request, "articles/correspondent.html", people, UnderName, rails.beside_person, portrait=portrait)


@require_safe
def media(request: HttpRequest, uid: str, name: str) -> HttpResponse:
    """A copy of a picture, as long as readers may see it and its licence runs; then an empty one as large.

    Where the storage hands it out, the way there: it ends when the copy itself would, and is kept half as long.
    """
    photo = Photo.objects.public(request.moment).filter(uid=uid).first()
    if photo is None or name not in copies.COPIES:
        raise Http404
    if not photo.licensed(request.moment):
        type = copies.COPIES[name].type
        return HttpResponse(copies.placeholder(photo, name), content_type=type, status=410)
    until = photo.shown_until or request.moment  # a portrait alone is not kept: a person's page may go at any time
    life = min(KEPT, min(until, photo.licence_until or until) - request.moment)
    try:
        response = _copy(request, photo, name, seconds=life // timedelta(seconds=1))
    except FileNotFoundError:  # the storage has lost it
        raise Http404 from None
    caching.kept(response, life / 2 if response.status_code == HTTPStatus.FOUND else life)
    return response


def _copy(request: HttpRequest, photo: Photo, name: str, *, seconds: int) -> HttpResponseBase:
    if seconds and (address := copies.lent(photo, name, seconds=seconds)):
        return HttpResponseRedirect(address)
    etag = f'"{copies.tag(photo, name)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = FileResponse(copies.copy(photo, name), content_type=copies.COPIES[name].type)
        response.headers["ETag"] = etag
    return response


@require_safe
def document(request: HttpRequest, uid: str, name: str) -> HttpResponse:
    """A stored copy, as long as a live edition offers it for download and the desk has not stopped that since."""
    shown = WithDocument.objects.live(request.moment).filter(document__uid=uid, document__downloadable=True)
    found = shown.select_related("document").first()
    if found is None or name != address_name(found.document.name):
        raise Http404
    kept = found.document
    response = get_conditional_response(request, etag=f'"{kept.sha256}"')
    if response is None:
        response = FileResponse(kept.file.open("rb"), as_attachment=True, filename=kept.name, content_type=kept.type)
        response.headers["ETag"] = f'"{kept.sha256}"'
    headers.only_a_file(response)
    return response


def _page_of(
    request: HttpRequest, template: str, found: list[Merged], listing: type[Listed], beside: Callable, **context: Any
) -> HttpResponse:
    """The stories under a tag or a person and under those merged into it. The page of a merged one redirects."""
    if not found:
        raise Http404
    this, name = found[0], found[0]._meta.model_name
    under = [listing.objects.filter(**{name: one}) for one in found]
    if this.merged_into_id and under[0].public_by(request.moment).exists():
        return HttpResponsePermanentRedirect(this.merged_into.get_absolute_url())
    live = listing.objects.live(request.moment).filter(**{f"{name}__in": found})

    def around(listed: list[Edition]) -> dict[str, Any]:
        return beside(this, listed, at=request.moment) | {"also_in": also_in(live)}

    return _listed(request, template, {name: this, **context}, under, around)


def _listed(
    request: HttpRequest, template: str, context: dict[str, Any], under: list, beside: Callable
) -> HttpResponse:
    """A page of a topic or a person in one language. Nothing live there: 410 if there was, else 404, whatever the desk
    prepares.
    """
    under = [one.in_language(site_languages.current()) for one in under]
    try:
        places, older = page_of_lists([one.live(request.moment) for one in under], request.GET.get("before", ""))
    except ValueError:
        raise Http404 from None
    if places:
        listed = [place.edition for place in places]
        context |= {"editions": listed, "older": older} | beside(listed)
        return render(request, template, context)
    if any(one.public_by(request.moment).exists() for one in under):
        return render(request, "410.html", status=410)
    raise Http404


def _page(request: HttpRequest, editions) -> tuple[list, str]:
    try:
        return page(editions, request.GET.get("before", ""))
    except ValueError:
        raise Http404 from None
