"""The desk's front: what waits for whom."""

from typing import Any

from django.http import HttpRequest


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    return context


def may_see_articles(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.view_article")
