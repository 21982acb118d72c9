"""The demo's fronts and banners: current, past and planned for tomorrow."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article, Edition
from articles.models.content import default_language
from newsroom.lib.house_time import midnight
from sections import arranging, breaking
from sections.arranging import Held
from sections.models import Section

YESTERDAY, TODAY, LASTS = timedelta(hours=20), timedelta(hours=1), timedelta(hours=12)
WORDS = "Assembly will hear both river services in open session before it votes"


def play(now: datetime, *, by: User) -> None:
    """An arranged home page, another before it and another for tomorrow 06:00; the front of Politics; a banner."""
    live = Edition.objects.live(now).in_language(default_language())
    newest = [*live.stories().newest_first()[:40]]
    pictured = [edition for edition in newest if edition.photo_id]
    if len(pictured) < 3:
        return
    arrange(None, {1: pictured[1], 2: pictured[0]}, now - YESTERDAY, by=by)
    arrange(None, {1: pictured[0], 3: pictured[2]}, now - TODAY, by=by)
    tomorrow = midnight(timezone.localdate(now) + timedelta(days=1)) + timedelta(hours=6)
    upcoming = Edition.objects.upcoming(now).in_language(default_language())
    coming = upcoming.order_by("live_from").first() or pictured[2]
    arrange(None, {1: coming, 2: pictured[0], 4: pictured[1]}, now - TODAY / 2, by=by, at=tomorrow)
    politics = Section.objects.get(slug="politics")
    analysis = live.filter(section=politics, kind="analysis").newest_first().first()
    if analysis:
        arrange(politics, {2: analysis}, now - TODAY, by=by)
    brief = live.briefs().filter(section=politics).newest_first().first()
    story = Article.objects.get(pk=brief.article_id) if brief else None
    began = now - TODAY / 2
    breaking.put_up(WORDS, by=by, article=story, until=now + LASTS, clock=lambda: began)


def arrange(
    section: Section | None, places: dict[int, Edition], done: datetime, *, by: User, at: datetime | None = None
) -> None:
    held = [Held(place, edition.article_id) for place, edition in places.items()]
    arranging.arrange(section, held, by=by, at=at, clock=lambda: done)
