"""How a job fails: what its handler may raise, and how long to wait before it is tried again."""

from datetime import timedelta

LONGEST_WAIT = timedelta(hours=1)


class Failed(Exception):
    """A job could not be done. These words are kept with it, so they hold no personal data and no secret."""


class Unavailable(Failed):
    """What every job of its kind needs can't be reached: the others wait a little, too."""


def wait(attempts: int) -> timedelta:
    """After so many attempts that failed: 2, 4, 8 … seconds, an hour at most."""
    return min(timedelta(seconds=2 ** min(attempts, 12)), LONGEST_WAIT)
