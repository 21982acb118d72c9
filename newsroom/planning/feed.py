"""The planning calendar at a private address: for programs that keep calendars and can't log in.

The address is as secret as a password. It shows what its person may see on the board at that moment, and nothing once
their account is closed, they may no longer see stories, or they have revoked it.
"""

from datetime import UTC, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar
from icalendar import Event as Entry

from articles.drafts import planning
from articles.models import CalendarLink, Event
from newsroom.lib import caching
from newsroom.lib.clock import Clock, read
from newsroom.planning import cards
from newsroom.planning.cards import Card, Span

BEHIND, AHEAD = timedelta(days=7), timedelta(days=90)
MINE, ALL = "mine", "all"
NOT_FOUND = 404
SIGNER = Signer(sep=".", salt="newsroom.planning.feed")


def link_of(user: User) -> CalendarLink | None:
    return CalendarLink.objects.filter(user=user).first()


def make(user: User, *, clock: Clock | None = None) -> CalendarLink:
    """A new address for this person; the one before, if there was one, shows nothing from now on."""
    with transaction.atomic():
        CalendarLink.objects.filter(user=user).delete()
        made = CalendarLink.objects.create(user=user, made_at=read(clock))
        Event.objects.write("calendar", user, by=user)
    return made


def revoke(user: User, *, by: User) -> None:
    with transaction.atomic():
        if CalendarLink.objects.filter(user=user).delete()[0]:
            Event.objects.write("no-calendar", user, by=by)


def address(link: CalendarLink, which: str) -> str:
    return settings.SITE_URL + reverse("admin:planning_feed", args=[SIGNER.sign(link.key.hex), which])


@require_safe
def feed(request: HttpRequest, token: str, which: str) -> HttpResponse:
    """The calendar. Whatever is wrong with an address, the answer is the same."""
    user = _person_behind(token) if which in {MINE, ALL} else None
    if user is None:
        response = HttpResponse(status=NOT_FOUND)
    else:
        calendar = _calendar(user, which, request)
        response = HttpResponse(calendar.to_ical(sorted=False), content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="planning.ics"'
    caching.never_kept(response)
    return response


def _person_behind(token: str) -> User | None:
    try:
        key = UUID(hex=SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    link = CalendarLink.objects.filter(pk=key).select_related("user").first()
    user = link and link.user
    return user if user and user.is_active and user.is_staff and planning.may_see(user) else None


def _name(which: str) -> str:
    return f"{settings.SITE_NAME}: {_('my planning') if which == MINE else _('planning')}"


def _calendar(user: User, which: str, request: HttpRequest) -> Calendar:
    """As iCalendar (RFC 5545)."""
    calendar = Calendar(version="2.0", prodid="-//Newsroom//Planning//EN", method="PUBLISH")
    calendar.add("x-wr-calname", _name(which))
    today = timezone.localdate(request.moment)
    for card in cards.on(Span(today - BEHIND, today + AHEAD, user, request.moment)):
        if which == ALL or user in card.people:
            calendar.add_component(_entry(card, request))
    return calendar


def _entry(card: Card, request: HttpRequest) -> Entry:
    """An event at an instant, or on a whole day; its `uid` stays the same while it moves."""
    entry = Entry(uid=f"{card.uid}@{request.get_host()}", transp="TRANSPARENT")  # it makes nobody busy
    entry.add("summary", card.title)
    entry.add("dtstart", card.moment.astimezone(UTC) if card.moment else card.day)
    entry.add("dtstamp", (card.changed_at or request.moment).astimezone(UTC))
    entry.add("description", "\n".join(filter(None, [card.words, card.who, card.note])))
    entry.add("url", settings.SITE_URL + card.link)
    if card.section:
        entry.add("categories", [str(card.section)])
    return entry
