"""The desk's first page, Today: what waits for this person, by what they may do; the most urgent first."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from articles.models import Article, Edition, Notice, PendingCheck, PublishingState
from articles.templatetags.desk import person
from articles.workflow import EDITORS
from newsroom import health, jobs, menus, unsaved_texts
from newsroom.accounts import noticeboard
from newsroom.lib import addresses
from newsroom.worklist import SHOWN, Action, Group, Item, Worklist
from reviews.admin import stories
from reviews.models import Review


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    work = Worklist(request.user, request.moment)
    groups = [*work.urgent(), *second_checks(request), unsaved_texts.group(request.user), *work.rest()]
    aside = [*going_out(request), *reviews(request), *told(request)]
    now = timezone.localtime(request.moment)
    return context | {
        "title": _("Today"),
        "today": date_format(now, "l j F"),
        "clock": {"newsroom": date_format(now, "H:i"), "utc": date_format(request.moment.astimezone(UTC), "H:i")},
        "groups": [group for group in groups if group.items or group.always],
        "aside": [group for group in aside if group.items],
        "status": status(request),
        "unknown_proxy": request.user.is_superuser and addresses.unknown_proxy(request),
    }


def second_checks(request: HttpRequest) -> Iterator[Group]:
    """What a colleague published alone, for those who can check it."""
    if not request.user.has_perm(f"articles.{EDITORS}"):
        return
    led = Article.objects.led_by(request.user).filter(pk=OuterRef("article"))
    unread = PendingCheck.objects.exclude(by=request.user).filter(Exists(led))
    first = PendingCheck.objects.filter(pk__in=unread.values("pk")[: SHOWN + 1])  # or SQLite starts from all stories
    yield Group("second", _("Needs a second check"), [*map(_check, first.select_related("article", "override__by"))])


def _check(check: PendingCheck) -> Item:
    link = reverse("admin:articles_article_step", args=[check.article_id, "look"])
    return Item(
        title=str(check.article),
        link=link,
        at=check.override.at,
        state=("published", _("Published")),
        facts=[_("by %s alone") % person(check.override.by), f"“{Truncator(check.override.said).chars(90)}”"],
        actions=[Action(_("Compare and check"), link)],
    )


def going_out(request: HttpRequest) -> Iterator[Group]:
    """Scheduled editions, and embargoes that end with no edition scheduled."""
    if not request.user.has_perm("articles.view_article"):
        return
    upcoming, now = Edition.objects.upcoming(request.moment), request.moment
    items = [_scheduled(one, now) for one in upcoming.for_lists().order_by("live_from", "pk")[: SHOWN + 1]]
    coming = Exists(upcoming.filter(article=OuterRef("pk")))
    bare = PublishingState.objects.filter(~coming, embargo__gt=now).select_related("article").order_by("embargo")
    items += [_embargo(one) for one in bare[: SHOWN + 1]]
    planning = menus.address("admin:planning")
    more = Action(_("Planning"), planning) if planning else None
    yield Group("next", _("Going out next"), sorted(items, key=lambda item: item.at), more)


def _scheduled(edition: Edition, now) -> Item:
    return Item(
        title=edition.title,
        link=reverse("admin:articles_article_change", args=[edition.article_id]),
        at=edition.live_from,
        state=("scheduled", _("Scheduled")),
        facts=[str(edition.section), *([_("under embargo")] if edition.embargo > now else [])],
    )


def _embargo(state: PublishingState) -> Item:
    return Item(
        title=str(state.article),
        link=reverse("admin:articles_article_change", args=[state.pk]),
        at=state.embargo,
        state=("scheduled", _("Embargo")),
        facts=[_("the embargo ends and nothing is scheduled")],
    )


def reviews(request: HttpRequest) -> Iterator[Group]:
    if not request.user.has_perm("reviews.moderate_review"):
        return
    found = [*Review.objects.waiting().select_related("article__section").defer("article__body")[: SHOWN + 1]]
    stories.show(found, request)
    more = Action(_("Open queue"), reverse(menus.QUEUE))
    yield Group("reviews", _("Reviews waiting"), [_review(review, request.moment) for review in found], more)


def _review(review: Review, now) -> Item:
    late = review.posted_at < now - timedelta(hours=settings.REVIEWS_TARGET_HOURS)
    waiting = _("Waiting %s") % timesince(review.posted_at, now)
    return Item(
        title=str(review.story),
        link=reverse("admin:reviews_review_change", args=[review.pk]),
        at=review.posted_at,
        late=late,
        overdue=waiting if late else "",
        facts=[*([] if late else [waiting]), review.get_kind_display(), review.name],
        note=("", Truncator(review.text).chars(120)),
    )


def told(request: HttpRequest) -> Iterator[Group]:
    """Unread notifications, for those whose page has room for them."""
    if request.user.has_perm(f"articles.{EDITORS}") or not noticeboard.unread(request):
        return
    more = Action(_("All notifications"), reverse("notices"))
    yield Group("told", _("For you"), [*map(_told, noticeboard.newest_unread(request.user)[: SHOWN + 1])], more)


def _told(notice: Notice) -> Item:
    words = Truncator(notice.words).chars(120)
    return Item(title=notice.sentence, link=notice.path, at=notice.at, note=("", words) if words else None)


def status(request: HttpRequest) -> dict[str, Any]:
    """For editors, and only if something is wrong: no worker, jobs that are overdue or fail, a wrong clock."""
    if not request.user.has_perm(f"articles.{EDITORS}"):
        return {}
    beat, alive = jobs.last_beat(request.moment)
    wrong = {"dated_ahead": health.dated_ahead(request.moment), "offset": health.offset()} | jobs.late(request.moment)
    return {"beat": beat, "alive": alive} | wrong if not alive or any(wrong.values()) else {}
