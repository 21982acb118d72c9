"""Stories that a text may link to, for the editor's dialog: what is live now, found as readers find it."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from articles.models import Edition
from articles.site import search
from articles.text import search_terms, typesetting

SHOWN = 10


@require_safe
def stories(request: HttpRequest) -> JsonResponse:
    """By words or by an address of ours; never what is not public yet, however near it is."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    asked = request.GET.get("q", "").strip()
    if found := typesetting.STORY.match(asked.removeprefix(settings.SITE_URL)):
        editions = Edition.objects.live(request.moment).filter(article__addresses=found[1]).for_lists()
    else:
        terms = search_terms.parse(asked)
        keys = search.best(search.newest(search.entries(at=request.moment), terms), terms)
        editions = search.editions(keys[:SHOWN], at=request.moment)
    return JsonResponse({"results": [_line(edition) for edition in editions]})


def _line(edition: Edition) -> dict[str, str]:
    return {
        "title": edition.title,
        "path": f"/{edition.address_id}/",
        "language": edition.language,
        "section": str(edition.section),
        "published": date_format(timezone.localtime(edition.first_published_at), "j M Y"),
    }
