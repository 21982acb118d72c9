"""What editors do to a front: arrange it from a moment on, cancel what is planned, roll it back.

The past is never rewritten: each act makes an arrangement that is shown from its moment on, and ends the one before.
What is planned for later stays planned. Every verb takes

    section the section whose front it is; None: the home page
    language of the front; "": the first of LANGUAGES
    by      who acts; anyone who may not arrange this front is refused here, whatever was clicked
    seen    what the editor saw, from `token()`; refused if that is no longer so. None: not asked
    clock   gives the present as an aware datetime; read after the lock

writes one line to the activity log, and raises Refused, with a stable `code`, without having changed anything.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import workflow
from articles.models import FOREVER, Article, Event
from articles.models.content import default_language
from articles.publishing import triggers
from newsroom.lib.clock import BEHIND, TICK, Clock, read, require_aware
from sections.models import Arrangement, Front, Section, Slot, places

REASONS = {
    "forbidden": gettext_noop("You don't have permission to arrange this front."),
    "clock-behind": gettext_noop(
        "The server's clock is behind the time of the last change to this front. Ask your "
        "administrator to check the clock. If a front is planned for a time that nobody chose, "
        "cancel it and try again."
    ),
    "changed-meanwhile": gettext_noop("A colleague has arranged this front since you opened the page."),
    "in-the-past": gettext_noop("This time is in the past. Choose a later one."),
    "no-such-place": gettext_noop("This front has no such slot."),
    "no-such-story": gettext_noop("This story doesn't exist, is spiked, or belongs to another section or language."),
    "twice": gettext_noop("This story is already on the front. Remove one of the two."),
    "over-before": gettext_noop("The end time must be later than the start of the front."),
    "nothing-to-cancel": gettext_noop("This front is no longer planned: it has started or was cancelled."),
    "banner-over": gettext_noop("This banner has already ended or been taken down."),
    "after-9998": gettext_noop("This date is too late. Choose one before the year 9999."),
    "no-words": gettext_noop("Enter the text of the banner."),
    "not-yet": gettext_noop("You can only roll back to a time in the past."),
}


class Refused(Exception):
    """Nothing was changed; the words are for people."""

    def __init__(self, code: str) -> None:
        super().__init__(_(REASONS[code]))
        self.code = code


class Held(NamedTuple):
    """The story for one place of a front, and until when it holds it."""

    place: int
    article_id: int
    until: datetime = FOREVER


@dataclass
class Locked:
    front: Front
    now: datetime

    @property
    def rows(self):
        return Arrangement.objects.filter(front=self.front)


def may_arrange(user: User, section: Section | None) -> bool:
    """Editors; those who are held to sections only the fronts of these, and so not the home page."""
    if not user.has_perm(f"articles.{workflow.EDITORS}"):
        return False
    if section is None:
        return user.is_superuser or not workflow.sections_of(user)
    return workflow.in_charge(user, section.pk)


def token(section: Section | None, *, at: datetime, language: str = "") -> str:
    """What an editor sees at `at`, to be handed back as `seen`: the last act, and what the clock had put up by then."""
    front = Front.objects.filter(section=section, language=language or default_language()).first()
    return _token(front, at) if front else "0.0"


def arrange(
    section: Section | None,
    slots: Iterable[Held],
    *,
    by: User,
    at: datetime | None = None,
    seen: str | None = None,
    language: str = "",
    clock: Clock | None = None,
) -> Arrangement:
    """Put these stories in these places from `at` (default: now) until the next planned arrangement.

    What is planned for that very moment is replaced. A story need not be public: its place fills itself until it is.
    Refused: forbidden, changed-meanwhile, in-the-past, no-such-place, no-such-story, twice, over-before.
    """
    slots = list(slots)
    require_aware(at=at, **{f"until of slot {slot.place}": slot.until for slot in slots})
    with _locked(section, language, by=by, seen=seen, clock=clock) as locked:
        at = at or locked.now
        if at < locked.now:
            raise Refused("in-the-past")
        if at >= FOREVER or any(slot.until > FOREVER for slot in slots):
            raise Refused("after-9998")
        return _put(locked, "arrange", _checked(locked.front, slots, at), at=at, by=by)


def cancel(
    section: Section | None, arrangement_id: int, *, by: User, seen: str | None = None, language: str = "",
    clock: Clock | None = None,
) -> None:  # fmt: skip
    """Cancel a planned arrangement; the one before it goes on. Refused: nothing-to-cancel.

    Also what a fast clock has dated ahead: after that the front can be arranged by the right one.
    """
    with _locked(section, language, by=by, seen=seen, clock=clock, even_behind=True) as locked:
        planned = locked.rows.to_come(locked.now).filter(pk=arrangement_id).first()
        if planned is None:
            raise Refused("nothing-to-cancel")
        until, before = planned.ends, locked.rows.filter(ends=planned.starts, starts__lt=planned.starts).first()
        planned.end(planned.starts)
        if before:
            before.end(until)
        note("cancel-front", locked.front, by=by, now=locked.now, starts=planned.starts.isoformat())


def roll_back(
    section: Section | None, to: datetime, *, by: User, seen: str | None = None, language: str = "",
    clock: Clock | None = None,
) -> Arrangement:  # fmt: skip
    """Arrange the front from now on as it was at `to`; where it filled itself then, it does so again.

    A story that was held until a moment which is past by now is left out. Refused: not-yet.
    """
    require_aware(to=to)
    with _locked(section, language, by=by, seen=seen, clock=clock) as locked:
        if to > locked.now:
            raise Refused("not-yet")
        slots = Slot.objects.filter(arrangement__in=locked.rows.standing(to), until__gt=locked.now)
        held = [Held(slot.place, slot.article_id, slot.until) for slot in slots]
        return _put(locked, "roll-back", held, at=locked.now, by=by, to=to.isoformat())


@contextmanager
def _locked(
    section: Section | None, language: str, *, by: User, seen: str | None, clock: Clock | None,
    even_behind: bool = False,
) -> Iterator[Locked]:  # fmt: skip
    """The row lock first, the clock after it: a moment read before waiting may be past when the wait is over."""
    if not may_arrange(by, section):
        raise Refused("forbidden")
    with transaction.atomic():
        which = {"section": section, "language": language or default_language()}
        Front.objects.get_or_create(**which)
        front = Front.objects.select_for_update(no_key=True).get(**which)
        now = read(clock)
        if now >= front.acted_at - BEHIND:
            now = max(now, front.acted_at + TICK)  # two acts of one instant would undo each other unseen
        elif not even_behind:
            raise Refused("clock-behind")
        if seen is not None and seen != _token(front, now):
            raise Refused("changed-meanwhile")
        with triggers.present(now):
            yield Locked(front, now)
        front.acts, front.acted_at = front.acts + 1, now
        front.save(update_fields=["acts", "acted_at"])


def _token(front: Front, at: datetime) -> str:
    standing = Arrangement.objects.filter(front=front).standing(at).first()
    return f"{front.acts}.{standing.pk if standing else 0}"


def _checked(front: Front, slots: Iterable[Held], at: datetime) -> list[Held]:
    slots, section = list(slots), front.section
    stories = [slot.article_id for slot in slots]
    if not {slot.place for slot in slots} <= {*places(section)} or len({slot.place for slot in slots}) < len(slots):
        raise Refused("no-such-place")
    if len({*stories}) < len(stories):
        raise Refused("twice")
    if any(slot.until <= at for slot in slots):
        raise Refused("over-before")
    known = Article.objects.filter(pk__in=stories, language=front.language).exclude(state=workflow.State.SPIKED)
    if section:
        known = known.filter(section=section)
    if known.count() < len(stories):
        raise Refused("no-such-story")
    return slots


def _put(locked: Locked, verb: str, slots: list[Held], *, at: datetime, by: User, **detail: str) -> Arrangement:
    ends = locked.rows.make_room(at)
    arrangement = Arrangement.objects.create(front=locked.front, starts=at, ends=ends, by=by)
    Slot.objects.bulk_create(Slot(arrangement=arrangement, **slot._asdict()) for slot in slots)
    said = {str(slot.place): slot.article_id for slot in slots}
    note(verb, locked.front, by=by, now=locked.now, starts=at.isoformat(), slots=said, **detail)
    return arrangement


def note(verb: str, on: Model, *, by: User, now: datetime, **detail: Any) -> None:
    """The line in the activity log, at the moment of the act."""
    Event.objects.create(verb=verb, on=on, by=by, at=now, detail=detail)
