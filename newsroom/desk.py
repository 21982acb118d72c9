"""The desk's own front: the menu, and what waits for whom."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import outbox
from articles.models import NEVER, Article, Edition
from articles.workflow import State
from newsroom.accounts import noticeboard
from reviews.models import Review

MENU = (
    (
        gettext_lazy("Copy"),
        [
            (gettext_lazy("Articles"), "article", "articles_article", "articles.view_article"),
            (gettext_lazy("Sources"), "record_voice_over", "articles_source", "articles.view_source"),
            (gettext_lazy("Photos"), "photo_library", "articles_photo", "articles.view_photo"),
            (gettext_lazy("Tags"), "sell", "articles_tag", "articles.view_tag"),
        ],
    ),
    (
        gettext_lazy("On the site"),
        [
            (gettext_lazy("Editions"), "newspaper", "articles_edition", "articles.view_edition"),
            (gettext_lazy("Sections"), "view_column", "sections_section", "sections.view_section"),
            (gettext_lazy("Correspondents"), "badge", "articles_correspondent", "articles.view_correspondent"),
            (gettext_lazy("Reviews"), "rate_review", "reviews_review", "reviews.view_review"),
            (gettext_lazy("As of another moment"), "history", "desk:as_of", "articles.publish_article"),
        ],
    ),
    (
        gettext_lazy("The record"),
        [
            (gettext_lazy("Ledger"), "lock_clock", "articles_act", "articles.view_act"),
            (gettext_lazy("Journal"), "history_edu", "articles_event", "articles.view_event"),
        ],
    ),
    (
        gettext_lazy("People"),
        [
            (gettext_lazy("Users"), "person", "auth_user", "auth.view_user"),
            (gettext_lazy("Groups"), "group", "auth_group", "auth.view_group"),
            (gettext_lazy("Invitations"), "mail", "newsroom_invitation", "auth.add_user"),
        ],
    ),
)
SHOWN = 10


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu at the side: only what this person may see."""
    notices = {"title": _("Notices"), "icon": "notifications", "link": reverse("notices"), **noticeboard.badge(request)}
    groups = (
        {
            "title": title,
            "items": [
                {"title": name, "icon": icon, "link": reverse(page if ":" in page else f"admin:{page}_changelist")}
                for name, icon, page, permission in items
                if request.user.has_perm(permission)
            ],
        }
        for title, items in MENU
    )
    return [{"title": _("Yours"), "items": [notices]}, *(group for group in groups if group["items"])]


def own_links(request: HttpRequest) -> list[dict[str, str]]:
    """Behind one's own name."""
    return [
        {"title": _("Your profile"), "link": reverse("profile")},
        {"title": _("Change password"), "link": reverse("admin:password_change")},
    ]


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What waits for this person, the longest waiting first."""
    user, waiting = request.user, []
    articles = Article.objects.select_related("section", "writer").defer("body").order_by("edited_at")
    if user.has_perm("articles.publish_article"):
        in_review = articles.filter(state=State.IN_REVIEW)
        waiting.append({"title": _("Waiting for an editor"), "articles": in_review[:SHOWN]})
        waiting.append({"title": _("Ready to publish"), "articles": _unpublished(articles)[:SHOWN]})
    if user.has_perm("articles.change_article"):
        mine = articles.filter(writer=user, state=State.DRAFT).order_by("-edited_at")
        waiting.append({"title": _("Your drafts, and what came back to you"), "articles": mine[:SHOWN]})
    if user.has_perm("reviews.moderate_review"):
        reviews = Review.objects.waiting().select_related("article")[:SHOWN]
        waiting.append({"title": _("Reviews to read"), "reviews": reviews})
    return context | {"waiting": waiting, "worker": _worker(request)}


def _worker(request: HttpRequest) -> dict[str, Any]:
    """For editors: whether a worker is at work, what is overdue, and when the next thing must happen."""
    if not request.user.has_perm("articles.publish_article"):
        return {}
    beat, alive = outbox.last_beat(request.moment)
    overdue, next_due = outbox.overdue(request.moment), outbox.next_due(request.moment)
    return {"beat": beat, "alive": alive, "overdue": overdue, "next_due": next_due}


def _unpublished(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Ready, and not what readers have, had or will have already."""
    printed = Edition.objects.ahead(NEVER).filter(article=OuterRef("pk"), version=OuterRef("version"))
    return articles.filter(~Exists(printed), state=State.READY)
