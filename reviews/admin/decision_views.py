"""What is done with a review besides deciding on it: answered, picked, made a correction of; and its discussion."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import workflow
from articles.desk import steps
from articles.desk.moments import moment_field
from articles.models import Article, Edition, Event
from reviews import correcting, moderation
from reviews.admin import stories
from reviews.models import Discussion, Review

FOUND = 302
CLOSED = [("", gettext_lazy("as set for its section")), ("no", gettext_lazy("open")), ("yes", gettext_lazy("closed"))]
MEANT = {"": None, "no": False, "yes": True}


def urls() -> list:
    wrap = admin.site.admin_view
    return [
        path("<int:pk>/answer/", wrap(require_POST(answer)), name="reviews_review_answer"),
        path("<int:pk>/pick/", wrap(require_POST(pick)), name="reviews_review_pick"),
        path("<int:pk>/keep/", wrap(require_POST(keep)), name="reviews_review_keep"),
        path("<int:pk>/correct/", wrap(correct), name="reviews_review_correct"),
        path("discussion/<int:pk>/", wrap(discussion), name="reviews_discussion"),
    ]


def may_answer(request: HttpRequest, review: Review) -> bool:
    """Moderators, and the editors of the story."""
    moderates = request.user.has_perm("reviews.moderate_review")
    return moderates or workflow.may_lead(request.user, review.article)


def _meant(request: HttpRequest, pk: int) -> Review:
    review = get_object_or_404(Review.objects.select_related("article"), pk=pk)
    if not may_answer(request, review):
        raise PermissionDenied
    return review


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    review = _meant(request, pk)
    return _do(request, review, lambda: moderation.answer(pk, request.POST.get("answer", ""), by=request.user))


def pick(request: HttpRequest, pk: int) -> HttpResponse:
    review = _meant(request, pk)
    return _do(request, review, lambda: moderation.pick(pk, by=request.user, on=request.POST.get("on") == "1"))


def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """For moderators: the reports of it are read, and it stays."""
    if not request.user.has_perm("reviews.moderate_review"):
        raise PermissionDenied
    review = get_object_or_404(Review, pk=pk)
    return _do(request, review, lambda: moderation.keep(pk, by=request.user), _("Review kept and reports closed."))


def _do(request: HttpRequest, review: Review, deed: Callable[[], None], done: str = "") -> HttpResponse:
    try:
        deed()
        messages.success(request, done or _("Saved. Readers can see it now."))
    except moderation.NotDecided as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("admin:reviews_review_change", args=[review.pk]))


# -- an error becomes a correction ------------------------------------------------------------------------------------


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a quick fix, filled in; what is published from it is tied to the review that asked for it."""
    review = get_object_or_404(Review.objects.select_related("article"), pk=pk, withdrawn_at=None)
    article = Article.objects.get(pk=review.article_id)
    if not workflow.may(request.user, "fix", article):
        raise PermissionDenied
    model_admin = admin.site.get_model_admin(Article)
    with transaction.atomic():
        response = steps.view(model_admin, request, article, "fix", filled=correcting.proposed(review))
        if response.status_code == FOUND:
            newest = Edition.objects.filter(article=article).latest("number")
            correcting.tie(review.pk, newest, by=request.user, now=request.moment)
    if response.status_code != FOUND:
        response.context_data["reader_said"] = review
    return response


# -- open and closed --------------------------------------------------------------------------------------------------


class DiscussionForm(forms.Form):
    closed = forms.ChoiceField(label=gettext_lazy("Reviews of this story"), required=False, choices=CLOSED)
    closes_at = moment_field(
        gettext_lazy("Close at"), gettext_lazy("Optional. No reviews are accepted after this time. Newsroom time.")
    )


def may_close(request: HttpRequest, article: Article) -> bool:
    return request.user.has_perm("reviews.moderate_review") or workflow.may_lead(request.user, article)


def discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether reviews of a story are taken. Its editors can close them before it is public."""
    article = Article.objects.select_related("section").filter(pk=pk).first()
    if article is None or not may_close(request, article):
        raise PermissionDenied
    story = stories.of_article(article, request)
    if story is stories.HIDDEN:
        raise PermissionDenied
    found = Discussion.objects.filter(article=article).first() or Discussion(article=article)
    named = {meant: name for name, meant in MEANT.items()}
    form = DiscussionForm(request.POST or None, initial={"closed": named[found.closed], "closes_at": found.closes_at})
    if request.method == "POST" and form.is_valid():
        _set(article, MEANT[form.cleaned_data["closed"]], form.cleaned_data["closes_at"], request)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:reviews_discussion", args=[article.pk]))
    starts_closed = bool(article.section and article.section.reviews_start_closed)
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("Reviews of: %s") % story,
        "opts": Review._meta,
        "article": article,
        "story": story,
        "form": form,
        "media": form.media,
        "discussion": found,
        "is_open": found.is_open(request.moment, starts_closed=starts_closed),
        "may_see_story": request.user.has_perm("articles.view_article"),
    }
    return TemplateResponse(request, "desk/discussion.html", context)


def _set(article: Article, closed: bool | None, closes_at, request: HttpRequest) -> None:
    with transaction.atomic():
        found = Discussion.objects.of(article.pk)
        found.closed, found.closes_at = closed, closes_at
        found.save(update_fields=["closed", "closes_at"])
        said = {"closed": closed, "closes_at": closes_at.isoformat() if closes_at else None}
        Event.objects.write("discussion", article, by=request.user, **said)
