"""Moderation at the desk."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.base import ReadOnlyAdmin
from articles.models import Event
from reviews import moderation
from reviews.models import Review


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["said", "name", "rating", "kind", "state", "story", "posted_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["article"]
    search_fields = ["text", "name"]
    fields = ["article", "name", "email", "rating", "kind", "text", "posted_at", "state", "screening"]
    change_form_outer_before_template = "desk/review.html"
    actions = ["publish_selected"]

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reviews.moderate_review")

    @admin.display(description=gettext_lazy("words"))
    def said(self, review: Review) -> str:
        return Truncator(review.text).chars(90)

    @admin.display(description=gettext_lazy("story"))
    def story(self, review: Review) -> str:
        return Truncator(str(review.article)).chars(60)

    @admin.action(description=gettext_lazy("Publish the selected"), permissions=["moderate"])
    def publish_selected(self, request: HttpRequest, reviews: QuerySet[Review]) -> None:
        for review in reviews:
            self._decide(request, review.pk, "publish")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = extra_context or {}
        review = self.get_object(request, object_id) if object_id else None
        if review:
            may = self.has_moderate_permission(request)
            context |= {
                "review": review,
                "decisions": moderation.open_to(review) if may else [],
                "history": Event.objects.about(review).select_related("by"),
            }
        return super().changeform_view(request, object_id, form_url, context)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.decide_view))
        return [path("<int:pk>/<str:verb>/decide/", view, name="reviews_review_decide"), *super().get_urls()]

    def decide_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        if verb not in moderation.DECISIONS or not Review.objects.filter(pk=pk).exists():
            raise Http404
        decided = self._decide(request, pk, verb, request.POST.get("reason", ""))
        following = Review.objects.waiting().first() if decided else Review(pk=pk)
        if following is None:
            return HttpResponseRedirect(reverse("admin:reviews_review_changelist"))
        return HttpResponseRedirect(reverse("admin:reviews_review_change", args=[following.pk]))

    def _decide(self, request: HttpRequest, pk: int, verb: str, reason: str = "") -> bool:
        try:
            review = moderation.decide(pk, verb, by=request.user, reason=reason)
        except moderation.NotDecided as error:
            messages.error(request, str(error))
            return False
        messages.success(request, _("%(name)s: %(state)s") % {"name": review.name, "state": review.get_state_display()})
        return True
