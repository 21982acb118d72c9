"""Pages that need every app: the front, search, health."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from articles import outbox
from articles import search as finding
from articles.forms import SearchForm
from articles.models import Edition
from newsroom.context import site
from sections import frame
from sections.models import Section

TOP, WIRE, BLOCK, FOUND = 8, 12, 5, 30
FILTERS = ("section", "kind", "by", "since", "until")


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The newest stories, the wire of briefs, and a block a section; no story stands twice."""
    live = Edition.objects.live(request.moment).for_lists()
    top = list(live.stories().newest_first()[:TOP])
    lead = next((edition for edition in top if edition.picture), top[0] if top else None)
    others = [edition for edition in top if edition is not lead]
    sections = frame.of(request).sections
    return render(
        request,
        "front.html",
        {
            "lead": lead,
            "seconds": others[:4],
            "more": others[4:],
            "wire": live.briefs().newest_first()[:WIRE],
            "blocks": _blocks(live.stories().exclude(article__in=[edition.article_id for edition in top]), sections),
        },
    )


def _blocks(live, sections: list[Section]) -> list[dict]:
    """The newest of each section, in one question: a short walk along the index a section."""
    found = Edition.objects.found_by(*(live.filter(section=section).newest_first()[:BLOCK] for section in sections))
    blocks = [
        {"section": section, "editions": [edition for edition in found if edition.section_id == section.pk]}
        for section in sections
    ]
    return [block for block in blocks if block["editions"]]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What readers look for; where nothing is found, the newest stories instead."""
    form = SearchForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    terms = finding.question(asked.get("q", ""))
    best_first = asked.get("order") == "best"
    holding = finding.search(terms, at=request.moment, best_first=best_first)
    narrowed = finding.narrow(holding, **{name: asked[name] for name in FILTERS if asked.get(name)})
    editions = narrowed.select_related("section").defer("body", "words", "citations")[: FOUND + 1]
    found = [finding.show(edition, terms) for edition in editions]
    latest = [] if found or not terms else Edition.objects.live(request.moment).for_lists().newest_first()[:WIRE]
    context = {
        "form": form,
        "asked": " ".join(asked.get("q", "").split()),
        "terms": terms,
        "narrowed": any(asked.get(name) for name in (*FILTERS, "order")) or bool(form.errors),
        "found": found[:FOUND],
        "more": len(found) > FOUND,
        "latest": latest,
    }
    return render(request, "articles/search.html", context)


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a telephone asks when a reader puts the site on its first screen (W3C web application manifest)."""
    document = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": settings.SITE_TAGLINE,
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [
            {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in (192, 512)
        ],
    }
    return JsonResponse(document, content_type="application/manifest+json")


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this process answers and its database does. A dead worker is shown, and keeps no page from a reader."""
    at, alive = outbox.last_beat(request.moment)
    worker = {"beat": at, "alive": alive, "overdue": outbox.overdue(request.moment)}
    return JsonResponse({"database": "ok", "worker": worker})


def server_error(request: HttpRequest) -> HttpResponse:
    """What is left to say when something broke: a page that asks the database nothing."""
    return render(None, "500.html", site(), status=500)
