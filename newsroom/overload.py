"""What happens when more comes than can be served, or when the database doesn't answer: 503, and nothing typed is lost.

A request works in one of WEB_THREADS places, and the pool has a database connection for each of them. Some more wait
for a place; the others are told to come back. A place is given back before the answer is sent, so that a slow reader
holds neither a place nor a connection.
"""

from collections.abc import Callable
from contextlib import nullcontext

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.context import site
from newsroom.lib import caching, patience
from newsroom.lib.database import release
from newsroom.lib.disk import has_no_room
from newsroom.lib.places import Breaker, Full, Places
from newsroom.lib.posting import from_elsewhere, surely_from_here

WAITING, PATIENCE = 200, 10  # how many wait for a place, and for how many seconds
RETRY_AFTER = 5  # seconds
NOT_AT_WORK = {"/healthz"}  # answered even when everybody is at work
# Of PostgreSQL: connection, resources, operator; of SQLite: busy, locked, disk error, full, can't open
AWAY_SQLSTATES, AWAY_SQLITE = ("08", "53", "57", "40", "55P03"), {5, 6, 10, 13, 14}
TIMED_OUT = "57014"

NO_ROOM_LEFT = gettext_lazy("The server's disk is full. Please tell your administrator.")

places = Places(settings.WEB_THREADS, waiting=WAITING, patience=PATIENCE)
database = Breaker(rest=2)

Handler = Callable[[HttpRequest], HttpResponse]


def in_a_place(get_response: Handler) -> Handler:
    """The middleware: everything behind it happens in one of the places, with a database that answered last time."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path in NOT_AT_WORK:
            return get_response(request)
        with places.one():
            database.enter()
            try:
                with patience.limited() if is_reader(request) else nullcontext():
                    return get_response(request)
            finally:
                if connection.connection is not None:
                    database.succeeded()
                release()

    return middleware


def is_reader(request: HttpRequest) -> bool:
    """Whether this asks for a public page, whose queries end after a while; acts and the desk may take their time."""
    return request.method in {"GET", "HEAD"} and not request.path.startswith(reverse("admin:index"))


# -- what was raised --------------------------------------------------------------------------------------------------


def is_away(error: BaseException | None) -> bool:
    """Whether the database can't be asked now; a mistake in what it was asked is something else."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        return code & 0xFF in AWAY_SQLITE
    state = getattr(cause, "sqlstate", None)
    return state is None or state.startswith(AWAY_SQLSTATES)


def timed_out(error: BaseException | None) -> bool:
    """Whether the database gave up a query that took too long (newsroom/lib/patience.py)."""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) == TIMED_OUT


def is_expected(error: BaseException | None) -> bool:
    """Whether this is no fault in the code, so that one line in the log says it all."""
    return isinstance(error, Full) or is_away(error) or has_no_room(error)


def answer(request: HttpRequest, error: BaseException) -> HttpResponse:
    """The page for an error that `is_expected`."""
    if timed_out(error) and request.path == reverse("search"):
        return unavailable(request, _("The search took too long"), _("Try fewer or different words."))
    if timed_out(error):
        return unavailable(request, _("This page took too long"), _("Please try again in a few seconds."))
    if has_no_room(error):
        return unavailable(request, _("This can't be stored now"), NO_ROOM_LEFT)
    if is_away(error) and getattr(error.__cause__, "sqlite_errorcode", None) is None and not _has_answered(error):
        database.failed()
    return unavailable(request, _("The site is very busy"), _("Please try again in a few seconds."))


def _has_answered(error: BaseException) -> bool:
    """Whether it was the database that refused, and not the way to it that failed."""
    state = getattr(error.__cause__, "sqlstate", None)
    return bool(state) and not state.startswith(("08", "57P"))


# -- the page ---------------------------------------------------------------------------------------------------------


def unavailable(request: HttpRequest, heading: str, words: str) -> HttpResponse:
    """503, with what was posted. The page asks the database nothing."""
    if request.path == reverse("healthz"):
        response = JsonResponse({"database": "away"}, status=503)
    else:
        context = site() | {"SITE_LOGO": None, "heading": heading, "words": words} | _posted(request)
        at_desk = bool(context.get("csrf_token"))
        response = render(None, "desk/unavailable.html" if at_desk else "503.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    caching.not_kept(response)
    return response


def _posted(request: HttpRequest) -> dict[str, object]:
    """What was posted, to be sent again: at the desk only what a page of ours sent, elsewhere all but other sites'."""
    at_desk = request.path.startswith(reverse("admin:index"))
    if not getattr(request, "body_was_read", False):
        return {}
    if not surely_from_here(request) if at_desk else from_elsewhere(request):
        return {}
    names = [name for name in request.POST if "password" not in name and name != "csrfmiddlewaretoken"]
    return {
        "fields": [(name, value) for name in names for value in request.POST.getlist(name)],
        "said": "" if at_desk else request.POST.get("text", ""),
        "files": bool(request.FILES),
        "address": request.get_full_path(),
        "csrf_token": get_token(request) if at_desk else "",
    }
