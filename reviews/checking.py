"""A doubtful review is answered with a page that asks its writer to check it. That page carries a signed time.

The form itself carries none, so that it can be the same for everyone. A person needs a moment to read the page: a post
that is sent again at once, hours later, or for another story gets the page again.
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
