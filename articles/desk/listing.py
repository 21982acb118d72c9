"""The list of stories at the desk: what it asks the database, and the page that shows it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles.desk import bulk, duplicate_view, list_rows, saved_views, staff
from articles.desk.base import KeptAdmin
from articles.desk.filters import FILTERS
from articles.desk.list_order import ORDERS, USUAL, Sorting
from articles.drafts import finding
from articles.models import Article, Correspondent, Preference
from articles.templatetags.desk import person
from newsroom.lib import clock, theme

BEFORE, SORT = "before", "sort"


class Listing(theme.ChangeList):
    """Page by page by the place after the last story (newsroom/lib/paging.py): never OFFSET, never a count."""

    older = ""

    def get_filters_params(self, params: dict | None = None) -> dict:
        ours = {BEFORE, SORT}
        return {name: value for name, value in super().get_filters_params(params).items() if name not in ours}

    def get_results(self, request: HttpRequest) -> None:
        before, self.sorting = request.GET.get(BEFORE, ""), Sorting.named(request.GET.get(SORT, ""))
        try:
            self.result_list, older = self.sorting.page(
                self.queryset, before, size=self.list_per_page, now=request.moment
            )
        except ValueError:
            raise IncorrectLookupParameters from None
        self.older = older and self.get_query_string({BEFORE: older})
        self.newest = before and self.get_query_string(remove=[BEFORE])
        self.result_count = self.full_result_count = len(self.result_list)
        self.paginator = self.model_admin.get_paginator(request, self.result_list, self.list_per_page)
        self.show_full_result_count = self.show_admin_actions = self.multi_page = self.can_show_all = False

    def asked(self) -> dict[str, str]:
        """What the list is narrowed to and how it is sorted, without the place in it, as an address says it."""
        values = {spec.parameter_name: spec.value() for spec in self.filter_specs}
        values |= {"q": self.query, SORT: self.params.get(SORT, "")}
        return {name: value for name, value in values.items() if value}

    def leading_to(self, **changes: str) -> str:
        """The address of the list with these changes, at its start; "" takes a parameter away."""
        return f"?{urlencode({name: value for name, value in (self.asked() | changes).items() if value})}"


class ArticleList(KeptAdmin):
    list_display = ["__str__"]  # desk/stories.html draws the columns (list_rows.py)
    list_filter = FILTERS
    change_list_template = "desk/stories.html"
    search_fields = ["headline"]  # that there is a search; get_search_results says what it finds
    list_select_related = ["section", "writer", "reporter", "editor"]
    sortable_by = ()  # by list_order.py, whose orders don't sort the whole archive
    actions = None  # by bulk.py
    show_facets = admin.ShowFacets.NEVER  # each would count the archive
    paginator = Paginator

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[Listing]:
        return Listing

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        return finding.find(queryset, search_term) if search_term.strip() else queryset, False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """With each story's publication state, so that the list needs no query per row."""
        stories = super().get_queryset(request).with_public(clock.now()).with_out_of_date(clock.now())
        return stories.prefetch_related("bylines__correspondent").defer("body")

    def people_to_filter(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Everyone the list can be narrowed to, read once for all filters: who can log in, and who is only named."""
        if not hasattr(request, "people_to_filter"):
            request.people_to_filter = [*_people()]
        return request.people_to_filter

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        if cl := (getattr(response, "context_data", None) or {}).get("cl"):
            response.context_data |= _page(request, cl)
        return response

    def get_urls(self) -> list:
        return [*bulk.urls(self), *duplicate_view.urls(self), *saved_views.urls(self), *super().get_urls()]


def _people() -> Iterator[tuple[str, str]]:
    for user in staff.writers():
        yield f"u{user.pk}", person(user)
    for correspondent in Correspondent.objects.filter(user=None):
        yield f"c{correspondent.pk}", correspondent.name


def _page(request: HttpRequest, cl: Listing) -> dict[str, Any]:
    """What the page shows beside the stories: tabs, chips, and the columns that sort."""
    asked, specs = cl.asked(), [spec for spec in cl.filter_specs if spec.parameter_name != "view"]
    chips = [
        {"title": spec.title, "value": spec.shown(), "without": cl.leading_to(**{spec.parameter_name: ""})}
        for spec in specs
        if spec.shown()
    ]
    offered = [spec for spec in specs if spec.offered]
    tabs = saved_views.tabs(request, asked)
    return {
        "title": _("Stories"),
        "rows": list_rows.rows(cl.result_list, request),
        "tabs": tabs,
        "tab": next((tab for tab in tabs if tab.is_current), None),
        "chips": chips,
        "offered": offered,
        "quick": [spec for spec in offered if spec.always and not spec.shown()],
        "kept": asked,
        "columns": {name: _column(cl, name) for name in ORDERS},
        "only": cl.sorting.order.only,
        "view_name": saved_views.NameForm(),
        "may_translate": len(settings.LANGUAGES) > 1,
        "bulk_acts": bulk.offered(request.user),
        "clear": cl.leading_to(**dict.fromkeys((spec.parameter_name for spec in specs), ""), q=""),
        "single_keys": Preference.single_keys_of(request.user),
    }


def _column(cl: Listing, name: str) -> dict[str, str]:
    """The head of a column that sorts: where it leads, and for the one in use which way it is sorted."""
    here, way = cl.sorting.name == name, "descending" if cl.sorting.descending else "ascending"
    key = cl.sorting.key_of(name)
    return {"title": ORDERS[name].title, "leads_to": cl.leading_to(sort="" if key == USUAL else key),
            "way": way if here else ""}  # fmt: skip


def public_words(article: Article) -> str:
    """What readers see of a story, in words; the article comes from ArticleList.get_queryset."""
    if article.coming_at:
        words = _("published, an update is scheduled for %s") if article.live_version else _("scheduled for %s")
        return words % date_format(timezone.localtime(article.coming_at), "j M, H:i")
    if article.live_version:
        return _("published") if article.live_version == article.version else _("published, with unpublished changes")
    return _("withdrawn") if article.was_public else _("not published")
