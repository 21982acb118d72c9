"""The page of a story: templates of our own around the forms of Django's admin, and what they show."""

from typing import Any

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from js_asset import Media

from articles import workflow
from articles.desk import citing, form_data, note_views, notifications, reading, saving_words
from articles.desk.editor import as_preferred, straight
from articles.desk.listing import public_words
from articles.desk.story_editor import actions, original, panel, siblings, words
from articles.desk.story_editor.rows import by_name
from articles.drafts.printing import Parts
from articles.models import Article, Edition, Notice, PendingCheck
from articles.publishing import foureyes, preflight
from articles.workflow import Public

SAFE = ("GET", "HEAD")
REFERRED = ("section", "writer", "reporter", "editor", "photo", "follows", "translation_of", "publishing_state")


class StoryPage(ModelAdmin):
    """To be mixed into the admin of stories, before the mixin that keeps what is typed."""

    add_form_template = change_form_template = "desk/room/page.html"

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """With what it refers to; read once for a page that changes nothing."""
        if request.method not in SAFE:
            return self._load(request, object_id)
        loaded = request.__dict__.setdefault("stories", {})
        if object_id not in loaded:
            loaded[object_id] = self._load(request, object_id)
        return loaded[object_id]

    def _load(self, request: HttpRequest, object_id: str) -> Article | None:
        stories = self.get_queryset(request).prefetch_related(None).defer(None).select_related(*REFERRED)
        if request.method in SAFE:
            stories = stories.annotate(**_with_it(request.user))
        return stories.filter(pk=form_data.number(object_id)).first()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        context = extra_context or {}
        request.sections = workflow.sections_with(request.user) if request.method in SAFE else None
        article = self.get_object(request, object_id) if object_id else None
        if article:
            if request.method in SAFE:
                _notices(request, article)
            context |= self._story(request, article)
            if request.method in SAFE and self._only_reads(request, article):
                return reading.page(self, request, article, context)
        return super().changeform_view(request, object_id, form_url, context)

    def _only_reads(self, request: HttpRequest, article: Article) -> bool:
        may_view = self.has_view_permission(request, article)
        return may_view and not self.has_change_permission(request, article)

    def _story(self, request: HttpRequest, article: Article) -> dict[str, Any]:
        """The story's state, what is public of it, and the steps that are open."""
        editions = [*Edition.objects.filter(article=article).ahead(request.moment).order_by("live_from")]
        live = next((one for one in editions if one.live_from <= request.moment), None)
        coming = next((one for one in editions if one.live_from > request.moment), None)
        public = (Public.LIVE if live else Public.NOTHING) | (Public.COMING if coming else Public.NOTHING)
        may_edit = self.has_change_permission(request, article)
        steps = [*workflow.open_to(request.user, article, public=public)]
        parts, log = Parts(article), panel.log_of(article)
        request.parts, article.tags_read = parts, parts.tags
        languages = siblings.languages(article, request.user, request.moment)
        return {
            "article": article,
            "live": live,
            "coming": coming,
            "may_follow": bool(live) and self.has_add_permission(request),
            "may_share": may_edit,
            "may_travel": request.user.has_perm("articles.publish_article"),
            "public_words": public_words(article),
            "stage": panel.stage(article, live, coming),
            "actions": actions.of(article, steps, live=live, may_edit=may_edit),
            "lapsed": foureyes.lapsed(article, parts, log),
            "suggestions": citing.suggestions(article, parts.citations),
            "problems": list(preflight.check(article, parts=parts)),
            "versions": panel.versions(article, log),
            "languages": languages,
            "original_text": original.of(article, languages, request.moment),
            "untranslated": [one for one in languages if one.is_open] if self.has_add_permission(request) else [],
            **note_views.context(article, log),
        }

    def get_formset_kwargs(self, request: HttpRequest, obj: Article, inline: Any, prefix: str) -> dict[str, Any]:
        """The rows that the checks have read already are not read again."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        parts = getattr(request, "parts", None)
        return kwargs | {"read": getattr(parts, prefix)} if parts and request.method in SAFE else kwargs

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args, **kwargs) -> HttpResponse:
        form, rows, article = context["adminform"].form, by_name(context), context["original"]
        as_preferred(form, request.user, is_straight=getattr(article, "is_typed_straight", None))
        # the editor's import map is an inline script: the page's policy lets it through by its nonce
        media = sum((one.empty_form.media for one in rows.values()), form.media + words.MODULES + saving_words.MEDIA)
        unsourced, notes = len(context.get("suggestions", ())), context.get("open_notes", "")
        sums = panel.sums(article, rows, form, unsourced, notes)
        if article:
            sums.setdefault("translations", siblings.summary(article, context["languages"]))
        context |= {
            "form": form,
            "rows": rows,
            "others": panel.others(form),
            "sums": sums,
            "may_cite": self._may_type(request, article),
            "may_type": True,
            "languages_offered": len(settings.LANGUAGES) > 1,
            "room_media": Media.from_media(media, nonce=str(request.csp_nonce)),
            "words": words.of_page(),
            "refused": refused(form, rows),
        }
        if request.sections and "section" in form.fields:
            section = form.fields["section"]
            names = ((one.pk, section.label_from_instance(one)) for one in request.sections)
            section.choices = [("", section.empty_label), *names]
        context.setdefault("actions", actions.of_new())
        return super().render_change_form(request, context, *args, **kwargs)


def _with_it(person: User) -> dict[str, Any]:
    """What is asked together with a story for the page that this person sees of it."""
    this, unread = OuterRef("pk"), Notice.objects.unread(person).order_by()
    to_count = Notice.objects.shown_to(person).filter(read_at=None).order_by().values("to")
    return {
        "is_news": Exists(unread.passing().filter(article=this)),
        "unread_notices": Coalesce(Subquery(to_count.annotate(count=Count("pk")).values("count")), 0),
        "was_published_alone": Exists(PendingCheck.objects.filter(article=this).exclude(by=person)),
        "is_typed_straight": Exists(straight(person)),
    }


def _notices(request: HttpRequest, article: Article) -> None:
    """Those of this story are read now. A page that is only looked at again writes nothing and counts nothing."""
    if article.is_news:
        notifications.read(request.user, article, now=request.moment)
    else:
        request.unread_notices = article.unread_notices


def refused(form: Any, rows: dict[str, Any]) -> list[dict[str, str]]:
    """Every field that was refused, for the bar that links to them."""
    if not form.is_bound:
        return []
    found = [_line(form, name, errors) for name, errors in form.errors.items()]
    for formset in rows.values():
        group = f"{formset.prefix}-group"
        found += [{"id": group, "label": "", "words": str(one)} for one in formset.non_form_errors()]
        for row in formset.forms:
            found += [_line(row, name, errors) for name, errors in row.errors.items()]
    return found


def _line(form: Any, name: str, errors: Any) -> dict[str, str]:
    label = str(form[name].label) if name in form.fields else ""
    place = form[name].id_for_label if name in form.fields else "article_form"
    return {"id": place, "label": label, "words": " ".join(errors)}
