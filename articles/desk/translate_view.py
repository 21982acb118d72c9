"""“Translate” in the list and on the page of a story: choose a language, and write the translation beside it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.desk import views_of_row
from articles.desk.story_editor import siblings
from articles.drafts import translating
from articles.models import Article
from articles.workflow import NotAllowed


def urls(model_admin: ModelAdmin) -> list:
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: HttpRequest, article: Article) -> HttpResponse:
        return translate(model_admin, request, article)

    view = views_of_row.of_row(model_admin)(page)
    return [path("<int:pk>/translate/", view, name="articles_article_translate")]


def translate(model_admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    if not model_admin.has_add_permission(request) or len(settings.LANGUAGES) < 2:
        raise PermissionDenied
    if request.method != "POST":
        return _page(model_admin, request, article)
    try:
        new = translating.translate(article.pk, request.POST.get("language", ""), by=request.user)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    if new.writer_id != request.user.pk:
        messages.info(request, _("This story already has a translation into this language."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[new.pk]))


def _page(model_admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Translate: %(story)s") % {"story": article},
        "opts": model_admin.opts,
        "original": article,
        "article": article,
        "languages": siblings.languages(article, request.user, request.moment),
    }
    return TemplateResponse(request, "desk/translate.html", context)
