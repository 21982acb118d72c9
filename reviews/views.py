"""Readers leave a review. The pages know nothing of the visitor, and the form carries no token."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models import Edition
from newsroom.lib.addresses import client_address, keyed_hash, network
from newsroom.lib.posting import from_our_own_pages
from reviews.forms import ReviewForm
from reviews.screening import screen

UNPROCESSABLE, TOO_MANY = 422, 429


@from_our_own_pages
@require_POST
def post(request: HttpRequest, story: UUID) -> HttpResponse:
    """Take a review of a live story. Whatever is refused comes back with all that was typed."""
    live = Edition.objects.live(request.moment).filter(story=story).select_related("section")
    edition = get_object_or_404(live)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _refused(request, form, edition, status=UNPROCESSABLE)
    review = form.save(commit=False)
    review.article_id, review.posted_at = edition.article_id, request.moment
    review.network = keyed_hash(network(client_address(request)))
    verdict = screen(review, website=form.cleaned_data["website"])
    if verdict.state is None:
        form.add_error(None, _("Too many reviews came from your network in the last hour. Please send it later."))
        return _refused(request, form, edition, status=TOO_MANY)
    review.state, review.screening = verdict.state, verdict.reason
    review.save()
    return HttpResponseRedirect(reverse("reviews:thanks"), status=303)


def _refused(request: HttpRequest, form: ReviewForm, edition: Edition, *, status: int) -> HttpResponse:
    context = {"form": form, "edition": edition, "section": edition.section}
    return render(request, "reviews/refused.html", context, status=status)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "reviews/thanks.html")
