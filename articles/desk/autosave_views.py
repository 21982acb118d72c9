"""What the story form sends while someone types, and the answer: who else has it open, and whether it is outdated."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk import form_data
from articles.drafts import autosave, revisions
from articles.models import Article, Autosave
from articles.templatetags import desk
from newsroom.lib import clock


@require_POST
def typing(request: HttpRequest, article: Article | None) -> HttpResponse:
    """Note that the form is still open, and keep the text if it changed. The answer says whether it was kept, who else
    has the story open, and whether the form is out of date."""
    try:
        answer = _kept(request, article, clock.now())
    except autosave.Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    return JsonResponse(answer)


def _kept(request: HttpRequest, article: Article | None, now: datetime) -> dict[str, Any]:
    sheet, version = form_data.uuid(request.POST.get("sheet")), form_data.number(request.POST.get("version", ""))
    if sheet is None or request.POST.get("who") != str(request.user.pk):
        message = _(
            "Someone else is now logged in in this browser, so autosave is off on this page. Your text is still here."
        )
        raise autosave.Refused(message, code="somebody-else")
    fields = autosave.read(request.POST["typed"]) if "typed" in request.POST else None
    kept = autosave.beat(sheet, by=request.user, article=article, version=version, now=now, fields=fields)
    if "left" in request.POST:
        autosave.leave(sheet, by=request.user)
    answer = {"kept": kept, "at": date_format(timezone.localtime(now), "H:i")}
    if article:
        answer |= {"others": present(article, request.user), "newer": newer(article, version, request.user)}
    return answer


def present(article: Article, user: User) -> list[dict[str, str]]:
    """Who else has the story open now."""
    return faces(autosave.others(article, than=user, now=clock.now()))


def faces(others: list[Autosave]) -> list[dict[str, str]]:
    """Each as a face, a name and a sentence."""
    words = _("%(who)s has had this story open since %(at)s.")
    return [
        {
            "name": called(row.user),
            "face": desk.initials(row.user),
            "here": _("%(who)s is here too") % {"who": row.user.first_name or called(row.user)},
            "words": words % {"who": called(row.user), "at": date_format(timezone.localtime(row.opened_at), "H:i")},
        }
        for row in others
    ]


def presence(article: Article, user: User) -> list[str]:
    """The same in sentences."""
    return [one["words"] for one in present(article, user)]


def newer(article: Article, version: int | None, user: User) -> str:
    """In words, that a newer version was saved since this one; "" if none was."""
    if version is None or version >= article.version:
        return ""
    by, moment = revisions.made_by(article)
    at = date_format(timezone.localtime(moment), "j M, H:i")
    if by == user:
        return _("You saved a newer version yourself, on %(at)s. When you save, the two will be combined.") % {"at": at}
    words = _("%(who)s saved a newer version on %(at)s. When you save, the two will be combined.")
    return words % {"who": called(by), "at": at}


def called(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("Someone")


def keep(request: HttpRequest, article: Article | None) -> None:
    """What was posted and not saved is kept, also where no script runs."""
    sheet = form_data.uuid(request.POST.get("sheet"))
    if sheet is None:
        return
    version, now = form_data.number(request.POST.get("seen_version", "")), clock.now()
    try:
        fields = autosave.clean(dict(request.POST.lists()))
        autosave.beat(sheet, by=request.user, article=article, version=version, now=now, fields=fields)
    except autosave.Refused as refusal:
        messages.warning(request, str(refusal))


@require_POST
def discard(request: HttpRequest, sheet: UUID) -> HttpResponse:
    """Give up a text of one's own."""
    buffer = get_object_or_404(Autosave.objects.of(request.user), pk=sheet)
    autosave.close(sheet, by=request.user, now=clock.now())
    messages.success(request, _("Discarded."))
    if buffer.article_id is None:
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[buffer.article_id]))
