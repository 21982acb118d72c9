"""How a feed is written: RSS 2.0 (rssboard.org), Atom (RFC 4287) with tombstones (RFC 6721), JSON Feed 1.1.

Each is a generator of Django's; beyond its own arguments the feed takes `hubs` (WebSub), `icon` and `gone`, an item
takes `authors`, `html` and `picture`. Moments are aware. The same content gives the same bytes.
"""

import json
from datetime import UTC, datetime
from typing import IO, Any

from django.utils import feedgenerator
from django.utils.xmlutils import SimplerXMLGenerator

from newsroom.lib import xml_text

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed that was always empty last changed
Entry = dict[str, Any]


class Content:
    """What all formats have in common: nothing in them that XML can't carry, and no clock."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*xml_text.allowed(args), **xml_text.allowed(kwargs))

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*xml_text.allowed(args), **xml_text.allowed(kwargs))

    def latest_post_date(self) -> datetime:
        moments = [item[name] for item in self.items for name in ("pubdate", "updateddate") if item[name]]
        return max([*moments, *(when for _ref, when in self.feed["gone"])], default=NEVER)


class Rss(Content, feedgenerator.Rss201rev2Feed):
    """RSS 2.0, with content:encoded for the full text, dc:creator for authors and Media RSS for the picture."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for hub in self.feed["hubs"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": hub})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Entry) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author["name"])
        if item["html"]:
            handler.addQuickElement("content:encoded", item["html"])
        if picture := item["picture"]:
            handler.startElement("media:content", _medium(picture))
            handler.addQuickElement("media:description", picture["alt"], {"type": "plain"})
            handler.addQuickElement("media:credit", picture["credit"])
            handler.endElement("media:content")


def _medium(picture: dict[str, str]) -> dict[str, str]:
    return {"url": picture["url"], "type": picture["type"], "medium": "image"}


class Atom(Content, feedgenerator.Atom1Feed):
    """Atom; what is no longer there has a tombstone, so that readers' programs take it away."""

    def root_attributes(self) -> dict[str, str]:
        named = {"xmlns:media": "http://search.yahoo.com/mrss/", "xmlns:at": "http://purl.org/atompub/tombstones/1.0"}
        return super().root_attributes() | named

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", self.feed["icon"])
        for hub in self.feed["hubs"]:
            handler.addQuickElement("link", None, {"rel": "hub", "href": hub})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Entry) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author["name"])
            if author.get("url"):
                handler.addQuickElement("uri", author["url"])
            handler.endElement("author")
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"})
        if picture := item["picture"]:
            handler.addQuickElement("media:content", None, _medium(picture))

    def write_items(self, handler: SimplerXMLGenerator) -> None:
        for story, when in self.feed["gone"]:
            moment = feedgenerator.rfc3339_date(when)
            handler.addQuickElement("at:deleted-entry", None, {"ref": story, "when": moment})
        super().write_items(handler)


class Json(Content, feedgenerator.SyndicationFeed):
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[str], encoding: str) -> None:
        feed = self.feed
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "icon": feed["icon"],
            "language": feed["language"],
            "authors": [{"name": feed["author_name"], "url": feed["author_link"]}],
            "hubs": [{"type": "WebSub", "url": hub} for hub in feed["hubs"]],
            "items": [self._item(item) for item in self.items],
        }
        document = {name: value for name, value in document.items() if value or name == "items"}
        outfile.write(json.dumps(document, ensure_ascii=False, indent=1))

    def _item(self, item: Entry) -> Entry:
        said = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_html": item["html"] or item["description"],
            "summary": item["summary"],
            "image": item["picture"] and item["picture"]["url"],
            "date_published": feedgenerator.rfc3339_date(item["pubdate"]),
            "date_modified": feedgenerator.rfc3339_date(item["updateddate"]),
            "authors": item["authors"],
            "tags": item["categories"],
            "language": self.feed["language"],
        }
        return {name: value for name, value in said.items() if value}


FORMATS = {"xml": Rss, "atom": Atom, "json": Json}  # by the ending of the address
