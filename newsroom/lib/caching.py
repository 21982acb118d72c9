"""Who may keep a response, and for how long: every Cache-Control header of the site is set here."""

from datetime import timedelta
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_cache_control


def by_default(response: HttpResponseBase, *, desk: bool) -> None:
    """For what its view said nothing about: the desk is never kept, a reader's page is asked for each time."""
    if response.has_header("Cache-Control"):
        return
    if desk:
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, no_cache=True)  # until pages are kept to their next boundary


def kept(response: HttpResponseBase, life: timedelta) -> None:
    """By every cache, the same for everybody. Less than a second: not at all."""
    if seconds := life // timedelta(seconds=1):
        patch_cache_control(response, public=True, max_age=seconds)


def kept_by_browser(response: HttpResponseBase, life: timedelta) -> None:
    """By the browser of this person alone."""
    patch_cache_control(response, private=True, max_age=life // timedelta(seconds=1))


def not_kept(response: HttpResponseBase) -> None:
    """It holds for this moment only, like a refusal."""
    response.headers["Cache-Control"] = "no-store"


def never_kept(response: HttpResponseBase) -> None:
    """Nobody may keep or index this page, nor learn its address from a link that is followed."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    del response.headers["ETag"]


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With a strong ETag of its bytes (RFC 9110), or 304 for those who have them already.

    There is no Last-Modified: a withdrawal would make it go back.
    """
    response.headers["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    del response.headers["Last-Modified"]
    return get_conditional_response(request, response.headers["ETag"], response=response)
