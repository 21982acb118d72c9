"""What machines are told of a page: schema.org, as JSON-LD. It says what the page says, in the same order.

Pictures and articles are as Google asks for (https://developers.google.com/search, “Article structured data”).
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from articles.models import AboutPageEdition, Correspondent, Edition
from articles.models.about_page import ABOUT
from articles.models.edition import Change
from articles.pictures import copies
from newsroom.lib import logo

Data = dict[str, Any]


# What schema.org calls the About pages that it knows, by their slug.
POLICIES = {
    "ethics": "ethicsPolicy",
    "corrections": "correctionsPolicy",
    "unnamed-sources": "unnamedSourcesPolicy",
    "ownership": "ownershipFundingInfo",
    "verification": "verificationFactCheckingPolicy",
    "feedback": "actionableFeedbackPolicy",
}


def agency(pages: Iterable[AboutPageEdition] = ()) -> Data:
    """The newsroom, with those of its public pages that machines know; what is not written is not named."""
    data = {
        "@type": "NewsMediaOrganization",
        "@id": f"{settings.SITE_URL}/#newsroom",
        "name": settings.SITE_NAME,
        "url": settings.SITE_URL,
        "logo": {"@type": "ImageObject", "url": settings.SITE_URL + static(logo.name() or "img/icon-512.png")},
    }
    written = {page.slug: settings.SITE_URL + page.get_absolute_url() for page in pages}
    data |= {name: written[slug] for slug, name in POLICIES.items() if slug in written}
    if principles := written.get("ethics") or written.get(ABOUT):
        data["publishingPrinciples"] = principles
    if "contact" in written:
        data["contactPoint"] = {"@type": "ContactPoint", "contactType": "newsroom", "url": written["contact"]}
    return data


def site(pages: Iterable[AboutPageEdition]) -> Data:
    """The whole site and whose it is, for its front."""
    search = settings.SITE_URL + reverse("search") + "?q={words}"
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": settings.SITE_URL,
        "publisher": agency(pages),
        "potentialAction": {"@type": "SearchAction", "target": search, "query-input": "required name=words"},
    }


def trail(*steps: tuple[str, str]) -> Data:
    """The way from the front down to a page, as (name, path)."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": settings.SITE_URL + path}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }


def story(edition: Edition, pages: Iterable[AboutPageEdition] = (), alternates: Iterable[Edition] = ()) -> Data:
    """A NewsArticle. `alternates`: the same story in the languages in which it is live.

    It is modified when its text changes in a way that matters to readers; until then, when it was first published.
    """
    address = settings.SITE_URL + edition.get_absolute_url()
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "headline": edition.title,
        "inLanguage": edition.language,
        "articleSection": edition.section.said("name", edition.language),
        "datePublished": edition.first_published_at.isoformat(),
        "dateModified": (edition.updated_at or edition.first_published_at).isoformat(),
        "mainEntityOfPage": address,
        "isAccessibleForFree": True,
        "author": authors(edition),
        "publisher": agency(pages),
    }
    if edition.standfirst:
        data["description"] = edition.standfirst
    if edition.topics:
        data["keywords"] = [topic["name"] for topic in edition.topics]
    if edition.developing:
        data["creativeWorkStatus"] = "Developing"
    if edition.dateline:
        data |= {"dateline": edition.dateline, "contentLocation": place(edition)}
    if cited := citations(edition):
        data["citation"] = cited
    if corrections := [one for one in edition.corrections if one.change != Change.UPDATE]:
        data["correction"] = [
            {"@type": "CorrectionComment", "datePublished": one.live_from.isoformat(), "text": one.note}
            for one in corrections
        ]
    if edition.all_pictures:
        data["image"] = images(edition)
    return data | translations(edition, alternates)


