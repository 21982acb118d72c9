"""Previews at the desk, and the links that share them."""

from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import workflow
from articles.desk import unsaved, views_of_row
from articles.desk.unsaved import Unsaved
from articles.models import Article, PreviewLink
from articles.site import previews
from articles.workflow import NotAllowed
from newsroom.lib import caching, headers, site_languages


def urls(model_admin: ModelAdmin) -> list:
    of_story = views_of_row.of_row(model_admin)

    @require_safe
    def preview(request: HttpRequest, article: Article) -> HttpResponse:
        return _preview(request, article, unsaved.of(model_admin, request, article))

    def share(request: HttpRequest, article: Article) -> HttpResponse:
        return _share(request, article, unsaved.of(model_admin, request, article))

    return [
        path("<int:pk>/preview/", of_story(preview), name="articles_article_preview"),
        path("<int:pk>/preview/<str:uid>/<str:name>", of_story(picture), name="articles_article_preview_picture"),
        path("<int:pk>/share/", of_story(share), name="articles_article_share"),
        path("<int:pk>/share/<uuid:link>/revoke/", of_story(revoke), name="articles_article_revoke"),
    ]


def _preview(request: HttpRequest, article: Article, texts: list[Unsaved]) -> HttpResponse:
    """The saved text; of what its reader typed and did not save it says that it is not in it."""
    folder = reverse("admin:articles_article_preview", args=[article.pk])
    edition = previews.proof(article, at=request.moment, folder=folder)
    more = {"article": article, "may_share": workflow.may_edit(request.user, article), "texts": texts[:1]}
    with site_languages.in_language(edition.language):
        response = render(request, "desk/preview.html", previews.page(edition, request) | more)
    caching.never_kept(response)
    headers.as_for_readers(response)
    return response


@require_safe
def picture(request: HttpRequest, article: Article, uid: str, name: str) -> HttpResponseBase:
    response = previews.picture(article, uid, name)
    if response is None:
        raise Http404
    caching.never_kept(response)
    return response


def _share(request: HttpRequest, article: Article, texts: list[Unsaved]) -> HttpResponse:
    """The links of a story; posted, one more."""
    if not workflow.may_edit(request.user, article):
        raise PermissionDenied
    if request.method == "POST":
        try:
            previews.share(article, by=request.user)
        except NotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("Link created. Anyone with the link can read the draft, including later changes.")
            )
        return _back(article)
    links = article.preview_links.select_related("made_by", "article")
    context = {
        **admin.site.each_context(request),
        "opts": Article._meta,
        "title": _("Share a preview: %(story)s") % {"story": article},
        "article": article,
        "links": [_line(link, request) for link in links],
        "days": previews.LIFE.days,
        "texts": texts[:1],
    }
    return TemplateResponse(request, "desk/preview_links.html", context)


def _line(link: PreviewLink, request: HttpRequest) -> dict:
    is_open = previews.is_open(link, at=request.moment)
    return {"link": link, "is_open": is_open, "address": previews.address(link) if is_open else ""}


@require_POST
def revoke(request: HttpRequest, article: Article, link: UUID) -> HttpResponse:
    if not workflow.may_edit(request.user, article):
        raise PermissionDenied
    previews.revoke(get_object_or_404(article.preview_links, pk=link), by=request.user)
    messages.success(request, _("Revoked. The link no longer works."))
    return _back(article)


def _back(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_share", args=[article.pk]))
