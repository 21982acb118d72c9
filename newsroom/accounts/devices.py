"""Devices that someone has logged in with before, known by a signed cookie that is sent to the desk only.

The cookie logs nobody in. It only gives the device a count of its own in the throttle (throttle.py).
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string

from newsroom.lib.addresses import keyed_hash

LIFE = timedelta(days=365)
SALT = "newsroom.accounts.devices"


def known(request: HttpRequest, name: str) -> str:
    """Which device this is, if the person with this user name or e-mail address logged in with it; else ""."""
    return request.get_signed_cookie(_cookie(name), default="", salt=SALT, max_age=LIFE)


def remember(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Give the device a cookie for this person: under the user name, and under the address for a new password."""
    device = known(request, person.get_username()) or get_random_string(22)
    for name in filter(None, (person.get_username(), person.email)):
        response.set_signed_cookie(
            _cookie(name), device, salt=SALT, max_age=LIFE, path=reverse("admin:index"), httponly=True,
            secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
        )  # fmt: skip


def _cookie(name: str) -> str:
    """The name of the cookie. It is part of what is signed, so one person's cookie doesn't work for another."""
    return f"device-{keyed_hash(name.strip().casefold())[:12]}"
