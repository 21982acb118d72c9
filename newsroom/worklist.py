"""The stories on the desk's first page: what came back, what waits for this person, what is due, what is being read.

A story appears once, in the first group that has it: the groups are made in the order of what can't wait.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from articles.drafts import planning
from articles.models import Article, Event, Plan, Preference
from articles.models.article import ArticleQuerySet, Priority
from articles.models.public_mark import UNPRINTED
from articles.templatetags.desk import person, writer
from articles.workflow import EDITORS, WRITERS, State
from newsroom.lib import house_time

SHOWN = 10  # of a group
MINE = 60  # of one's own stories in hand, those that came back first
FRESH = timedelta(days=14)  # stories approved longer ago are no longer listed
DRAFT_STEPS = ("submit", "return", "approve", "spike", "revive", "promote")
LIST = "admin:articles_article_changelist"


@dataclass(frozen=True)
class Action:
    label: str
    link: str


@dataclass(frozen=True)
class Item:
    """One line of the page: a story, a review, or a text that is not saved."""

    title: str
    link: str
    at: datetime | None = None
    late: bool = False
    state: tuple[str, str] | None = None  # its shape and its words
    facts: list[str] = field(default_factory=list)
    urgent: str = ""
    overdue: str = ""
    note: tuple[str, str] | None = None  # who said what
    actions: list[Action] = field(default_factory=list)


@dataclass
class Group:
    name: str
    title: str
    items: list[Item]
    more: Action | None = None
    always: bool = False  # shown even if there is nothing in it

    @property
    def count(self) -> str:
        return f"{SHOWN}+" if len(self.items) > SHOWN else str(len(self.items) or "")

    @property
    def shown(self) -> list[Item]:
        return self.items[:SHOWN]


class Worklist:
    """What one person has before them at one moment."""

    def __init__(self, user: User, now: datetime) -> None:
        self.user, self.now = user, now
        self.edits, self.writes = user.has_perm(f"articles.{EDITORS}"), user.has_perm(f"articles.{WRITERS}")
        self.taken: set[int] = set()
        self.mine = [*self._mine()] if self.writes else []

    def urgent(self) -> Iterator[Group]:
        yield Group("returned", _("Returned to you"), self._returned())
        if self.edits:
            more = Action(_("All submitted"), f"{reverse(LIST)}?view=submitted")
            yield Group("waiting", _("Waiting for you"), [*map(self._waiting, self._once(self._to_decide()))], more)
        more = Action(_("All out of date"), f"{reverse(LIST)}?view=outdated")
        outdated = [self._story(one, _language(one)) for one in self._once(self._out_of_date())]
        yield Group("outdated", _("Translations out of date"), outdated, more)
        stories, ideas = map(self._due, self._once(self._due_today())), map(self._idea, self._ideas())
        yield Group("due", _("Due today"), [*stories, *ideas])

    def rest(self) -> Iterator[Group]:
        drafts = [article for article in self.mine if article.state == State.DRAFT]
        yield Group("drafts", _("Your drafts"), [*map(self._story, self._once(drafts))])
        submitted = [article for article in self.mine if article.state == State.SUBMITTED]
        more = Action(_("All your stories"), f"{reverse(LIST)}?person=u{self.user.pk}")
        yield Group("reading", _("With an editor"), [*map(self._read, self._once(submitted))], more)
        if self.writes:
            free = Article.objects.filter(writer=None, reporter=None, state=State.DRAFT)
            yield Group("free", _("Nobody assigned"), [*map(self._free, self._once(_listed(free)[: SHOWN + 1]))])

    # -- which stories ------------------------------------------------------------------------------------------------

    def _mine(self) -> ArticleQuerySet:
        """In hand, those that came back first."""
        steps = Event.objects.filter(
            on_type=ContentType.objects.get_for_model(Article), on_id=OuterRef("pk"), verb__in=DRAFT_STEPS
        )
        last = Subquery(steps.order_by("-at", "-pk").values("verb")[:1])
        mine = Q(reporter=self.user) | Q(reporter=None, writer=self.user)
        back = Case(When(state=State.DRAFT, last_step="return", then=Value(0)), default=Value(1))
        found = Article.objects.in_hand().filter(mine).annotate(last_step=last).order_by(back, *URGENT)
        return _listed(found)[:MINE]

    def _to_decide(self) -> ArticleQuerySet:
        """Submitted to this editor or to any; and recently approved, but not the text of an edition yet."""
        submitted = Q(Q(editor=None) | Q(editor=self.user), state=State.SUBMITTED)
        approved = Q(UNPRINTED, state=State.APPROVED, edited_at__gte=self.now - FRESH)
        found = Article.objects.led_by(self.user).filter(submitted | approved)
        return _listed(found.order_by("-state", *URGENT))[: SHOWN + 1]

    def _due_today(self) -> Iterable[Article]:
        """In hand, with a deadline that has passed or passes before midnight, and not public."""
        midnight = timezone.localtime(self.now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        if not self.edits:
            due = [article for article in self.mine if article.deadline and article.deadline < midnight]
            return sorted(due, key=lambda article: article.deadline)
        led = Article.objects.led_by(self.user).in_hand().not_ahead(self.now).filter(deadline__lt=midnight)
        return _listed(led.order_by("deadline", "pk"))[: SHOWN + 1]

    def _out_of_date(self) -> Iterable[Article]:
        """Translations whose original has changed: one's own; an editor's in the languages they work in."""
        if len(settings.LANGUAGES) < 2 or not self.writes:
            return ()
        mine = Q(writer=self.user) | Q(reporter=self.user)
        found = Article.objects.filter(mine)
        if self.edits:
            led = Article.objects.led_by(self.user).filter(language__in=Preference.languages_of(self.user))
            found = led | found
        return _listed(found.out_of_date(self.now).order_by(*URGENT))[: SHOWN + 1]

    def _once(self, articles: Iterable[Article]) -> list[Article]:
        """Those that no group before has."""
        new = [article for article in articles if article.pk not in self.taken]
        self.taken |= {article.pk for article in new}
        return new

    def _ideas(self) -> Iterable[Plan]:
        """Planned for today or before, and not started."""
        return planning.plans_due(self.user, self.now)[: SHOWN + 1] if self.writes else ()

    # -- what is said of them -----------------------------------------------------------------------------------------

    def _returned(self) -> list[Item]:
        back = [one for one in self.mine if one.state == State.DRAFT and one.last_step == "return"]
        events = Event.objects.about_all(Article, [one.pk for one in back]).filter(verb="return").select_related("by")
        last = {event.on_id: event for event in reversed(events)} if back else {}
        return [self._came_back(article, last[article.pk]) for article in self._once(back)]

    def _came_back(self, article: Article, event: Event) -> Item:
        first_line = next(iter(event.said.splitlines()), "")
        note = (person(event.by), Truncator(first_line).chars(240))
        return self._story(article, at=event.at, note=note, label=_("Continue"))

    def _waiting(self, article: Article) -> Item:
        if article.state == State.SUBMITTED:
            return self._story(article, writer(article), label=_("Edit"))
        link = reverse("admin:articles_article_step", args=[article.pk, "publish"])
        return self._story(article, writer(article), _("not published"), label=_("Publish…"), action_link=link)

    def _due(self, article: Article) -> Item:
        who = writer(article) if article.writer_id or article.reporter_id else _("Nobody assigned")
        return self._story(article, who, at=article.deadline)

    def _idea(self, plan: Plan) -> Item:
        midnight = house_time.midnight(plan.due_on + timedelta(days=1))
        moment = planning.due_moment(plan.due_on, plan.due_at) or midnight
        late = moment <= self.now
        due = "" if late or not plan.due_at else _("Due today, %s") % date_format(plan.due_at, "H:i")
        who = person(plan.person) or _("Nobody yet")
        return Item(
            title=plan.title,
            link=reverse("admin:planning_plan", args=[plan.pk]),
            at=moment if plan.due_at else None,
            late=late,
            state=("none", _("Planned")),
            facts=[fact for fact in (str(plan.section or ""), who, due) if fact],
            overdue=_("Late by %s") % timesince(moment, self.now) if late else "",
        )

    def _read(self, article: Article) -> Item:
        reads = _("%s is editing") % person(article.editor) if article.editor else ""
        return self._story(article, reads)

    def _free(self, article: Article) -> Item:
        link = reverse("admin:articles_article_step", args=[article.pk, "take"])
        return self._story(article, label=_("Assign to me"), action_link=link)

    def _story(self, article: Article, *facts: str, at=None, note=None, label="", action_link="") -> Item:
        link = reverse("admin:articles_article_change", args=[article.pk])
        late = bool(article.deadline and article.deadline <= self.now)
        urgent = "" if article.priority == Priority.ORDINARY else article.get_priority_display()
        said = [str(article.section or ""), *facts, "" if late else self._deadline(article)]
        return Item(
            title=str(article),
            link=link,
            at=at or article.edited_at,
            late=late and at == article.deadline,
            state=(article.state, article.get_state_display()),
            facts=[fact for fact in said if fact],
            urgent=urgent,
            overdue=_("Late by %s") % timesince(article.deadline, self.now) if late else "",
            note=note,
            actions=[Action(label, action_link or link)] if label else [],
        )

    def _deadline(self, article: Article) -> str:
        if not article.deadline:
            return ""
        when, today = timezone.localtime(article.deadline), timezone.localtime(self.now).date()
        if when.date() == today:
            return _("Deadline today, %s") % date_format(when, "H:i")
        return _("Deadline %s") % date_format(when, "j M, H:i")


URGENT = ("priority", "edited_at", "pk")  # then what waits longest


def _language(article: Article) -> str:
    return _(dict(settings.LANGUAGES).get(article.language, article.language))


def _listed(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.select_related("section", "writer", "reporter", "editor").defer("body")
