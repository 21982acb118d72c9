"""manage.py worker [--interval SECONDS] [--once] [--beside PID]"""

import logging
import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable
from itertools import count
from threading import Event, Thread

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections

from articles.desk import notifications
from articles.drafts import autosave, form_autosave
from newsroom import jobs
from newsroom.accounts import mails, throttle
from newsroom.lib import clock
from reviews import privacy

LONGEST_PAUSE = 30  # seconds between two looks, while the database does not answer
PARTING = 20  # seconds for the jobs at hand, when the worker ends
MOST_LOST = 5  # threads that never came back: then the process ends, and whatever watches it starts another
DEADLINES_EVERY = 30  # looks
TIDY_EVERY = 3600  # looks: about an hour

ENDED = Event()
ENDED.set()

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Carry out jobs: tell caches and people what was published, send e-mails, draw copies of pictures. Any number "
        f"of workers may run. Ctrl-C or SIGTERM ends it after the jobs at hand, in {PARTING} seconds at most; what is "
        "not done is left to the next."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=1, help="seconds between two looks (default: 1)")
        parser.add_argument("--once", action="store_true", help="carry out what is due, and end")
        parser.add_argument("--beside", type=int, metavar="PID", help="end when this process, our parent, has ended")

    def handle(self, *, interval: float, once: bool, beside: int | None, **options) -> None:
        if once:
            look()
            for lane in jobs.LANES:
                jobs.carry_out(lane)
            return
        stopping = Event()
        end_on_signals(stopping)
        crew, failures = Crew(interval, stopping), 0
        for number in count(1):
            failures = 0 if look(number) else failures + 1
            crew.relieve()
            if stopping.wait(pause(interval, failures)):
                break
            if beside and os.getppid() != beside:
                break
        stopping.set()
        crew.part()


def end_on_signals(stopping: Event) -> None:
    """The first signal ends it when the jobs at hand are done, the second at once."""

    def stop(number: int, frame: object) -> None:
        stopping.set()
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_DFL)

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stop)


def pause(interval: float, failures: int) -> float:
    """Seconds until the next look, after the database didn't answer so many times in a row."""
    return min(interval * 2 ** min(failures, 10), max(interval, LONGEST_PAUSE))


# -- the main thread --------------------------------------------------------------------------------------------------


def look(number: int = 1) -> bool:
    """Say that the worker is at work. False if the database didn't answer.

    `number`: of the look; at some there is more to do.
    """

    def work() -> None:
        now = clock.now()
        jobs.beat(now)
        if number % DEADLINES_EVERY == 0:
            notifications.of_deadlines(now)
        if number % TIDY_EVERY == 0:
            tidy()

    return answered(work)


def tidy() -> None:
    """Forget jobs that were done, texts nobody came back for, and who wrote reviews, each after its while."""
    now = clock.now()
    for forget in (jobs.tidy, autosave.tidy, form_autosave.tidy, throttle.tidy, mails.tidy, privacy.tidy):
        forget(now)


def answered(work: Callable[[], object]) -> bool:
    """Do this with a connection that is alive, and leave none open. False if the database didn't answer."""
    try:
        close_old_connections()
        work()
    except (OperationalError, InterfaceError) as error:
        logger.warning("The database does not answer; trying again: %s", error)
        return False
    finally:
        close_old_connections()
    return True


# -- the threads of the lanes -----------------------------------------------------------------------------------------


class Hand(Thread):
    """Carries out the jobs of one lane, one attempt after the other."""

    def __init__(self, lane: jobs.Lane, interval: float, stopping: Event) -> None:
        super().__init__(name=lane.name, daemon=True)
        self.lane, self.interval, self.stopping = lane, interval, stopping
        self.began: float | None = None  # the attempt at hand

    def run(self) -> None:
        failures = 0
        while not self.stopping.is_set():
            self.began = time.monotonic()
            failures = 0 if answered(self.work) else failures + 1
            self.began = None
            self.stopping.wait(pause(self.interval, failures))

    def work(self) -> None:
        while not self.stopping.is_set() and jobs.carry_out_next(self.lane):
            self.began = time.monotonic()

    @property
    def is_lost(self) -> bool:
        """Whether its attempt takes longer than the lease: its job is anybody's again."""
        began = self.began
        return began is not None and time.monotonic() - began > self.lane.lease.total_seconds()


class Crew:
    """All threads of this worker."""

    def __init__(self, interval: float, stopping: Event) -> None:
        self.interval, self.stopping, self.lost = interval, stopping, 0
        self.hands = [self.start(lane) for lane in jobs.LANES for _number in range(lane.threads)]

    def start(self, lane: jobs.Lane) -> Hand:
        hand = Hand(lane, self.interval, self.stopping)
        hand.start()
        return hand

    def relieve(self) -> None:
        """Put another thread in the place of each that is lost: Python can't end it, but nobody waits for it."""
        for place, hand in enumerate(self.hands):
            if hand.is_lost or not (hand.is_alive() or self.stopping.is_set()):
                self.lost += 1
                hand.stopping = ENDED  # should it come back, it takes no other job
                logger.error("A job in the lane “%s” hangs or broke its thread; another takes over.", hand.lane.name)
                self.hands[place] = self.start(hand.lane)
        if self.lost > MOST_LOST:
            raise CommandError("Too many jobs hang. The worker ends, so that it can be started again.")

    def part(self) -> None:
        """Wait for the jobs at hand."""
        ends = time.monotonic() + PARTING
        for hand in self.hands:
            hand.join(max(0, ends - time.monotonic()))
