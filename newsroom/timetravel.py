"""Time travel for editors: the site as it was at a past moment, or will be at a coming one as things are planned now.

The public site is mounted once more under /admin/as-of/<moment>/. There its own views answer a reader who has nothing
with them but another `request.moment`. While they do, the mount is the script prefix, as if the site were served from
there: so every link and every picture of a page leads to the same moment, and nothing in it has to be rewritten.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import wraps
from io import BytesIO
from urllib.parse import unquote

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import (
    Resolver404,
    get_script_prefix,
    path,
    register_converter,
    resolve,
    reverse,
    set_script_prefix,
)
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from articles.models import FOREVER, NEVER
from newsroom import misspelt
from newsroom.lib import caching, headers, house_time, site_languages

SECOND = timedelta(seconds=1)
PLAIN = re.compile(r"/(?:[\w~-][\w.~-]*/)*(?:[\w~-][\w.~-]*)?")  # letters of any alphabet: topics have them
# First words of addresses that show no page of the site.
CLOSED = {
    "admin", "apple-touch-icon.png", "apple-touch-icon-precomposed.png", "favicon.ico", "healthz", "preview", "reviews",
    "robots.txt", "site.webmanifest", ".well-known",
}  # fmt: skip
HEAD_END, BODY = re.compile(r"(?=</head>)"), re.compile(r"<body\b[^>]*>")


class MomentConverter:
    """2026-11-24T02:00:00Z, to the second. What lies between two seconds is rounded up: never to before it happens."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"

    def to_python(self, value: str) -> datetime:
        at = datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if not NEVER <= at < FOREVER:
            raise ValueError(value)
        return at

    def to_url(self, at: datetime) -> str:
        up = at + SECOND if at.microsecond else at
        return f"{up.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


# -- which moment, which page -----------------------------------------------------------------------------------------


def closed(address: str) -> bool:
    """Whether time travel refuses this path of ours: not plain, or no page of the site for readers."""
    if not PLAIN.fullmatch(address):
        return True
    first, *rest = address.split("/")[1:]
    return first in CLOSED or (site_languages.is_prefix(first) and bool({*rest[:1]} & CLOSED))


class TravelForm(forms.Form):
    path = forms.CharField(label=gettext_lazy("Page"), max_length=500, initial="/")
    at = forms.CharField(label=gettext_lazy("Time"), max_length=40)
    either: Sequence[tuple[datetime, str]] = ()  # both instants of a time that a clock change repeats, in words

    def clean_path(self) -> str:
        """An address of a page of our own, with its question mark if it has one."""
        address, mark, query = self.cleaned_data["path"].partition("?")
        address = unquote(address)
        if closed(address) or address.startswith("/media/"):
            message = _("Enter the part of the address after the site's name, for example /politics/.")
            raise ValidationError(message, code="no-page")
        if not _found(address):
            address += "/"
            if not _found(address):
                raise ValidationError(_("There is no page at this address. Check it for mistakes."), code="no-page")
        return f"{address}{mark}{query}"

    def clean_at(self) -> datetime:
        """House time, or an instant that names its offset. A time that is not exactly one is refused, not guessed."""
        typed = self.cleaned_data["at"]
        try:
            at = parse_datetime(typed) if ":" in typed else None  # a day alone is no time
        except ValueError:
            at = None
        if at is None:
            raise ValidationError(_("Enter a date and a time, for example 2026-11-24T06:00."), code="no-time")
        if NEVER.year <= at.year < FOREVER.year:
            at = at if timezone.is_aware(at) else self._one(at)
            if NEVER <= at < FOREVER - SECOND:  # at the edges the newsroom's year is not that of UTC
                return at
        raise ValidationError(_("Enter a year from 1970 to 9998."), code="no-time")

    def _one(self, typed: datetime) -> datetime:
        instants = house_time.instants(typed)
        if not instants:
            raise ValidationError(house_time.skipped(typed), code="skipped")
        if len(instants) > 1:
            self.either = house_time.either(typed)
            raise ValidationError(house_time.repeated(typed), code="repeated")
        return instants[0]


def _found(address: str) -> bool:
    try:
        site_languages.resolved(address)
    except Resolver404:
        return False
    return True


# -- the pages --------------------------------------------------------------------------------------------------------


