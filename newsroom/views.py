"""Pages that need every app: the front, search, health."""

import sys
from collections.abc import Iterable
from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, override
from django.views.decorators.http import require_safe

from articles.models import Edition
from articles.site.rails import topics_of
from newsroom import health, jobs, other_languages, overload
from newsroom.context import site
from newsroom.lib import site_languages
from newsroom.searching import Searching
from reviews import totals
from sections import filling, navigation

WIRE = 12
WHOLE, TOPICS = 3, 4  # sections with a whole block on the home page; topics under the name of one
# Who robots say they are, by the setting that lets them in; each as its operator documents it.
ROBOTS = {
    "ROBOTS_SEARCH": ("Googlebot", "Googlebot-News", "Bingbot", "DuckDuckBot", "YandexBot", "Applebot", "Slurp"),
    "ROBOTS_AI_TRAINING": (
        "GPTBot", "ClaudeBot", "Google-Extended", "Applebot-Extended", "CCBot", "Bytespider", "meta-externalagent",
        "Amazonbot",
    ),
    "ROBOTS_AI_ANSWERS": (
        "OAI-SearchBot", "ChatGPT-User", "Claude-SearchBot", "Claude-User", "PerplexityBot", "Perplexity-User",
        "DuckAssistBot", "meta-externalfetcher",
    ),
}  # fmt: skip
CLOSED_TO_ROBOTS = ("/admin/", "/preview/", "/reviews/")  # and the search in each language


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What editors put there and what fills itself, the wire, a block a section, and what readers write about."""
    at = request.moment
    sections = navigation.of(request).sections
    language = site_languages.current()
    plan, reviewed = filling.home(sections, language, at), totals.recent(at, language)
    cards = filling.cards(plan.stories | {*reviewed}, at, language)
    totals.count(cards.values())

    def shown(stories: Iterable[int]) -> list[Edition]:
        return [cards[story] for story in stories if story in cards]

    top = shown(plan.top)
    blocks = [
        {"section": section, "editions": editions, "topics": topics_of(editions, most=TOPICS)}
        for section in sections
        if (editions := shown(plan.blocks[section.pk]))
    ]
    context = {
        "lead": top[0] if top else None,
        "seconds": top[1:5],
        "more": top[5:],
        "wire": shown(plan.wire),
        "blocks": blocks[:WHOLE],
        "small": blocks[WHOLE:],
        "reviewed": totals.ranked(reviewed, cards),
        "others": other_languages.blocks(at),
    }
    return render(request, "front.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What readers look for; where nothing is found, the newest stories instead."""
    searching = Searching(request.GET, at=request.moment, sections=navigation.of(request).sections)
    return render(request, "articles/search.html", {"search": searching})


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a telephone asks when a reader puts the site on its first screen (W3C web application manifest)."""
    document = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": site_languages.tagline(),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("front"),
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": settings.SITE_ACCENT,
        "icons": [
            {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in (192, 512)
        ],
    }
    return JsonResponse(document, content_type="application/manifest+json")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where robots need not look (RFC 9309). It keeps nobody out, and says nothing of what is not linked anyway."""
    paths = [*CLOSED_TO_ROBOTS]
    for code, _name in settings.LANGUAGES:
        with override(code):
            paths.append(reverse("search"))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    for setting, names in ROBOTS.items():
        if not getattr(settings, setting):
            lines += ["", *(f"User-agent: {name}" for name in names), "Disallow: /"]
    lines += ["", *(f"Sitemap: {settings.SITE_URL}{reverse(name)}" for name in ("sitemap", "news_sitemap"))]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """For those that ask for it without reading a page: feed readers, Safari, search engines."""
    return HttpResponseRedirect(static(f"img/{name}"))  # the name of the file changes with its content


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a security problem (RFC 9116). 404 if the operator has set no contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (request.moment + timedelta(days=180)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this process answers and its database does.

    A dead worker and a wrong clock are shown, and keep no page from a reader.
    """
    at, alive = jobs.last_beat(request.moment)
    worker = {"beat": at, "alive": alive} | jobs.late(request.moment)
    time = {"offset": health.offset(), "dated_ahead_until": health.dated_ahead(request.moment)}
    return JsonResponse({"database": "ok", "clock": time, "worker": worker})


def server_error(request: HttpRequest) -> HttpResponse:
    """What is left to say when something broke, or can't be done just now: a page that asks the database nothing."""
    error = sys.exception()
    if overload.is_expected(error):
        return overload.answer(request, error)
    return render(None, "500.html", site() | {"SITE_LOGO": None}, status=500)
