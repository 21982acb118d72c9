"""The page of a story for someone who may read but not edit it: rendered as for readers, with no unusable buttons."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from js_asset import Media

from articles.desk.story_editor import panel, words
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
        "room_media": Media.from_media(words.MODULES, nonce=str(request.csp_nonce)),
        "words": words.of_page(),
        "sums": panel.sums_to_read(article, context.get("open_notes", "")),
    }  # fmt: skip
    return TemplateResponse(request, "desk/room/read.html", shown)
