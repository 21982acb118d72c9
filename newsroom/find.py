"""The desk's search: stories, people, sources and pages. A page by itself, and the dialog behind Ctrl+K."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.desk import staff
from articles.drafts import finding
from articles.models import AboutPage, Article, Correspondent, Source
from articles.templatetags.desk import person
from newsroom import menus

STORIES, OTHERS, LONGEST = 8, 5, 200


@dataclass(frozen=True)
class Found:
    title: str
    link: str
    hint: str = ""
    state: tuple[str, str] | None = None


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:LONGEST]
    groups = [(name, found) for name, found in _groups(request, typed) if found]
    context = {
        "title": _("Search"),
        "typed": typed,
        "groups": groups,
        "count": sum(len(found) for _name, found in groups),
        "may_write": request.user.has_perm("articles.add_article"),
    }
    return TemplateResponse(request, "desk/find.html", context)


def _groups(request: HttpRequest, typed: str) -> Iterator[tuple[str, list[Found]]]:
    """What was found, by kind; where nothing was typed, the pages of the menu."""
    if typed and request.user.has_perm("articles.view_article"):
        yield _("Stories"), [*map(_story, _stories(typed))]
        yield _("Stories by person"), [*map(_colleague, _colleagues(typed))]
    if typed:
        yield _("Correspondents"), _things(request, Correspondent, typed)
        yield _("Sources"), _things(request, Source, typed)
        yield _("About pages"), _things(request, AboutPage, typed)
    yield _("Pages"), [*_pages(request.user, typed)]


def _stories(typed: str):
    found = finding.find(Article.objects.select_related("section").defer("body"), typed)
    return found.newest_first()[:STORIES]


def _story(article: Article) -> Found:
    link = reverse("admin:articles_article_change", args=[article.pk])
    return Found(str(article), link, str(article.section or ""), (article.state, article.get_state_display()))


def _colleagues(typed: str):
    named = Q()
    for word in typed.split():
        named &= Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(username__icontains=word)
    return staff.writers().filter(named)[:OTHERS]


def _colleague(user: User) -> Found:
    return Found(person(user), f"{reverse('admin:articles_article_changelist')}?person=u{user.pk}")


def _things(request: HttpRequest, model: type[Model], typed: str) -> list[Found]:
    """As their own list finds them, for those who may open that list."""
    desk = admin.site.get_model_admin(model)
    if not desk.has_view_or_change_permission(request):
        return []
    rows, twice = desk.get_search_results(request, desk.get_queryset(request), typed)
    page = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    found = rows.distinct() if twice else rows
    return [Found(str(thing), reverse(page, args=[thing.pk])) for thing in found[:OTHERS]]


def _pages(user: User, typed: str) -> Iterator[Found]:
    for entry in menus.entries(user, [*menus.DESK, *menus.SITE, *menus.MORE, *menus.OWN]):
        if typed.casefold() in str(entry["name"]).casefold():
            yield Found(str(entry["name"]), entry["link"])
