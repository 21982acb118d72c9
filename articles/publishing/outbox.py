"""The outbox: what must happen at a moment, written with the act that asks for it and carried out at least once.

Whether something is public is the clock's to say, never an errand's: with nobody at work here, readers see the same.

An errand is claimed, carried out and marked as done in three steps, so that no transaction is open while the world
outside is waited for. Claiming books the next try first: whoever dies with an errand leaves it to the next, after
LEASE. Those of one story are carried out in the order in which they are due. All moments are aware, in UTC in the rows.
"""

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPException
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, Q
from django.urls import get_script_prefix
from django.utils.module_loading import import_string

from articles.models import FOREVER, Act, Beat, Edition, Errand, PublishingState
from newsroom.lib.clock import Clock, read
from newsroom.lib.retrying import wait

LEASE = timedelta(seconds=60)  # how long one attempt may take before its worker is taken for dead
STINT = timedelta(seconds=10)  # how long errands are carried out in one go
TIMEOUT = 5  # seconds for an answer from a cache
KEPT = timedelta(days=30)  # what is done is kept for those who look into a mishap; the ledger keeps the acts

BEAT_EVERY = timedelta(seconds=10)
BEAT_LOST = timedelta(seconds=45)  # so that a dead worker is seen within a minute
GRACE = timedelta(seconds=30)  # what is due for longer is overdue

logger = logging.getLogger(__name__)


class Unreachable(Exception):
    """A cache did not do what it was asked. The words name its host, not its address, which may hold a password."""


class Straight(HTTPRedirectHandler):
    """A cache that sends elsewhere has dropped nothing: an error, like every answer that is not 2xx."""

    def redirect_request(self, *args) -> None:
        return None


# -- writing ----------------------------------------------------------------------------------------------------------


def plan(act: Act) -> list[Errand]:
    """Write down what an act asks for: at once, and at the moments to come that it sets. In the act's transaction."""
    at_once = Errand(kind=Errand.Kind.ACT, due=act.shows_at)
    to_come = [Errand(kind=Errand.Kind.BOUNDARY, due=moment) for moment in _boundaries(act)]
    errands = [at_once, *to_come]
    for errand in errands:
        errand.article_id, errand.act, errand.next_try_at = act.article_id, act.number, errand.due
    return Errand.objects.bulk_create(errands)


def _boundaries(act: Act) -> list[datetime]:
    """When readers may begin or cease to see something because of this act. An embargo alone shows them nothing."""
    moments = {act.until} if act.verb == Act.Verb.WINDOW else {act.at, act.until}
    return sorted(moment for moment in moments if moment and act.shows_at < moment < FOREVER)


# -- carrying out -----------------------------------------------------------------------------------------------------


def carry_out(*, clock: Clock | None = None, stint: timedelta = STINT) -> int:
    """Carry out what is ready, until nothing is or the stint is over. How many were tried; what failed is no error."""
    ends, tried = read(clock) + stint, 0
    while read(clock) <= ends and (errand := claim(read(clock))):
        tried += 1
        if not errand.moot:
            attempt(errand, clock=clock)
    return tried


def claim(now: datetime) -> Errand | None:
    """Take the errand that is ready for longest, so that nobody else does before LEASE is over; None if none is.

    The story's record is locked meanwhile: an act that is under way may cancel this very boundary, and is awaited.
    """
    with transaction.atomic():
        errand = Errand.objects.ready(now).select_for_update(skip_locked=True, of=("self",)).first()
        if errand is None:
            return None
        PublishingState.objects.select_for_update(no_key=True).get(pk=errand.article_id)
        errand.attempts += 1
        errand.next_try_at = now + LEASE
        if errand.kind == Errand.Kind.BOUNDARY and not is_boundary(errand.article_id, errand.due):
            errand.moot, errand.done_at = True, now
        errand.save(update_fields=["attempts", "next_try_at", "moot", "done_at"])
        return errand


def is_boundary(article_id: int, moment: datetime) -> bool:
    """Whether readers see another edition at this moment than right before it, one or none."""
    editions = Edition.objects.filter(article_id=article_id)
    before, after = (editions.live(at).values_list("pk").first() for at in (moment - timedelta.resolution, moment))
    return before != after


