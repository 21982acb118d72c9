"""What every dialect of articles/exchange is given of a story: what readers could see at a moment, and nothing else.

Moments are aware, in UTC. Addresses are complete. Of a source there is what was printed: see `Edition.citations`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.urls import reverse

from articles.exchange import story_text
from articles.models import AboutPageEdition, Edition, Kind, Photo, media_topics
from articles.pictures import copies
from articles.site import addresses, translations
from articles.site.addresses import Gone
from articles.site.structured import POLICIES

Picture = dict[str, Any]  # as printed: see `Edition.picture`

# What the IPTC calls our kinds of story, in its vocabulary of genres.
GENRES = {
    Kind.BRIEF: ("Summary", "Summary"),
    Kind.NEWS: ("Current", "Current"),
    Kind.ANALYSIS: ("Analysis", "Analysis"),
    Kind.INTERVIEW: ("Interview", "Interview"),
    Kind.OPINION: ("Opinion", "Opinion"),
    Kind.FEATURE: ("Feature", "Feature"),
}


@dataclass(frozen=True)
class Story:
    """A live story. Made by `of`."""

    edition: Edition  # with its section
    version: int  # from 1; one more for each edition, and for each time that the story went away
    notes: Sequence[Edition]  # the editions that corrected or updated it, each with `change` and `note`, oldest first
    translations: Sequence[Edition]  # the same story in other languages, the original among them
    followed: Edition | None  # the story that it follows up, while that is live
    pictures: Sequence[Picture]  # each once, and only while its licence runs
    policies: dict[str, str]  # addresses of the newsroom's rules, by their name at schema.org

    @property
    def uri(self) -> str:
        """Names the story for ever, whatever its address or its edition."""
        return uri(self.edition)

    @property
    def address(self) -> str:
        return address(self.edition)

    @property
    def history(self) -> str:
        """The address of its publication history."""
        return f"{self.address}history/"

    @cached_property
    def html(self) -> str:
        """The whole text, its lede first: well-formed, with complete addresses, without what only our pages need."""
        return story_text.html(self.edition, self.address)

    @cached_property
    def plain(self) -> str:
        """The same in plain text, a blank line between paragraphs."""
        return story_text.plain(self.edition)

    @property
    def by(self) -> str:
        """The byline as one line; "" where the story has none."""
        return ", ".join(line["name"] for line in self.edition.bylines) or self.edition.byline

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Who said it, as printed, and what kind of source that is; each once, in order."""
        return list(dict.fromkeys((one["attribution"], one.get("source", "")) for one in self.edition.citations))

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """The Media Topics: code, and name in the language of the story."""
        return [(code, subject(code, self.edition.language)) for code in self.edition.subjects]

    @property
    def topics(self) -> list[tuple[str, str]]:
        """The newsroom's own topics: name, and address of the page."""
        page = "articles:topic"
        return [(one["name"], settings.SITE_URL + reverse(page, args=[one["slug"]])) for one in self.edition.topics]

    @property
    def usage_terms(self) -> str:
        """Those of the story, then those of the newsroom."""
        return "\n".join(filter(None, (self.edition.usage_terms, settings.USAGE_TERMS)))

    @property
    def copyright(self) -> str:
        return f"© {self.edition.first_published_at.year} {settings.SITE_NAME}"


def of(edition: Edition, *, at: datetime) -> Story:
    """A live edition with what belongs to it. At most five queries."""
    editions, links = _editions(edition, at), translations.alternates(edition, at=at)
    followed = Edition.objects.live(at).filter(article=edition.follows_id).for_lists() if edition.follows_id else ()
    pages = AboutPageEdition.objects.live(at).filter(page__slug__in=POLICIES).select_related("page").defer("html")
    return Story(
        edition=edition,
        version=version(editions),
        notes=[one for one in editions if one.note],
        translations=[one for one in links if one.article_id != edition.article_id],
        followed=next(iter(followed), None),
        pictures=_licensed(edition.all_pictures, at),
        policies={POLICIES[page.slug]: settings.SITE_URL + page.get_absolute_url() for page in pages},
    )


def version_of(gone: Gone, *, at: datetime) -> int:
    """The version that says a story is gone. One query."""
    return version(_editions(gone.last, at)) + 1


def version(editions: Sequence[Edition]) -> int:
    """Of the last of these, which readers saw one after another: between two of them the story may have been away."""
    return len(editions) + sum(before.live_until < after.live_from for before, after in pairwise(editions))


def uri(edition: Edition) -> str:
    return addresses.name_of(edition.story)


def address(edition: Edition) -> str:
    return settings.SITE_URL + edition.get_absolute_url()


def subject(code: str, language: str) -> str:
    """The name of a Media Topic in a language, or else in English; the code of one that is no longer known."""
    topic = media_topics.topics().get(code)
    return topic.names.get(language, topic.names["en"]) if topic else code


def renditions(picture: Picture) -> list[tuple[str, int, int]]:
    """The JPEG copies of a picture: address, width and height in pixels; the smallest first."""
    wide, high = picture["width"], picture["height"]
    names = [f"{width}.jpg" for width, _as_wide in copies.widths(wide)]
    return [(_copy(picture, name), *copies.COPIES[name].size(wide, high)) for name in names]


def _copy(picture: Picture, name: str) -> str:
    return settings.SITE_URL + reverse("stories:media", args=[picture["uid"], name])


def _editions(edition: Edition, at: datetime) -> list[Edition]:
    """All up to this one that readers saw, oldest first, as far as versions and notes need them."""
    earlier = Edition.objects.filter(article=edition.article_id, number__lte=edition.number).public_by(at)
    return [*earlier.only("article_id", "number", "change", "note", "live_from", "live_until").order_by("number")]


def _licensed(pictures: Sequence[Picture], at: datetime) -> list[Picture]:
    by_uid = {picture["uid"]: picture for picture in pictures}
    if not by_uid:
        return []
    photos = Photo.objects.filter(uid__in=by_uid).only("uid", "licence_until")
    running = {photo.uid for photo in photos if photo.licensed(at)}
    return [picture for uid, picture in by_uid.items() if uid in running]
