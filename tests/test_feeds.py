"""What can be followed: each format read as an independent program reads it, with the rules of its specification."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft7Validator
from lxml import etree
from referencing import Registry, Resource

from articles import publishing
from articles.models import Citation, Edition
from articles.site import feed_formats
from newsroom.lib import xml_text
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    SectionFactory,
    SourceFactory,
    at,
    publish,
    rewrite,
)
from tests.site import DESK

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)
A, AT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC, MEDIA = "{http://purl.org/dc/elements/1.1/}", "{http://search.yahoo.com/mrss/}"
ENDINGS = ["xml", "atom", "json"]
SCHEMA = Path(__file__).parents[2] / "shared/standards/jsonfeed-schema-1.1.json"
XML = etree.XMLParser(resolve_entities=False, no_network=True)

pages = pytest.mark.parametrize(
    "followed",
    [
        "/",
        "/politics/",
        "/topics/energy/",
        "/correspondents/leyla-hesenova/",
        "/corrections/",
        "/latest/briefs/",
        "/ru/",
    ],
)
endings = pytest.mark.parametrize("ending", ENDINGS)


@pytest.fixture
def world() -> dict[str, Edition]:
    """A corrected story with all it can have, a brief without a headline, a translation, a story that was withdrawn."""
    leyla, photo = CorrespondentFactory(), PhotoFactory(credit="Photo: Samur & sons <1>")
    unnamed = SourceFactory(kind="unnamed", name="Zqsecret Person", attribution="an official")
    article = ArticleFactory(
        slug="first", headline="Council & <b>budget</b>", photo=photo, named=[leyla], tagged=["Energy"],
        citing=[unnamed], body='<p>They spoke. <a href="/politics/">More</a></p>',
    )  # fmt: skip
    publish(article)
    corrected = publish(
        rewrite(article, standfirst="It met on Monday."), now=NOON + HOUR, change="correction", note="It was Monday."
    )
    brief = publish(BriefFactory(slug="brief", named=[leyla], tagged=["Energy"]), now=NOON + HOUR / 4)
    russian = publish(
        ArticleFactory(slug="ru", language="ru", headline="Совет собрался", standfirst="Совет.", body="<p>Да.</p>",
                       translation_of=article, translated_edition=1),
    )  # fmt: skip
    withdrawn = publish(ArticleFactory(slug="gone", tagged=["Energy"], headline="Zqgone"), now=NOON + HOUR / 2)
    publishing.withdraw(withdrawn.article_id, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    return {"corrected": corrected, "brief": brief, "russian": russian, "withdrawn": withdrawn}


def read(response) -> etree._Element | dict:
    assert response.status_code == 200
    if response["Content-Type"].startswith("application/feed+json"):
        return json.loads(response.content)
    return etree.fromstring(response.content, XML)


def ids(feed: etree._Element | dict) -> list[str]:
    """In any format."""
    if isinstance(feed, dict):
        return [item["id"] for item in feed["items"]]
    return [one.text for one in feed.iterfind("channel/item/guid")] or [
        one.text for one in feed.iterfind(f"{A}entry/{A}id")
    ]


def updates(feed: etree._Element | dict) -> dict[str, datetime]:
    """When each item changed, where the format says so."""
    if isinstance(feed, dict):
        return {item["id"]: datetime.fromisoformat(item["date_modified"]) for item in feed["items"]}
    entries = feed.iterfind(f"{A}entry")
    return {one.findtext(f"{A}id"): datetime.fromisoformat(one.findtext(f"{A}updated")) for one in entries}


def addresses(feed: etree._Element | dict) -> Iterator[str]:
    text = json.dumps(feed) if isinstance(feed, dict) else etree.tostring(feed).decode()
    yield from re.findall(r'(?:href|src)=(?:\\?"|&quot;)([^"\\&]*)', text)


# -- the formats ------------------------------------------------------------------------------------------------------


@pages
def test_rss_keeps_to_the_rules_of_its_validator(world, answer, followed):
    feed = read(answer(f"{followed}feed.xml", NOON + 2 * HOUR))
    channel = feed.find("channel")
    assert (feed.tag, feed.get("version")) == ("rss", "2.0")
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert channel.findtext(name), name
    own = [link.get("href") for link in channel.iterfind(f"{A}link") if link.get("rel") == "self"]
    assert own == [f"http://testserver{followed}feed.xml"]
    items = channel.findall("item")
    assert items
    for item in items:
        assert item.findtext("title")
        assert item.findtext("link").startswith("http://testserver/")
        assert parsedate_to_datetime(item.findtext("pubDate"))
        assert item.find("guid").get("isPermaLink") == "false"
        assert [one.text for one in item.findall(f"{DC}creator")] != []
    assert len(set(ids(feed))) == len(items)


@pages
def test_atom_keeps_to_rfc_4287(world, answer, followed):
    feed = read(answer(f"{followed}feed.atom", NOON + 2 * HOUR))
    assert feed.tag == f"{A}feed"
    for part in [feed, *feed.iterfind(f"{A}entry")]:
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{A}{name}")) == 1, name
        assert datetime.fromisoformat(part.findtext(f"{A}updated")).tzinfo
        assert re.match("urn:uuid:|http://testserver/", part.findtext(f"{A}id"))
    assert feed.findtext(f"{A}author/{A}name") == "Samur Wire"
    assert {link.get("rel"): link.get("href") for link in feed.iterfind(f"{A}link")}["self"] == (
        f"http://testserver{followed}feed.atom"
    )
    for entry in feed.iterfind(f"{A}entry"):
        assert len([link for link in entry.iterfind(f"{A}link") if link.get("rel") == "alternate"]) == 1
        assert entry.find(f"{A}content") is not None or entry.find(f"{A}summary") is not None
    newest = max([*updates(feed).values(), *_went(feed).values()])
    assert datetime.fromisoformat(feed.findtext(f"{A}updated")) == newest


@pages
@pytest.mark.skipif(not SCHEMA.exists(), reason="needs the official schema, ../shared/standards")
def test_json_feed_keeps_to_its_schema(world, answer, followed):
    feed = read(answer(f"{followed}feed.json", NOON + 2 * HOUR))
    older = SCHEMA.with_name("jsonfeed-schema-1.json")  # 1.1 refers to it
    known = Registry().with_resource("feed-1", Resource.from_contents(json.loads(older.read_text("utf-8-sig"))))
    Draft7Validator(json.loads(SCHEMA.read_text("utf-8-sig")), registry=known).validate(feed)
    assert feed["feed_url"] == f"http://testserver{followed}feed.json"
    assert feed["items"]


@endings
def test_a_feed_holds_what_is_live_in_its_language_newest_first(world, answer, ending):
    feed = read(answer(f"/feed.{ending}", NOON + 2 * HOUR))
    assert ids(feed) == [f"urn:uuid:{world[name].story}" for name in ("brief", "corrected")]
    assert ids(read(answer(f"/ru/feed.{ending}", NOON + 2 * HOUR))) == [f"urn:uuid:{world['russian'].story}"]
    assert ids(read(answer(f"/latest/briefs/feed.{ending}", NOON + 2 * HOUR))) == [f"urn:uuid:{world['brief'].story}"]


def test_a_feed_says_its_language(world, answer):
    assert read(answer("/ru/feed.xml", NOON + HOUR)).findtext("channel/language") == "ru"
    assert read(answer("/ru/feed.json", NOON + HOUR))["language"] == "ru"
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert read(answer("/ru/feed.atom", NOON + HOUR)).get(xml_lang) == "ru"


def test_an_item_says_who_wrote_it_what_it_is_about_and_shows_its_picture(world, answer):
    (item,) = [
        item
        for item in read(answer("/feed.xml", NOON + 2 * HOUR)).iterfind("channel/item")
        if item.findtext("guid").endswith(str(world["corrected"].story))
    ]
    assert item.findtext("title") == "Council & <b>budget</b>"
    assert [one.text for one in item.iterfind(f"{DC}creator")] == ["Leyla Həsənova"]
    assert [one.text for one in item.iterfind("category")] == ["Politics", "Energy"]
    assert item.find(f"{MEDIA}content").get("url").startswith("http://testserver/media/picture-")
    assert item.findtext(f"{MEDIA}content/{MEDIA}credit") == "Photo: Samur & sons <1>"


def test_a_brief_without_a_headline_is_called_by_its_first_sentence(world, answer):
    titles = [item["title"] for item in read(answer("/latest/briefs/feed.json", NOON + HOUR))["items"]]
    assert titles == ["The road to Xınalıq is open again."]


@endings
def test_no_address_within_a_feed_is_relative(world, answer, ending):
    found = list(addresses(read(answer(f"/feed.{ending}", NOON + 2 * HOUR))))
    assert "http://testserver/politics/" in found
    assert [one for one in found if not one.startswith("http")] == []


def test_the_full_text_or_only_the_lede(world, answer, settings):
    encoded = f"channel/item/{CONTENT}encoded"
    assert any("They spoke." in one.text for one in read(answer("/feed.xml", NOON + 2 * HOUR)).iterfind(encoded))
    settings.FEED_FULL_TEXT = False
    for ending in ENDINGS:
        text = answer(f"/feed.{ending}", NOON + 2 * HOUR).text
        assert "It met on Monday." in text
        assert "They spoke." not in text


@endings
@pytest.mark.parametrize("followed", ["/", "/politics/", "/topics/energy/", "/corrections/"])
def test_an_unnamed_source_is_in_no_feed(world, answer, followed, ending):
    assert Citation.objects.filter(source__name="Zqsecret Person").exists()
    assert "zqsecret" not in answer(f"{followed}feed.{ending}", NOON + 2 * HOUR).text.casefold()


def test_what_xml_cannot_carry_is_left_out_of_every_format():
    bad = "a\x00\x08\x0b\x1f\ud800\ufffe\uffffb\tc\U0001f600"
    assert xml_text.allowed([bad, {"x": (bad,)}, None]) == ["ab\tc\U0001f600", {"x": ("ab\tc\U0001f600",)}, None]
    for format in feed_formats.FORMATS.values():
        feed = format(title=bad, link="http://x.example/", description=bad, language="en", hubs=[], icon="", gone=[],
                      author_name=bad, feed_url="http://x.example/feed")  # fmt: skip
        feed.add_item(
            bad, "http://x.example/1", description=bad, unique_id="urn:x:1", pubdate=NOON, updateddate=NOON, html=bad,
            authors=[{"name": bad, "url": ""}], categories=[bad], summary=bad,
            picture={"url": "http://x.example/1.jpg", "type": "image/jpeg", "alt": bad, "credit": bad},
        )  # fmt: skip
        text = feed.writeString("utf-8")
        assert json.loads(text) if text.startswith("{") else etree.fromstring(text.encode(), XML) is not None
        assert not xml_text.NOT_XML.search(text)


# -- what happens to a story ------------------------------------------------------------------------------------------


@endings
def test_an_update_makes_no_new_item_whatever_changes(answer, ending):
    article = ArticleFactory(slug="first")
    publish(article)
    before = ids(read(answer(f"/feed.{ending}", NOON)))
    article = rewrite(article, slug="second", headline="Other words", section=SectionFactory(name="Economy"))
    publish(article, now=NOON + HOUR, change="update", note="There is more.")
    assert ids(read(answer(f"/feed.{ending}", NOON + HOUR))) == before


@pytest.mark.parametrize("ending", ["atom", "json"])
def test_only_a_change_that_readers_are_told_of_moves_updated(answer, ending):
    article = ArticleFactory()
    publish(article)
    publish(rewrite(article, headline="Spelt well"), now=NOON + HOUR, change="minor")
    publish(rewrite(article, headline="Other"), now=NOON + 2 * HOUR, change="correction", note="It was Sunday.")
    publish(rewrite(article, headline="Spelt better"), now=NOON + 3 * HOUR, change="minor")
    seen = [updates(read(answer(f"/feed.{ending}", NOON + hours * HOUR))).popitem()[1] for hours in range(4)]
    assert seen == [NOON, NOON, NOON + 2 * HOUR, NOON + 2 * HOUR]


@endings
def test_a_correction_says_so_in_the_text_also_after_a_minor_change(world, answer, ending):
    text = answer(f"/feed.{ending}", NOON + 2 * HOUR).text
    assert "Correction, 28 Apr 2024, 17:00 Baku:" in text
    article = rewrite(world["corrected"].article, headline="Spelt well")
    publish(article, now=NOON + 2 * HOUR, change="minor")
    assert "It was Monday." in answer(f"/feed.{ending}", NOON + 3 * HOUR).text


def _went(feed: etree._Element) -> dict[str, datetime]:
    return {one.get("ref"): datetime.fromisoformat(one.get("when")) for one in feed.iterfind(f"{AT}deleted-entry")}


@pytest.mark.parametrize("followed", ["/", "/politics/", "/topics/energy/"])
def test_a_withdrawn_story_is_a_tombstone_in_atom_and_gone_from_the_others(world, answer, followed):
    assert _went(read(answer(f"{followed}feed.atom", NOON + HOUR - HOUR / 60))) == {}
    story = f"urn:uuid:{world['withdrawn'].story}"
    assert _went(read(answer(f"{followed}feed.atom", NOON + HOUR))) == {story: NOON + HOUR}
    for ending in ENDINGS:
        feed = answer(f"{followed}feed.{ending}", NOON + HOUR)
        assert story not in ids(read(feed))
        assert "Zqgone" not in feed.text


def test_a_story_that_comes_back_has_no_tombstone_and_is_newer_than_the_one_it_had(world, answer):
    article = rewrite(world["withdrawn"].article, headline="It is right now")
    publish(article, now=NOON + 2 * HOUR, change="correction", note="It was wrong.")
    feed = read(answer("/feed.atom", NOON + 2 * HOUR))
    assert _went(feed) == {}
    assert updates(feed)[f"urn:uuid:{world['withdrawn'].story}"] == NOON + 2 * HOUR


def test_a_replaced_edition_is_no_tombstone_and_a_tombstone_is_forgotten_in_time(world, answer):
    assert [*_went(read(answer("/feed.atom", NOON + 2 * HOUR)))] == [f"urn:uuid:{world['withdrawn'].story}"]
    assert _went(read(answer("/feed.atom", NOON + timedelta(days=32)))) == {}


def test_the_corrections_feed_names_no_headline_that_had_to_go(world, answer):
    publishing.withdraw(world["corrected"].article_id, by=IMPORT, reason="It was wrong.", clock=at(NOON + 2 * HOUR))
    (before,) = read(answer("/corrections/feed.json", NOON + HOUR))["items"]
    (after,) = read(answer("/corrections/feed.json", NOON + 2 * HOUR))["items"]
    assert (before["id"], before["title"]) == (after["id"], "Correction: Council & <b>budget</b>")
    assert (after["title"], after["summary"]) == ("Correction", "It was Monday.")


# -- how it is served -------------------------------------------------------------------------------------------------


@pages
@endings
def test_a_feed_has_a_strong_etag_that_is_answered_with_304_and_no_last_modified(world, client, followed, ending):
    path = f"{followed}feed.{ending}"
    first = client.get(path)
    assert first.status_code == 200
    assert first["ETag"].startswith('"')
    for name in ("Last-Modified", "Vary", "Set-Cookie"):
        assert not first.has_header(name), name
    assert not first.cookies
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    assert client.get(path, headers={"if-modified-since": "Wed, 01 Jan 2098 00:00:00 GMT"}).status_code == 200


@endings
def test_everybody_gets_the_same_bytes_whatever_they_send(world, client, omar, ending):
    plain = client.get(f"/feed.{ending}").content
    staff = Client()
    staff.force_login(omar)
    assert staff.get(f"/feed.{ending}").content == plain
    sent = {"accept-language": "ru", "accept": "text/html", "cookie": "django_language=ru"}
    assert (
        client.get(f"/feed.{ending}", {"page": "-1", "before": "x", "limit": "9" * 99}, headers=sent).content == plain
    )
    assert {Client().get(f"/feed.{ending}").content for _reader in range(20)} == {plain}
    head = client.head(f"/feed.{ending}")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", client.get(f"/feed.{ending}")["ETag"])
    assert client.post(f"/feed.{ending}").status_code == 405


@pytest.mark.parametrize(
    ("followed", "most"),
    [("/", 1), ("/latest/briefs/", 1), ("/corrections/", 2), ("/politics/", 2), ("/topics/energy/", 2),
     ("/correspondents/leyla-hesenova/", 2)],
)  # fmt: skip
@endings
def test_a_feed_takes_two_queries_and_atom_one_more_for_what_has_gone(world, client, followed, most, ending):
    """However much there is; none names a table of the desk."""
    for number in range(3):
        publish(ArticleFactory(tagged=["Energy"], photo=PhotoFactory(), slug=f"more-{number}"))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{followed}feed.{ending}").status_code == 200
    assert len(asked) == most + (ending == "atom" and followed != "/corrections/"), [one["sql"] for one in asked]
    for query in asked:
        assert not re.search(DESK, query["sql"]), query["sql"]


@endings
def test_an_empty_site_has_feeds_that_do_not_change(client, ending):
    first = client.get(f"/feed.{ending}")
    assert ids(read(first)) == []
    assert client.get(f"/feed.{ending}").content == first.content


@pytest.mark.parametrize("path", ["/nowhere/feed.xml", "/topics/nothing/feed.atom", "/feed.rdf", "/az/nowhere/feed.xml",
                                  "/correspondents/nobody/feed.json", "/en/feed.xml/", "/feed.xml.json"])  # fmt: skip
def test_there_is_no_feed_of_what_is_not_there(world, client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/rss", "/rss/", "/feed", "/feed/", "/ru/rss/"])
def test_who_guesses_an_address_is_led_to_the_feed(client, path):
    response = client.get(path, follow=True)
    assert response.redirect_chain[-1][0] == ("/ru/feed.xml" if path.startswith("/ru") else "/feed.xml")
    assert response.status_code == 200


def test_a_page_names_its_feeds_and_those_of_the_site(world, client):
    for page, feeds in {
        "/": ["/"], "/ru/": ["/ru/"], "/politics/": ["/politics/", "/"], "/topics/energy/": ["/topics/energy/", "/"],
        "/corrections/": ["/corrections/", "/"], world["russian"].get_absolute_url(): ["/ru/"],
    }.items():  # fmt: skip
        found = re.findall(
            r'rel="alternate" type="application/(?:rss.xml|atom.xml|feed.json)" title="[^"]+" href="([^"]+)"',
            client.get(page).text,
        )
        assert found == [f"{feed}feed.{ending}" for feed in feeds for ending in ENDINGS], page


def test_hubs_are_named_in_the_feed_and_in_its_headers(world, client, settings):
    assert not client.get("/feed.xml").has_header("Link")
    settings.WEBSUB_HUBS = ["https://hub.example/"]
    said = '<https://hub.example/>; rel="hub", <http://testserver/feed.xml>; rel="self"'
    assert client.get("/feed.xml")["Link"] == said
    rss, atom, document = (read(client.get(f"/feed.{ending}")) for ending in ENDINGS)
    for feed in (rss.find("channel"), atom):
        hubs = [link.get("href") for link in feed.iterfind(f"{A}link") if link.get("rel") == "hub"]
        assert hubs == ["https://hub.example/"]
    assert document["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
