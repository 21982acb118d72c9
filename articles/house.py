"""Writing a page about the house, and who may read it."""

from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import rendering
from articles.acts import Clock
from articles.models import Event, HousePage
from articles.models.house import ABOUT
from articles.text import typesetting

FIELDS = ("name", "description", "body", "language", "position", "public")


def write(page: HousePage, *, by: User | None, clock: Clock = timezone.now) -> None:
    """Save it with its final HTML. The journal says who changed what, and keeps what stood there before."""
    page.body = rendering.clean(page.body)
    page.html = typesetting.typeset(page.body, pictures={}, moved={})
    with transaction.atomic():
        before = HousePage.objects.select_for_update().filter(pk=page.pk).values(*FIELDS).first() if page.pk else None
        page.save()
        if before is None:
            Event.objects.create(verb="add", on=page, by=by, at=clock())
        elif changed := [name for name in FIELDS if before[name] != getattr(page, name)]:
            detail = {"fields": changed, "before": {name: before[name] for name in changed}}
            Event.objects.create(verb="change", on=page, by=by, at=clock(), detail=detail)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return _shown(request, ABOUT)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    if slug == ABOUT:
        raise Http404  # it has an address of its own
    return _shown(request, slug)


def _shown(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(HousePage.objects.public(), slug=slug)
    return render(request, "articles/house_page.html", {"page": found})
