"""IPTC ninjs 3.1, a news item as JSON: https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json

A story as readers see it, with the details that other newsrooms work with. Notes to editors are never in it.
"""

import json
from typing import Any

from django.conf import settings

from articles.exchange import story as stories
from articles.exchange.dialects import Dialect
from articles.exchange.story import Picture, Story
from articles.models import Edition, Kind
from articles.site.addresses import Gone

Data = dict[str, Any]

CV = "http://cv.iptc.org/newscodes"
STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
# The rules of a newsroom, as schema.org and the IPTC's trust indicators call them.
INDICATORS = {
    "ethicsPolicy": "ethicsPolicy",
    "correctionsPolicy": "correctionsPolicy",
    "unnamedSourcesPolicy": "unnamedSourcesPolicy",
    "verificationFactCheckingPolicy": "factCheckingPolicy",
    "actionableFeedbackPolicy": "feedbackPolicy",
}


def live(story: Story) -> bytes:
    edition = story.edition
    data = {
        "standard": STANDARD,
        "uri": story.uri,
        "type": "text",
        "representationType": "full",
        "version": str(story.version),
        "firstCreated": edition.first_published_at.isoformat(),
        "versionCreated": edition.live_from.isoformat(),
        "pubStatus": "usable",
        "language": edition.language,
        "title": edition.title,
        "headlines": headlines(edition),
        "descriptions": descriptions(story),
        "bodies": bodies(story),
        "by": story.by,
        "slugline": edition.slugline,
        "urgency": edition.urgency,
        "genres": genres(edition),
        "subjects": subjects(story),
        "located": edition.dateline,
        "places": [place(edition)] if edition.dateline else [],
        "infoSources": [{"name": name, "role": kind} for name, kind in story.sources],
        "copyrightHolder": settings.SITE_NAME,
        "copyrightNotice": story.copyright,
        "usageTerms": story.usage_terms,
        "trustIndicators": trust(story),
        "renditions": [{"name": "web", "href": story.address, "contentType": "text/html"}],
        "associations": associations(story),
    }
    return _json(data)


def gone(what: Gone, version: int) -> bytes:
    """Says canceled and why, in the words of the public notice, and nothing of the text."""
    data = {
        "standard": STANDARD,
        "uri": stories.uri(what.last),
        "type": "text",
        "version": str(version),
        "versionCreated": what.ended_at.isoformat(),
        "pubStatus": "canceled",
        "language": what.last.language,
        "descriptions": [{"role": "notice", "contentType": "text/plain", "value": what.reason}] if what.reason else [],
        "copyrightHolder": settings.SITE_NAME,
    }
    return _json(data)


def headlines(edition: Edition) -> list[Data]:
    """None of a brief without one: its `title` is then the first sentence."""
    said = {"main": edition.headline, "short": edition.front_headline}
    return [{"role": role, "contentType": "text/plain", "value": text} for role, text in said.items() if text]


def descriptions(story: Story) -> list[Data]:
    """The lede, then the public notes on what was changed, oldest first."""
    said = [("summary", story.edition.standfirst), *((one.change, one.note) for one in story.notes)]
    return [{"role": role, "contentType": "text/plain", "value": text} for role, text in said if text]


def bodies(story: Story) -> list[Data]:
    counts = {"charCount": len(story.plain), "wordCount": len(story.plain.split())}
    return [
        {"role": "main", "contentType": "text/html", **counts, "value": story.html},
        {"role": "main", "contentType": "text/plain", **counts, "value": story.plain},
    ]


def genres(edition: Edition) -> list[Data]:
    code, name = stories.GENRES[Kind(edition.kind)]
    own = [{"name": edition.genre, "literal": edition.genre}] if edition.genre else []
    return [{"name": name, "uri": f"{CV}/genre/{code}"}, *own]


def subjects(story: Story) -> list[Data]:
    """The Media Topics, then the newsroom's own."""
    known = [{"name": name, "uri": f"{CV}/mediatopic/{code}", "rel": "about"} for code, name in story.subjects]
    return known + [{"name": name, "uri": page, "rel": "tag"} for name, page in story.topics]


def place(edition: Edition) -> Data:
    """Where it was filed from."""
    address = {"locality": edition.dateline, "country": edition.dateline_country}
    data: Data = {"name": edition.dateline, "rel": "located"}
    if edition.dateline_country:
        data["contactInfo"] = [{"type": "address", "address": address}]
    if edition.dateline_latitude is not None:
        point = [float(edition.dateline_longitude), float(edition.dateline_latitude)]
        data["geoJSON"] = {"type": "Point", "coordinates": point}
    return data


def trust(story: Story) -> list[Data]:
    """Rules of the newsroom that are public, and the record of the story's editions."""
    rules = [
        {"role": f"{CV}/trustindicator/{code}", "href": story.policies[name]}
        for name, code in INDICATORS.items()
        if name in story.policies
    ]
    return [*rules, {"role": f"{CV}/trustindicator/pieceOfWorkInfo", "title": "History", "href": story.history}]


def associations(story: Story) -> list[Data]:
    """Pictures, the same story in other languages, and the one that it follows."""
    linked = [(one, _relation(one, story.edition)) for one in story.translations]
    linked += [(story.followed, "follows")] if story.followed else []
    pictures = [picture(one, f"picture-{number}") for number, one in enumerate(story.pictures, start=1)]
    return pictures + [
        {
            "name": f"{rel}-{number}", "rel": rel, "uri": stories.uri(one), "type": "text", "language": one.language,
            "title": one.title,
            "renditions": [{"name": "web", "href": stories.address(one), "contentType": "text/html"}],
        }
        for number, (one, rel) in enumerate(linked, start=1)
    ]  # fmt: skip


def picture(printed: Picture, name: str) -> Data:
    copies = stories.renditions(printed)
    said = {"caption": printed["caption"], "alt": printed["alt"]}
    return {
        "name": name,
        "rel": "picture",
        "uri": copies[-1][0],
        "type": "picture",
        "by": printed["credit"],
        "descriptions": [
            {"role": role, "contentType": "text/plain", "value": text} for role, text in said.items() if text
        ],
        "renditions": [
            {"name": f"web-{wide}", "href": address, "contentType": "image/jpeg", "width": wide, "height": high}
            for address, wide, high in copies
        ],
    }


def _relation(other: Edition, edition: Edition) -> str:
    return "translationOf" if other.article_id == edition.translation_of_id else "translation"


def _json(data: Data) -> bytes:
    """What is empty is left out. A browser that took it for HTML would find no tag in it."""
    said = {name: value for name, value in data.items() if value not in ("", None, [])}
    return json.dumps(said, ensure_ascii=False, indent=2).replace("<", "\\u003C").encode("utf-8", "replace")


DIALECT = Dialect("ninjs", "ninjs 3.1", "ninjs.json", "application/json", live, gone)
