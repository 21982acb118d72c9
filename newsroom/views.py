"""Pages that need every app: the front, search, health."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import outbox
from articles.models import Edition
from articles.search import question
from articles.search import search as find
from newsroom.context import site
from sections.models import Section

TOP, WIRE, BLOCK, FOUND = 8, 12, 5, 30


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The newest stories, the wire of briefs, and a block a section; no story stands twice."""
    live = Edition.objects.live(request.moment).for_lists()
    top = list(live.stories().newest_first()[:TOP])
    lead = next((edition for edition in top if edition.picture), top[0] if top else None)
    others = [edition for edition in top if edition is not lead]
    sections = list(Section.objects.all())
    return render(
        request,
        "front.html",
        {
            "lead": lead,
            "seconds": others[:4],
            "more": others[4:],
            "wire": live.briefs().newest_first()[:WIRE],
            "blocks": _blocks(live.stories().exclude(article__in=[edition.article_id for edition in top]), sections),
            "sections": sections,
        },
    )


def _blocks(live, sections: list[Section]) -> list[dict]:
    """The newest of each section, in one question: a short walk along the index a section, put together."""
    walks = [
        Edition.objects.for_lists().filter(pk__in=live.filter(section=section).newest_first().values("pk")[:BLOCK])
        for section in sections
    ]
    if not walks:
        return []
    found = sorted(
        walks[0].order_by().union(*[walk.order_by() for walk in walks[1:]], all=True),
        key=lambda edition: (edition.first_published_at, edition.article_id),
        reverse=True,
    )
    blocks = [
        {"section": section, "editions": [edition for edition in found if edition.section_id == section.pk]}
        for section in sections
    ]
    return [block for block in blocks if block["editions"]]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "")
    found = list(find(q, at=request.moment).for_lists()[: FOUND + 1])
    context = {"q": q[:200], "editions": found[:FOUND], "more": len(found) > FOUND, "searched": bool(question(q))}
    return render(request, "articles/search.html", context)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this process answers and its database does. A dead worker is shown, and keeps no page from a reader."""
    at, alive = outbox.last_beat(request.moment)
    return JsonResponse({"database": "ok", "worker": {"beat": at, "alive": alive}})


def server_error(request: HttpRequest) -> HttpResponse:
    """What is left to say when something broke: a page that asks the database nothing."""
    return render(None, "500.html", site(), status=500)
