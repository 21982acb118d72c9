"""Telling WebSub hubs which feeds changed (W3C WebSub; publishing as hubs take it from PubSubHubbub 0.4)."""

from collections.abc import Iterable
from datetime import datetime
from http.client import HTTPException
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, build_opener

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from articles.models import Correspondent, Edition, Job, Kind, Tag
from articles.publishing.jobs import TIMEOUT, Straight
from articles.site.feed_formats import FORMATS
from newsroom.lib import site_languages
from newsroom.lib.retrying import Failed

KIND = "websub"
SHOWN = 2  # editions: what readers see, and what they saw before, which may have been in other feeds


class NotTold(Failed):
    """A hub did not take it. The words name its host, not its address, which may hold a password."""


def ask(jobs: list[Job], now: datetime) -> None:
    """Write down that hubs are to be told of these acts and boundaries: a job for each hub, so that one that is away
    keeps no other from hearing of it. Nothing where the story was never public.
    """
    stories = {job.args["story"]: job.due for job in jobs}
    public = Edition.objects.filter(article__in=stories).public_by(now).values_list("article_id", flat=True).distinct()
    Job.objects.ask(
        *(
            Job(kind=KIND, key=f"hub {number}", args={"story": story, "hub": number}, due=stories[story])
            for story in public.order_by()
            for number in range(len(settings.WEBSUB_HUBS))
        ),
        again=True,
    )


def tell(jobs: list[Job], now: datetime) -> None:
    """Tell one hub of the feeds that these stories are or were in; raises NotTold if it did not take it.

    A hub that is no longer set is told nothing.
    """
    number = jobs[0].args["hub"]
    if number >= len(settings.WEBSUB_HUBS):
        return
    feeds = sorted({feed for job in jobs for feed in feeds_of(job.args["story"], now)})
    body = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]).encode()
    hub = settings.WEBSUB_HUBS[number]
    request = Request(hub, body, {"Content-Type": "application/x-www-form-urlencoded"})  # noqa: S310  (http alone)
    try:
        with build_opener(Straight).open(request, timeout=TIMEOUT):
            return
    except (OSError, HTTPException) as error:
        raise NotTold(f"{urlsplit(hub).hostname}: {error}") from None


def feeds_of(article_id: int, at: datetime) -> list[str]:
    """The addresses of all feeds that a story is in at `at`, or was in before its last change."""
    shown = Edition.objects.filter(article=article_id).public_by(at).select_related("section").order_by("-number")
    found = [page for edition in shown[:SHOWN] for page in _pages(edition)]
    return [f"{settings.SITE_URL}{page}feed.{ending}" for page in dict.fromkeys(found) for ending in FORMATS]


def _pages(edition: Edition) -> list[str]:
    with override(edition.language if site_languages.speaks(edition.language) else settings.LANGUAGE_CODE):
        pages = [reverse("front"), edition.section.get_absolute_url()]
        pages += [one.get_absolute_url() for one in _named(Tag.objects, edition.topics)]
        pages += [one.get_absolute_url() for one in _named(Correspondent.objects, edition.bylines)]
        if edition.note:
            pages.append(reverse("articles:corrections"))
        return [*pages, f"{reverse('latest')}briefs/"] if edition.kind == Kind.BRIEF else pages


def _named(rows: QuerySet, printed: Iterable[dict]) -> list:
    """Under which a story is listed now: those that it names, or what they were merged into."""
    found = rows.filter(pk__in=[one["id"] for one in printed]).select_related("merged_into")
    return [one.merged_into or one for one in found]
