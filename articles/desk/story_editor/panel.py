"""The groups of the panel: what each says of itself while it is closed, and what it lists."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk import notes
from articles.models import Article, Edition, Event
from articles.publishing import foureyes
from articles.workflow import State
from newsroom.lib import lazy

VERSIONS = 4
# In which group a field is, for the summary of its errors.
GROUPS = {
    "where": ("section", "kind", "tags", "priority", "developing", "follows"),
    "who": ("reporter", "editor", "deadline", "wanted_words", "byline", "dateline", "dateline_country", "dateline_on",
            "dateline_latitude", "dateline_longitude"),
    "picture": ("photo",),
    "elsewhere": ("front_headline", "search_title", "search_description", "social_title"),
    "wire": ("slugline", "urgency", "subjects", "genre", "editors_note", "usage_terms"),
    "address": ("slug",),
    "translations": ("translation_of", "translated_edition"),
}  # fmt: skip
TEXTS = ("language", "headline", "standfirst", "body")
ROWS = {"bylines": "who", "citations": "sources", "gallery": "picture"}


@dataclass(frozen=True)
class Sum:
    """What a closed group says is in it."""

    words: lazy.Text
    warns: bool = False
    is_bad: bool = False


@dataclass(frozen=True)
class Stage:
    shape: str  # newsroom/lib/icons.py
    words: lazy.Text
    short: lazy.Text


@dataclass(frozen=True)
class Version:
    number: int
    who: Any
    at: Any
    before: int | None


def sums(article: Article | None, rows: dict[str, Any], form: Any, unsourced: int, notes: str) -> dict[str, Sum]:
    story = article or form.instance
    found = {
        "where": _where(story),
        "who": Sum(_names(rows["bylines"]) or story.byline),
        "picture": _pictures(story, len(rows["gallery"].initial_forms)),
        "sources": _sources(len(rows["citations"].initial_forms), unsourced),
        "elsewhere": Sum(_("Front: its own") if story.front_headline else _("Same as the story")),
        "wire": Sum(_joined(story.slugline, _("urgency %s") % story.urgency if story.urgency else "")),
        "address": Sum(story.slug),
        "notes": Sum(notes),
        "versions": Sum(_("Version %s") % story.version if article else ""),
    }
    return found | _wrong(form, rows)


def sums_to_read(article: Article, notes: str) -> dict[str, Sum]:
    """Of the groups that somebody sees who may not edit the story."""
    return {"notes": Sum(notes), "versions": Sum(_("Version %s") % article.version)}


def others(form: Any) -> list[Any]:
    """Fields that no group has a place for, such as one that a newsroom has added."""
    placed = {*TEXTS, *(name for names in GROUPS.values() for name in names)}
    return [field for field in form.visible_fields() if field.name not in placed]


def _wrong(form: Any, rows: dict[str, Any]) -> dict[str, Sum]:
    """Groups in which a field was refused; they are shown open."""
    counts = {group: sum(name in form.errors for name in names) for group, names in GROUPS.items()}
    for prefix, group in ROWS.items():
        wrong = rows[prefix].total_error_count() if rows[prefix].is_bound and prefix in rows else 0
        counts[group] = counts.get(group, 0) + wrong
    words = {count: ngettext("%s field to correct", "%s fields to correct", count) % count for count in counts.values()}
    return {group: Sum(words[count], is_bad=True) for group, count in counts.items() if count}


def _where(story: Article) -> Sum:
    if not story.section_id:
        return Sum(_("Choose a section"), warns=True)
    return Sum(_joined(str(story.section), story.get_kind_display(), _language(story.language)))


def _names(bylines: Any) -> str:
    return ", ".join(form.instance.correspondent.name for form in bylines.initial_forms)


def _pictures(story: Article, gallery: int) -> Sum:
    one = _("1 picture") if story.photo_id else ""
    return Sum(_joined(one, _("%s in gallery") % gallery if gallery else "") or _("None"))


def _sources(cited: int, unsourced: int) -> Sum:
    if unsourced:
        return Sum(ngettext("%s without a source", "%s without a source", unsourced) % unsourced, warns=True)
    return Sum(cited or _("None yet"))


def _language(code: str) -> str:
    return _(dict(settings.LANGUAGES).get(code, code))


def _joined(*parts: lazy.Text) -> str:
    return " · ".join(str(part) for part in parts if part)


def stage(article: Article, live: Edition | None, coming: Edition | None) -> Stage:
    """What the top bar says of the story: what readers see of it, or else where it is in the workflow."""
    state = State(article.state)
    if state in {State.SUBMITTED, State.SPIKED}:
        return Stage(state.value, state.label, state.label)
    if live and live.version == article.version:
        return Stage("published", _("Published"), _("Published"))
    if live:
        return Stage("changed", _("Published, with unpublished changes"), _("Changed"))
    if coming:
        return Stage("scheduled", _("Scheduled for %s") % when(coming.live_from), _("Scheduled"))
    if article.was_public:
        return Stage("withdrawn", _("Withdrawn"), _("Withdrawn"))
    return Stage(state.value, state.label, state.label)


def when(moment: datetime) -> str:
    return date_format(localtime(moment), "j M, H:i")


def log_of(article: Article) -> list[Event]:
    """The lines of the activity log that the page shows or needs, oldest first: what was said, approved, saved last."""
    saved = Q(revision__version__gt=article.version - VERSIONS)
    found = Event.objects.about(article).filter(notes.SAID | foureyes.PASSED | saved)
    found = found.select_related("by", "revision").defer("revision__content", "revision__names")
    return [*found.order_by("at", "pk")]


def versions(article: Article, log: list[Event]) -> list[Version]:
    """The last few that somebody saved; the page of the history has all. Whatever saves one keeps the one before it."""
    kept = {event.revision.version: event for event in log if hasattr(event, "revision")}
    newest = sorted((number for number in kept if number > article.version - VERSIONS), reverse=True)
    return [Version(number, kept[number].by, kept[number].at, number - 1 or None) for number in newest]
