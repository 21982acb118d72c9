"""What is on the board between two days. Each kind of card is a query or two, however many cards there are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import workflow
from articles.drafts import planning
from articles.models import Article, Edition, Plan, PublishingState
from articles.models.edition import LONG
from articles.templatetags.desk import person
from articles.workflow import State
from newsroom.lib.house_time import midnight
from sections import arranging
from sections.models import Arrangement, Section

MOST = 300  # of one kind; a board with more could not be read
DAY = timedelta(days=1)


@dataclass
class Card:
    """A thing on a day. `shape` and `words` are its state; `people` those it belongs to where rows are people."""

    kind: str  # idea, story, scheduled, embargo, front
    title: str
    day: date
    at: time | None
    shape: str
    words: str
    link: str
    section: Section | None = None
    people: list[User] = field(default_factory=list)
    credit: str = ""  # of a story that nobody here writes
    language: str = ""
    plan: Plan | None = None
    article_id: int | None = None
    move: str = ""  # where it is moved; "" where this person may not
    asks: bool = False  # moving it leads to a page that asks, for readers are affected
    is_late: bool = False
    moment: datetime | None = None  # of what happens at an instant
    changed_at: datetime | None = None
    note: str = ""

    @property
    def who(self) -> str:
        return ", ".join(person(user) for user in self.people) or self.credit

    @property
    def uid(self) -> str:
        """Its name in calendars, which stays while it moves."""
        return f"plan-{self.plan.uid}" if self.kind == "idea" else f"{self.kind}-{self.article_id or self.link}"


@dataclass(frozen=True)
class Span:
    """The days of a board, both included, for one person at a moment."""

    first: date
    last: date
    user: User
    now: datetime

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        return midnight(self.last + DAY)


def on(span: Span) -> list[Card]:
    """Every card, in the order of the day; what has no time comes last. A story is there once a day."""
    plans = [*_plans(span)]
    stories = {plan.article_id: plan.article for plan in plans if plan.article_id}
    due = [*_with_deadlines(span)]
    editions = [*_scheduled(span)]
    states = States({*stories, *(story.pk for story in due)}, span.now)
    scheduled = {edition.article_id for edition in editions}
    cards = [
        *(_of_plan(plan, states, span) for plan in plans if not plan.article_id or _is_without_deadline(plan.article)),
        *(_of_story(story, states, span) for story in due if story.pk not in scheduled),
        *(_of_edition(edition, span) for edition in editions),
        *_embargoes(span),
        *_fronts(span),
    ]
    return sorted(cards, key=lambda card: (card.day, card.at is None, card.at or time(), card.title))


class States:
    """What readers see of some stories, read with two queries."""

    def __init__(self, keys: set[int], now: datetime) -> None:
        editions = Edition.objects.filter(article__in=keys).order_by()
        self.live = dict(editions.live(now).values_list("article", "version"))
        self.coming = set(editions.upcoming(now).values_list("article", flat=True))

    def of(self, story: Article) -> tuple[str, str]:
        """Its shape and words: what readers see where that is settled, or else how far it is."""
        if story.pk in self.coming:
            return "scheduled", _("Scheduled")
        if self.live.get(story.pk) == story.version:
            return "published", _("Published")
        return story.state, story.get_state_display()

    def is_waiting(self, story: Article) -> bool:
        return story.pk not in self.coming and story.pk not in self.live


# -- plans and drafts -------------------------------------------------------------------------------------------------


def _plans(span: Span) -> Iterator[Plan]:
    rows = Plan.objects.on(span.first, span.last).exclude(article__state=State.SPIKED).in_order()
    rows = rows.select_related("section", "person", "article__section", "article__writer", "article__reporter")
    return rows.defer("article__body")[:MOST]


def _is_without_deadline(article: Article) -> bool:
    """With one, the story has a card of its own."""
    return article.deadline is None


def _of_plan(plan: Plan, states: States, span: Span) -> Card:
    """An idea; or the story that one became, on the day that was planned."""
    move = reverse("admin:planning_move", args=[plan.pk])
    if story := plan.article:
        shape, words = states.of(story)
        card = _card_of(story, shape, words, span, day=plan.due_on, at=plan.due_at)
        card.plan, card.move = plan, move if planning.may_change(span.user, plan) else ""
        return card
    late = plan.due_on < timezone.localdate(span.now)
    return Card(
        "idea", plan.title, plan.due_on, plan.due_at, "none", _("Planned"),
        reverse("admin:planning_plan", args=[plan.pk]),
        section=plan.section, people=[plan.person] if plan.person else [], language=plan.language, plan=plan,
        move=move if planning.may_change(span.user, plan) else "", is_late=late,
        moment=planning.due_moment(plan.due_on, plan.due_at), changed_at=plan.changed_at, note=plan.note,
    )  # fmt: skip


def _with_deadlines(span: Span) -> Iterator[Article]:
    rows = Article.objects.filter(deadline__gte=span.start, deadline__lt=span.end).exclude(state=State.SPIKED)
    return rows.select_related("section", "writer", "reporter").defer("body").order_by("deadline", "pk")[:MOST]


def _of_story(story: Article, states: States, span: Span) -> Card:
    shape, words = states.of(story)
    here = timezone.localtime(story.deadline)
    card = _card_of(story, shape, words, span, day=here.date(), at=here.time())
    card.moment, card.is_late = story.deadline, states.is_waiting(story) and story.deadline <= span.now
    if workflow.may_lead(span.user, story):
        card.move = reverse("admin:planning_move_story", args=[story.pk])
    return card


def _card_of(story: Article, shape: str, words: str, span: Span, *, day: date, at: time | None) -> Card:
    writer = story.reporter or story.writer
    return Card(
        "story", str(story), day, at, shape, words, reverse("admin:articles_article_change", args=[story.pk]),
        section=story.section, people=[writer] if writer else [], language=story.language, article_id=story.pk,
        credit=story.byline or _("Wire"),
        changed_at=story.edited_at,
    )  # fmt: skip


# -- what readers will see --------------------------------------------------------------------------------------------


def _scheduled(span: Span) -> Iterator[Edition]:
    rows = Edition.objects.upcoming(span.now).starting(span.start, span.end).for_lists().order_by("live_from", "pk")
    return rows.select_related("article__section", "article__writer", "article__reporter").defer(
        *LONG, "article__body"
    )[:MOST]


def _of_edition(edition: Edition, span: Span) -> Card:
    embargoed = edition.embargo > span.now
    card = _ahead("scheduled", edition.article, edition.live_from, _("Embargo") if embargoed else _("Scheduled"))
    card.title, card.section, card.language = edition.title, edition.section, edition.language
    if workflow.may_lead(span.user, edition.article):
        card.move, card.asks = reverse("admin:articles_article_step", args=[edition.article_id, "reschedule"]), True
    return card


def _embargoes(span: Span) -> Iterator[Card]:
    """Those that end with no edition scheduled."""
    coming = Edition.objects.upcoming(span.now).order_by().values("article")
    rows = PublishingState.objects.filter(embargo__gt=span.now, embargo__gte=span.start, embargo__lt=span.end)
    rows = rows.exclude(article__in=coming).exclude(article__state=State.SPIKED).order_by("embargo")
    for state in rows.select_related("article__section", "article__writer", "article__reporter")[:MOST]:
        card = _ahead("embargo", state.article, state.embargo, _("Embargo ends"))
        if workflow.may_lead(span.user, state.article):
            card.move, card.asks = reverse("admin:articles_article_step", args=[state.pk, "window"]), True
        yield card


def _ahead(kind: str, story: Article, moment: datetime, words: str) -> Card:
    here, writer = timezone.localtime(moment), story.reporter or story.writer
    return Card(
        kind, str(story), here.date(), here.time(), "scheduled", words,
        reverse("admin:articles_article_change", args=[story.pk]),
        section=story.section, people=[writer] if writer else [], language=story.language, article_id=story.pk,
        credit=story.byline or _("Wire"),
        moment=moment, changed_at=story.edited_at,
    )  # fmt: skip


def _fronts(span: Span) -> Iterator[Card]:
    """Fronts that are planned, for those who arrange them."""
    rows = Arrangement.objects.to_come(span.now).filter(starts__gte=span.start, starts__lt=span.end)
    for row in rows.select_related("front__section", "by")[:MOST]:
        here = timezone.localtime(row.starts)
        section = row.front.section
        if not arranging.may_arrange(span.user, section):
            continue
        yield Card(
            "front", _("Front: %s") % row.front, here.date(), here.time(), "scheduled", _("Scheduled"),
            reverse("fronts:front", args=[section.pk] if section else []),
            section=section, people=[row.by] if row.by else [], moment=row.starts,
        )  # fmt: skip
