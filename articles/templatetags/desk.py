"""Icons, states, times, people and urgency on the pages of the desk."""

from datetime import UTC, datetime
from textwrap import indent

from django import template
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.models import Article
from articles.models.article import Priority
from articles.workflow import State
from newsroom.lib import icons

DAYS_OF_A_WEEK = 7
register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A drawing beside words, or inside something that has a name: nobody hears it."""
    classes = f"icon {extra}".strip()
    return format_html(
        '<svg class="{}" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">{}</svg>',
        classes,
        mark_safe(icons.ICONS[name]),  # noqa: S308  our own drawings
    )


@register.simple_tag
def state(name: str, words: str) -> SafeString:
    """A state as its shape and its words: {% state "submitted" article.get_state_display %}.

    `name`: draft, submitted, approved, spiked; none, scheduled, published, changed, outdated, withdrawn.
    """
    return format_html(
        '<span class="state {}"><svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">{}</svg>{}</span>',
        name,
        mark_safe(icons.STATES[name]),  # noqa: S308
        words,
    )


@register.filter
def both_clocks(at: datetime) -> str:
    """For example 25 Nov 2026, 06:00 (02:00 UTC): newsroom time, and UTC, which no clock change moves.

    If the day in UTC is another one, it is shown too.
    """
    house, utc = timezone.localtime(at), at.astimezone(UTC)
    style = "H:i" if utc.date() == house.date() else "j M, H:i"
    return f"{date_format(house, 'j M Y, H:i')} ({date_format(utc, style)} UTC)"


@register.filter
def when(at: datetime, now: datetime) -> SafeString:
    """As short as it can be understood: 13:58 today, Sat 21:07 this week, 1 Dec 06:00. Newsroom time."""
    house, today = timezone.localtime(at), timezone.localtime(now).date()
    days = abs((house.date() - today).days)
    day = "" if not days else date_format(house, "D" if days < DAYS_OF_A_WEEK else "j M") + " "
    return format_html('{}<time datetime="{}">{}</time>', day, at.isoformat(), date_format(house, "H:i"))


@register.filter
def indented(text: str) -> str:
    """Each line of what somebody wrote, as e-mails set it apart."""
    return indent(text, "    ")


@register.filter
def person(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


@register.filter
def face(user: User) -> SafeString:
    """The initials of somebody whose name is beside them."""
    return format_html('<span class="face" aria-hidden="true">{}</span>', initials(user))


def initials(user: User) -> str:
    return "".join(word[0] for word in person(user).split()[:2]).upper()


@register.filter
def writer(article: Article) -> str:
    """Who is asked to write it, or else made it; nobody here: a wire."""
    return person(article.reporter or article.writer) or _("wire")


@register.filter
def priority(article: Article) -> SafeString:
    """Where it is out of the ordinary."""
    if article.priority == Priority.ORDINARY:
        return SafeString()
    return format_html('<span class="priority priority-{}">{}</span>', article.priority, article.get_priority_display())


@register.filter
def deadline(article: Article, now: datetime) -> SafeString:
    """Of a story in hand: by when it is wanted, in newsroom time, or since when it is late."""
    if not article.deadline or article.state not in {State.DRAFT, State.SUBMITTED}:
        return SafeString()
    when = date_format(timezone.localtime(article.deadline), "j M, H:i")
    if article.deadline <= now:
        return format_html('<span class="late">{}</span>', _("late since %s") % when)
    return format_html("<span>{}</span>", _("by %s") % when)
