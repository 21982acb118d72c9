"""The menus of the desk, and the way from it to the site."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.accounts import noticeboard
from reviews.admin import queue

QUEUE = "admin:reviews_review_queue"
MENU = (
    (
        gettext_lazy("Newsroom"),
        [
            (gettext_lazy("Stories"), "article", "articles_article", "articles.view_article"),
            (gettext_lazy("Sources"), "record_voice_over", "articles_source", "articles.view_source"),
            (gettext_lazy("Documents"), "description", "articles_document", "articles.view_document"),
            (gettext_lazy("Photos"), "photo_library", "articles_photo", "articles.view_photo"),
            (gettext_lazy("Tags"), "sell", "articles_tag", "articles.view_tag"),
        ],
    ),
    (
        gettext_lazy("On the site"),
        [
            (gettext_lazy("Editions"), "newspaper", "articles_edition", "articles.view_edition"),
            (gettext_lazy("Fronts"), "newsmode", "fronts:first", "articles.publish_article"),
            (gettext_lazy("Breaking news banner"), "campaign", "fronts:breaking", "articles.publish_article"),
            (gettext_lazy("Sections"), "view_column", "sections_section", "sections.view_section"),
            (gettext_lazy("About pages"), "policy", "articles_aboutpage", "articles.view_aboutpage"),
            (gettext_lazy("Correspondents"), "badge", "articles_correspondent", "articles.view_correspondent"),
            (gettext_lazy("Moderation queue"), "inbox", QUEUE, "reviews.moderate_review"),
            (gettext_lazy("Reviews"), "rate_review", "reviews_review", "reviews.view_review"),
            (gettext_lazy("Flagged words"), "spellcheck", "reviews_word", "reviews.moderate_review"),
            (gettext_lazy("View site as of…"), "history", "desk:as_of", "articles.publish_article"),
        ],
    ),
    (
        gettext_lazy("Records"),
        [
            (gettext_lazy("Ledger"), "lock_clock", "articles_act", "articles.view_act"),
            (gettext_lazy("Activity log"), "history_edu", "articles_event", "articles.view_event"),
            (gettext_lazy("Jobs"), "checklist", "articles_job", "articles.view_job"),
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


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu at the side: only what this person may see."""
    notices = {
        "title": _("Notifications"),
        "icon": "notifications",
        "link": reverse("notices"),
        **noticeboard.badge(request),
    }
    groups = (
        {
            "title": title,
            "items": [
                {"title": name, "icon": icon, "link": reverse(page if ":" in page else f"admin:{page}_changelist")}
                | (queue.badge(request) if page == QUEUE else {})
                for name, icon, page, permission in items
                if request.user.has_perm(permission)
            ],
        }
        for title, items in MENU
    )
    menu = [{"title": _("Yours"), "items": [notices]}, *(group for group in groups if group["items"])]
    _mark([item for group in menu for item in group["items"]], request.path)
    return menu


def _mark(items: list[dict[str, Any]], path: str) -> None:
    """Only one entry of the menu is marked as current, even if one page's address begins with another's."""
    here = max((item["link"] for item in items if path.startswith(item["link"])), key=len, default="")
    for item in items:
        item["active"] = item["link"] == here


def on_site(request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """Django's way to the public page of a thing, but only for those who may see the thing: its address has words."""
    try:
        kind = ContentType.objects.get_for_id(int(content_type_id))
        desk = admin.site.get_model_admin(kind.model_class())
        thing = desk.get_object(request, object_id)
    except (ValueError, ContentType.DoesNotExist, NotRegistered):
        raise Http404 from None
    if thing is None or not desk.has_view_or_change_permission(request, thing):
        raise Http404
    return shortcut(request, kind.pk, thing.pk)


def own_links(request: HttpRequest) -> list[dict[str, str]]:
    """Behind one's own name."""
    return [
        {"title": _("Your profile"), "link": reverse("profile")},
        {"title": _("Change password"), "link": reverse("admin:password_change")},
    ]
