"""A row of the list of stories: its state, what readers see, and what can be done next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles import workflow
from articles.models import Article
from articles.templatetags.desk import person
from articles.workflow import STEPS, Public, State, Step

NEXT = ("submit", "approve", "publish", "revive")  # offered in the menu of a row, each on a page that asks first
LATER = ("return", "spike")


@dataclass(frozen=True)
class Shown:
    """A state as its shape and a word."""

    shape: str
    words: str


@dataclass
class Row:
    """A story from ArticleList.get_queryset, for one reader of the list; it asks the database nothing."""

    article: Article
    user: User
    now: datetime
    may_write: bool

    @property
    def title(self) -> str:
        return str(self.article)

    @cached_property
    def people(self) -> str:
        """Who is to write it or is named in it, and for which editor."""
        article = self.article
        names = ", ".join(line.correspondent.name for line in article.bylines.all())
        writes = person(article.reporter) or names or article.byline or person(article.writer) or _("Wire")
        if article.editor:
            return _("%(writer)s, for %(editor)s") % {"writer": writes, "editor": person(article.editor)}
        no_editor = article.state == State.SUBMITTED
        return _("%(writer)s, no editor yet") % {"writer": writes} if no_editor else writes

    @property
    def state(self) -> Shown:
        return Shown(self.article.state, self.article.get_state_display())

    @property
    def public(self) -> Shown:
        """What readers see."""
        article = self.article
        if article.coming_at and not article.live_version:
            return Shown("scheduled", short_time(article.coming_at, self.now))
        if article.coming_at:
            return Shown("scheduled", _("Update %s") % short_time(article.coming_at, self.now))
        if not article.live_version:
            return Shown("withdrawn", _("Withdrawn")) if article.was_public else Shown("none", _("Not published"))
        if article.live_version != article.version:
            return Shown("changed", _("Changed"))
        numbered = _("Published, edition %d") % article.live_number
        return Shown("published", numbered if article.live_number > 1 else _("Published"))

    @property
    def deadline(self) -> str:
        return short_time(self.article.deadline, self.now) if self.article.deadline else ""

    @property
    def is_late(self) -> bool:
        article = self.article
        waits = article.state in {State.DRAFT, State.SUBMITTED} and not (article.live_version or article.coming_at)
        return bool(waits and article.deadline and article.deadline <= self.now)

    @property
    def saved(self) -> str:
        return short_time(self.article.edited_at, self.now)

    @cached_property
    def next_steps(self) -> list[Step]:
        return [*self._open(NEXT)]

    @cached_property
    def later_steps(self) -> list[Step]:
        return [*self._open(LATER)]

    @cached_property
    def may_assign(self) -> bool:
        return workflow.may_lead(self.user, self.article)

    def _open(self, verbs: tuple[str, ...]) -> Iterator[Step]:
        public = public_of(self.article)
        for verb in verbs:
            if STEPS[verb].suits(self.article, public, self.user) and workflow.may(self.user, verb, self.article):
                yield STEPS[verb]


def rows(stories: list[Article], request: HttpRequest) -> list[Row]:
    may_write = request.user.has_perm("articles.add_article")
    return [Row(story, request.user, request.moment, may_write) for story in stories]


def public_of(article: Article) -> Public:
    """As editing.public_of, for a story from ArticleList.get_queryset."""
    live = Public.LIVE if article.live_version else Public.NOTHING
    return live | (Public.COMING if article.coming_at else Public.NOTHING)


def short_time(at: datetime, now: datetime) -> str:
    """As short as it can be told: 14:22 today, 29 Nov, 18:00 this year, 3 May 2024 in another."""
    here, today = localtime(at), localtime(now).date()
    if here.date() == today:
        return date_format(here, "H:i")
    return date_format(here, "j M, H:i" if abs((here.date() - today).days) < 180 else "j M Y")
