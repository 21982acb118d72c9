"""Writing an About page, and who may read it."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles.models import FOREVER, AboutPage, AboutPageEdition, Event
from articles.models.about_page import ABOUT
from articles.publishing import triggers
from articles.text import rendering, typesetting
from newsroom.lib import site_languages
from newsroom.lib.clock import Clock, read

FIELDS = ("name", "description", "body", "language", "position", "public")
SHOWN = ("name", "description", "language")  # copied as they are; of the text, its final HTML


def write(page: AboutPage, *, by: User | None, clock: Clock | None = None) -> None:
    """Save the page; if it is public, readers see the change at once. The activity log keeps who changed what, and the
    text that was there before.
    """
    page.body = rendering.clean(page.body)
    with transaction.atomic():
        before = AboutPage.objects.select_for_update().filter(pk=page.pk).values(*FIELDS).first() if page.pk else None
        now = read(clock)
        page.save()
        with triggers.present(now):
            if before is None:
                Event.objects.create(verb="add", on=page, by=by, at=now)
            elif changed := [name for name in FIELDS if before[name] != getattr(page, name)]:
                detail = {"fields": changed, "before": {name: before[name] for name in changed}}
                Event.objects.create(verb="change", on=page, by=by, at=now, detail=detail)
            _show(page, now)


def _show(page: AboutPage, now: datetime) -> None:
    """End the current edition and make the next one. Does nothing if readers would see no difference."""
    shown = {name: getattr(page, name) for name in SHOWN}
    shown["html"] = typesetting.typeset(page.body, pictures={}, moved={})
    last = page.editions.last()
    standing = last if last and last.live_until == FOREVER else None
    if standing and page.public and all(getattr(standing, name) == value for name, value in shown.items()):
        return
    if last:
        now = max(now, last.live_from if standing else last.live_until)  # the clock may have been put back
    if standing:
        standing.live_until = now
        standing.save(update_fields=["live_until"])
    if page.public:
        page.editions.create(live_from=now, **shown)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return _shown(request, ABOUT)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    if slug == ABOUT:
        raise Http404  # it has an address of its own
    return _shown(request, slug)


def _shown(request: HttpRequest, slug: str) -> HttpResponse:
    """The page in the language of the site. Each language has its own, and what one lacks isn't shown in another."""
    language = site_languages.current()
    editions = AboutPageEdition.objects.filter(page__slug=slug)
    live = {edition.language: edition for edition in editions.live(request.moment).select_related("page")}
    if language in live:
        return render(request, "articles/about_page.html", {"page": live[language], "also_in": live})
    if language == settings.LANGUAGE_CODE and (moved := _elsewhere(live)):
        return redirect(moved)
    if editions.filter(language=language).public_by(request.moment).exists():
        return render(request, "410.html", status=410)
    raise Http404


def _elsewhere(live: dict[str, AboutPageEdition]) -> AboutPageEdition | None:
    """Pages in every language once had their address on the first site, and links to it are kept."""
    return next((live[code] for code, _name in settings.LANGUAGES if code in live), None)
