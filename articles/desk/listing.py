"""The list of stories at the desk: its columns, and what it asks the database."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from articles.desk.base import KeptAdmin
from articles.desk.filters import FILTERS
from articles.drafts import finding
from articles.models import Article, Edition
from articles.templatetags.desk import deadline, person, priority
from newsroom.lib import clock, theme
from newsroom.lib.paging import page

BEFORE = "before"


class Pages(Paginator):
    """Of one page: the links below it lead by place, see Listing."""

    template_name = "desk/_older.html"


class Listing(theme.ChangeList):
    """Page by page by the place after the last story (newsroom/lib/paging.py): never OFFSET, never a count."""

    older = ""

    def get_filters_params(self, params: dict | None = None) -> dict:
        return {name: value for name, value in super().get_filters_params(params).items() if name != BEFORE}

    def get_results(self, request: HttpRequest) -> None:
        before = request.GET.get(BEFORE, "")
        try:
            self.result_list, older = page(self.queryset, before, by="edited_at", key="pk", size=self.list_per_page)
        except ValueError:
            raise IncorrectLookupParameters from None
        self.older = older and self.get_query_string({BEFORE: older})
        self.newest = before and self.get_query_string(remove=[BEFORE])
        self.result_count = self.full_result_count = len(self.result_list)
        self.paginator = self.model_admin.get_paginator(request, self.result_list, self.list_per_page)
        self.show_full_result_count = self.show_admin_actions = self.multi_page = self.can_show_all = False


class ArticleList(KeptAdmin):
    list_display = ["title", "state_label", "public_label", "section", "people", "urgency", "age"]
    list_filter = FILTERS
    list_filter_submit = True
    search_fields = ["headline"]  # that there is a search; get_search_results says what it finds
    search_help_text = _("Headline, text, names or topics")
    list_select_related = ["section", "writer", "reporter", "editor"]
    sortable_by = ()  # the last edited first: another order would have to sort the whole archive
    show_facets = admin.ShowFacets.NEVER  # each would count the archive
    paginator = Pages

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[Listing]:
        return Listing

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        return finding.find(queryset, search_term) if search_term.strip() else queryset, False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """With each story's publication state, so that the list needs no query per row."""
        now, mine = clock.now(), {"article": OuterRef("pk")}
        upcoming = Edition.objects.upcoming(now).filter(**mine)
        return (
            super()
            .get_queryset(request)
            .annotate(
                live_version=Subquery(Edition.objects.live(now).filter(**mine).values("version")[:1]),
                coming_at=Subquery(upcoming.values("live_from")[:1]),
                was_public=Exists(Edition.objects.public_by(now).filter(**mine)),
            )
            .prefetch_related("bylines__correspondent")
            .defer("body")
        )

    @admin.display(description=_("title"))
    def title(self, article: Article) -> str:
        return str(article)

    @admin.display(description=_("state"))
    def state_label(self, article: Article) -> str:
        return format_html('<span class="state state-{}">{}</span>', article.state, article.get_state_display())

    @admin.display(description=_("publication"))
    def public_label(self, article: Article) -> str:
        return public_words(article)

    @admin.display(description=_("by"))
    def people(self, article: Article) -> str:
        """The reporter assigned, or else the byline, or else the writer; and then the editor."""
        names = ", ".join(byline.correspondent.name for byline in article.bylines.all())
        writes = person(article.reporter) or names or article.byline or person(article.writer)
        return f"{writes} → {person(article.editor)}" if article.editor else writes

    @admin.display(description=_("priority"))
    def urgency(self, article: Article) -> str:
        """What is out of the ordinary: a priority, a deadline."""
        return format_html("{} {}", priority(article), deadline(article, clock.now()))

    @admin.display(description=_("age"))
    def age(self, article: Article) -> str:
        return timesince(article.edited_at, depth=1)


def public_words(article: Article) -> str:
    """What readers see of a story, in words; the article comes from ArticleList.get_queryset."""
    if article.coming_at:
        words = _("published, an update is scheduled for %s") if article.live_version else _("scheduled for %s")
        return words % date_format(timezone.localtime(article.coming_at), "j M, H:i")
    if article.live_version:
        return _("published") if article.live_version == article.version else _("published, with unpublished changes")
    return _("withdrawn") if article.was_public else _("not published")
