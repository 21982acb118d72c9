"""Addresses that were shared with something added: a capital, a full stop, a bracket, an invisible character, /amp/, a
language before the address of a story, or before that of a page which has none.

Where a page is live at what was meant, the reader is sent there. Pages that aren't public are not mentioned.
"""

import re
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, get_script_prefix
from django.utils.http import urlencode
from django.utils.translation import override
from django.views import defaults

from articles.site.converters import AddressConverter
from articles.text import tidying
from newsroom.lib import site_languages

PRIVATE = ("admin/", "media/", "preview/", "reviews/", "static/")
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffd]"
)
TRAILING = re.compile(r"""[\s.,;:!?…*|\\'"`´“”„‘’‚«»‹›()\[\]{}<>&+]+$""")  # of a sentence, quotation or list around it
STORY = re.compile(AddressConverter.regex)
LONGEST = 500


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page that was meant, if it is live; else the page that says there is nothing here."""
    if request.method in {"GET", "HEAD"} and len(request.path_info) < LONGEST:
        for path in meant(request.path_info):
            if _is_live(request, path):
                return HttpResponsePermanentRedirect(_address(request, path))
    return defaults.page_not_found(request, exception)


def meant(path: str) -> Iterator[str]:
    """What may have been meant by a path, without the slash it begins with; a slug may have capitals of its own."""
    parts = [TRAILING.sub("", UNSEEN.sub("", part)).strip() for part in path.split("/")]
    parts = [part for part in parts if part]
    if parts and parts[-1].lower() == "amp":
        parts.pop()
    whole = "/".join(parts) + "/"
    lowered = whole.lower()
    section, slash, rest = whole.partition("/")
    guesses = [whole, f"{section.lower()}{slash}{rest}", lowered]
    unprefixed = [rest for rest in map(_without_language, guesses) if rest is not None]
    for guess in dict.fromkeys([*guesses, *unprefixed]):
        if parts and f"/{guess}" != path:
            yield guess


def _without_language(path: str) -> str | None:
    """The same without the language before it, if no page has an address with it; else None."""
    code, _slash, rest = path.partition("/")
    none_has_it = code == settings.LANGUAGE_CODE or (site_languages.is_prefix(code) and STORY.match(rest))
    return rest if none_has_it else None


def _is_live(request: HttpRequest, path: str) -> bool:
    """Whether a reader who asked for it now would be shown a page."""
    if path.startswith(PRIVATE):
        return False
    try:
        match = site_languages.resolved(f"/{path}")
        with override(site_languages.of_path(f"/{path}")):
            return match.func(request, *match.args, **match.kwargs).status_code == 200
    except (Resolver404, Http404):
        return False


def _address(request: HttpRequest, path: str) -> str:
    """On this site, whatever the path says; of the query, what does not follow readers about."""
    query = urlencode([*request.GET.lists()], doseq=True)
    return tidying.link(f"{get_script_prefix()}{path}{'?' if query else ''}{query}")
