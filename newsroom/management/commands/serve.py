"""manage.py serve [--host HOST] [--port PORT] [--workers N] [--threads N]"""

import os
import sys
from argparse import ArgumentParser
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from newsroom import overload
from newsroom.lib import environment

RESERVED = 10  # connections for workers, commands, backups and anyone who looks after the database
LEAST, USUAL = 2, 8  # requests that one process works on at once
MOST_WORKERS = 16
SPARE = 32  # threads for static files and for those that are sending an answer
STOP = 10  # seconds in which requests at work are brought to their end
# The most that this role and this database may open
LIMIT = """
SELECT least(
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
    (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
    (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database())
)
"""


@dataclass(frozen=True)
class Size:
    workers: int  # processes
    threads: int  # requests at work in each; the pool of each has a connection for every one
    connections: int | None = None  # what the database allows; None: not asked, or it didn't answer

    def __str__(self) -> str:
        processes = f"{self.workers} processes, {self.threads} requests at once in each"
        if connection.vendor != "postgresql":
            return f"{processes}."
        used = self.workers * pooled(self.threads)
        if self.connections is None:
            return f"{processes}, {used} database connections at most. The database didn't say how many it allows."
        return f"{processes}, {used} database connections at most of the {self.connections} that it allows."


class Command(BaseCommand):
    help = (
        "Serve the site: as many processes as the machine has cores, and as many requests at once as the database has "
        "connections for. SIGTERM or Ctrl-C ends it after the requests at work."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
        parser.add_argument("--port", type=int, help="port to listen on (default: PORT, or 8000)")
        parser.add_argument("--workers", type=int, help="processes (default: WEB_WORKERS, or one for each core)")
        parser.add_argument("--threads", type=int, help="requests at once in each (default: WEB_THREADS, or what fits)")

    def handle(self, *, host: str, port: int | None, workers: int | None, threads: int | None, **options) -> None:
        workers = workers or environment.number("WEB_WORKERS", default=0) or min(cores(), MOST_WORKERS)
        threads = threads or environment.number("WEB_THREADS", default=0)
        size = fitting(workers, threads, allowed_connections())
        port = port or environment.number("PORT", default=8000, least=1)
        self.stdout.write(f"Serving at http://{host}:{port}: {size}")
        self.stdout.flush()
        become_server(size, host=host, port=port)


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def allowed_connections() -> int | None:
    """How many connections the database allows us; None where it has no limit or doesn't answer."""
    if connection.vendor != "postgresql":
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute(LIMIT)
            return cursor.fetchone()[0]
    except DatabaseError:
        return None
    finally:
        connection.close_pool()


def pooled(threads: int) -> int:
    """How many database connections a process opens at most."""
    return threads + settings.WEB_CONNECTIONS_BESIDE


def fitting(workers: int, threads: int, allowed: int | None) -> Size:
    """So many processes and requests at once as the database has connections for. CommandError where none fit."""
    if allowed is None:
        return Size(workers, threads or USUAL)
    for_us = allowed - RESERVED
    if threads and workers * pooled(threads) > for_us:
        raise CommandError(
            f"{workers} processes with {threads} requests at once need {workers * pooled(threads)} database "
            f"connections. The database allows {allowed}, and {RESERVED} are kept for others: choose fewer, or raise "
            f"max_connections."
        )
    workers = max(1, min(workers, for_us // pooled(LEAST)))
    fits = for_us // workers - settings.WEB_CONNECTIONS_BESIDE
    if fits < 1:
        raise CommandError(
            f"The database allows {allowed} connections, and at least {RESERVED + pooled(1)} are needed: raise "
            f"max_connections."
        )
    return Size(workers, threads or min(USUAL, fits), allowed)


def become_server(size: Size, *, host: str, port: int) -> None:
    """Turn this process into the server, so that a signal to it reaches the server."""
    os.environ["WEB_THREADS"] = str(size.threads)
    waiting = overload.WAITING + settings.WEB_READING + SPARE
    said = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "workers": size.workers,
        "blocking-threads": size.threads + waiting,
        "backpressure": 4 * waiting,  # connections, the idle ones too
        "backlog": 4 * waiting,
        "http1-header-read-timeout": 10_000,
        "workers-kill-timeout": f"{STOP}s",
        "respawn-interval": 1,
        "log-level": "error",
    }
    options = [part for name, value in said.items() for part in (f"--{name}", str(value))]
    command = ["granian", *options, "--no-ws", "--respawn-failed-workers", "newsroom.wsgi:application"]
    os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606
