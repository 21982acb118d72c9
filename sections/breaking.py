"""What editors do with the breaking banner: put it up from a moment on, take it down, cancel one that is planned.

As with fronts (sections/arranging.py, whose Refused this raises), the past is never rewritten.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import FOREVER, Article
from articles.models.content import default_language
from articles.publishing import triggers
from newsroom.lib.clock import TICK, Clock, read, require_aware
from sections.arranging import Refused, may_arrange, note
from sections.models import Banner, Front


def token(*, at: datetime) -> str:
    """What an editor sees at `at`: the last banner made, the current ones, and how many are scheduled."""
    last, standing = Banner.objects.order_by("-pk")[:1], Banner.objects.standing(at).order_by("pk")
    seen = ["-".join(str(row.pk) for row in rows) or "0" for rows in (last, standing)]
    return ".".join([*seen, str(Banner.objects.to_come(at).count())])


def put_up(
    words: str,
    *,
    by: User,
    article: Article | None = None,
    language: str = "",
    at: datetime | None = None,
    until: datetime | None = None,
    seen: str | None = None,
    clock: Clock | None = None,
) -> Banner:
    """Show a banner from `at` (default: now) until `until` (default: until it is taken down).

    The current one in the same language ends then. One that is planned for later stays planned, and ends this one.
    Refused: forbidden, changed-meanwhile, in-the-past, over-before, no-words.
    """
    require_aware(at=at, until=until)
    with _locked(by=by, seen=seen, clock=clock) as now:
        at, until, words = at or now, until or FOREVER, " ".join(words.split())
        if not words:
            raise Refused("no-words")
        if at < now:
            raise Refused("in-the-past")
        if at >= FOREVER or until > FOREVER:
            raise Refused("after-9998")
        if until <= at:
            raise Refused("over-before")
        language = language or default_language()
        ends = Banner.objects.filter(language=language).make_room(at, until)
        banner = Banner.objects.create(
            words=words, language=language, article=article, starts=at, ends=ends, until=until, by=by
        )
        moments = {"starts": at.isoformat(), "until": "" if until == FOREVER else until.isoformat()}
        note("put-up", banner, by=by, now=now, words=words, **moments)
        return banner


def take_down(banner_id: int, *, by: User, clock: Clock | None = None) -> Banner:
    """End the current banner now, or cancel a scheduled one; the one before it then goes on for as long as it was meant
    to. Like a withdrawal it loses no race. Refused: forbidden, banner-over.
    """
    with _locked(by=by, seen=None, clock=clock) as now:
        banner = Banner.objects.filter(pk=banner_id, ends__gt=now).first()
        if banner is None:
            raise Refused("banner-over")
        ends, planned = banner.ends, banner.starts > now
        same = Banner.objects.filter(language=banner.language)
        before = same.filter(ends=banner.starts, starts__lt=banner.starts).first() if planned else None
        banner.end(banner.starts if planned else now)
        if before:
            before.end(min(before.until, ends))
        note("take-down", banner, by=by, now=now, words=banner.words)
        return banner


@contextmanager
def _locked(*, by: User, seen: str | None, clock: Clock) -> Iterator[datetime]:
    """It is on every page, so people who arrange the home page may set it; the row of that front is its lock."""
    if not may_arrange(by, None):
        raise Refused("forbidden")
    with transaction.atomic():
        home = {"section": None, "language": default_language()}
        Front.objects.get_or_create(**home)
        Front.objects.select_for_update(no_key=True).get(**home)
        last = Banner.objects.order_by("-starts").filter(starts__lte=(now := read(clock))).first()
        now = max(now, last.starts + TICK) if last else now
        if seen is not None and seen != token(at=now):
            raise Refused("changed-meanwhile")
        with triggers.present(now):
            yield now
