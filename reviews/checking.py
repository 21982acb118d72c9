"""A doubtful post gets a page that asks its writer to look at it once more. It carries a signed time.

So that no form depends on when it was rendered, only this page does, which is the answer to a post. A person needs a
moment to read it; what is sent again at once, or after hours, or for another story, gets the page again.
"""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

from newsroom.lib.addresses import keyed_hash

LOOK = timedelta(seconds=2)
LIFE = timedelta(hours=2)


def mark(story: object, email: str, *, now: datetime, given: str = "") -> str:
    """The signed time for this writer and story; the one that was given, where it only is too young."""
    age = _age(given, story, email, now)
    if age is not None and age < LOOK:
        return given
    return _signer().sign(f"{int(now.timestamp())}-{_what(story, email)}")


def passes(given: str, story: object, email: str, *, now: datetime) -> bool:
    age = _age(given, story, email, now)
    return age is not None and LOOK <= age < LIFE


def _age(given: str, story: object, email: str, now: datetime) -> timedelta | None:
    try:
        seconds, _dash, what = _signer().unsign(given).partition("-")
    except BadSignature:
        return None
    return timedelta(seconds=now.timestamp() - int(seconds)) if what == _what(story, email) else None


def _what(story: object, email: str) -> str:
    return keyed_hash(f"{story} {email.casefold()}")[:16]


def _signer() -> Signer:
    return Signer(sep=".", salt="reviews.checking")
