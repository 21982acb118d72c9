"""Logging in to the desk. Log-ins are written to the activity log, and guesses are limited."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.models import Event, Preference
from newsroom.accounts import devices
from newsroom.accounts.throttle import LOG_IN
from newsroom.lib import interface, theme

FOUND, TOO_MANY, UNAVAILABLE = 302, 429, 503
# A hash is made to be slow: it takes a whole core for half a second. Two at once in each process, and two that wait.
HASHES = BoundedSemaphore(2)
QUEUE = BoundedSemaphore(4)
WAIT = 5  # seconds
BUSY = "busy"


class LogInForm(theme.AuthenticationForm):
    def clean(self) -> dict[str, Any]:
        """Check name and password. After too many attempts even the right password is refused for a while.

        Failed attempts are counted but not logged: the activity log is append-only, and strangers must not fill it.
        """
        name, password = (self.cleaned_data.get(field) for field in ("username", "password"))
        if not name or not password:  # no guess
            return super().clean()
        counted = LOG_IN.attempt(self.request, name)
        if counted is None:
            minutes = LOG_IN.span.seconds // 60
            message = _("Too many attempts. Try again in %d minutes, or ask for a new password.") % minutes
            raise ValidationError(message, code="too-many")
        with one_of_few() as free:
            if not free:
                LOG_IN.take_back(counted)
                message = _("Too many people are logging in right now. Try again in a few seconds.")
                raise ValidationError(message, code=BUSY)
            cleaned = super().clean()
        if isinstance(user := self.get_user(), User):
            LOG_IN.take_back(counted)
            Event.objects.write("log-in", user, by=user)
        return cleaned


@contextmanager
def one_of_few() -> Iterator[bool]:
    """Whether a password may be hashed now; waits for a moment if others are at it, but only behind a few."""
    if not QUEUE.acquire(blocking=False):
        yield False
        return
    try:
        free = HASHES.acquire(timeout=WAIT)
        try:
            yield free
        finally:
            if free:
                HASHES.release()
    finally:
        QUEUE.release()


def log_in(request: HttpRequest) -> HttpResponse:
    """Django's own page. It remembers the device of those who come in, and tells the others when to try again."""
    response = admin.site.login(request)
    if request.method == "POST" and response.status_code == FOUND:
        Preference.preset(request.user, interface.of_browser(request.headers.get("Accept-Language", "")))
        devices.remember(request, response, request.user)
    form = (getattr(response, "context_data", None) or {}).get("form")
    if form is not None and form.is_bound:
        if form.has_error("__all__", "too-many"):
            response.status_code, response.headers["Retry-After"] = TOO_MANY, LOG_IN.retry_after
        elif form.has_error("__all__", BUSY):
            response.status_code, response.headers["Retry-After"] = UNAVAILABLE, WAIT
    return response
