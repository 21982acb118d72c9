"""The menu of the desk, and the way from it to the site."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from articles.workflow import EDITORS, WRITERS
from newsroom.accounts import noticeboard
from newsroom.lib import lazy
from reviews.admin import queue

TODAY, NOTICES, QUEUE = "admin:index", "notices", "admin:reviews_review_queue"


@dataclass(frozen=True)
class Page:
    """A page that the menu leads to, for those who have the permission; "" means everyone at the desk.

    `translated`: only where the newsroom publishes in several languages.
    """

    name: lazy.Text
    url: str
    permission: str = ""
    icon: str = ""
    translated: bool = False


DESK = [
    Page(_("Today"), TODAY, icon="today"),
    Page(_("Stories"), "admin:articles_article_changelist", "articles.view_article", "stories"),
    Page(_("Planning"), "admin:planning", "articles.view_article", "planning"),
    Page(_("Photos"), "admin:articles_photo_changelist", "articles.view_photo", "photos"),
    Page(_("Sources"), "admin:articles_source_changelist", "articles.view_source", "sources"),
    Page(_("Notifications"), NOTICES, icon="notifications"),
    Page(_("Moderation"), QUEUE, "reviews.moderate_review", "moderation"),
]
OWN = [Page(_("Your account"), "profile"), Page(_("Keyboard shortcuts"), "shortcuts"), Page(_("View site"), "front")]
NEW = Page(_("New story"), "admin:articles_article_add", "articles.add_article", "add")
SHORT = [DESK[0], DESK[1], NEW, DESK[2], DESK[6]]  # the bar of a phone, which has room for four beside the menu
SITE = [
    Page(_("Home page and fronts"), "fronts:first", "articles.publish_article", "fronts"),
    Page(_("Breaking news banner"), "fronts:breaking", "articles.publish_article", "banner"),
    Page(_("View site as of…"), "desk:as_of", "articles.publish_article", "clock"),
]
MORE = [
    Page(_("Documents"), "admin:articles_document_changelist", "articles.view_document"),
    Page(_("Tags"), "admin:articles_tag_changelist", "articles.view_tag"),
    Page(_("Correspondents"), "admin:articles_correspondent_changelist", "articles.view_correspondent"),
    Page(_("Sections"), "admin:sections_section_changelist", "sections.view_section"),
    Page(_("About pages"), "admin:articles_aboutpage_changelist", "articles.view_aboutpage"),
    Page(_("Missing names"), "missing_names", "articles.change_tag", translated=True),
    Page(_("Editions"), "admin:articles_edition_changelist", "articles.view_edition"),
    Page(_("Reviews"), "admin:reviews_review_changelist", "reviews.view_review"),
    Page(_("Flagged words"), "admin:reviews_word_changelist", "reviews.moderate_review"),
    Page(_("Ledger"), "admin:articles_act_changelist", "articles.view_act"),
    Page(_("Activity log"), "admin:articles_event_changelist", "articles.view_event"),
    Page(_("Jobs"), "admin:articles_job_changelist", "articles.view_job"),
    Page(_("Users"), "admin:auth_user_changelist", "auth.view_user"),
    Page(_("Groups"), "admin:auth_group_changelist", "auth.view_group"),
    Page(_("Invitations"), "admin:newsroom_invitation_changelist", "auth.add_user"),
]


def context(request: HttpRequest) -> dict[str, Any]:
    """For templates of the desk; asks nothing where no menu is shown."""
    if not request.path.startswith(reverse("admin:index")):
        return {}
    return {"desk_menu": SimpleLazyObject(lambda: menu(request))}


def menu(request: HttpRequest) -> dict[str, Any]:
    """Only what this person may see. Asks for two numbers at most: notifications, and reviews for who moderates."""
    groups = {name: entries(request.user, pages) for name, pages in (("desk", DESK), ("site", SITE), ("more", MORE))}
    every = [entry for group in groups.values() for entry in group]
    _mark(every, request.path)
    short = entries(request.user, SHORT)[:4]
    _mark(short, request.path)
    for entry in groups["desk"]:
        entry["count"] = _count(entry["url"], request)
    return groups | {
        "short": short,
        "unread": noticeboard.badge(request),
        "more_is_open": any(entry["current"] for entry in groups["more"]),
        "may_write": request.user.has_perm("articles.add_article"),
        "role": role(request.user),
    }


def entries(user: User, pages: list[Page]) -> list[dict[str, Any]]:
    """The pages that this person may open and that exist, with their addresses."""
    several = len(settings.LANGUAGES) > 1
    offered = [page for page in pages if several or not page.translated]
    found = ((page, address(page.url)) for page in offered if not page.permission or user.has_perm(page.permission))
    return [{"name": page.name, "url": page.url, "icon": page.icon, "link": link} for page, link in found if link]


def address(url: str) -> str:
    """ "" where there is no such page."""
    try:
        return reverse(url)
    except NoReverseMatch:
        return ""


def role(user: User) -> lazy.Text:
    """What this person is here, told from what they may do: that costs no query."""
    if user.is_superuser:
        return _("Administrator")
    if user.has_perm(f"articles.{EDITORS}"):
        return _("Editor")
    if user.has_perm(f"articles.{WRITERS}"):
        return _("Journalist")
    return _("Moderator") if user.has_perm("reviews.moderate_review") else _("Guest")


def _count(url: str, request: HttpRequest) -> str:
    if url == NOTICES:
        return noticeboard.badge(request)
    return queue.badge() if url == QUEUE else ""


def _mark(entries: list[dict[str, Any]], path: str) -> None:
    """Only one entry is marked as current, even if one page's address begins with another's; Today only on Today."""
    inside = (entry["link"] for entry in entries if path.startswith(entry["link"]) and entry["url"] != TODAY)
    here = max(inside, key=len, default=reverse(TODAY) if path == reverse(TODAY) else "")
    for entry in entries:
        entry["current"] = entry["link"] == here


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
