"""Whether work takes time in proportion: held against a smaller piece of the same work, and never against a clock."""

from collections.abc import Callable
from time import thread_time
from typing import Any

TIMES = 8  # what is done by pairs takes 64 times as long for it
SLACK = 3  # a sort, a longer list or a busy machine are no fault
FLOOR = 0.02  # seconds of the processor, of this thread alone: less tells nothing
ROUNDS = 3


def too_steep(work: Callable[[Any], object], make: Callable[[int], Any], size: int) -> str:
    """In words, how much longer the work takes on `make(8 * size)` than on `make(size)`; "" if that is in proportion.

    Each round can clear it; a fault shows in all of them.
    """
    large, small = make(TIMES * size), None
    for _round in range(ROUNDS):
        longer = seconds(work, large)
        if longer <= FLOOR:
            return ""
        small = make(size) if small is None else small
        shorter = min(seconds(work, small) for _time in range(ROUNDS))
        if longer <= SLACK * TIMES * shorter:
            return ""
    return f"{TIMES} times as much took {longer / shorter:.0f} times as long"


def seconds(work: Callable[[Any], object], given: Any) -> float:
    start = thread_time()
    work(given)
    return thread_time() - start
