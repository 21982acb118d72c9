"""Readers leave a review. The pages know nothing of the visitor, and the form carries no token."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from articles.models import AboutPageEdition, Address, Edition
from articles.site import about_pages
from newsroom.lib import headers, site_languages
from newsroom.lib.addresses import client_address, keyed_hash, network
from newsroom.lib.posting import from_our_own_pages
from reviews import checking, links, listing, posting
from reviews import privacy as forgetting
from reviews.forms import TRAP, ReviewForm, WordsForm
from reviews.posting import NotTaken
from reviews.screening import Outcome, Verdict, for_readers

UNPROCESSABLE, TOO_MANY = 422, 429
AN_HOUR = timedelta(hours=1)  # in which reviews are counted
STATUS = {"rate": TOO_MANY, "closed": 409}
OF_TEXT = frozenset({"short", "long", "links"})  # what has to be corrected in the text


@from_our_own_pages
@require_POST
def post(request: HttpRequest, story: UUID) -> HttpResponse:
    """Take a review of a live story. Whatever is refused comes back with all that was typed."""
    live = Edition.objects.live(request.moment).filter(story=story).select_related("section")
    edition = live.first()
    if edition is None:  # withdrawn while it was written, or never there: the answer is the same
        return render(request, "reviews/gone.html", {"said": request.POST.get("text", "")}, status=404)
    with site_languages.in_language(edition.language):
        return _take(request, edition)


def _take(request: HttpRequest, edition: Edition) -> HttpResponse:
    story, form = edition.story, ReviewForm(request.POST)
    if not form.is_valid():
        return refused(request, form, {"edition": edition, "section": edition.section})
    review, email, given = form.save(commit=False), form.cleaned_data["email"], request.POST.get("checked", "")
    review.article_id = edition.article_id
    review.name = form.cleaned_data["name"]  # as it was typed, for screening; what turns it around is never stored
    review.address = keyed_hash(client_address(request))
    review.network = keyed_hash(network(client_address(request)))
    checked = checking.passes(given, story, email, now=request.moment)
    try:
        taken = posting.post(review, edition, trap=form.cleaned_data[TRAP], checked=checked)
    except NotTaken as error:
        context = {"edition": edition, "section": edition.section}
        if error.verdict.outcome == Outcome.DOUBT:
            context["checked"] = checking.mark(story, email, now=request.moment, given=given)
        return refused(request, form, context, verdict=error.verdict)
    return HttpResponseRedirect(links.path(taken), status=303)


def refused(request: HttpRequest, form: WordsForm, context: dict, verdict: Verdict | None = None) -> HttpResponse:
    """The form again, with why it was not taken."""
    if verdict:
        form.add_error("text" if verdict.reason in OF_TEXT else None, for_readers(verdict))
    status = STATUS.get(verdict.reason, UNPROCESSABLE) if verdict else UNPROCESSABLE
    response = render(request, "reviews/refused.html", {"form": form, "verdict": verdict, **context}, status=status)
    return headers.again_after(response, AN_HOUR) if status == TOO_MANY else response


@require_safe
def story_reviews(request: HttpRequest, path: str) -> HttpResponse:
    """All reviews of a live story, page by page; below its own address, which is canonical."""
    live = Edition.objects.live(request.moment)
    edition = live.filter(address_id=path).select_related("section").first()
    if edition is None:
        moved = get_object_or_404(live, article_id=get_object_or_404(Address, path=path).article_id)
        was_there = Edition.objects.filter(address_id=path).public_by(request.moment)
        if not was_there.exists():
            raise Http404
        return HttpResponsePermanentRedirect(f"{moved.get_absolute_url()}reviews/")
    asked = request.GET
    try:
        before = asked.get("before", "") or listing.starting_with(asked.get("from", ""), edition)
        page = listing.page(edition, at=request.moment, before=before)
    except ValueError:
        raise Http404 from None
    with site_languages.in_language(edition.language):
        return render(request, "reviews/list.html", {"edition": edition, "section": edition.section, "page": page})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored about readers: as the newsroom wrote it on a page of its own, else what the software does."""
    written = AboutPageEdition.objects.filter(page__slug="privacy", language=site_languages.current())
    if written.live(request.moment).exists():
        return about_pages.page(request, "privacy")
    kept = {"days": settings.REVIEWS_KEPT_DAYS, "report_days": forgetting.REPORTS_KEPT.days}
    kept |= {"by_mail": settings.REVIEWS_BY_MAIL, "also_in": dict(settings.LANGUAGES)}
    return render(request, "reviews/privacy.html", kept)