def attempt(errand: Errand, *, clock: Clock | None = None) -> None:
    """Do what a claimed errand asks for, and mark it as done; whatever goes wrong is written down and tried again.

    Dying on the way leaves it undone: a handler may be called again for what it has done already.
    """
    mine = Errand.objects.waiting().filter(pk=errand.pk)
    try:
        HANDLERS[errand.kind](errand, read(clock))
    except Exception as error:
        logger.warning("%s: attempt %d failed: %r", errand, errand.attempts, error)
        mine.update(error=f"{type(error).__name__}: {error}"[:1000], next_try_at=read(clock) + wait(errand.attempts))
    else:
        mine.update(error="", done_at=read(clock))


# -- what is carried out ----------------------------------------------------------------------------------------------


def drop_kept_pages(errand: Errand, now: datetime) -> None:
    """Ask every cache in PURGE_URLS to drop what it keeps of the story; raises Unreachable if one did not.

    A cache is told the paths that were public by now, and when it happened. It hears nothing of a story that never was.
    """
    public = Edition.objects.filter(article_id=errand.article_id).public_by(now) if settings.PURGE_URLS else []
    paths = sorted({f"{get_script_prefix()}{edition.address_id}/" for edition in public})
    if not paths:
        return
    body = json.dumps({"paths": paths, "at": f"{errand.due.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"})
    with ThreadPoolExecutor(len(settings.PURGE_URLS)) as pool:
        problems = [problem for problem in pool.map(partial(_ask, body=body.encode()), settings.PURGE_URLS) if problem]
    if problems:
        raise Unreachable("; ".join(problems))


def _ask(address: str, *, body: bytes) -> str:
    """Post this to a cache. What went wrong, or ""."""
    request = Request(address, body, {"Content-Type": "application/json"})  # noqa: S310  (settings allow http alone)
    try:
        with build_opener(Straight).open(request, timeout=TIMEOUT):
            return ""
    except (OSError, HTTPException) as error:
        return f"{urlsplit(address).hostname}: {error}"


def at_boundary(errand: Errand, now: datetime) -> None:
    """Tell people, then the caches. Notifications belong to the desk, which imports this: so settings name them."""
    import_string(settings.TELL_OF_START)(errand, now)
    drop_kept_pages(errand, now)


HANDLERS: dict[str, Callable[[Errand, datetime], None]] = {
    Errand.Kind.ACT: drop_kept_pages,
    Errand.Kind.BOUNDARY: at_boundary,
}  # each gets the errand and the present, must come to an end within LEASE, and may be called again for the same


# -- the worker's life ------------------------------------------------------------------------------------------------


def beat(now: datetime) -> None:
    """Say that a worker is at work; written every BEAT_EVERY at most, however often it is called."""
    if not Beat.objects.filter(name="worker", at__gt=now - BEAT_EVERY, at__lte=now).exists():
        Beat.objects.update_or_create(name="worker", defaults={"at": now})


def last_beat(now: datetime) -> tuple[datetime | None, bool]:
    """When a worker last said so, and whether one can be taken to be alive. Public: nothing about any story."""
    at = Beat.objects.filter(name="worker").values_list("at", flat=True).first()
    return at, bool(at and at > now - BEAT_LOST)


def overdue(now: datetime) -> int:
    """How many errands are overdue. Public: their moments have come, so that they tell of nothing that is to come."""
    return Errand.objects.due(now - GRACE).count()


def backlog(now: datetime) -> dict[str, int | datetime | None]:
    """How many errands are overdue, and when something must happen next, asked at once.

    For the desk alone: it tells of embargoed stories.
    """
    late, to_come = Q(due__lte=now - GRACE), Q(due__gt=now)
    return Errand.objects.waiting().aggregate(overdue=Count("pk", filter=late), next_due=Min("due", filter=to_come))


def tidy(now: datetime) -> None:
    """Forget what was done long ago."""
    Errand.objects.filter(done_at__lt=now - KEPT).delete()
