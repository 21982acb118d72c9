"""What was sent to the desk after the log-in had ended is given back, to be sent again.

Pages with scripts keep what is typed themselves (articles/drafts/autosave.py). This is for the others, for every form.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from newsroom.lib.posting import surely_from_here

TOLD = gettext_noop(
    "You are logged out, or a cookie is missing. Log in again in another tab: your text is "
    "kept in this browser and sent as soon as you are logged in."
)


def give_back(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Instead of the way to the log-in, on which a post is lost: a page that holds it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "POST" or response.status_code != HTTPStatus.FOUND or request.user.is_authenticated:
            return response
        log_in = redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        sent_away = response.headers["Location"] == log_in.headers["Location"]
        return _held(request, HTTPStatus.UNAUTHORIZED) if sent_away and _may_hold(request) else response

    return middleware


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of this form is outdated after a log-in in another tab: show the form again, with all that was typed.

    A post that may come from another site gets no form: that site could choose what our button sends. A script gets a
    plain sentence that it can show.
    """
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return JsonResponse({"error": _(TOLD), "code": "logged-out"}, status=HTTPStatus.FORBIDDEN)
    return _held(request, HTTPStatus.FORBIDDEN, keep=_may_hold(request) and "password" not in request.POST)


def _may_hold(request: HttpRequest) -> bool:
    """Only of what a page of ours sent, or another site could put words under a button of ours; never to a script."""
    return surely_from_here(request) and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _held(request: HttpRequest, status: HTTPStatus, *, keep: bool = True) -> HttpResponse:
    fields = [name for name in request.POST if "password" not in name and name != "csrfmiddlewaretoken"] if keep else []
    sent = [(name, value) for name in fields for value in request.POST.getlist(name)]
    context = admin.site.each_context(request) | {
        "title": _title(request, status, keep=keep),
        "keep": keep,
        "forged": status == HTTPStatus.FORBIDDEN,
        "sent": sent,
        "files": bool(request.FILES),
        "address": request.get_full_path(),
    }
    return render(request, "desk/accounts/ended.html", context, status=status)


def _title(request: HttpRequest, status: HTTPStatus, *, keep: bool) -> str:
    if not keep:
        return _("Not accepted")
    lost = status == HTTPStatus.FORBIDDEN or request.user.is_authenticated
    return _("Nothing is lost") if lost else _("You are logged out")