def for_editors(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For GET and HEAD, and only for people who may publish. Others are sent to log in."""

    @wraps(view)
    def wrapped(request: HttpRequest, **where) -> HttpResponseBase:
        if not request.user.has_perm("articles.publish_article"):
            raise PermissionDenied
        return view(request, **where)

    return admin.site.admin_view(require_safe(wrapped))


@for_editors
def ask(request: HttpRequest) -> HttpResponse:
    """Which page, at which moment; then on to it."""
    initial = {"path": request.GET.get("path", "/"), "at": _field(request.moment.replace(second=0))}
    form = TravelForm(request.GET if "at" in request.GET else None, initial=initial)
    if form.is_valid():
        return HttpResponseRedirect(_mounted(form.cleaned_data["at"], form.cleaned_data["path"]))
    page = form.is_bound and form.cleaned_data.get("path")
    context = admin.site.each_context(request) | {
        "title": _("View site as of…"),
        "form": form,
        "zone": timezone.get_default_timezone_name(),
        "either": [{"words": words, "address": _mounted(at, page)} for at, words in form.either if page],
    }
    return TemplateResponse(request, "desk/time_travel.html", context, status=400 if form.is_bound else 200)


@for_editors
def show(request: HttpRequest, at: datetime, path: str = "") -> HttpResponseBase:
    """A page, a picture or a feed of the site at `at`; a page with a bar at its top that says so."""
    if closed(f"/{path}"):
        raise Http404
    response = _answer(Reader(request, at, path))
    if "Location" in response.headers:
        return HttpResponseRedirect(response.headers["Location"])  # a 301 of that moment is none of today
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response = HttpResponse(_with_bar(request, response, at, path), status=response.status_code)
    response.cookies.clear()
    caching.never_kept(response)
    headers.as_for_readers(response)
    return response


class Reader(HttpRequest):
    """A request by a reader without account or cookies, at another moment."""

    def __init__(self, editor: HttpRequest, at: datetime, path: str) -> None:
        super().__init__()
        self.method, self.GET = "GET", editor.GET
        self.mount = _mounted(at, "/")
        self.path, self.path_info = self.mount + path, f"/{path}"
        known = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "QUERY_STRING")
        self.META = {name: editor.META[name] for name in known if name in editor.META}
        self.user, self.moment = AnonymousUser(), at


def _answer(reader: Reader) -> HttpResponseBase:
    """What the site's own view answers, made to the end: whatever is read late is read as of that moment too."""
    with override(site_languages.of_path(reader.path_info)), _mount(reader.mount):
        try:
            match = reader.resolver_match = resolve(reader.path_info)
            response = match.func(reader, *match.args, **match.kwargs)
        except Http404 as error:
            response = misspelt.not_found(reader, exception=error)
        if hasattr(response, "render"):
            response.render()
        if response.streaming and "Location" not in response.headers:
            whole = HttpResponse(b"".join(response), status=response.status_code, headers=response.headers)
            # Only its file is closed: closing the response would tell Django that the editor's request is over.
            with closing(getattr(response, "file_to_stream", None) or BytesIO()):
                return whole
    return response


@contextmanager
def _mount(prefix: str) -> Iterator[None]:
    """Addresses that are made meanwhile, in this thread, begin with this prefix."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


def _mounted(at: datetime, address: str) -> str:
    """The address of a page of the site, with its query string, as of `at`."""
    return reverse("desk:as_of_front", args=[at]) + address[1:]


def _with_bar(request: HttpRequest, response: HttpResponse, at: datetime, path: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    page = f"/{path}?{query}" if query else f"/{path}"
    house = timezone.localtime(at)
    bar = {
        "past": at <= request.moment,
        "at": date_format(house, "j M Y, H:i:s" if at.second else "j M Y, H:i"),
        "utc": _utc(at),
        "field": _field(at),
        "zone": timezone.get_default_timezone_name(),
        "page": page,
        "today": get_script_prefix() + page[1:],
    }
    html = response.content.decode(response.charset)
    for place, addition in (
        (HEAD_END, format_html('<link rel="stylesheet" href="{}">', static("desk/bar.css"))),
        (BODY, render_to_string("desk/time_travel_bar.html", bar)),
    ):
        found = place.search(html)
        position = found.end() if found else 0
        html = html[:position] + addition + html[position:]
    return html


def _field(at: datetime) -> str:
    """House time, as a field for it wants it."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M:%S")


def _utc(at: datetime) -> str:
    return date_format(at.astimezone(UTC), "j M Y, H:i:s" if at.second else "j M Y, H:i") + " UTC"


register_converter(MomentConverter, "moment")

app_name = "desk"
urlpatterns = [
    path("", ask, name="as_of"),
    path("<moment:at>/", show, name="as_of_front"),
    path("<moment:at>/<path:path>", show, name="as_of_page"),
]
