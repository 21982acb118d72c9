"""Who is told what: notices at the desk and by mail, as each person chose."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk import staff
from articles.models import Article, Edition, Job, Notice, NoticeChoice
from articles.models.notice import Kind
from articles.templatetags.desk import both_clocks
from articles.workflow import State
from newsroom.lib import clock

BY_MAIL = frozenset(
    {Kind.OUTDATED, Kind.ORIGINAL, Kind.CHECK, Kind.RETURNED, Kind.ASSIGNED, Kind.MENTIONED, Kind.DEADLINE, Kind.HELD}
)  # for the person who chose nothing
MAIL = "notification-mail"
SETTLE = timedelta(seconds=30)  # before a mail goes, so that what happens at once to many stories is one mail
NEAR = timedelta(minutes=30)  # how long before a deadline
NAMED = 4  # how many of those who were told a page names


def tell(
    kind: Kind,
    article: Article,
    *,
    by: User | None,
    people: Iterable[User | None] | None = None,
    words: str = "",
    leads_to: str = "",
    once: str = "",
    at: datetime | None = None,
) -> list[User]:
    """Notify people in the caller's transaction. Returns those who were notified.

    `people`: None means those in CONCERNED. Never notified are `by`, who knows already, people who can't log in, and
    people who have switched this kind off. `by`: None means that the time came. `words`: a note that goes with it.
    `leads_to`: the path of a page other than the story's. `once` identifies the occasion, so that a second call for
    the same occasion notifies nobody twice.
    """
    at = at or clock.now()
    people = CONCERNED[kind](article) if people is None else people
    to = {person.pk: person for person in people if person and person != by and person.is_active and person.is_staff}
    chosen = {choice.user_id: choice for choice in NoticeChoice.objects.filter(kind=kind, user__in=to)}
    what = {"kind": kind, "article": article, "by": by, "words": words, "leads_to": leads_to, "once": once, "at": at}
    notices = []
    for person in to.values():
        choice = chosen.get(person.pk)
        desk, mail = (choice.desk, choice.mail) if choice else unchosen(kind)
        mail = mail and bool(person.email)
        if desk or mail:
            notices.append(Notice(to=person, desk=desk, mail=mail, **what))
    Notice.objects.bulk_create(notices, ignore_conflicts=bool(once))
    ask_for_mail(notices)
    return [notice.to for notice in notices]


def ask_for_mail(notices: list[Notice]) -> None:
    """Write down the jobs that send these; a notice that had been written before, as `once` allows, has its own."""
    wanted = [notice for notice in notices if notice.mail]
    if wanted and wanted[0].once:  # those that were there already have no key here
        first = wanted[0]
        same = Notice.objects.filter(article=first.article, kind=first.kind, once=first.once, mail=True, mailed_at=None)
        wanted = [*same.filter(to__in=[notice.to for notice in wanted])]
    jobs = (Job(kind=MAIL, key=f"person {one.to_id}", args={"notice": one.pk}, due=one.at + SETTLE) for one in wanted)
    Job.objects.ask(*jobs, again=True)


def unchosen(kind: Kind) -> tuple[bool, bool]:
    """Whether this kind is sent at the desk and by e-mail, for people who have chosen nothing."""
    return True, kind in BY_MAIL


def read(person: User, article: Article, *, now: datetime) -> None:
    """Who has the story before them has read what they were told of it."""
    Notice.objects.unread(person).passing().filter(article=article).order_by().update(read_at=now)


def tell_of_start(jobs: list[Job], now: datetime) -> None:
    """Tell those concerned that an edition went live at its time."""
    (job,) = jobs
    edition = Edition.objects.live(job.due).filter(article_id=job.args["story"]).first()
    if edition:
        tell(Kind.PUBLISHED, edition.article, by=None, once=f"edition {edition.number}", at=now)


def told(people: list[User]) -> str:
    """In words: who was told; "" for nobody."""
    if not people:
        return ""
    names = ", ".join(person.get_full_name() or person.get_username() for person in people[:NAMED])
    rest = len(people) - NAMED
    if rest > 0:
        text = ngettext("Notified: %(names)s and %(rest)d other.", "Notified: %(names)s and %(rest)d others.", rest)
        return text % {"names": names, "rest": rest}
    return _("Notified: %s.") % names


# -- whom it concerns -------------------------------------------------------------------------------------------------


def authors(article: Article) -> list[User | None]:
    """The writer, the reporter assigned, and the people named in the byline."""
    named = User.objects.filter(correspondent__bylines__article=article).order_by("pk")
    return [article.writer, article.reporter, *named]


def editors(article: Article) -> list[User | None]:
    """Its editor; else those whom its section names; else all who may publish there, administrators last of all."""
    if article.editor:
        return [article.editor]
    able = staff.editors(article.section_id)
    own = able.filter(edited_sections=article.section_id) if article.section_id else able.none()
    return [*own] or [*able.filter(is_superuser=False)] or [*able]


def checkers(article: Article, user: User) -> list[User]:
    """Who could give this person's text a second check: the story's editor, or else the editors of its section."""
    able = [person for person in editors(article) if person != user]
    return able or [person for person in staff.editors(article.section_id) if person != user]


def all_hands(article: Article) -> list[User | None]:
    return [*authors(article), article.editor]


def on_deadline(article: Article) -> list[User | None]:
    return [article.reporter or article.writer, article.editor]


CONCERNED: dict[Kind, Callable[[Article], list[User | None]]] = {
    Kind.SUBMITTED: editors,
    Kind.RETURNED: authors,
    Kind.APPROVED: all_hands,
    Kind.SCHEDULED: all_hands,
    Kind.PUBLISHED: all_hands,
    Kind.CANCELLED: all_hands,
    Kind.WITHDRAWN: all_hands,
    Kind.SPIKED: all_hands,
    Kind.DEADLINE: on_deadline,
    # Whom a note names, to whom a story is assigned and who moderates say those who call: `people`.
}
OF_STEPS: dict[str, Kind] = {
    "submit": Kind.SUBMITTED,
    "return": Kind.RETURNED,
    "approve": Kind.APPROVED,
    "publish": Kind.PUBLISHED,
    "fix": Kind.PUBLISHED,
    "reschedule": Kind.SCHEDULED,
    "cancel": Kind.CANCELLED,
    "withdraw": Kind.WITHDRAWN,
    "spike": Kind.SPIKED,
}

# -- deadlines --------------------------------------------------------------------------------------------------------


def of_deadlines(now: datetime) -> None:
    """Tell those on whom a deadline weighs that it is near: once for each deadline, however often this is asked."""
    open_still = Article.objects.exclude(state__in=[State.APPROVED, State.SPIKED]).select_related(
        "reporter", "writer", "editor"
    )
    near = open_still.filter(deadline__gt=now, deadline__lte=now + NEAR)
    live = Edition.objects.live(now).filter(article=OuterRef("pk"))
    for article in near.filter(~Exists(live)).defer("body"):
        moment = article.deadline.isoformat()
        tell(Kind.DEADLINE, article, by=None, words=both_clocks(article.deadline), once=moment, at=now)
