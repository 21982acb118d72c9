"""What is sent is read, and its size bounded, before anything else happens, so that a slow sender holds no connection.

The limit depends on the address and on whether somebody is logged in; no reader's form has files. The web server can't
interrupt a sender that says nothing, so only so many bodies are read at once, and few from one network: pages are
answered meanwhile. A front server that reads bodies first (nginx does) keeps slow senders away altogether.
"""

from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.context import site
from newsroom.lib import caching
from newsroom.lib.addresses import client_address, network
from newsroom.lib.database import release
from newsroom.lib.places import Places

KB = 1024
READERS = 64 * KB
DESK = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
STRANGERS = 1024 * KB  # at the desk, without a log-in: a long text whose log-in has ended is still given back
UPLOADS = 110 * 1024 * KB  # several pictures at once
TOO_MANY = gettext_lazy("Go back: your text is still in the form. Save it in smaller steps.")
DRAINED = 1024 * KB  # read and thrown away: a browser that is still sending doesn't see the answer

reading = Places(settings.WEB_READING, each=max(1, settings.WEB_READING // 8))


class NoFiles(FileUploadHandler):
    """No file that a reader's form sends is read into anything."""

    def new_file(self, *args, **kwargs) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        raise SkipFile

    def file_complete(self, file_size: int) -> None:
        return None


def read_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware: everything behind it finds the body read, and no larger than its address takes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not length(request):
            return get_response(request)
        if length(request) > limit(request):
            return too_large(request)
        with reading.one(by=network(client_address(request))):
            refused = read(request)
        return refused or get_response(request)

    return middleware


def length(request: HttpRequest) -> int:
    """As the client says it; nobody reads further."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0


def limit(request: HttpRequest) -> int:
    """How many bytes this address takes from this client."""
    if not at_desk(request):
        return READERS
    if length(request) <= STRANGERS or not is_logged_in(request):
        return STRANGERS
    return UPLOADS if request.content_type == "multipart/form-data" else DESK


def at_desk(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index"))


def is_logged_in(request: HttpRequest) -> bool:
    """Asked for large bodies alone; the connection is given back before they are read."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    try:
        return bool(key) and key.isalnum() and import_module(settings.SESSION_ENGINE).SessionStore().exists(key)
    finally:
        release()


def read(request: HttpRequest) -> HttpResponse | None:
    """Read the whole body; the answer if it can't be used."""
    if not at_desk(request):
        request.upload_handlers = [NoFiles(request)]
    try:
        if request.content_type != "multipart/form-data":
            request.body  # noqa: B018  (reads it)
        request.POST  # noqa: B018
    except RequestDataTooBig:
        return too_large(request)
    except (TooManyFieldsSent, TooManyFilesSent):
        return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("This form has too many fields"), TOO_MANY)
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return refusal(HTTPStatus.BAD_REQUEST, _("This couldn't be read"), _("Please go back and send it again."))
    request.body_was_read = True  # so that an error page may give back what was posted
    return None


def too_large(request: HttpRequest) -> HttpResponse:
    if length(request) <= DRAINED:
        with reading.one(by=network(client_address(request))):
            request.read()
    size = filesizeformat(limit(request))
    words = _("You can send at most %(size)s at once. Go back: your text is still in the form.")
    return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("This is too large"), words % {"size": size})


def refusal(status: HTTPStatus, heading: str, words: str) -> HttpResponse:
    context = site() | {"SITE_LOGO": None, "status": status.value, "heading": heading, "words": words}
    response = render(None, "413.html", context, status=status)
    caching.not_kept(response)
    return response
