"""manage.py worker [--interval SECONDS] [--once] [--beside PID]"""

import logging
import os
import time
from argparse import ArgumentParser
from itertools import count
from threading import Thread

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from articles.desk import mails, notifications
from articles.drafts import autosave
from articles.models import Errand
from articles.publishing import outbox, tasks
from newsroom.accounts import mails as account_letters
from newsroom.accounts import throttle
from newsroom.lib import clock
from reviews import mails as review_letters
from reviews import privacy

LONGEST_PAUSE = 30  # seconds between two looks, while the database does not answer
# Each says whether the mail server answers; where it doesn't, the rest waits.
MAIL = (account_letters.send, mails.send, review_letters.send)
PARTING = 5  # seconds for the e-mail at hand, when the worker ends
DEADLINES_EVERY = 30  # looks
TIDY_EVERY = 3600  # looks: about an hour

logger = logging.getLogger(__name__)


class Worker(db_worker.Worker):
    """That of django-tasks, with a sign of life before each task. A look at the queue ends when it is empty."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=[DEFAULT_TASK_QUEUE_NAME], excluded_queue_names=[], backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            worker_id=get_random_string(32), batch=True, interval=0, startup_delay=False, max_tasks=None,
        )  # fmt: skip

    def run_task(self, db_task_result: DBTaskResult) -> None:
        outbox.beat(clock.now())
        super().run_task(db_task_result)


class Command(BaseCommand):
    help = (
        "Carry out what must happen at a moment (the outbox of publishing) and the tasks that are queued. Any number "
        "may run. Ctrl-C or SIGTERM ends it after the task at hand; what is not done is left to the next."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=1, help="seconds between two looks (default: 1)")
        parser.add_argument("--once", action="store_true", help="carry out what is due, and end")
        parser.add_argument("--beside", type=int, metavar="PID", help="end when this process, our parent, has ended")

    def handle(self, *, interval: float, once: bool, beside: int | None, **options) -> None:
        worker, failures = Worker(), 0
        if once:
            look(worker)
            send_mail()
            return
        worker.configure_signals()
        mailer = Thread(target=keep_sending, args=[worker, interval], daemon=True)
        mailer.start()
        for number in count():
            failures = 0 if look(worker, number) else failures + 1
            if not worker.running or (beside and os.getppid() != beside):
                break
            time.sleep(min(interval * 2 ** min(failures, 10), max(interval, LONGEST_PAUSE)))
        worker.running = False
        mailer.join(PARTING)


def look(worker: Worker, number: int = 1) -> bool:
    """Say that it is at work, and carry out what is ready. False if the database didn't answer.

    `number`: of the look; at some there is more to do.
    """
    try:
        close_old_connections()
        now = clock.now()
        outbox.beat(now)
        if Errand.objects.ready(now).exists():
            tasks.carry_out.enqueue()
        worker.run()
        if number % DEADLINES_EVERY == 0:
            notifications.of_deadlines(now)
        if number % TIDY_EVERY == 0:
            tidy()
    except (OperationalError, InterfaceError) as error:
        logger.warning("The database does not answer; trying again: %s", error)
        return False
    return True


def keep_sending(worker: Worker, interval: float) -> None:
    """In a thread of its own: a slow mail server keeps no job from being done."""
    while worker.running:
        send_mail()
        time.sleep(interval)


def send_mail() -> None:
    """Send what waits."""
    try:
        close_old_connections()
        all(send() for send in MAIL)
    except (OperationalError, InterfaceError) as error:
        logger.warning("The database does not answer; mail waits: %s", error)
    finally:
        close_old_connections()


def tidy() -> None:
    """Forget errands that were done, texts nobody came back for, who wrote reviews, results of tasks, after a while."""
    now = clock.now()
    for forget in (outbox.tidy, autosave.tidy, throttle.tidy, account_letters.tidy, privacy.tidy):
        forget(now)
    call_command("prune_db_task_results", verbosity=0)
