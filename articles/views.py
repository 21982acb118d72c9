"""Readers' pages. Each fetches editions that are live at the request's moment, and renders them."""

from itertools import groupby

from django.db.models import OuterRef, Subquery
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles import pictures, record
from articles.models import Act, Address, Correspondent, Edition, Tag, UnderName, UnderTag
from articles.paging import page


@require_safe
def detail(request: HttpRequest, path: str) -> HttpResponse:
    """The edition that lives at this address; else what the address answers (301, 404 or 410)."""
    edition = Edition.objects.live(request.moment).filter(address_id=path).select_related("section").first()
    if edition is None:
        return _elsewhere(request, path)
    return render(request, "articles/article.html", {"edition": edition, "section": edition.section})


def _elsewhere(request: HttpRequest, path: str) -> HttpResponse:
    at = request.moment
    article_id = get_object_or_404(Address, path=path).article_id
    editions = Edition.objects.filter(article_id=article_id)
    if not editions.filter(address_id=path).public_by(at).exists():
        raise Http404  # claimed for a story to come: says no more than an address that was never claimed
    if live := editions.live(at).first():
        return HttpResponsePermanentRedirect(live.get_absolute_url())
    last = editions.public_by(at).select_related("section").latest("number")
    withdrawn = Act.objects.filter(article_id=article_id, verb=Act.Verb.WITHDRAW, made_at__lte=at).last()
    return render(
        request,
        "articles/gone.html",
        {
            "section": last.section,
            "first_published_at": last.first_published_at,
            "withdrawn_at": last.live_until,
            "reason": withdrawn.reason if withdrawn else "",
        },
        status=410,
    )


@require_safe
def history(request: HttpRequest, path: str) -> HttpResponse:
    """The public record of the story at this address: its editions, their notes, what changed."""
    address = get_object_or_404(Address, path=path)
    story = record.of(address.article_id, at=request.moment)
    if story is None:
        raise Http404
    if story.live and story.live.address_id != path:
        return HttpResponsePermanentRedirect(f"{story.live.get_absolute_url()}history/")
    first = story.entries[-1].edition
    return render(request, "articles/history.html", {"record": story, "first": first, "section": first.section})


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Everything that was ever corrected, clarified or retracted, newest first."""
    notes = Edition.objects.public_by(request.moment).exclude(note="").select_related("section")
    live = Edition.objects.live(request.moment).filter(article=OuterRef("article"))
    notes = notes.annotate(live_path=Subquery(live.values("address_id")[:1])).defer(
        "body", "html", "words", "citations"
    )
    try:
        editions, older = page(notes, request.GET.get("before", ""), by="live_from")
    except ValueError:
        raise Http404 from None
    return render(request, "articles/corrections.html", {"editions": editions, "older": older})


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    editions, older = _page(request, Edition.objects.live(request.moment).for_lists())
    by_day = groupby(editions, key=lambda edition: timezone.localdate(edition.first_published_at))
    days = [{"date": date, "editions": list(group)} for date, group in by_day]
    return render(request, "articles/latest.html", {"days": days, "older": older})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    tag = get_object_or_404(Tag, slug=slug)
    editions, older = _listed(request, UnderTag.objects.filter(tag=tag))
    return render(request, "articles/topic.html", {"tag": tag, "editions": editions, "older": older})


@require_safe
def correspondents(request: HttpRequest) -> HttpResponse:
    people = Correspondent.objects.published(request.moment)
    return render(request, "articles/correspondents.html", {"correspondents": people})


@require_safe
def correspondent(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_object_or_404(Correspondent, slug=slug)
    editions, older = _listed(request, UnderName.objects.filter(correspondent=person))
    context = {"correspondent": person, "editions": editions, "older": older}
    return render(request, "articles/correspondent.html", context)


@require_safe
def media(request: HttpRequest, uid: str, name: str) -> HttpResponse:
    """A copy of a picture, as long as a live edition shows it."""
    editions = Edition.objects.live(request.moment).filter(photo__uid=uid).select_related("photo")
    edition = editions.only("photo").first()
    if edition is None or name not in pictures.COPIES:
        raise Http404
    etag = f'"{uid}-{name}"'  # a copy never changes
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = FileResponse(pictures.copy(edition.photo, name), content_type=pictures.COPIES[name].type)
        response.headers["ETag"] = etag
    return response


def _listed(request: HttpRequest, under) -> tuple[list[Edition], str]:
    """A page of a topic or a person. Nothing live there: 404, whatever the desk is preparing under that name."""
    places, older = _page(request, under.live(request.moment))
    editions = Edition.objects.for_lists().in_bulk([place.edition_id for place in places])
    if not editions:
        raise Http404
    return [editions[place.edition_id] for place in places], older


def _page(request: HttpRequest, editions) -> tuple[list, str]:
    try:
        return page(editions, request.GET.get("before", ""))
    except ValueError:
        raise Http404 from None
