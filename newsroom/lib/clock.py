"""The one clock: what decides visibility, order and due times asks here, so that all servers agree.

On PostgreSQL it is the database's clock. Asking it for every page would cost a query, so each process measures it about
once a minute, over a connection that is open anyway, and counts on from there with the monotonic clock, which nobody
can set. On SQLite it is the process's own: everything runs on one machine.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.utils import timezone

Clock = Callable[[], datetime]

TICK = timedelta(microseconds=1)
BEHIND = timedelta(seconds=5)  # a clock that is further behind the last act is wrong, or was: nobody acts by it

MEASURE_EVERY = 60  # seconds
STEP = 0.25  # seconds by which the process's clock must jump to count as having been set
ROUND_TRIP = 0.05  # seconds; a measurement that took longer is tried again
TRIES = 3


@dataclass(frozen=True)
class Measurement:
    moment: datetime  # by the database's clock …
    monotonic: float  # … when the monotonic clock read this
    checked: float  # when, by the monotonic clock, it was last compared
    lead: float  # of the process's clock over the monotonic one: it changes when somebody sets the former

    def at(self, monotonic: float) -> datetime:
        return self.moment + timedelta(seconds=monotonic - self.monotonic)


_measured: Measurement | None = None  # for all threads of the process


def now() -> datetime:
    """The present, aware, in UTC."""
    if _is_due():
        _measure(connection)
    return _measured.at(time.monotonic()) if _measured else timezone.now()


def read(clock: Clock | None = None) -> datetime:
    """The present by a clock that a caller may have passed; None: this one."""
    return (clock or now)()


def require_aware(**moments: datetime | None) -> None:
    """Refuse, by name, a moment that does not say in which time zone it is."""
    for name, moment in moments.items():
        if moment is not None and moment.utcoffset() is None:
            raise TypeError(f"`{name}` must say its time zone, and {moment!r} says none")


def offset() -> timedelta:
    """How far this process's own clock is ahead of the newsroom's; less than nothing: behind it."""
    return timezone.now() - now()


def start() -> None:
    """Measure before the first request; a database that doesn't answer is measured when it does."""
    if connection.vendor == "postgresql":
        with suppress(DatabaseError):
            connection.ensure_connection()
        connection.close()


@receiver(connection_created)
def _connected(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """With a pool a connection is open for one request only; this is where such a process measures."""
    if connection.alias == DEFAULT_DB_ALIAS and _is_due():
        _measure(connection)


def _is_due() -> bool:
    if connection.vendor != "postgresql":
        return False
    if _measured is None:
        return True
    monotonic = time.monotonic()
    return monotonic - _measured.checked > MEASURE_EVERY or abs(_lead(monotonic) - _measured.lead) > STEP


def _lead(monotonic: float) -> float:
    return timezone.now().timestamp() - monotonic


def _measure(over: BaseDatabaseWrapper) -> None:
    """Compare with the database's clock, if a connection is open and its transaction isn't broken."""
    global _measured
    readings = []
    while len(readings) < TRIES and (reading := _ask(over)):
        readings.append(reading)
        if reading[1] <= ROUND_TRIP:
            break
    if not readings:
        return
    moment, took, monotonic = min(readings, key=lambda reading: reading[1])
    lead = _lead(time.monotonic())
    expected = _measured.at(monotonic) if _measured else datetime.fromtimestamp(monotonic + lead, UTC)
    if abs(moment - expected) <= timedelta(seconds=took / 2):
        moment = expected  # nearer than a measurement can tell
    _measured = Measurement(moment, monotonic, time.monotonic(), lead)


def _ask(over: BaseDatabaseWrapper) -> tuple[datetime, float, float] | None:
    """The database's moment, how long the answer took, and the monotonic clock's reading halfway.

    Over the driver's own connection: a query of Django's would be counted with those of the page.
    """
    open_connection = over.connection
    if open_connection is None or open_connection.closed:
        return None
    status = open_connection.pgconn.transaction_status
    statuses = over.Database.pq.TransactionStatus
    if status not in {statuses.IDLE, statuses.INTRANS}:
        return None
    before = time.monotonic()
    try:
        row = open_connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    except over.Database.Error:
        return None  # whatever asks next is told
    took = time.monotonic() - before
    return datetime.fromtimestamp(row[0], UTC), took, before + took / 2
