"""What can be followed: RSS 2.0, Atom and JSON Feed of the site, a section, a topic, a correspondent, the corrections.

An item is a story for as long as it lives: its id comes from the story's uid and never changes, an update makes no new
item, and `updated` moves only for changes that readers are told of. Addresses and settings: docs/exchange.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html, linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Correspondent, Edition, Tag, UnderName, UnderTag
from articles.models.edition import Change, EditionQuerySet, Listed
from articles.models.merged import Merged
from articles.site import addresses, structured
from articles.site import corrections as corrections_page
from articles.site.feed_formats import FORMATS
from articles.text import typesetting
from newsroom.lib import caching, house_time, site_languages
from newsroom.lib.paging import newest_keys

SIZE = 30  # items in a feed
REMEMBERED = timedelta(days=30)  # how long a tombstone is shown; at most GONE of them
GONE = 50

Gone = list[tuple[str, datetime]]


@dataclass
class Channel:
    """One feed before it is written. `page` is the path of what it follows."""

    title: str
    description: str
    page: str
    items: Sequence[Any]
    gone: Gone = field(default_factory=list)


def with_changes(editions: EditionQuerySet, *, at: datetime) -> EditionQuerySet:
    """With what a feed says of each: when it last changed in a way that matters to readers, and its last note."""
    earlier = Edition.objects.filter(article=OuterRef("article"), number__lte=OuterRef("number"))
    earlier = earlier.public_by(at).order_by("-number")
    changed, noted = earlier.exclude(change=Change.MINOR), earlier.exclude(note="")
    return editions.select_related("section").annotate(
        changed_at=Subquery(changed.values("live_from")[:1]),
        noted_at=Subquery(noted.values("live_from")[:1]),
        noted_as=Subquery(noted.values("change")[:1]),
        noted=Subquery(noted.values("note")[:1]),
    )


def gone(ended: QuerySet, *, at: datetime, story: str = "story") -> Gone:
    """The stories of these ended editions that are no longer live anywhere, the last to go first. One query."""
    again = Edition.objects.live(at).filter(article=OuterRef("article"))
    rows = ended.filter(~Exists(again)).order_by("-live_until").values_list(story, "live_until")[:GONE]
    found: dict[str, datetime] = {}
    for uid, when in rows:
        found.setdefault(addresses.name_of(uid), when)
    return [*found.items()]


def ended(places: EditionQuerySet, ending: str, *, at: datetime) -> EditionQuerySet:
    """Those that went lately, for the one format that says so; for the others nothing, which asks no query."""
    lately = places.in_language(site_languages.current()).ended(at - REMEMBERED, at + timedelta.resolution)
    return lately if ending == "atom" else lately.none()


# -- items ------------------------------------------------------------------------------------------------------------


class Following(Feed):
    """A channel in one format. Made anew for each request."""

    def __init__(self, channel: Channel, ending: str) -> None:
        self.channel, self.feed_type = channel, FORMATS[ending]

    def title(self) -> str:
        return self.channel.title

    def description(self) -> str:
        return self.channel.description

    def link(self) -> str:
        return settings.SITE_URL + self.channel.page

    def author_name(self) -> str:
        return settings.SITE_NAME

    def author_link(self) -> str:
        return settings.SITE_URL

    def get_feed(self, obj: Any, request: HttpRequest):
        self.feed_url = self.feed_guid = settings.SITE_URL + request.path
        return super().get_feed(obj, request)

    def feed_extra_kwargs(self, obj: Any) -> dict[str, Any]:
        icon = settings.SITE_URL + static("img/icon-512.png")
        return {"hubs": settings.WEBSUB_HUBS, "icon": icon, "gone": self.channel.gone}

    def items(self) -> Sequence[Any]:
        return self.channel.items

    item_guid_is_permalink = False


class Stories(Following):
    """Editions with their changes (with_changes)."""

    def item_title(self, item: Edition) -> str:
        return item.title

    def item_description(self, item: Edition) -> str:
        """HTML, as feed readers take it: the last note, then the lede."""
        return _note(item) + linebreaks(escape(item.standfirst))

    def item_link(self, item: Edition) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: Edition) -> str:
        return addresses.name_of(item.story)

    def item_pubdate(self, item: Edition) -> datetime:
        return item.first_published_at

    def item_updateddate(self, item: Edition) -> datetime:
        return item.changed_at or item.first_published_at

    def item_categories(self, item: Edition) -> list[str]:
        return [item.section.said("name", item.language), *(topic["name"] for topic in item.topics)]

    def item_extra_kwargs(self, item: Edition) -> dict[str, Any]:
        html = self.item_description(item) + typesetting.absolute(item.html, settings.SITE_URL)
        return {
            "authors": [{"name": one["name"], "url": one.get("url")} for one in structured.authors(item)],
            "html": html if settings.FEED_FULL_TEXT else "",
            "summary": item.standfirst,
            "picture": item.picture and _picture(item.picture),
        }


def _note(item: Edition) -> str:
    """What a reader must be told first: Correction, 28 Apr 2024, 16:05 Baku: it was Sunday."""
    if not item.noted:
        return ""
    moment = date_format(timezone.localtime(item.noted_at), "j M Y, H:i")
    label = corrections_page.LABELS[Change(item.noted_as)] if item.noted_as else _("First published")
    return format_html("<p><strong>{}, {} {}:</strong> {}</p>", label, moment, house_time.place(), item.noted)


def _picture(picture: dict[str, Any]) -> dict[str, str]:
    said = {name: picture.get(name) or "" for name in ("alt", "credit")}
    return {"url": structured.image(picture["uid"]), "type": "image/jpeg"} | said


class Notes(Following):
    """Editions with a public note, each an item. `live` says which stories are live: a headline that had to go is not
    shown beside its note.
    """

    def __init__(self, channel: Channel, ending: str, live: dict[int, Edition]) -> None:
        super().__init__(channel, ending)
        self.live = live

    def item_title(self, item: Edition) -> str:
        live, label = self.live.get(item.article_id), str(corrections_page.label(item))
        return f"{label}: {live.title}" if live else label

    def item_description(self, item: Edition) -> str:
        return linebreaks(escape(item.note))

    def item_link(self, item: Edition) -> str:
        """The story, or where it is no longer live the page of corrections: an address says what a story was about."""
        live = self.live.get(item.article_id)
        return settings.SITE_URL + (live.get_absolute_url() if live else reverse("articles:corrections"))

    def item_guid(self, item: Edition) -> str:
        return addresses.name_of(uuid5(item.story, str(item.number)))

    def item_pubdate(self, item: Edition) -> datetime:
        return item.live_from

    item_updateddate = item_pubdate

    def item_categories(self, item: Edition) -> list[str]:
        return [str(corrections_page.label(item))]

    def item_extra_kwargs(self, item: Edition) -> dict[str, Any]:
        authors = [{"name": settings.SITE_NAME, "url": settings.SITE_URL}]
        return {"authors": authors, "html": "", "summary": item.note, "picture": None}


# -- views ------------------------------------------------------------------------------------------------------------


@require_safe
def site(request: HttpRequest, ending: str) -> HttpResponse:
    """Everything in the language of the address."""
    return of_editions(request, ending, Edition.objects.all(), settings.SITE_NAME, _everything(), reverse("front"))


@require_safe
def briefs(request: HttpRequest, ending: str) -> HttpResponse:
    title, page = f"{_('Briefs')} · {settings.SITE_NAME}", f"{reverse('latest')}?only=briefs"
    return of_editions(request, ending, Edition.objects.briefs(), title, _everything(), page)


@require_safe
def topic(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    return _of_subject(request, ending, Tag.objects.of_page(slug), UnderTag)


@require_safe
def correspondent(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    return _of_subject(request, ending, Correspondent.objects.of_page(slug), UnderName)


@require_safe
def corrections(request: HttpRequest, ending: str) -> HttpResponse:
    """Every note, as the page of corrections has them."""
    at = request.moment
    noted = corrections_page.all_notes(at, site_languages.current()).newest_first("live_from")
    notes = list(noted.only("article_id", "story", "number", "change", "note", "live_from")[:SIZE])
    description = _("Corrections, clarifications, retractions and updates by %(SITE_NAME)s, newest first.")
    channel = Channel(
        f"{_('Corrections')} · {settings.SITE_NAME}", description % {"SITE_NAME": settings.SITE_NAME},
        reverse("articles:corrections"), notes,
    )  # fmt: skip
    return answer(request, Notes(channel, ending, corrections_page.stories(notes, at=at)))


@require_safe
def elsewhere(request: HttpRequest) -> HttpResponse:
    """/rss and /feed/, where people and programs look without being told."""
    return HttpResponsePermanentRedirect(reverse("articles:feed", args=["xml"]))


def of_editions(
    request: HttpRequest, ending: str, editions: EditionQuerySet, title: str, description: str, page: str
) -> HttpResponse:
    """The feed of what is live of these editions in the language of the address."""
    at, went = request.moment, ended(editions, ending, at=request.moment)
    live = with_changes(editions.live(at).in_language(site_languages.current()), at=at).newest_first()
    return answer(request, Stories(Channel(title, description, page, list(live[:SIZE]), gone(went, at=at)), ending))


def _of_subject(request: HttpRequest, ending: str, found: list[Merged], listing: type[Listed]) -> HttpResponse:
    """The feed of a topic or a person, and of those merged into it; one that was merged redirects. Nothing live there:
    410 if there was, else 404, as its page.
    """
    at, name = request.moment, found[0]._meta.model_name if found else ""
    if not found:
        raise Http404
    this, places = found[0], listing.objects.filter(**{f"{name}__in": found})
    if this.merged_into_id and listing.objects.filter(**{name: this}).public_by(at).exists():
        return HttpResponsePermanentRedirect(f"{this.merged_into.get_absolute_url()}feed.{ending}")
    lists = [listing.objects.filter(**{name: one}).in_language(site_languages.current()).live(at) for one in found]
    live = Edition.objects.filter(pk__in=newest_keys(lists, size=SIZE, column="edition"))
    editions = list(with_changes(live, at=at).newest_first()[:SIZE])
    if not editions:
        if places.in_language(site_languages.current()).public_by(at).exists():
            return render(request, "410.html", status=410)
        raise Http404
    went = gone(ended(places, ending, at=at), at=at, story="edition__story")
    said = {"SITE_NAME": settings.SITE_NAME, "name": this.said("name")}
    description = _("Everything that %(SITE_NAME)s has published on %(name)s.") if listing is UnderTag else "%(name)s"
    title = f"{this.said('name')} · {settings.SITE_NAME}"
    return answer(request, Stories(Channel(title, description % said, this.get_absolute_url(), editions, went), ending))


def answer(request: HttpRequest, feed: Following) -> HttpResponse:
    response = feed(request)
    if settings.WEBSUB_HUBS:
        links = [*((hub, "hub") for hub in settings.WEBSUB_HUBS), (settings.SITE_URL + request.path, "self")]
        response.headers["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for address, rel in links)
    return caching.tagged(request, response)


def _everything() -> str:
    said = _("Everything that %(SITE_NAME)s publishes, newest first.") % {"SITE_NAME": settings.SITE_NAME}
    return site_languages.tagline() or said
