"""The pages of the planning board. Who may do what is said in articles/drafts/planning.py."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import workflow
from articles.desk import form_autosave_views
from articles.drafts import amending, assigning, planning
from articles.models import Article, Plan
from articles.workflow import NotAllowed
from newsroom.planning import board, feed
from newsroom.planning.forms import MoveForm, PlanForm, story_moves
from sections.models import Section

View = Callable[..., HttpResponse]
CONFLICT = 409


def urls() -> list:
    page = admin.site.admin_view
    return [
        path("planning/", page(show), name="planning"),
        path("planning/new/", page(new), name="planning_new"),
        path("planning/<int:pk>/", page(edit), name="planning_plan"),
        path("planning/<int:pk>/move/", page(move), name="planning_move"),
        path("planning/<int:pk>/start/", page(start), name="planning_start"),
        path("planning/<int:pk>/delete/", page(delete), name="planning_delete"),
        path("planning/stories/<int:pk>/move/", page(move_story), name="planning_move_story"),
        path("planning/calendar/", page(calendar), name="planning_calendar"),
        path("planning/calendar/<str:token>/<str:which>.ics", feed.feed, name="planning_feed"),  # without a log-in
    ]


def for_those_who_see(view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, **which: int) -> HttpResponse:
        if not planning.may_see(request.user):
            raise PermissionDenied
        return view(request, **which)

    return wrapped


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return TemplateResponse(request, template, admin.site.each_context(request) | context, status=status)


def _back(day: date) -> HttpResponse:
    """The board, at the day where the card is now."""
    return HttpResponseRedirect(f"{reverse('admin:planning')}?day={day.isoformat()}")


@require_safe
@for_those_who_see
def show(request: HttpRequest) -> HttpResponse:
    context = board.context(request) | {"may_plan": planning.may_plan(request.user)}
    return _page(request, "desk/planning/board.html", context)


# -- ideas ------------------------------------------------------------------------------------------------------------


@for_those_who_see
def new(request: HttpRequest) -> HttpResponse:
    if not planning.may_plan(request.user):
        raise PermissionDenied
    form = PlanForm(request.POST or None, user=request.user, initial=_start_from(request))
    if request.method == "POST" and form.is_valid():
        made = planning.plan(by=request.user, **form.values())
        form_autosave_views.sent(request)
        messages.success(request, _("Planned: %s") % made)
        return _back(made.due_on)
    return _page(request, "desk/planning/plan.html", {"form": form, "title": _("Plan a story")})


def _start_from(request: HttpRequest) -> dict[str, Any]:
    """What the place on the board says where “Plan a story” was pressed."""
    day = board.day_of(request.GET.get("day", "")) or timezone.localdate(request.moment)
    return {"due_on": day, "section": request.GET.get("section"), "person": request.GET.get("person")}


@for_those_who_see
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """An idea, to read, and to change for those who may. One that became a story leads there."""
    plan = get_object_or_404(Plan.objects.select_related("section", "person", "made_by"), pk=pk)
    if plan.article_id:
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[plan.article_id]))
    may_change = planning.may_change(request.user, plan)
    form = PlanForm(request.POST or None, user=request.user, instance=plan)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        return _take(request, plan.due_on, lambda: _change(request, pk, form), _("Saved."))
    context = {"plan": plan, "form": form, "title": plan.title, "may_change": may_change,
               "may_start": may_change and request.user.has_perm("articles.add_article")}  # fmt: skip
    return _page(request, "desk/planning/plan.html", context)


def _change(request: HttpRequest, pk: int, form: PlanForm) -> Plan:
    plan = planning.change(pk, by=request.user, **form.values())
    form_autosave_views.sent(request)
    return plan


@for_those_who_see
def move(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.select_related("article__reporter", "person", "section"), pk=pk)
    if not planning.may_change(request.user, plan):
        raise PermissionDenied
    initial = {"due_on": plan.due_on, "due_at": plan.due_at, "section": plan.section_id, "person": plan.person_id}
    form = MoveForm(
        request.POST or None, user=request.user, present=plan.person, needs_time=False, initial=_moved(request, initial)
    )
    if request.method == "POST" and form.is_valid():
        act = lambda: planning.change(pk, by=request.user, **form.cleaned_data)  # noqa: E731
        return _take(request, plan.due_on, act, _("Moved: %s") % plan)
    return _page(request, "desk/planning/move.html", {"form": form, "title": _("Move “%s”") % plan})


def _moved(request: HttpRequest, initial: dict[str, Any]) -> dict[str, Any]:
    """Where a card was dragged to, for the form that follows."""
    day = board.day_of(request.GET.get("day", ""))
    return initial | ({"due_on": day} if day else {})


def _take(request: HttpRequest, day: date, act: Callable[[], Any], words: str) -> HttpResponse:
    """Do it and go back to the board, with what happened or why it did not."""
    try:
        done = act()
    except NotAllowed as error:
        messages.error(request, str(error))
        return _back(day)
    messages.success(request, words)
    return _back(getattr(done, "due_on", day))


@require_POST
@for_those_who_see
def start(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        article = planning.start(pk, by=request.user)
    except NotAllowed as error:
        if error.code == "forbidden":
            raise PermissionDenied from None
        raise Http404 from None
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


@for_those_who_see
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and on POST delete."""
    plan = get_object_or_404(Plan, pk=pk)
    if not planning.may_change(request.user, plan):
        raise PermissionDenied
    if request.method == "POST":
        return _take(request, plan.due_on, lambda: planning.drop(pk, by=request.user), _("Deleted: %s") % plan)
    return _page(request, "desk/planning/delete.html", {"plan": plan, "title": _("Delete “%s”") % plan})


