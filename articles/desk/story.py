"""Articles at the desk: the form, and the way to the steps of the workflow. The list is in listing.py."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path

from articles import workflow
from articles.desk import (
    citing,
    follow_up_view,
    form_autosave_views,
    history,
    links,
    note_views,
    places,
    preview_views,
    saving,
    steps,
    subjects,
    translate_view,
    unsaved,
    views_of_row,
)
from articles.desk.assignment import ASSIGNMENT, AssignedAdmin
from articles.desk.autosave_admin import AutosaveAdmin
from articles.desk.editor import say_left_out
from articles.desk.forms import ArticleForm
from articles.desk.listing import ArticleList
from articles.desk.story_editor.fields import NativeFields
from articles.desk.story_editor.page import StoryPage
from articles.desk.story_editor.rows import BylineInline, CitationInline, GalleryInline
from articles.drafts import editing
from articles.models import Article

# What the form has, in the order in which the panel shows it; the templates in desk/room/ place each field.
TEXT = ["headline", "standfirst", "body", "seen_version", "sheet", "section", "kind", "language", "tags", "developing",
        "follows"]  # fmt: skip
PLACE = ["byline", "dateline", "dateline_country", "dateline_on", "dateline_latitude", "dateline_longitude", "photo"]
SITE = ["front_headline", "search_title", "search_description", "social_title", "slug"]
WIRE = ["slugline", "urgency", "subjects", "genre", "editors_note", "usage_terms", "translation_of",
        "translated_edition"]  # fmt: skip


@admin.register(Article)
class ArticleAdmin(NativeFields, StoryPage, AutosaveAdmin, AssignedAdmin, ArticleList):
    form = ArticleForm
    inlines = [BylineInline, CitationInline, GalleryInline]
    autocomplete_fields = ["photo", "follows", "translation_of"]
    fieldsets = [(None, {"fields": [*TEXT, *PLACE, *SITE, *WIRE, *ASSIGNMENT]})]

    # -- who may ------------------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or workflow.may_edit(request.user, obj))

    # -- the form -----------------------------------------------------------------------------------------------------

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new story is in the language that this person wrote in last."""
        mine = Article.objects.filter(writer=request.user, language__in=dict(settings.LANGUAGES))
        last = mine.order_by("-pk").values_list("language", flat=True).first()
        return {"language": last or Article._meta.get_field("language").get_default()}

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        say_left_out(request)
        form.before = editing.before_change(obj)
        if change:  # whether this is a new version is seen once bylines, citations and tags are saved too
            obj.save(update_fields=[name for name in form.cleaned_data if name in Article.names()])
        else:
            obj.writer = request.user
            obj.save()

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        editing.after_change(form.instance, form.before, by=request.user, **getattr(request, "merged", {}))
        self.save_assignment(request, form)
        self.close_sheet(request, form)

    def after_save(self, request: HttpRequest, article: Article) -> str | None:
        """A step that was pressed in the form follows its save; “Save and submit” also takes it, unless it must ask."""
        if "_translated" in request.POST:  # the page shows another text of the original then
            return saving.change_page(article)
        onward = unsaved.onward(request, article)
        if "_submit" in request.POST:
            if unsaved.of(self, request, article):
                return unsaved.step_page(article, "submit")
            steps.take(request, article, "submit")
        return onward

    def log_addition(self, *args) -> None:
        """Nothing: articles/drafts/editing.py has already written who did what to the activity log."""

    log_change = log_addition

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        return history.of_story(self, request, object_id)

    # -- the steps ----------------------------------------------------------------------------------------------------

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.step_view)
        return [
            path("<int:pk>/<str:verb>/step/", view, name="articles_article_step"),
            path("autosave/", self.admin_site.admin_view(form_autosave_views.autosaved), name="desk_form_autosave"),
            path("subjects/", self.admin_site.admin_view(subjects.suggest), name="articles_article_subjects"),
            path("places/", self.admin_site.admin_view(places.suggest), name="articles_article_places"),
            path("links/", self.admin_site.admin_view(links.stories), name="articles_article_links"),
            *citing.urls(self),
            *preview_views.urls(self),
            *history.urls(self),
            *note_views.urls(self),
            *follow_up_view.urls(self),
            *translate_view.urls(self),
            *super().get_urls(),
        ]

    def step_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        return steps.view(self, request, views_of_row.row(self, request, pk), verb)
