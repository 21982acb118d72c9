"""What a response says about itself; who may keep it is in caching.py."""

from datetime import timedelta

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpResponse, HttpResponseBase


def again_after(response: HttpResponse, wait: timedelta) -> HttpResponse:
    """The response, which says when to try again (RFC 9110, Retry-After)."""
    response.headers["Retry-After"] = str(int(wait.total_seconds()))
    return response


def as_for_readers(response: HttpResponseBase) -> None:
    """The strict content security policy of readers' pages, also for one that is shown at the desk."""
    response.headers[HEADER] = build_policy()


def only_a_file(response: HttpResponseBase) -> None:
    """Whatever is in it, it is stored and not shown; opened all the same, it may do nothing."""
    response.headers[HEADER] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
