"""Publishing: the only code that makes or ends an edition. Start reading in verbs.py.

The verbs are imported from here: `from articles import publishing`, then `publishing.publish(…)`.
"""

from articles.publishing.verbs import (
    FIXABLE,
    Machine,
    Refused,
    acts_since,
    bring_in,
    cancel,
    erase,
    fix,
    publish,
    reschedule,
    seen_by_two,
    token,
    window,
    withdraw,
)

__all__ = [
    "FIXABLE",
    "Machine",
    "Refused",
    "acts_since",
    "bring_in",
    "cancel",
    "erase",
    "fix",
    "publish",
    "reschedule",
    "seen_by_two",
    "token",
    "window",
    "withdraw",
]
