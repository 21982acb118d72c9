"""The button “Follow up” on the form of a story."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.desk import views_of_row
from articles.drafts import following
from articles.models import Article
from articles.workflow import NotAllowed


def urls(model_admin: ModelAdmin) -> list:
    return [path("<int:pk>/follow-up/", views_of_row.of_row(model_admin)(follow_up), name="articles_article_follow_up")]


@require_POST
def follow_up(request: HttpRequest, article: Article) -> HttpResponse:
    try:
        new = following.follow_up(article.pk, by=request.user)
    except NotAllowed:
        raise PermissionDenied from None
    messages.success(request, _("New follow-up to %(story)s") % {"story": article})
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[new.pk]))
