"""Stories for a front: what an editor may pick, and how a story is called there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.drafts import finding
from articles.models import Article, Edition
from articles.templatetags.desk import both_clocks
from articles.workflow import State
from sections.models import Section

SHOWN = 8


def to_pick(section: Section | None, language: str, typed: str, *, at: datetime) -> list[dict[str, Any]]:
    """By words, the last edited first; without any, the newest that are public. Of a section only its own, and all in
    the language of the front.
    """
    stories = Article.objects.filter(language=language).exclude(state=State.SPIKED)
    stories = stories.filter(section=section) if section else stories
    if typed.strip():
        found = finding.find(stories, typed).order_by("-edited_at", "-pk")[:SHOWN]
    else:
        live = Edition.objects.live(at).in_language(language).stories()
        live = live.filter(section=section) if section else live
        newest = [*live.newest_first().values_list("article_id", flat=True)[:SHOWN]]
        known = stories.in_bulk(newest)
        found = [known[key] for key in newest if key in known]
    return lines(found, at=at)


def named(keys: Iterable[int], *, at: datetime) -> dict[int, dict[str, Any]]:
    return {line["id"]: line for line in lines(_for_lines(Article.objects.filter(pk__in=[*keys])), at=at)}


def lines(stories: Iterable[Article], *, at: datetime) -> list[dict[str, Any]]:
    """Title, section, picture and what is public of each: what is not public holds no place, however it is arranged."""
    stories = [*(_for_lines(stories) if isinstance(stories, QuerySet) else stories)]
    ahead = Edition.objects.filter(article__in=stories).ahead(at).order_by("live_from")
    starts: dict[int, datetime] = {}
    for article, start in ahead.values_list("article_id", "live_from"):
        starts.setdefault(article, start)
    return [
        {
            "id": story.pk,
            "title": str(story),
            "language": story.language,
            "section": story.section.said("name") if story.section else "",
            "public": _public(starts.get(story.pk), at),
            "picture": reverse("admin:articles_photo_square", args=[story.photo_id]) if story.photo_id else "",
        }
        for story in stories
    ]


def _for_lines(stories: QuerySet[Article]) -> QuerySet[Article]:
    return stories.select_related("section").only(
        "headline", "standfirst", "language", "photo_id", "section__name", "section__translations"
    )


def _public(start: datetime | None, at: datetime) -> str:
    if start is None:
        return _("not published")
    return _("published") if start <= at else _("from %s") % both_clocks(start)
