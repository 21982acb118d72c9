"""Closing an account: one action ends all sessions, revokes links and invitations, and reassigns the person's work.

The account itself is kept, because both logs refer to it. Bylines and everything published stay as they are.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from articles.desk import notifications
from articles.drafts import assigning, planning
from articles.models import NEVER, Article, Edition, Event, Plan, PreviewLink, Source
from articles.models.notice import Kind
from articles.models.sources import IDENTITY
from articles.workflow import NotAllowed, State
from newsroom.accounts import invitations
from newsroom.lib.clock import Clock, read
from newsroom.models import Invitation
from newsroom.planning import feed as calendars


@dataclass(frozen=True)
class Work:
    """What a person leaves behind; what was published and what was spiked is nobody's work any more."""

    writing: QuerySet[Article]  # theirs to write
    reading: QuerySet[Article]  # theirs to read as editor
    links: QuerySet[PreviewLink]  # to previews, still open
    invitations: QuerySet[Invitation]  # still open
    sources: QuerySet[Source]  # not named, and known to nobody else
    plans: QuerySet[Plan]  # theirs, and not started


def work_of(person: User, *, now: datetime) -> Work:
    printed = Edition.objects.ahead(NEVER).filter(article=OuterRef("pk"), version=OuterRef("version"))
    open_still = Article.objects.exclude(state=State.SPIKED).exclude(Exists(printed), state=State.APPROVED)
    return Work(
        writing=open_still.filter(Q(reporter=person) | Q(writer=person, reporter=None)),
        reading=open_still.filter(editor=person),
        links=PreviewLink.objects.filter(made_by=person, revoked_at=None, expires_at__gt=now),
        invitations=Invitation.objects.open(now).filter(made_by=person),
        sources=Source.objects.filter(kind=Source.Kind.UNNAMED, keeper=person),
        plans=Plan.objects.ideas().filter(person=person),
    )


def may_leave(person: User, *, by: User) -> str:
    """Why `by` may not let this person leave, in a sentence; "" if they may."""
    if person == by:
        return _("You can't close your own account. Ask another administrator.")
    if not by.has_perm("auth.change_user") or (person.is_superuser and not by.is_superuser):
        return _("Only an administrator can do this.")
    return ""


def leave(
    person: User,
    *,
    by: User,
    writer: User | None = None,
    editor: User | None = None,
    keeper: User | None = None,
    clock: Clock | None = None,
) -> None:
    """Close an account, and hand its unfinished stories to `writer` and `editor` (None: to nobody for now).

    `keeper` learns who the unnamed sources are that nobody else knows (None: nobody does, until somebody finds them a
    keeper). The password is thrown away, which ends every log-in wherever sessions are kept, and every link to a new
    password; who comes back asks for one. Raises NotAllowed: forbidden, also for a keeper whom `by` may not choose.
    """
    if reason := may_leave(person, by=by) or (
        keeper and not may_hand_on_sources(by) and _("You don't have permission to do this.")
    ):
        raise NotAllowed(reason, code="forbidden")
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        person.is_active = False
        person.set_password(get_random_string(64))
        person.save(update_fields=["is_active", "password"])
        now = read(clock)
        work = work_of(person, now=now)
        written = _hand_over(work.writing, "reporter", writer, by)
        edited = _hand_over(work.reading, "editor", editor, by)
        kept = _hand_on(work.sources, keeper, by) if keeper else []
        links = work.links.update(revoked_at=now)
        invited = sum(invitations.revoke(one, by=by, clock=clock) for one in work.invitations)
        planned = [plan.pk for plan in work.plans]
        for pk in planned:
            planning.change(pk, by=by, person=writer)
        calendars.revoke(person, by=by)
        Event.objects.write(
            "leave", person, by=by, plans=planned, writing=written, reading=edited, links=links, invitations=invited,
            writer=writer and writer.pk, editor=editor and editor.pk, sources=kept, keeper=keeper and keeper.pk,
        )  # fmt: skip


def may_hand_on_sources(by: User) -> bool:
    """As on a source's own page: only someone who may look up the name may choose a new keeper."""
    return by.has_perm(IDENTITY)


def come_back(person: User, *, by: User) -> None:
    """Open the account again. The person asks for a new password; what was handed over stays so."""
    if reason := may_leave(person, by=by):
        raise NotAllowed(reason, code="forbidden")
    with transaction.atomic():
        if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
            Event.objects.write("come-back", person, by=by)


def _hand_over(stories: QuerySet[Article], field: str, heir: User | None, by: User) -> list[int]:
    """The numbers of the stories, which are the heir's from now on."""
    taken = [*stories.order_by("pk").values_list("pk", flat=True)]
    for pk in taken:
        story = assigning.assign(pk, by=by, **{field: heir})
        if heir:
            notifications.tell(Kind.ASSIGNED, story, by=by, people=[heir])
    return taken


def _hand_on(sources: QuerySet[Source], keeper: User, by: User) -> list[int]:
    """The numbers of the sources, which are the keeper's to know from now on; the activity log says so at each."""
    found = [*sources.order_by("pk")]
    sources.update(keeper=keeper)
    for source in found:
        Event.objects.write("change", source, by=by, fields=["Keeper"])
    return [source.pk for source in found]