def translations(edition: Edition, alternates: Iterable[Edition]) -> Data:
    """An original names its translations, a translation its original; two translations say nothing of each other."""
    others = [one for one in alternates if one.article_id != edition.article_id]
    if edition.translation_of_id is None:
        return {"workTranslation": [_work(one) for one in others]} if others else {}
    return next(
        ({"translationOfWork": _work(one)} for one in others if one.article_id == edition.translation_of_id), {}
    )


def _work(edition: Edition) -> Data:
    address = settings.SITE_URL + edition.get_absolute_url()
    return {"@type": "NewsArticle", "@id": address, "url": address, "inLanguage": edition.language}


def authors(edition: Edition) -> list[Data]:
    """As the byline has them: the correspondents in their order, or else the free line, or else the agency."""
    if edition.bylines:
        return [_author(line) for line in edition.bylines]
    return [{"@type": "Person", "name": edition.byline}] if edition.byline else [agency()]


def place(edition: Edition) -> Data:
    """Where a story was filed from."""
    data: Data = {"@type": "Place", "name": edition.dateline}
    if edition.dateline_country:
        data["address"] = {
            "@type": "PostalAddress",
            "addressLocality": edition.dateline,
            "addressCountry": edition.dateline_country,
        }
    if edition.dateline_latitude is not None:
        latitude, longitude = float(edition.dateline_latitude), float(edition.dateline_longitude)
        data["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return data


def person(who: Correspondent, portrait: dict[str, Any] | None) -> Data:
    """A ProfilePage of a Person; what is not known is left out."""
    page = settings.SITE_URL + who.get_absolute_url()
    known = {
        "jobTitle": who.said("role"),
        "description": who.said("beat") or who.said("biography"),
        "knowsLanguage": [spoken["code"] or spoken["name"] for spoken in who.spoken],
        "workLocation": who.location and {"@type": "Place", "name": who.said("location")},
        "email": who.email,
        "telephone": who.phone,
        "sameAs": who.link,
        "image": portrait and image(portrait["uid"]),
    }
    entity = {"@type": "Person", "name": who.said("name"), "url": page, "worksFor": agency()}
    entity |= {name: value for name, value in known.items() if value}
    return {"@context": "https://schema.org", "@type": "ProfilePage", "url": page, "mainEntity": entity}


def citations(edition: Edition) -> list[Data]:
    """What it cites that has an address, each once, with the name of its source unless that is an unnamed one."""
    found: dict[str, Data] = {}
    for one in edition.citations:
        if url := one.get("address"):
            name = {} if one.get("source") == "unnamed" else {"name": one["attribution"]}
            found.setdefault(url, {"@type": "CreativeWork", "url": url} | name)
    return [*found.values()]


def images(edition: Edition) -> list[Data]:
    """The picture above the text, cut to the shapes of search engines where it is large enough; the others whole."""
    by_uid: dict[str, Data] = {}
    for picture in edition.all_pictures:
        by_uid.setdefault(picture["uid"], picture)
    found: list[Data] = []
    for picture in by_uid.values():
        wide, high = picture["width"], picture["height"]
        name = f"{copies.widths(wide)[-1][0]}.jpg"
        cut = copies.cards(wide, high) if picture["uid"] == (edition.picture or {}).get("uid") else []
        found += [_image(picture, *one) for one in cut or [(name, *copies.COPIES[name].size(wide, high))]]
    return found


def _image(picture: Data, name: str, width: int, height: int) -> Data:
    url = settings.SITE_URL + reverse("stories:media", args=[picture["uid"], name])
    said = {"caption": picture["caption"], "creditText": picture["credit"]}
    known = {key: text for key, text in said.items() if text}
    return {"@type": "ImageObject", "url": url, "width": width, "height": height} | known


def image(uid: str) -> str:
    return settings.SITE_URL + reverse("stories:media", args=[uid, "960.jpg"])


def _author(line: dict[str, Any]) -> Data:
    page = settings.SITE_URL + reverse("articles:correspondent", args=[line["slug"]])
    data = {"@type": "Person", "name": line["name"], "url": page}
    return data | {"jobTitle": line["role"]} if line["role"] else data
