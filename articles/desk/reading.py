"""The page of a story for someone who may read but not edit it: rendered as for readers, with no unusable buttons."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from js_asset import Media

from articles.models import Article
from articles.site import previews


def page(model_admin: ModelAdmin, request: HttpRequest, article: Article, context: dict[str, Any]) -> TemplateResponse:
    folder = reverse("admin:articles_article_preview", args=[article.pk])
    edition = previews.proof(article, at=request.moment, folder=folder)
    shown = model_admin.admin_site.each_context(request) | context | {
        "title": str(article),
        "opts": model_admin.opts,
        "original": article,
        "edition": edition,
        "media": Media(),
        "has_add_permission": model_admin.has_add_permission(request),
    }  # fmt: skip
    return TemplateResponse(request, "desk/read.html", shown)
