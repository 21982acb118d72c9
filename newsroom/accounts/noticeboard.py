"""What one was told, newest first."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models import Notice
from articles.models.notice import NoticeQuerySet

SIZE = 30
MOST = 99  # more unread notices are not counted


def unread(request: HttpRequest) -> int:
    """How many notices this person has not read; asked once a page, and at most MOST + 1 are counted.

    The story's page asks it together with the story (articles/desk/story_editor/page.py).
    """
    if not hasattr(request, "unread_notices"):
        known = request.user.is_authenticated
        mine = Notice.objects.shown_to(request.user).filter(read_at=None).order_by() if known else Notice.objects.none()
        request.unread_notices = mine[: MOST + 1].count()
    return request.unread_notices


def newest_unread(person: User) -> NoticeQuerySet:
    """For the first page."""
    return Notice.objects.shown_to(person).filter(read_at=None).select_related("by", "article")


def badge(request: HttpRequest) -> str:
    """For the menu: how many are unread; "" for none."""
    count = unread(request)
    return f"{MOST}+" if count > MOST else str(count or "")


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    mine = Notice.objects.shown_to(request.user).select_related("by", "article")
    if before := _number(request.GET.get("before", "")):
        mine = mine.filter(pk__lt=before)
    found = [*mine[: SIZE + 1]]
    context = admin.site.each_context(request) | {
        "title": _("Notifications"),
        "notices": found[:SIZE],
        "older": found[SIZE - 1].pk if len(found) > SIZE else None,
        "unread": unread(request),
    }
    return TemplateResponse(request, "desk/notices.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one's own as read: the one that is named, or all up to the newest that was shown."""
    mine = Notice.objects.unread(request.user).passing().order_by()
    if one := _number(request.POST.get("notice", "")):
        mine.filter(pk=one).update(read_at=request.moment)
    elif upto := _number(request.POST.get("upto", "")):
        mine.filter(pk__lte=upto).update(read_at=request.moment)
    return HttpResponseRedirect(reverse("notices"))


def _number(typed: str) -> int:
    """0 for what names no row."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
