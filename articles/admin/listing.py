"""The list of stories at the desk: its columns, and what it asks the database."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from articles.admin.base import KeptAdmin
from articles.models import Article, Edition


class ArticleList(KeptAdmin):
    list_display = ["title", "state_label", "public_label", "section", "byline_names", "age"]
    list_filter = ["state", "section", "kind"]
    search_fields = ["headline", "standfirst", "slug"]
    list_select_related = ["section"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """With what is public of each story, so that a list asks once."""
        now, mine = timezone.now(), {"article": OuterRef("pk")}
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

    @admin.display(description=_("title"), ordering="headline")
    def title(self, article: Article) -> str:
        return str(article)

    @admin.display(description=_("state"), ordering="state")
    def state_label(self, article: Article) -> str:
        return format_html('<span class="state state-{}">{}</span>', article.state, article.get_state_display())

    @admin.display(description=_("public"))
    def public_label(self, article: Article) -> str:
        return public_words(article)

    @admin.display(description=_("byline"))
    def byline_names(self, article: Article) -> str:
        return ", ".join(byline.correspondent.name for byline in article.bylines.all()) or article.byline

    @admin.display(description=_("age"), ordering="edited_at")
    def age(self, article: Article) -> str:
        return timesince(article.edited_at, depth=1)


def public_words(article: Article) -> str:
    """What readers see of a story, in the words of DESIGN §3; the article comes from ArticleList.get_queryset."""
    if article.coming_at:
        words = _("live, an update comes at %s") if article.live_version else _("scheduled for %s")
        return words % date_format(timezone.localtime(article.coming_at), "j M, H:i")
    if article.live_version:
        return _("live") if article.live_version == article.version else _("live, with unpublished changes")
    return _("withdrawn") if article.was_public else _("unpublished")
