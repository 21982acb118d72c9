"""Suggestions beside a story's sources: statements that its text attributes to someone but that cite no source yet."""

from collections.abc import Iterable

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from articles.models import Article, Citation
from articles.text import attributions, rendering
from articles.text.attributions import Attribution


def urls(model_admin: ModelAdmin) -> list:
    def suggest(request: HttpRequest) -> HttpResponse:
        """For what is typed: posted because it is long; nothing is kept or changed."""
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        typed = (request.POST.get(name, "")[: attributions.TEXT_LIMIT] for name in ("standfirst", "body"))
        found = _found(*typed, cited=request.POST.getlist("cited"))
        return render(request, "desk/_suggestions.html", {"suggestions": found})

    view = model_admin.admin_site.admin_view(require_POST(suggest))
    return [path("attributions/", view, name="articles_article_attributions")]


def suggestions(article: Article, citations: Iterable[Citation]) -> list[Attribution]:
    """For a story as it is stored, with its citations."""
    cited = [citation.statement for citation in citations]
    return _found(article.standfirst, article.body[: attributions.TEXT_LIMIT], cited=cited)


def _found(standfirst: str, body: str, *, cited: Iterable[str]) -> list[Attribution]:
    return attributions.find([standfirst, *rendering.lines(body)], cited=cited)
