"""The tabs of the story list: views that everybody has, and how many stories each holds, up to a limit.

Each view is answered from an index or reaches back no further than RECENTLY, so that its count costs the same however
large the archive is. For anything older there are the filters. Those that compare two columns say their order, too:
PostgreSQL takes it that a third of all rows differ, and would read the table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Edition, PendingCheck
from articles.models.article import ArticleQuerySet
from articles.workflow import EDITORS, State
from newsroom.lib import lazy
from newsroom.lib.house_time import midnight

RECENTLY = timedelta(days=30)
CAP = 100  # counted no further


@dataclass(frozen=True)
class View:
    """`narrow(stories, user, now)`: the stories of the list that belong to it."""

    title: lazy.Text
    says: lazy.Text
    narrow: Callable[[ArticleQuerySet, User, datetime], ArticleQuerySet]
    for_editors: bool = False


def mine(stories: ArticleQuerySet, user: User, now: datetime) -> ArticleQuerySet:
    return stories.in_hand().filter(Q(writer=user) | Q(reporter=user) | Q(editor=user))


def submitted(stories: ArticleQuerySet, user: User, now: datetime) -> ArticleQuerySet:
    return stories.filter(state=State.SUBMITTED)


def approved(stories: ArticleQuerySet, user: User, now: datetime) -> ArticleQuerySet:
    return stories.unprinted().filter(state=State.APPROVED, edited_at__gte=now - RECENTLY).newest_first()


def scheduled(stories: ArticleQuerySet, user: User, now: datetime) -> ArticleQuerySet:
    return stories.scheduled(now)


def published_today(stories: ArticleQuerySet, user: User, now: datetime) -> ArticleQuerySet:
    today = Edition.objects.live(now).filter(first_published_at__gte=midnight(timezone.localdate(now)))
    return stories.filter(pk__in=today.order_by().values("article"))


def changed(stories: ArticleQuerySet, user: User, now: datetime) -> ArticleQuerySet:
    return stories.changed(now).filter(edited_at__gte=now - RECENTLY).newest_first()


def needs_check(stories: ArticleQuerySet, user: User, now: datetime) -> ArticleQuerySet:
    alone = PendingCheck.objects.exclude(by=user).order_by()
    return stories.led_by(user).filter(pk__in=alone.values("article"))


def out_of_date(stories: ArticleQuerySet, user: User, now: datetime) -> ArticleQuerySet:
    return stories.out_of_date(now)


def withdrawn(stories: ArticleQuerySet, user: User, now: datetime) -> ArticleQuerySet:
    return stories.over(now, since=now - RECENTLY)


def everything(stories: ArticleQuerySet, user: User, now: datetime) -> ArticleQuerySet:
    return stories


ALL = "all"
VIEWS = {
    "mine": View(_("Mine"), _("Drafts and submitted stories that you write or edit."), mine),
    "submitted": View(_("Submitted"), _("Stories waiting for an editor."), submitted),
    "approved": View(_("Approved"), _("Approved in the last 30 days and not published yet."), approved),
    "scheduled": View(_("Scheduled"), _("Stories with an edition that will be published by itself."), scheduled),
    "today": View(_("Published today"), _("Stories that readers saw for the first time today."), published_today),
    "changed": View(
        _("Changed, not published"),
        _("Published stories whose draft has been changed in the last 30 days."),
        changed,
    ),
    "check": View(
        _("Needs a second check"), _("Published by one person alone. You can check them."), needs_check,
        for_editors=True,
    ),
    "outdated": View(
        _("Out of date"), _("Translations whose original has changed since, by more than a minor change."), out_of_date
    ),
    "withdrawn": View(_("Withdrawn"), _("Withdrawn or ended in the last 30 days."), withdrawn),
    ALL: View(_("All"), _("Every story, the last saved first."), everything),
}  # fmt: skip
FOR_WRITERS = ("mine", "submitted", "approved", "scheduled", "today", "changed", "outdated", "withdrawn", ALL)
FOR_EDITORS = ("submitted", "mine", "approved", "scheduled", "today", "changed", "check", "outdated", "withdrawn", ALL)


def of(user: User) -> dict[str, View]:
    """The views of this person, the most useful first."""
    names = FOR_EDITORS if user.has_perm(f"articles.{EDITORS}") else FOR_WRITERS
    return {name: VIEWS[name] for name in names if name != "outdated" or len(settings.LANGUAGES) > 1}


def counts(user: User, now: datetime) -> dict[str, str]:
    """How many stories each view holds: “7”, or “99+” where there are CAP or more. One query; none for All."""
    names = [name for name in of(user) if name != ALL]
    parts, values = [], []
    for name in names:
        rows = VIEWS[name].narrow(Article.objects.order_by(), user, now).values("pk")[:CAP]
        sql, params = rows.query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS part)")  # noqa: S608  (Django's own SQL)
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        found = cursor.fetchone()
    return {name: f"{CAP - 1}+" if number >= CAP else str(number) for name, number in zip(names, found, strict=True)}
