"""Readers report a review: one form. It hides nothing before several networks have said so, and then a person looks."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Edition
from newsroom.lib import headers, locking, site_languages
from newsroom.lib.addresses import client_address, keyed_hash, network
from newsroom.lib.posting import from_our_own_pages
from reviews import moderation
from reviews.forms import TRAP, ReportForm
from reviews.models import Report, Review
from reviews.posting import tell_moderators

AN_HOUR, WINDOW = 5, timedelta(hours=1)  # from one network
UNPROCESSABLE, TOO_MANY = 422, 429


@from_our_own_pages
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, the same for everyone; and what is sent with it."""
    review = get_object_or_404(Review.objects.public(), pk=pk)
    live = Edition.objects.live(request.moment).filter(article_id=review.article_id).select_related("section")
    edition = get_object_or_404(live)
    with site_languages.in_language(edition.language):
        return _report(request, review, edition)


def _report(request: HttpRequest, review: Review, edition: Edition) -> HttpResponse:
    form = ReportForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "review": review, "edition": edition, "section": edition.section}
    if request.method != "POST":
        return render(request, "reviews/report.html", context)
    if not form.is_valid():
        return render(request, "reviews/report.html", context, status=UNPROCESSABLE)
    where = keyed_hash(network(client_address(request)))
    if not form.cleaned_data[TRAP] and not take(review, form.save(commit=False), where, now=request.moment):
        response = render(request, "reviews/report.html", context | {"too_many": True}, status=TOO_MANY)
        return headers.again_after(response, WINDOW)
    return HttpResponseRedirect(reverse("reviews:reported", args=[edition.story]), status=303)


@require_safe
def reported(request: HttpRequest, story: UUID) -> HttpResponse:
    """The page after a report was sent. It names the story, because the review may be hidden by then."""
    edition = Edition.objects.live(request.moment).filter(story=story).select_related("section").first()
    if edition is None:
        raise Http404
    with site_languages.in_language(edition.language):
        return render(request, "reviews/reported.html", {"edition": edition, "section": edition.section})


def take(review: Review, report: Report, network: str, *, now: datetime) -> bool:
    """Keep a report; the second from one network says nothing new. False: too many came from there recently."""
    with transaction.atomic():
        locking.hold(f"reports of {review.pk}", f"reports from {network}")
        if Report.objects.filter(network=network, at__gt=now - WINDOW).count() >= AN_HOUR:
            return False
        if review.reports.filter(network=network, closed_at=None).exists():
            return True
        report.review, report.network, report.at = review, network, now
        report.save()
        reporters = review.reports.filter(closed_at=None).count()
        if reporters >= settings.REVIEWS_REPORTERS:
            act_on(review, reporters, now=now)
    return True


def act_on(review: Review, reporters: int, *, now: datetime) -> None:
    """Hide it until a moderator has looked. What a moderator cleared after earlier reports stays; they are told."""
    if not review.reports.exclude(closed_at=None).exists():
        hide(review, reporters, now=now)
    elif reporters == settings.REVIEWS_REPORTERS:
        review.screening, review.matched = "reported", str(reporters)
        review.save(update_fields=["screening", "matched"])
        tell_moderators(review, now=now, again=f"reported {now:%Y%m%d%H%M%S}")


def hide(review: Review, reporters: int, *, now: datetime) -> None:
    """Off the page until a moderator has looked."""
    try:
        hidden = moderation.decide(review.pk, "hide", by=None, reason=f"{reporters} reports", clock=lambda: now)
    except moderation.NotDecided:
        return
    hidden.screening, hidden.matched = "reported", str(reporters)
    hidden.save(update_fields=["screening", "matched"])
    tell_moderators(hidden, now=now)
