"""The demo's fronts and banners in each of its languages: current, past and planned for tomorrow."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article, Edition
from articles.models.edition import EditionQuerySet
from newsroom.lib.house_time import midnight
from sections import arranging, breaking
from sections.arranging import Held
from sections.models import Section

YESTERDAY, TODAY, LASTS = timedelta(hours=20), timedelta(hours=1), timedelta(hours=12)
WORDS = {
    "en": "Assembly will hear both river services in open session before it votes",
    "az": "Məclis səsvermədən əvvəl hər iki hidrologiya xidmətini açıq iclasda dinləyəcək",
    "ru": "Ассамблея заслушает обе речные службы на открытом заседании до голосования",
}


def play(now: datetime, *, by: User) -> None:
    """In each language an arranged home page, another before it and another for tomorrow 06:00, the front of Politics,
    and a banner.
    """
    for language, _name in settings.LANGUAGES:
        live = Edition.objects.live(now).in_language(language)
        pictured = [edition for edition in live.stories().newest_first()[:40] if edition.photo_id]
        if len(pictured) >= 3:
            _home(language, pictured, now, by=by)
            _politics(language, live, now, by=by)


def _home(language: str, pictured: list[Edition], now: datetime, *, by: User) -> None:
    arrange(None, {1: pictured[1], 2: pictured[0]}, now - YESTERDAY, by=by, language=language)
    arrange(None, {1: pictured[0], 3: pictured[2]}, now - TODAY, by=by, language=language)
    tomorrow = midnight(timezone.localdate(now) + timedelta(days=1)) + timedelta(hours=6)
    upcoming = Edition.objects.upcoming(now).in_language(language)
    coming = upcoming.order_by("live_from").first() or pictured[2]
    planned = {1: coming, 2: pictured[0], 4: pictured[1]}
    arrange(None, planned, now - TODAY / 2, by=by, language=language, at=tomorrow)


def _politics(language: str, live: EditionQuerySet, now: datetime, *, by: User) -> None:
    """The front of the section, and the banner over all pages, which leads to its newest brief where it has one."""
    politics = Section.objects.get(slug="politics")
    if analysis := live.filter(section=politics, kind="analysis").newest_first().first():
        arrange(politics, {2: analysis}, now - TODAY, by=by, language=language)
    brief = live.briefs().filter(section=politics).newest_first().first()
    story = Article.objects.get(pk=brief.article_id) if brief else None
    if words := WORDS.get(language):
        began = now - TODAY / 2
        breaking.put_up(words, by=by, article=story, language=language, until=now + LASTS, clock=lambda: began)


def arrange(
    section: Section | None, places: dict[int, Edition], done: datetime, *, by: User, language: str,
    at: datetime | None = None,
) -> None:  # fmt: skip
    held = [Held(place, edition.article_id) for place, edition in places.items()]
    arranging.arrange(section, held, by=by, at=at, language=language, clock=lambda: done)
