"""The desk's first page: what waits for this person, by what they may do; the most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import NEVER, Article, Autosave, Edition, PendingCheck, PublishingState
from articles.models.article import ArticleQuerySet
from articles.workflow import EDITORS, WRITERS, State
from newsroom import health, jobs
from newsroom.lib import addresses, lazy
from reviews.admin import stories
from reviews.models import Review

SHOWN = 10
FRESH = timedelta(days=14)  # stories approved longer ago are no longer listed


@dataclass
class Group:
    title: lazy.Text
    articles: list[Article] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    going_out: list[dict[str, Any]] = field(default_factory=list)
    overrides: "QuerySet[PendingCheck] | tuple" = ()
    typed: "QuerySet[Autosave] | tuple" = ()

    @property
    def is_empty(self) -> bool:
        return not (self.articles or self.reviews or self.going_out or self.overrides or self.typed)


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    groups = [
        *not_saved(request.user),
        *of_stories(request.user, request.moment),
        *others(request),
    ]
    return context | {"title": _("Home"), "waiting": groups, "now": request.moment} | _running(request)


def not_saved(user: User) -> Iterator[Group]:
    """This person's unsaved texts of any story. Comes first, and only if there are any."""
    if typed := [*Autosave.objects.of(user).to_read().select_related("article")[:SHOWN]]:
        yield Group(_("Autosaves"), typed=typed)


# -- stories ----------------------------------------------------------------------------------------------------------


def of_stories(user: User, now: datetime) -> Iterator[Group]:
    """A story may be in several groups."""
    for title, articles in _wanted(user, now):
        shown = articles.urgent_first().select_related("section", "writer", "reporter", "editor")
        yield Group(title, articles=[*shown.defer("body")[:SHOWN]])


def _wanted(user: User, now: datetime) -> Iterator[tuple[lazy.Text, ArticleQuerySet]]:
    """The title of each group, and its stories."""
    stories = Article.objects.all()
    if user.has_perm(f"articles.{EDITORS}"):
        led = stories.led_by(user)
        to_read = led.filter(Q(editor=None) | Q(editor=user), state=State.SUBMITTED)
        yield _("Submitted, waiting for an editor"), to_read
        yield _("Approved, ready to publish"), _unpublished(led, now)
        yield _("Late"), led.late(now)
    if user.has_perm(f"articles.{WRITERS}"):
        mine = Q(reporter=user) | Q(reporter=None, writer=user)
        yield _("Your stories: drafts, returned and submitted"), stories.in_hand().filter(mine)
        yield _("Not assigned"), stories.filter(writer=None, reporter=None, state=State.DRAFT)


def _unpublished(stories: ArticleQuerySet, now: datetime) -> ArticleQuerySet:
    """Recently approved drafts that are not the text of an edition yet."""
    printed = Edition.objects.ahead(NEVER).filter(article=OuterRef("pk"), version=OuterRef("version"))
    return stories.filter(~Exists(printed), state=State.APPROVED, edited_at__gte=now - FRESH)


# -- and the rest -----------------------------------------------------------------------------------------------------


def others(request: HttpRequest) -> Iterator[Group]:
    user, now = request.user, request.moment
    if user.has_perm(f"articles.{EDITORS}"):
        led = Article.objects.led_by(user).filter(pk=OuterRef("article"))
        unread = PendingCheck.objects.exclude(by=user).filter(Exists(led))
        first = PendingCheck.objects.filter(pk__in=unread.values("pk")[:SHOWN])  # or SQLite starts from all stories
        overrides = first.select_related("article", "override__by")
        yield Group(_("Needs a second check"), overrides=overrides)
    if user.has_perm("articles.view_article"):
        yield Group(_("Scheduled next"), going_out=sorted(_going_out(now), key=lambda one: one["at"])[:SHOWN])
    if user.has_perm("reviews.moderate_review"):
        reviews = [*Review.objects.waiting().select_related("article__section").defer("article__body")[:SHOWN]]
        stories.show(reviews, request)
        yield Group(_("Moderation queue"), reviews=reviews)


def _going_out(now: datetime) -> Iterator[dict[str, Any]]:
    """Scheduled editions, and embargoes that end with no edition scheduled."""
    upcoming = Edition.objects.upcoming(now)
    for edition in upcoming.for_lists().order_by("live_from", "pk")[:SHOWN]:
        yield {
            "at": edition.live_from,
            "pk": edition.article_id,
            "title": edition.title,
            "embargo": edition.embargo > now,
        }
    coming = Exists(upcoming.filter(article=OuterRef("pk")))
    embargoed = PublishingState.objects.filter(~coming, embargo__gt=now).select_related("article").order_by("embargo")
    for state in embargoed[:SHOWN]:
        yield {"at": state.embargo, "pk": state.pk, "title": state.article.title, "bare": True}


def _running(request: HttpRequest) -> dict[str, Any]:
    """What administrators should know about the state of the site."""
    return {"worker": _worker(request), "unknown_proxy": request.user.is_superuser and addresses.unknown_proxy(request)}


def _worker(request: HttpRequest) -> dict[str, Any]:
    """For editors: whether a worker is at work, what is overdue, and when the next thing must happen."""
    if not request.user.has_perm(f"articles.{EDITORS}"):
        return {}
    beat, alive = jobs.last_beat(request.moment)
    time = {"offset": health.offset(), "dated_ahead": health.dated_ahead(request.moment)}
    return {"beat": beat, "alive": alive} | time | jobs.backlog(request.moment)
