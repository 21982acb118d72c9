"""Articles at the desk: the form, and the way to the steps of the workflow. The list is in listing.py."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from articles import workflow
from articles.desk import (
    citing,
    follow_up_view,
    history,
    links,
    note_views,
    notifications,
    preview_views,
    reading,
    steps,
    subjects,
    unsaved,
    views_of_row,
)
from articles.desk.assignment import ASSIGNMENT, AssignedAdmin
from articles.desk.autosave_admin import AutosaveAdmin
from articles.desk.base import NamedCells
from articles.desk.editor import as_preferred, say_left_out
from articles.desk.forms import ArticleForm
from articles.desk.gallery import GalleryInline
from articles.desk.listing import ArticleList, public_words
from articles.drafts import editing
from articles.models import Article, Byline, Citation, Correspondent, Edition
from articles.publishing import foureyes, preflight
from newsroom.lib import clock, theme

SAFE = ("GET", "HEAD")
TEXT = ["kind", ("section", "language"), "headline", "standfirst", "body"]
DATELINE, MAP = [("dateline", "dateline_country"), "dateline_on"], [("dateline_latitude", "dateline_longitude")]
SITE = ["front_headline", "search_title", "search_description", "social_title"]
WIRE = [("slugline", "urgency"), "subjects", "genre", "editors_note", "usage_terms"]


class BylineForm(forms.ModelForm):
    def clean_correspondent(self) -> Correspondent:
        """Who was merged while the form was open is the one they became."""
        person = self.cleaned_data["correspondent"]
        return person.merged_into or person


class BylineInline(NamedCells, theme.TabularInline):
    model = Byline
    form = BylineForm
    extra = 0
    autocomplete_fields = ["correspondent"]
    verbose_name_plural = _("Byline, in this order")
    fields = ["correspondent", "role", "position"]
    ordering_field = "position"
    hide_title = True


class CitationInline(theme.StackedInline):
    model = Citation
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    extra = 0
    autocomplete_fields = ["source", "document"]
    verbose_name_plural = _("Sources for this story")
    fields = [("source", "kind"), "statement", ("address", "document"), ("obtained_on", "obtained_how"), "position"]
    ordering_field = "position"


@admin.register(Article)
class ArticleAdmin(AutosaveAdmin, AssignedAdmin, ArticleList):
    form = ArticleForm
    inlines = [BylineInline, CitationInline, GalleryInline]
    autocomplete_fields = ["photo", "follows", "translation_of"]
    radio_fields = {"kind": admin.HORIZONTAL}
    change_form_outer_before_template = "desk/story.html"
    change_form_after_template = "desk/_attributions.html"
    change_form_outer_after_template = "desk/thread.html"
    fieldsets = [
        (
            None,
            {"fields": [*TEXT, "seen_version", "sheet"]},
        ),
        (_("Place and byline"), {"fields": [*DATELINE, "byline"]}),
        (_("Map position"), {"fields": MAP, "classes": ["collapse"]}),
        (_("Assignment"), {"fields": ASSIGNMENT}),
        (_("Picture and topics"), {"fields": ["photo", "tags"]}),
        (_("Related stories"), {"fields": ["follows", "developing"]}),
        (_("Address"), {"fields": ["slug"], "classes": ["collapse"]}),
        (_("Site"), {"fields": SITE, "classes": ["collapse"]}),
        (_("Wire"), {"fields": WIRE, "classes": ["collapse"]}),
        (_("Translation"), {"fields": [("translation_of", "translated_edition")], "classes": ["collapse"]}),
    ]

    # -- who may ------------------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or workflow.may_edit(request.user, obj))

    # -- the form -----------------------------------------------------------------------------------------------------

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"language": Article._meta.get_field("language").get_default()}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = extra_context or {}
        article = self.get_object(request, object_id) if object_id else None
        if article:
            notifications.read(request.user, article, now=request.moment)
            context |= self._story(request, article)
            if request.method in SAFE and self._only_reads(request, article):
                return reading.page(self, request, article, context)
        return super().changeform_view(request, object_id, form_url, context)

    def _only_reads(self, request: HttpRequest, article: Article) -> bool:
        may_view = self.has_view_permission(request, article)
        return may_view and not self.has_change_permission(request, article)

    def _story(self, request: HttpRequest, article: Article) -> dict[str, Any]:
        """The strip above the form: the story's state, what is public, and the steps that are open."""
        live = Edition.objects.live(clock.now()).filter(article=article).first()
        return {
            "article": article,
            "live": live,
            "coming": Edition.objects.upcoming(clock.now()).filter(article=article).first(),
            "may_follow": bool(live) and self.has_add_permission(request),
            "may_share": self.has_change_permission(request, article),
            "may_travel": request.user.has_perm("articles.publish_article"),
            "public_words": public_words(article),
            "steps": list(workflow.open_to(request.user, article, public=editing.public_of(article))),
            "lapsed": foureyes.lapsed(article),
            "suggestions": citing.suggestions(article),
            "problems": list(preflight.check(article)),
            **note_views.context(article),
        }

    def render_change_form(self, request, context, *args, **kwargs) -> HttpResponse:
        as_preferred(context["adminform"].form, request.user)
        # the editor's import map is an inline script: the page's policy lets it through by its nonce
        context["may_cite"] = self._may_type(request, context["original"])
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)

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
            path("subjects/", self.admin_site.admin_view(subjects.suggest), name="articles_article_subjects"),
            path("links/", self.admin_site.admin_view(links.stories), name="articles_article_links"),
            *citing.urls(self),
            *preview_views.urls(self),
            *history.urls(self),
            *note_views.urls(self),
            *follow_up_view.urls(self),
            *super().get_urls(),
        ]

    def step_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        return steps.view(self, request, views_of_row.row(self, request, pk), verb)
