"""How jobs are carried out: which kinds there are, who does them, and what happens to those that fail.

A job is a row of articles.models.Job, written in the transaction of what asks for it. It is claimed, carried out and
marked as done in three steps, so that no transaction is open while the world outside is waited for. Claiming books the
next try: anyone who dies with a job leaves it to the next worker, after the lease. So a job may be done twice, and its
handler must bear that. All moments are aware, in UTC in the rows.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q

from articles.desk import mails, notifications, translation_notices
from articles.models import Beat, Job
from articles.models.job import STUCK, JobQuerySet
from articles.pictures import jobs as pictures
from articles.publishing import jobs as publishing
from newsroom import hubs
from newsroom.accounts import invitations, passwords
from newsroom.accounts import mails as account_mails
from newsroom.lib.clock import Clock, read
from newsroom.lib.retrying import Failed, Unavailable, wait
from reviews import mails as review_mails
from reviews.models import letter

STINT = timedelta(seconds=10)  # how long jobs are carried out in one go
PAUSE = timedelta(seconds=60)  # how long all wait at most, while what they need is unavailable
KEPT = timedelta(days=30)  # what is done is kept for those who look into a mishap; the ledger keeps the acts
UNFINISHED = "Started, and not finished: the worker was stopped, or the job took too long."

BEAT_EVERY = timedelta(seconds=10)
BEAT_LOST = timedelta(seconds=45)  # so that a dead worker is seen within a minute
GRACE = timedelta(seconds=30)  # what is due for longer is overdue

Handler = Callable[[list[Job], datetime], None]  # gets the present; whatever it raises is tried again

logger = logging.getLogger(__name__)


# -- the kinds of jobs ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lane:
    """Kinds of jobs with threads of their own, so that what hangs or takes long holds up no other lane."""

    name: str
    handlers: dict[str, Handler]  # by kind
    threads: int  # in each worker
    lease: timedelta  # how long one attempt may take before its thread, or its worker, is taken for dead
    in_order: bool = False  # jobs of one key run one after the other, as they are due
    most_at_once: int = 1  # jobs of one kind and key that may be carried out together
    most_tries: int | None = None  # then a job is given up
    kept: bool = True  # for a while when it is done; else its row goes at once
    is_moot: Callable[[Job], bool] = lambda job: False  # whether there is nothing to do any more; asked while claiming

    def ready(self, now: datetime) -> JobQuerySet:
        ready = Job.objects.ready(now).filter(kind__in=self.handlers)
        return ready.first_of_their_key(self.handlers) if self.in_order else ready


def at_act(jobs: list[Job], now: datetime) -> None:
    """Caches first, so that a hub that asks at once is given the new feed."""
    try:
        publishing.drop_kept_pages(jobs, now)
    finally:
        hubs.ask(jobs, now)


def at_boundary(jobs: list[Job], now: datetime) -> None:
    """Hold back translations, tell people, then caches and hubs, which hear of it even if people can't be told."""
    try:
        translation_notices.started(jobs, now)
        notifications.tell_of_start(jobs, now)
    finally:
        at_act(jobs, now)


PUBLISHING = Lane(
    "publishing",
    {
        publishing.ACT: at_act,
        publishing.BOUNDARY: at_boundary,
        publishing.TRANSLATIONS: translation_notices.tell,
    },
    threads=2,
    lease=timedelta(seconds=60),
    in_order=True,
    is_moot=publishing.is_moot,
)
MAIL = Lane(
    "mail",
    {
        notifications.MAIL: mails.send,
        passwords.MAIL: account_mails.send_passwords,
        invitations.MAIL: account_mails.send_invitations,
        letter.MAIL: review_mails.send,
    },
    threads=2,
    lease=timedelta(seconds=60),
    most_at_once=50,
    most_tries=60,  # about two days; news that is so late is no news
    kept=False,  # the row that is mailed says when it was, and is forgotten in its own time
)
PICTURES = Lane("pictures", {pictures.COPIES: pictures.draw_copies}, threads=1, lease=timedelta(minutes=10))
HUBS = Lane(
    "hubs",
    {hubs.KIND: hubs.tell},
    threads=1,
    lease=timedelta(seconds=60),
    most_at_once=50,
    most_tries=20,  # several hours; feeds are also asked for without being told
)
LANES = (PUBLISHING, MAIL, PICTURES, HUBS)


# -- carrying out -----------------------------------------------------------------------------------------------------


def carry_out(lane: Lane, *, clock: Clock | None = None, stint: timedelta = STINT) -> int:
    """Carry out what is ready, until nothing is or the stint is over. How many were tried; what failed is no error."""
    ends, tried = read(clock) + stint, 0
    while read(clock) <= ends and (now_tried := carry_out_next(lane, clock=clock)):
        tried += now_tried
    return tried


def carry_out_next(lane: Lane, *, clock: Clock | None = None) -> int:
    """Carry out what is ready for longest, and what goes with it. How many jobs that were; 0 if none is ready."""
    jobs = claim(lane, read(clock))
    if jobs and not jobs[0].moot:
        attempt(lane, jobs, clock=clock)
    return len(jobs)


