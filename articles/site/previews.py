"""Previews: a draft as readers would see it, for the desk, and for the person who was sent a link to it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import workflow
from articles.drafts import printing
from articles.models import Act, Article, Edition, Event, PreviewLink
from articles.pictures import copies, library
from articles.site.related import related
from articles.text import typesetting
from articles.workflow import NotAllowed, State
from newsroom.lib import caching, site_languages
from newsroom.lib.clock import Clock, read

LIFE = timedelta(hours=72)
NOT_FOUND, GONE = 404, 410


def proof(article: Article, *, at: datetime, folder: str) -> Edition:
    """The edition that publishing the draft at `at` would make; its pictures lie in `folder`, an address."""
    edition = printing.proof(article)
    printed = Edition.objects.filter(article=article)
    before = printed.public_by(at).order_by("number").last()
    planned = before or printed.upcoming(at).first()
    edition.article, edition.number = article, printed.count() + 1
    edition.live_from, edition.first_published_at = at, planned.first_published_at if planned else at
    edition.corrections = before.notes_by(at) if before else []
    if article.section is None:  # not chosen yet; this text is shown where readers would see the section's name
        section = Edition._meta.get_field("section").related_model
        edition.section = section(name=_("No section yet"), slug="latest")
    day = timezone.localtime(edition.first_published_at)
    front = planned.address_id.rpartition("/")[0] if planned else f"{edition.section.slug}/{day:%Y/%m/%d}"
    edition.address_id = f"{front}/{edition.slug or 'story'}"
    for picture in filter(None, (edition.picture, *edition.gallery)):
        picture["folder"] = folder
    edition.html = typesetting.with_pictures_from(edition.html, folder)
    return edition


def page(edition: Edition, request: HttpRequest) -> dict[str, Any]:
    """What the page of a proof is made of, as that of an edition."""
    return {"edition": edition, "section": edition.section, "related": related(edition, at=request.moment)}


# -- links ------------------------------------------------------------------------------------------------------------


def share(article: Article, *, by: User, clock: Clock | None = None) -> PreviewLink:
    """Make a link to the draft, whatever it will say. Raises NotAllowed: forbidden, wrong-state."""
    if not workflow.may_edit(by, article):
        raise NotAllowed(_("You don't have permission to do this with this story."), code="forbidden")
    if article.state == State.SPIKED:
        raise NotAllowed(_("The story is spiked. Revive it first."), code="wrong-state")
    with transaction.atomic():
        now = read(clock)
        link = PreviewLink.objects.create(article=article, made_by=by, made_at=now, expires_at=now + LIFE)
        Event.objects.write("share", article, by=by, link=str(link.pk), until=link.expires_at.isoformat())
    return link


def revoke(link: PreviewLink, *, by: User, clock: Clock | None = None) -> None:
    """Close a link for good; once is enough. Raises NotAllowed: forbidden."""
    if not workflow.may_edit(by, link.article):
        raise NotAllowed(_("You don't have permission to do this with this story."), code="forbidden")
    with transaction.atomic():
        if PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=read(clock)):
            Event.objects.write("unshare", link.article, by=by, link=str(link.pk))


def address(link: PreviewLink) -> str:
    """The full address to send to the person who is to read it."""
    return settings.SITE_URL + reverse("stories:preview", args=[_token(link)])


def is_open(link: PreviewLink, *, at: datetime) -> bool:
    """Whether a link leads anywhere: neither expired nor revoked, and the story not spiked or withdrawn since."""
    if not link.is_open(at) or link.article.state == State.SPIKED:
        return False
    spiked = Event.objects.about(link.article).filter(verb="spike", at__gte=link.made_at)  # and perhaps revived
    ended = Act.objects.filter(article=link.article_id, verb__in=[Act.Verb.WITHDRAW, Act.Verb.ERASE])
    return not spiked.exists() and not ended.filter(made_at__gte=link.made_at).exists()


def _signer() -> Signer:
    return Signer(sep=".", salt="articles.site.previews")


def _token(link: PreviewLink) -> str:
    return _signer().sign(link.pk.hex)


# -- what is read under a link ----------------------------------------------------------------------------------------


def behind_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the story behind the token of an open link; all others learn nothing, not even which story."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **which) -> HttpResponseBase:
        try:
            link = PreviewLink.objects.select_related("article__section", "article__photo")
            link = link.filter(pk=UUID(hex=_signer().unsign(token))).first()
        except BadSignature:
            return _closed(request, NOT_FOUND)
        if link is None or not is_open(link, at=request.moment):
            return _closed(request, GONE)
        return view(request, link, **which)

    return _to_nobody_else(require_safe(wrapped))


def _to_nobody_else(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def wrapped(request: HttpRequest, **which) -> HttpResponseBase:
        response = view(request, **which)
        caching.never_kept(response)
        return response

    return wrapped


@behind_link
def shared(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    edition = proof(link.article, at=request.moment, folder=reverse("stories:preview", args=[_token(link)]))
    with site_languages.in_language(edition.language):
        return render(request, "articles/preview.html", page(edition, request) | {"expires_at": link.expires_at})


@behind_link
def shared_picture(request: HttpRequest, link: PreviewLink, uid: str, name: str) -> HttpResponseBase:
    return picture(link.article, uid, name) or _closed(request, NOT_FOUND)


def picture(article: Article, uid: str, name: str) -> HttpResponseBase | None:
    """A copy of a picture that a draft shows; or None."""
    photo = library.shown_by(article).filter(uid=uid).first() if name in copies.COPIES else None
    return photo and FileResponse(copies.copy(photo, name), content_type=copies.COPIES[name].type)


def _closed(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "articles/preview_closed.html", status=status)
