"""What the writer of a review can do with it, behind the private address that only they were given.

These pages are for one person: never kept, never indexed, and they change something on POST alone.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Edition
from newsroom.lib import caching, headers, site_languages
from newsroom.lib.posting import from_our_own_pages
from reviews import checking, confirming, links, posting, privacy
from reviews.forms import WordsForm
from reviews.models import Review
from reviews.moderation import NotDecided
from reviews.posting import NotTaken
from reviews.screening import Outcome, Verdict
from reviews.views import refused

View = Callable[..., HttpResponse]
CONFLICT, TOO_MANY = 409, 429
A_DAY = timedelta(days=1)  # in which mails are counted


def behind_token(purpose: str) -> Callable[[View], View]:
    """Give the view the review behind the token; to all others say nothing, not even whether there is one."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, token: str, **which) -> HttpResponse:
            review = links.find(token, purpose)
            if review is None:
                raise Http404
            with site_languages.in_language(_language(review, request.moment)):
                response = view(request, review, **which)
            caching.never_kept(response)
            # and not “no-referrer”: older browsers would then send no origin with a form
            response.headers["Referrer-Policy"] = "same-origin"
            return response

        return wrapped

    return decorate


def _language(review: Review, at: datetime) -> str:
    """That of the story, as readers saw it last."""
    editions = Edition.objects.filter(article_id=review.article_id).public_by(at).order_by("-number")
    return editions.values_list("language", flat=True).first() or ""


def page(request: HttpRequest, template: str, review: Review, status: int = 200, **more) -> HttpResponse:
    edition = live(request, review)
    context = {"review": review, "edition": edition, "section": edition and edition.section}
    context["token"] = links.token(review)
    return render(request, f"reviews/{template}.html", context | more, status=status)


def standing(request: HttpRequest, review: Review, status: int = 200, **more) -> HttpResponse:
    """What became of it, and what its writer can do."""
    acts = [(verb, words) for verb, words in ACTS.items() if is_open(review, verb)]
    can_edit = review.is_editable(request.moment)
    return page(request, "status", review, status, acts=acts, can_edit=can_edit, **more)


def live(request: HttpRequest, review: Review) -> Edition | None:
    """The story as readers see it now, if they do."""
    editions = Edition.objects.live(request.moment).filter(article_id=review.article_id)
    return editions.select_related("section").first()


@require_safe
@behind_token(links.STATUS)
def status(request: HttpRequest, review: Review) -> HttpResponse:
    return standing(request, review)


@from_our_own_pages
@require_http_methods(["GET", "HEAD", "POST"])
@behind_token(links.STATUS)
def edit(request: HttpRequest, review: Review) -> HttpResponse:
    edition = live(request, review)
    form = WordsForm(request.POST if request.method == "POST" else None, instance=review)
    before = {"editing": True, "token": links.token(review), "edition": edition, "section": edition and edition.section}
    typed = {"late": True, "said": request.POST.get("text", "")}
    if edition is None or not review.is_editable(request.moment):
        return standing(request, review, CONFLICT, **typed)
    if request.method != "POST":
        return render(request, "reviews/refused.html", {"form": form, **before})
    if not form.is_valid():
        return refused(request, form, before)
    given, email = request.POST.get("checked", ""), review.uid.hex
    checked = checking.passes(given, edition.story, email, now=request.moment)
    try:
        said = {name: form.cleaned_data[name] for name in WordsForm.Meta.fields}
        posting.edit(review.pk, edition, said, checked=checked)
    except NotTaken as error:
        return refused(request, form, before | _mark(error.verdict, request, edition, email, given), error.verdict)
    except NotDecided:
        return standing(request, Review.objects.get(pk=review.pk), CONFLICT, **typed)
    return HttpResponseRedirect(links.path(review), status=303)


def _mark(verdict: Verdict, request: HttpRequest, edition: Edition, email: str, given: str) -> dict[str, str]:
    if verdict.outcome != Outcome.DOUBT:
        return {}
    return {"checked": checking.mark(edition.story, email, now=request.moment, given=given)}


@from_our_own_pages
@require_http_methods(["GET", "HEAD", "POST"])
@behind_token(links.STATUS)
def act(request: HttpRequest, review: Review, verb: str) -> HttpResponse:
    """Asks on GET, and acts on POST."""
    if verb not in ACTS:
        raise Http404
    if not is_open(review, verb):
        return standing(request, review, CONFLICT, late=True)
    if request.method != "POST":
        return page(request, "act", review, verb=verb, words=ACTS[verb])
    done = DO[verb](review.pk, now=request.moment)
    if done is False:  # the post has sent enough
        return headers.again_after(standing(request, review, TOO_MANY, capped=True), A_DAY)
    return HttpResponseRedirect(links.path(review), status=303)


@from_our_own_pages
@require_http_methods(["GET", "HEAD", "POST"])
@behind_token(links.CONFIRM)
def confirm(request: HttpRequest, review: Review) -> HttpResponse:
    """A link in a mail is opened by machines, too: only the button confirms."""
    if request.method != "POST":
        return page(request, "confirm", review, confirm_token=links.token(review, links.CONFIRM))
    confirming.confirm(review.pk, now=request.moment)
    return HttpResponseRedirect(links.path(review), status=303)


@require_safe
@behind_token(links.STATUS)
def export(request: HttpRequest, review: Review) -> HttpResponse:
    """All that is held about it."""
    response = JsonResponse(privacy.held(review), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="review.json"'
    return response


def is_open(review: Review, verb: str) -> bool:
    match verb:
        case "withdraw":
            return review.withdrawn_at is None
        case "erase":
            return bool(review.text or review.email)
        case "resend":
            return review.state == Review.State.UNCONFIRMED
    return False


ACTS = {
    "resend": _("Send the e-mail again"),
    "withdraw": _("Withdraw review"),
    "erase": _("Erase review and all my data"),
}
DO = {"resend": confirming.ask_again, "withdraw": privacy.withdraw, "erase": privacy.erase}
