"""“Duplicate” in the list and on the form of a story."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk import views_of_row
from articles.drafts import duplicating
from articles.models import Article
from articles.workflow import NotAllowed


def urls(model_admin: ModelAdmin) -> list:
    return [path("<int:pk>/duplicate/", views_of_row.of_row(model_admin)(duplicate), name="articles_article_duplicate")]


@require_POST
def duplicate(request: HttpRequest, article: Article) -> HttpResponse:
    try:
        new = duplicating.duplicate(article.pk, by=request.user)
    except NotAllowed:
        raise PermissionDenied from None
    messages.success(request, _("This is a copy of “%(story)s”. Change what is different.") % {"story": article})
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[new.pk]))
