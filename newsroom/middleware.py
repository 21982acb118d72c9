"""What every request passes through."""

from collections.abc import Callable
from urllib.parse import urlsplit

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.middleware.common import CommonMiddleware
from django.urls import resolve, reverse
from django.utils import translation

from newsroom.lib import caching, clock, interface, site_languages

NOT_FOUND = 404
# What no page asks a browser for, so that nothing smuggled into one can.
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=()"


def one_host(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead from www. before our host to the host itself, where ALLOWED_HOSTS has it."""
    ours = urlsplit(settings.SITE_URL).netloc

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD"} and request.get_host() == f"www.{ours}":
            return HttpResponsePermanentRedirect(f"{settings.SITE_URL}{request.get_full_path()}")
        return get_response(request)

    return middleware


def page_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer in the language that the address names. Nothing else of a request decides it: no cookie, no header.

    Before everything that may refuse a request with a page of its own.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(site_languages.of_path(request.path_info)):
            return get_response(request)

    return middleware


def desk_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer at the desk in the language of a person's profile; who isn't logged in, in that of their browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(reverse("admin:index", urlconf=settings.ROOT_URLCONF)):
            return get_response(request)
        known = request.user.is_authenticated
        accepted = request.headers.get("Accept-Language", "")
        language = interface.of_person(request.user) if known else interface.of_browser(accepted)
        with translation.override(language):
            return get_response(request)

    return middleware


class Slashes(CommonMiddleware):
    """Django's, which adds a slash to an address without one, but only where that address then has a page."""

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return super().should_redirect_with_slash(request) and self._answers(request)

    def _answers(self, request: HttpRequest) -> bool:
        if request.path.startswith(reverse("admin:index")) or request.method not in {"GET", "HEAD"}:
            return True
        match = resolve(f"{request.path_info}/", getattr(request, "urlconf", None))
        try:
            return match.func(request, *match.args, **match.kwargs).status_code != NOT_FOUND
        except Http404:
            return False


def moment(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request the one moment at which everything on its page is asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.moment = clock.now()
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        desk = request.path.startswith(reverse("admin:index"))
        if desk:
            response.headers.setdefault("Referrer-Policy", "same-origin")
        caching.by_default(response, desk=desk)
        return response

    return middleware


def without_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Read a query or a cookie that holds NUL as if it held a space: PostgreSQL refuses it, whatever is looked up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "%00" in (query := request.META.get("QUERY_STRING", "")) or "\0" in query:
            request.GET = QueryDict(query.replace("%00", "+").replace("\0", "+"), encoding=request.encoding)
        for name, value in request.COOKIES.items():
            request.COOKIES[name] = value.replace("\0", " ")
        return get_response(request)

    return middleware


class ContentSecurityPolicy(CSPMiddleware):
    """Strict for readers; the desk's own pages may set styles; pages of unfold also evaluate expressions (Alpine)."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponse, report_only: bool = False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(reverse("admin:index")):
            own = getattr(request, "own_page", False)  # set by templates/desk/frame.html
            parts.replace = settings.OWN_PAGES_SECURITY_POLICY if own else settings.DESK_SECURITY_POLICY
        return parts