# -- stories ----------------------------------------------------------------------------------------------------------


@for_those_who_see
def move_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Moving a story moves its deadline; when readers see it is decided elsewhere."""
    story = get_object_or_404(Article.objects.select_related("section", "reporter"), pk=pk)
    if not workflow.may_lead(request.user, story):
        raise PermissionDenied
    form = MoveForm(
        request.POST or None, user=request.user, present=story.reporter, needs_time=True,
        initial=_moved(request, _due(story) | {"section": story.section_id, "person": story.reporter_id}),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        act = lambda: _move_story(request, story, form.cleaned_data)  # noqa: E731
        return _take(request, form.cleaned_data["due_on"], act, _("Moved: %s") % story)
    context = {"form": form, "title": _("Move “%s”") % story, "story": story}
    return _page(request, "desk/planning/move.html", context)


def _due(story: Article) -> dict[str, Any]:
    here = story.deadline and timezone.localtime(story.deadline)
    return {"due_on": here.date(), "due_at": here.time()} if here else {}


def _move_story(request: HttpRequest, story: Article, data: dict[str, Any]) -> None:
    section: Section | None = data["section"]
    with transaction.atomic():
        if section and section.pk != story.section_id:
            amending.move(story.pk, section.pk, by=request.user)
        if wanted := story_moves(story, data):
            assigning.assign(story.pk, by=request.user, **wanted)


# -- the calendar -----------------------------------------------------------------------------------------------------


@for_those_who_see
def calendar(request: HttpRequest) -> HttpResponse:
    """One's own private address: made, made anew, revoked."""
    if request.method == "POST":
        if request.POST.get("act") == "revoke":
            feed.revoke(request.user, by=request.user)
            messages.success(request, _("The address no longer works."))
        else:
            feed.make(request.user)
            messages.success(request, _("Your calendar has an address now. Keep it to yourself."))
        return HttpResponseRedirect(reverse("admin:planning_calendar"))
    link = feed.link_of(request.user)
    addresses = {which: feed.address(link, which) for which in (feed.MINE, feed.ALL)} if link else {}
    context = {"title": _("Planning in your calendar"), "link": link, "addresses": addresses}
    return _page(request, "desk/planning/calendar.html", context)
