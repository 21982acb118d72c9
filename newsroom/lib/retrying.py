"""How long to wait before something that failed is tried again."""

from datetime import timedelta

LONGEST_WAIT = timedelta(hours=1)


def wait(attempts: int) -> timedelta:
    """After so many attempts that failed: 2, 4, 8 … seconds, an hour at most."""
    return min(timedelta(seconds=2 ** min(attempts, 12)), LONGEST_WAIT)
