"""IPTC NewsML-G2 2.35, power conformance: one newsItem, https://iptc.org/std/NewsML-G2/

The same as ninjs.py says, in the order that the schema asks for. Notes to editors are never in it.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from lxml import etree, html
from lxml.builder import ElementMaker

from articles.exchange import story as stories
from articles.exchange.dialects import Dialect
from articles.exchange.story import Picture, Story
from articles.models import Edition, Kind
from articles.models.edition import Change
from articles.site import corrections
from articles.site.addresses import Gone
from newsroom.lib.xml_text import allowed

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"  # of the codes below
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SIGNALS = {Change.CORRECTION: "sig:correction", Change.UPDATE: "sig:update"}

G2 = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def live(story: Story) -> bytes:
    item = _item(story.edition, story.version)
    item.append(rights(story.copyright, story.usage_terms))
    item.append(item_meta(story))
    item.append(content_meta(story))
    item.append(content(story))
    return _bytes(item)


def gone(what: Gone, version: int) -> bytes:
    """Says canceled and why, in the words of the public notice, and nothing of the text."""
    item = _item(what.last, version)
    meta = _meta(what.ended_at.isoformat(), what.last.first_published_at.isoformat(), "stat:canceled")
    if what.reason:
        meta.append(_text("edNote", what.reason))
    item.append(meta)
    return _bytes(item)


def rights(notice: str, terms: str) -> etree._Element:
    holder = G2.copyrightHolder(_text("name", settings.SITE_NAME), uri=settings.SITE_URL)
    info = G2.rightsInfo(holder, _text("copyrightNotice", notice))
    if terms:
        info.append(_text("usageTerms", terms))
    return info


def item_meta(story: Story) -> etree._Element:
    edition = story.edition
    meta = _meta(edition.live_from.isoformat(), edition.first_published_at.isoformat(), "stat:usable")
    meta.append(_text("title", edition.title))
    for changed in story.notes:
        meta.append(_text("edNote", f"{corrections.label(changed)}: {changed.note}"))
    if edition.change in SIGNALS:
        meta.append(G2.signal(qcode=SIGNALS[edition.change]))
    meta.append(G2.altRep(story.address, contenttype="text/html"))
    for other in (*story.translations, *filter(None, [story.followed])):
        meta.append(_see_also(stories.address(other), "text/html", "ninat:text", other.title, other))
    for picture in story.pictures:
        address = stories.renditions(picture)[-1][0]
        meta.append(_see_also(address, "image/jpeg", "ninat:picture", picture["caption"] or picture["alt"]))
    return meta


def content_meta(story: Story) -> etree._Element:
    edition, meta = story.edition, G2.contentMeta()
    if edition.urgency:
        meta.append(G2.urgency(str(edition.urgency)))
    meta.append(G2.contentCreated(edition.first_published_at.isoformat()))
    meta.append(G2.contentModified(edition.live_from.isoformat()))
    if edition.dateline:
        meta.append(located(edition))
    meta.extend(_literal("infoSource", name) for name, _kind in story.sources)
    meta.extend(_literal("creator", name) for name in _authors(story))
    meta.extend(_genres(edition))
    meta.append(etree.Element(f"{{{NAMESPACE}}}language", tag=edition.language))
    meta.extend(_subjects(story))
    meta.extend(_words(story))
    return meta


def located(edition: Edition) -> etree._Element:
    """Where it was filed from."""
    place = _literal("located", edition.dateline)
    if edition.dateline_country:
        place.append(_literal("broader", edition.dateline_country))
    if edition.dateline_latitude is not None:
        latitude, longitude = str(edition.dateline_latitude), str(edition.dateline_longitude)
        place.append(G2.geoAreaDetails(G2.position(latitude=latitude, longitude=longitude)))
    return place


def content(story: Story) -> etree._Element:
    """The text as XHTML, and again in plain text."""
    page = html.document_fromstring(f"<html><head><title></title></head><body>{allowed(story.html)}</body></html>")
    page.find("head/title").text = allowed(story.edition.title)
    html.html_to_xhtml(page)
    page.set(LANGUAGE, story.edition.language)
    xhtml = G2.inlineXML(page, contenttype="application/xhtml+xml", wordcount=str(len(story.plain.split())))
    return G2.contentSet(xhtml, _text("inlineData", story.plain, contenttype="text/plain"))


def _item(edition: Edition, version: int) -> etree._Element:
    item = G2.newsItem(
        G2.catalogRef(href=CATALOG), guid=stories.uri(edition), version=str(version), standard="NewsML-G2",
        standardversion="2.35", conformance="power",
    )  # fmt: skip
    item.set(LANGUAGE, edition.language)
    return item


def _meta(created: str, first: str, status: str) -> etree._Element:
    provider = G2.provider(_text("name", settings.SITE_NAME), uri=settings.SITE_URL)
    return G2.itemMeta(
        G2.itemClass(qcode="ninat:text"), provider, G2.versionCreated(created), G2.firstCreated(first),
        G2.pubStatus(qcode=status),
    )  # fmt: skip


def _see_also(address: str, type: str, nature: str, title: str, other: Edition | None = None) -> etree._Element:
    link = G2.link(G2.itemClass(qcode=nature), rel="irel:seeAlso", href=address, contenttype=type)
    if other:
        link.set("residref", stories.uri(other))
    link.append(_text("title", title, language=other.language if other else ""))
    return link


def _authors(story: Story) -> list[str]:
    return [line["name"] for line in story.edition.bylines] or [story.edition.byline or settings.SITE_NAME]


def _genres(edition: Edition) -> Iterator[etree._Element]:
    code, name = stories.GENRES[Kind(edition.kind)]
    yield G2.genre(_text("name", name, language="en"), qcode=f"genre:{code}")
    if edition.genre:
        yield _literal("genre", edition.genre)


def _subjects(story: Story) -> Iterator[etree._Element]:
    """The Media Topics, then the newsroom's own."""
    for code, name in story.subjects:
        yield G2.subject(_text("name", name), type="cpnat:abstract", qcode=f"medtop:{code}")
    for name, page in story.topics:
        yield G2.subject(_text("name", name), type="cpnat:abstract", uri=page)


def _words(story: Story) -> Iterator[etree._Element]:
    edition = story.edition
    if edition.slugline:
        yield _text("slugline", edition.slugline)
    if edition.headline:
        yield _text("headline", edition.headline)
    if story.by:
        yield _text("by", story.by)
    if edition.dateline:
        yield _text("dateline", edition.dateline)
    if edition.standfirst:
        yield _text("description", edition.standfirst, role="drol:summary")
    yield from (_caption(picture) for picture in story.pictures if picture["caption"])


def _caption(picture: Picture) -> etree._Element:
    return _text("description", f"{picture['caption']} {picture['credit']}".strip(), role="drol:caption")


def _literal(tag: str, name: str) -> etree._Element:
    """Somebody or something that we have only a name of."""
    return G2(tag, _text("name", name), literal=allowed(name))


def _text(tag: str, said: str, *, language: str = "", **attributes: Any) -> etree._Element:
    element = G2(tag, allowed(said), **attributes)
    if language:
        element.set(LANGUAGE, language)
    return element


def _bytes(item: etree._Element) -> bytes:
    return etree.tostring(item, xml_declaration=True, encoding="UTF-8")


DIALECT = Dialect("newsml", "NewsML-G2 2.35", "newsml.xml", "application/vnd.iptc.g2.newsitem+xml", live, gone)
