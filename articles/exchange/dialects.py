"""The formats in which one story can be taken out. Each is a module with a `DIALECT`, named in EXCHANGE_DIALECTS.

How a newsroom adds its own: docs/exchange.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from articles.exchange import story
from articles.exchange.story import Story
from articles.models import Edition
from articles.site import addresses, converters  # noqa: F401  (the converter "address" is registered by it)
from articles.site.addresses import Gone
from newsroom.lib import caching, headers, site_languages


@dataclass(frozen=True)
class Dialect:
    name: str  # of its address in the code: exchange:<name>
    title: str  # of the link to it, for example "ninjs 3.1"
    ending: str  # of its address: <the story's>/story.<ending>
    content_type: str
    live: Callable[[Story], bytes]  # the document of a live story
    gone: Callable[[Gone, int], bytes]  # that of a story that is gone: it may say the notice, and nothing of the text

    def address(self, edition: Edition) -> str:
        """Its path."""
        return f"{edition.get_absolute_url()}story.{self.ending}"


@cache
def dialects() -> list[Dialect]:
    return [import_module(module).DIALECT for module in settings.EXCHANGE_DIALECTS]


def routes() -> list[URLPattern]:
    return [path(f"<address:path>/story.{one.ending}", answer, {"dialect": one}, name=one.name) for one in dialects()]


@require_safe
def answer(request: HttpRequest, path: str, dialect: Dialect) -> HttpResponse:
    """The story at this address in one dialect, as its page is: 200, 301 where it moved, 410 once it is gone, or 404.

    In the story's language; the same bytes for everybody. Search engines are to list the page, not this.
    """
    at = request.moment
    found = addresses.live(path, at=at) or addresses.elsewhere(path, at=at)
    if isinstance(found, Edition) and found.address_id != path:
        return HttpResponsePermanentRedirect(dialect.address(found))
    language = (found.last if isinstance(found, Gone) else found).language
    with site_languages.in_language(language):
        if isinstance(found, Gone):
            response = HttpResponse(dialect.gone(found, story.version_of(found, at=at)), status=410)
        else:
            response = caching.tagged(request, HttpResponse(dialect.live(story.of(found, at=at))))
    response.headers["Content-Type"], response.headers["X-Robots-Tag"] = dialect.content_type, "noindex"
    headers.only_a_file(response)
    return response
