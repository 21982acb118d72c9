"""How many may do something at once: those who find no place wait for a while, or are told at once that it is full."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock


class Full(Exception):
    """There is no place, or what is behind it doesn't answer: try again in a few seconds."""


class Places:
    """`most` at once in this process; `waiting` others wait for a place, `patience` seconds at most.

    `each`: how many of the places one and the same `by` may take.
    """

    def __init__(self, most: int, *, waiting: int = 0, patience: float = 0, each: int | None = None) -> None:
        self.patience, self.each = patience, each or most
        self._free, self._room = BoundedSemaphore(most), BoundedSemaphore(most + waiting)
        self._lock, self._taken = Lock(), Counter[str]()

    @contextmanager
    def one(self, by: str = "") -> Iterator[None]:
        """Take a place for as long as the block lasts. Raises Full."""
        with self._share(by), _held(self._room, 0), _held(self._free, self.patience):
            yield

    @contextmanager
    def _share(self, by: str) -> Iterator[None]:
        with self._lock:
            if by and self._taken[by] >= self.each:
                raise Full
            self._taken[by] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[by] -= 1
                if not self._taken[by]:
                    del self._taken[by]


@contextmanager
def _held(semaphore: BoundedSemaphore, patience: float) -> Iterator[None]:
    if not (semaphore.acquire(timeout=patience) if patience else semaphore.acquire(blocking=False)):
        raise Full
    try:
        yield
    finally:
        semaphore.release()


class Breaker:
    """Keeps everybody from waiting for something that didn't answer a moment ago.

    After a failure nobody gets through for `rest` seconds; then one at a time, until one succeeds.
    """

    def __init__(self, rest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rest, self.clock = rest, clock
        self._lock, self._closed_until = Lock(), 0.0

    def enter(self) -> None:
        """Raises Full while it is broken; anyone who gets through after a rest tries for all."""
        with self._lock:
            if not self._closed_until:
                return
            if self.clock() < self._closed_until:
                raise Full
            self._closed_until = self.clock() + self.rest

    def failed(self) -> None:
        with self._lock:
            self._closed_until = self.clock() + self.rest

    def succeeded(self) -> None:
        self._closed_until = 0.0