def claim(lane: Lane, now: datetime) -> list[Job]:
    """Take the job that is ready for longest, so that nobody else does before the lease is over; [] if none is.

    With it come those of its kind and key that were never tried, if the lane takes several at once. What was tried
    comes alone: should one of several be to blame, the others get through. Each time a job has failed, its lease is
    longer, so that one that kills its worker does so more and more rarely.
    """
    if not lane.ready(now).exists():  # asked each second: a transaction would keep others from writing on SQLite
        return []
    with transaction.atomic():
        first = lane.ready(now).select_for_update(skip_locked=True, of=("self",)).first()
        if first is None:
            return []
        jobs = [first, *_beside(lane, first)]
        if lane.is_moot(first):
            first.moot, first.done_at = True, now
        mine = Job.objects.filter(pk__in=[job.pk for job in jobs])
        until = now + lane.lease + (wait(first.tries) if first.tries else timedelta())
        mine.update(
            tries=F("tries") + 1,
            next_try_at=until,
            moot=first.moot,
            done_at=first.done_at,
            error="" if first.moot else UNFINISHED,
        )
        for job in jobs:
            job.tries += 1
        return jobs


def _beside(lane: Lane, first: Job) -> JobQuerySet | list[Job]:
    if lane.most_at_once == 1 or first.tries or not first.key:
        return []
    alike = Job.objects.waiting().filter(kind=first.kind, key=first.key, tries=0).exclude(pk=first.pk)
    return alike.order_by("pk").select_for_update(skip_locked=True)[: lane.most_at_once - 1]


def attempt(lane: Lane, jobs: list[Job], *, clock: Clock | None = None) -> None:
    """Do what claimed jobs ask for, and mark them as done; whatever goes wrong is written down and tried again.

    Dying on the way leaves them undone: a handler may be called again for what it has done already.
    """
    mine = Job.objects.waiting().filter(pk__in=[job.pk for job in jobs])
    try:
        lane.handlers[jobs[0].kind](jobs, read(clock))
    except Exception as error:
        logger.warning("%s: attempt %d failed: %s", jobs[0], jobs[0].tries, said(error))
        _put_off(lane, jobs, error, read(clock))
    else:
        mine.update(error="", done_at=read(clock)) if lane.kept else mine.delete()


def _put_off(lane: Lane, jobs: list[Job], error: Exception, now: datetime) -> None:
    """Say what went wrong, and when to try again: the one that failed later than those that can't be to blame."""
    first, *others = (job.pk for job in jobs)
    mine, tries = Job.objects.waiting().filter(pk=first), jobs[0].tries
    rest = Job.objects.waiting().filter(pk__in=others)
    given_up = now if lane.most_tries and tries >= lane.most_tries else None
    if isinstance(error, Unavailable):
        rest.update(tries=0, error="", next_try_at=now)
        for_others = now + min(wait(tries), PAUSE) - timedelta.resolution
        lane.ready(now).order_by().update(next_try_at=for_others)
    if others and not isinstance(error, Unavailable):  # each alone, right now
        (mine | rest).update(error=said(error), next_try_at=now)
    else:
        mine.update(error=said(error), next_try_at=now + wait(tries), done_at=given_up)


def said(error: Exception) -> str:
    """What went wrong, without an address or a text that the words of an error may hold: its kind, and where it was."""
    if isinstance(error, Failed):
        return f"{type(error).__name__}: {error}"[:1000]
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame.filename)]
    place = f"in {Path(ours[-1].filename).relative_to(settings.BASE_DIR)}, line {ours[-1].lineno}" if ours else ""
    return " ".join(map(str, filter(None, [type(error).__name__, getattr(error, "smtp_code", ""), place])))


def _is_ours(path: str) -> bool:
    return Path(path).is_relative_to(settings.BASE_DIR) and "site-packages" not in path


# -- the worker's life ------------------------------------------------------------------------------------------------


def beat(now: datetime) -> None:
    """Say that a worker is at work; written every BEAT_EVERY at most, however often it is called."""
    if not Beat.objects.filter(name="worker", at__gt=now - BEAT_EVERY, at__lte=now).exists():
        Beat.objects.update_or_create(name="worker", defaults={"at": now})


def last_beat(now: datetime) -> tuple[datetime | None, bool]:
    """When a worker last said so, and whether one can be taken to be alive. Public: nothing about any story."""
    at = Beat.objects.filter(name="worker").values_list("at", flat=True).first()
    return at, bool(at and at > now - BEAT_LOST)


LATE = {"overdue": Q(tries__lt=STUCK), "failing": Q(tries__gte=STUCK)}


def late(now: datetime) -> dict[str, int]:
    """How many jobs are overdue, and how many have failed again and again.

    Public: their moments have come, so they tell of nothing that is to come.
    """
    due = Job.objects.waiting().filter(due__lte=now - GRACE)
    return due.aggregate(**{name: Count("pk", filter=those) for name, those in LATE.items()})


def tidy(now: datetime) -> None:
    """Forget what was done long ago."""
    Job.objects.filter(done_at__lt=now - KEPT).delete()
