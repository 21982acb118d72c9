"""A review at the desk: what was said, what became of it, and what can be decided. Nothing is decided on a GET."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import workflow
from articles.desk import history_text
from articles.desk.base import ReadOnlyAdmin
from reviews import moderation
from reviews.admin import decision_views, queue, stories
from reviews.models import Review
from reviews.models.review import Reason

VERBS = [*moderation.DECISIONS, "undo"]


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["said", "writer", "rating", "kind", "state", "story", "posted_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["article__section"]
    search_fields = ["text", "name"]
    fields = ["story", "name", "email", "rating", "kind", "text", "posted_at"]
    readonly_fields = ["story"]  # and no link: who moderates need not see the desk's copy
    fields_of_taken_back = ["story", "kind", "posted_at"]  # nobody reads the rest any more
    change_form_outer_before_template = "desk/review.html"

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reviews.moderate_review")

    @admin.display(description=gettext_lazy("text"))
    def said(self, review: Review) -> str:
        return _("(withdrawn by the reader)") if review.withdrawn_at else Truncator(review.text).chars(90)

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def writer(self, review: Review) -> str:
        return "" if review.withdrawn_at else review.name

    @admin.display(description=gettext_lazy("story"))
    def story(self, review: Review) -> str:
        return Truncator(review.story).chars(60)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Review], search_term: str
    ) -> tuple[QuerySet[Review], bool]:
        """What its writer took back is found by no word: nobody reads it any more."""
        found, twice = super().get_search_results(request, queryset, search_term)
        return (found.filter(withdrawn_at=None) if search_term else found), twice

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Review | None:
        review = super().get_object(request, object_id, from_field)
        stories.show([review] if review else [], request)
        return review

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        changelist = super().get_changelist_instance(request)
        stories.show(changelist.result_list, request)
        return changelist

    def get_fields(self, request: HttpRequest, obj: Review | None = None) -> list[str]:
        return self.fields_of_taken_back if obj and obj.withdrawn_at else self.fields

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = extra_context or {}
        review = self.get_object(request, object_id) if object_id else None
        if review:
            context |= self._standing(request, review)
        return super().changeform_view(request, object_id, form_url, context)

    def _standing(self, request: HttpRequest, review: Review) -> dict[str, Any]:
        may, reports = self.has_moderate_permission(request), [*review.reports.all()]
        return {
            "review": review,
            "decisions": moderation.open_to(review) if may else [],
            "can_undo": may and moderation.can_undo(review),
            "reasons": Reason.choices,
            "history": history_text.of(review),
            "reports": reports,
            "may_keep": may and review.is_public and any(report.closed_at is None for report in reports),
            "may_answer": review.is_public and decision_views.may_answer(request, review),
            "may_correct": review.withdrawn_at is None
            and review.correction_id is None
            and workflow.may_lead(request.user, review.article),
            "may_close": decision_views.may_close(request, review.article) and review.story is not stories.HIDDEN,
        }

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        decide = wrap(require_POST(self.decide_view))
        return [
            *queue.urls(),
            *decision_views.urls(),
            path("<int:pk>/<str:verb>/decide/", decide, name="reviews_review_decide"),
            *super().get_urls(),
        ]

    def decide_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        if verb not in VERBS or not Review.objects.filter(pk=pk).exists():
            raise Http404
        decided = decide(request, pk, verb)
        if url_has_allowed_host_and_scheme(then := request.POST.get("next", ""), allowed_hosts=None):
            return HttpResponseRedirect(then)
        following = Review.objects.waiting().first() if decided and verb != "undo" else Review(pk=pk)
        if following is None:
            return HttpResponseRedirect(reverse("admin:reviews_review_changelist"))
        return HttpResponseRedirect(reverse("admin:reviews_review_change", args=[following.pk]))


def decide(request: HttpRequest, pk: int, verb: str) -> bool:
    """Carry out the decision or undo that was posted, or say that a colleague was faster or the text has changed."""
    posted = request.POST
    version = int(posted["version"]) if posted.get("version", "").isdecimal() else None
    try:
        if verb == "undo":
            review = moderation.undo(pk, by=request.user)
        else:
            said = {name: posted.get(name, "") for name in ("reason", "note")}
            review = moderation.decide(pk, verb, by=request.user, version=version, **said)
    except moderation.NotDecided as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("%(name)s: %(state)s") % {"name": review.name, "state": review.get_state_display()})
    return True
