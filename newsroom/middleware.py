"""What every request passes through."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control

from newsroom.lib import clock


def moment(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request the one moment at which everything on its page is asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.moment = clock.now()
        response = get_response(request)
        if response.has_header("Cache-Control"):
            return response
        if request.path.startswith(reverse("admin:index")):
            add_never_cache_headers(response)
        else:
            patch_cache_control(response, no_cache=True)  # until pages are kept to their next boundary: ask each time
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
    """Strict for readers; the desk's look evaluates expressions (Alpine) and sets styles."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponse, report_only: bool = False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(reverse("admin:index")):
            parts.replace = settings.DESK_SECURITY_POLICY
        return parts
