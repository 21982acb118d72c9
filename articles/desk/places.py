"""The dateline field suggests places the desk has used before, so that each place has one spelling."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from articles.desk.tags import SUGGESTIONS, Suggesting
from articles.models import Article
from newsroom.lib import plain_text


class PlaceInput(Suggesting):
    """A line of text; where scripts run, places are suggested while it is typed, each with its country."""

    suggestions = "articles_article_places"

    def __init__(self) -> None:
        super().__init__(**{"data-one": ""})


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Places that begin as what is typed, in any spelling."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    start = plain_text.fold(request.GET.get("q", "").strip()[:100])
    known = Article.objects.places() if start else []
    found = [row for row in known if plain_text.fold(row[0]).startswith(start)][:SUGGESTIONS]
    return JsonResponse({"names": [*dict(found)], "hints": dict(found)})
