"""The planning calendar at a private address: for programs that keep calendars and can't log in.

The address is as secret as a password. It shows what its person may see on the board at that moment, and nothing once
their account is closed, they may no longer see stories, or they have revoked it.
"""

from datetime import timedelta
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

from articles.drafts import planning
from articles.models import CalendarLink, Event
from newsroom.lib import caching, ical
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
        words = ical.calendar(_name(which), _entries(user, which, request), made_by="Newsroom//Planning")
        response = HttpResponse(words, content_type="text/calendar; charset=utf-8")
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


def _entries(user: User, which: str, request: HttpRequest) -> list[ical.Entry]:
    today = timezone.localdate(request.moment)
    found = cards.on(Span(today - BEHIND, today + AHEAD, user, request.moment))
    return [_entry(card, request) for card in found if which == ALL or user in card.people]


def _entry(card: Card, request: HttpRequest) -> ical.Entry:
    said = [card.words, card.who, card.note]
    return ical.Entry(
        uid=f"{card.uid}@{request.get_host()}",
        summary=card.title,
        start=card.moment or card.day,
        changed_at=card.changed_at or request.moment,
        description="\n".join(filter(None, said)),
        url=settings.SITE_URL + card.link,
        categories=(card.section.name,) if card.section else (),
    )
