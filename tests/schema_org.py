"""What schema.org has of the types that our pages speak of: a property that is not listed was not looked up there."""

import json
import re
from collections.abc import Iterator
from typing import Any

THING = {"@type", "@id", "name", "description", "url", "image", "sameAs"}
CREATIVE_WORK = THING | {
    "author", "publisher", "inLanguage", "keywords", "text", "datePublished", "dateModified", "dateCreated",
    "mainEntity", "mainEntityOfPage", "comment", "commentCount", "citation", "correction", "contentLocation",
    "creativeWorkStatus", "headline", "workTranslation", "translationOfWork", "isAccessibleForFree",
}  # fmt: skip
TYPES = {
    "WebSite": CREATIVE_WORK | {"potentialAction"},
    "SearchAction": THING | {"target", "query-input"},
    "BreadcrumbList": THING | {"itemListElement"},
    "ListItem": THING | {"position", "item"},
    "NewsArticle": CREATIVE_WORK | {"articleSection", "dateline"},
    "CreativeWork": CREATIVE_WORK,
    "Comment": CREATIVE_WORK,
    "CorrectionComment": CREATIVE_WORK,
    "ProfilePage": CREATIVE_WORK,
    "Person": THING | {"jobTitle", "knowsLanguage", "workLocation", "worksFor", "email", "telephone"},
    "NewsMediaOrganization": THING | {
        "publishingPrinciples", "ethicsPolicy", "correctionsPolicy", "unnamedSourcesPolicy", "ownershipFundingInfo",
        "verificationFactCheckingPolicy", "actionableFeedbackPolicy", "contactPoint", "logo",
    },
    "ImageObject": CREATIVE_WORK | {"width", "height", "caption", "creditText"},
    "ContactPoint": THING | {"contactType"},
    "Place": THING | {"address", "geo"},
    "PostalAddress": THING | {"addressLocality", "addressCountry"},
    "GeoCoordinates": THING | {"latitude", "longitude"},
}  # fmt: skip


def told(page: str) -> list[dict[str, Any]]:
    """What a page tells machines."""
    return [json.loads(data) for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


def unknown(page: str) -> list[str]:
    """What no machine that knows schema.org understands of it."""
    data = told(page)
    wrong = [f"{one['@type']} without its context" for one in data if one.pop("@context", "") != "https://schema.org"]
    return wrong + [problem for one in data for problem in _problems(one)]


def _problems(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _problems(one)
    if isinstance(value, dict):
        type = value.get("@type", "nothing")
        yield from (f"{type}.{name}" for name in value if name not in TYPES.get(type, ()))
        yield from (f"{type}.{name} is empty" for name, said in value.items() if said in ("", [], {}, None))
        for one in value.values():
            yield from _problems(one)
