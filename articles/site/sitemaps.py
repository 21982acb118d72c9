"""What search engines are told there is: an index of sitemaps by month (sitemaps.org 0.9), and the news of two days
(Google's news extension). Everything in them is live at the moment of the request.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import InvalidPage, Page
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.models import Edition
from articles.models.edition import EditionQuerySet
from articles.site import structured
from articles.site.feeds import with_changes
from newsroom.lib import xml_text

MOST = 50_000  # addresses in a file, by the protocol
FRESH, MOST_NEWS = timedelta(hours=48), 1_000  # what a news sitemap may hold, by Google's rules
XML = "application/xml; charset=utf-8"
LISTS = ("front", "latest", "articles:topics", "articles:correspondents", "articles:corrections", "articles:archive")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A sitemap for each month of newsroom time in which something was first published that is live; parts of a month
    with more addresses than a file may hold. One query.
    """
    live = Edition.objects.live(request.moment).order_by()
    counted: dict[str, int] = {}
    for moment in live.values_list("first_published_at", flat=True).iterator(chunk_size=5000):
        month = f"{timezone.localtime(moment):%Y-%m}"
        counted[month] = counted.get(month, 0) + 1
    files = [settings.SITE_URL + reverse("sitemap_lists")]
    for month in sorted(counted, reverse=True):
        address = settings.SITE_URL + reverse("sitemap_month", args=[*map(int, month.split("-"))])
        parts = range(1, -(-counted[month] // MOST) + 1)
        files += [address if part == 1 else f"{address}?p={part}" for part in parts]
    return render(request, "sitemaps/index.xml", {"files": files}, content_type=XML)


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The home page and the lists, in each language."""
    addresses = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses += [settings.SITE_URL + reverse(name) for name in LISTS]
    return render(request, "sitemaps/urls.xml", {"urls": [{"location": one} for one in addresses]}, content_type=XML)


class Month(Sitemap):
    """The stories that were first published in one month of newsroom time."""

    limit = MOST

    def __init__(self, year: int, month: int, *, at: datetime) -> None:
        zone = timezone.get_default_timezone()
        starts = datetime(year, month, 1, tzinfo=zone)
        ends = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
        self.at = at
        self.live = Edition.objects.live(at).filter(first_published_at__gte=starts, first_published_at__lt=ends)

    def items(self) -> EditionQuerySet:
        found = with_changes(self.live, at=self.at).select_related(None).newest_first()
        return found.only("address", "language", "article_id", "translation_of_id", "picture")

    def addresses(self, part: Page) -> list[dict[str, Any]]:
        families = self.families()
        return [_url(edition, families) for edition in part.object_list]

    def families(self) -> dict[int, dict[str, str]]:
        """The live translations of a story by its original: {original: {language: address}}. One query at most."""
        if len(settings.LANGUAGES) < 2:
            return {}
        originals = self.live.filter(translation_of=None).order_by().values("article")
        roots = self.live.exclude(translation_of=None).order_by().values("translation_of")
        members = Edition.objects.live(self.at).filter(
            Q(translation_of__in=originals) | Q(translation_of__in=roots) | Q(article__in=roots)
        )
        members = members.order_by("article_id").values_list(
            "article_id", "translation_of_id", "language", "address_id"
        )
        found: dict[int, dict[str, str]] = {}
        for article, root, language, path in sorted(members, key=lambda member: member[1] is not None):
            found.setdefault(root or article, {}).setdefault(language, f"/{path}/")
        return found


def _url(edition: Edition, families: dict[int, dict[str, str]]) -> dict[str, Any]:
    """As pages say it: translations.alternates. A translation that is not the one of its language names no other."""
    path, root = edition.get_absolute_url(), edition.translation_of_id or edition.article_id
    family = families.get(root, {}) | ({edition.language: path} if edition.translation_of_id is None else {})
    named = len(family) > 1 and family.get(edition.language) == path
    return {
        "location": settings.SITE_URL + path,
        "lastmod": edition.changed_at,
        "alternates": [(code, settings.SITE_URL + one) for code, one in sorted(family.items())] if named else [],
        "image": edition.picture and structured.image(edition.picture["uid"]),
    }


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not 1 <= month <= 12:
        raise Http404
    sitemap = Month(year, month, at=request.moment)
    try:
        part = sitemap.paginator.page(request.GET.get("p", "1"))
    except InvalidPage:
        raise Http404 from None
    urls = sitemap.addresses(part)
    if not urls:
        raise Http404
    return render(request, "sitemaps/urls.xml", {"urls": urls}, content_type=XML)


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What was first published in the last 48 hours, in all languages, newest first."""
    live = Edition.objects.live(request.moment).filter(first_published_at__gt=request.moment - FRESH).newest_first()
    editions = live.only("kind", "language", "headline", "standfirst", "address", "first_published_at")[:MOST_NEWS]
    urls = [{"edition": one, "title": xml_text.allowed(one.title)} for one in editions]
    return render(request, "sitemaps/news.xml", {"urls": urls}, content_type=XML)
