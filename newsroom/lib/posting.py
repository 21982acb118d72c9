"""Public forms carry no token, so that a page is the same for everyone; the browser says where a post comes from."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def from_our_own_pages(view: View) -> View:
    """Refuse (403) a post that another site sent, by Sec-Fetch-Site or else Origin.

    Where a client sends neither (an old browser, a script) the post is accepted, and screened like any other.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if from_elsewhere(request):
            raise PermissionDenied(_("This was sent from another site. Please use the form on our own page."))
        return view(request, *args, **kwargs)

    return csrf_exempt(wrapped)


def surely_from_here(request: HttpRequest) -> bool:
    """Whether the browser itself says that a page of ours sent this. A client that says nothing is not believed."""
    return _site_of_sender(request) == "ours"


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent this."""
    return _site_of_sender(request) == "other"


def _site_of_sender(request: HttpRequest) -> str:
    """ours, other, or nothing where the client does not say."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site:
        return {"same-origin": "ours", "none": ""}.get(site, "other")
    if origin:
        return "ours" if urlsplit(origin).netloc == request.get_host() else "other"
    return ""
