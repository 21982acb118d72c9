"""Stories as other newsrooms take them: ninjs and NewsML-G2, by their schemas, and who may have what."""

import importlib
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import NewsMLG2
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches
from lxml import etree

from articles import publishing
from articles.exchange import story as stories
from articles.exchange import urls
from articles.exchange.dialects import dialects
from articles.models import AboutPage, Edition, GalleryPicture, Photo, PublishingState, Source
from articles.site import about_pages
from tests import standards
from tests.factories import (
    FAR,
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    SourceFactory,
    at,
    publish,
    rewrite,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DOCS = Path(__file__).parents[1] / "docs" / "exchange.md"
FORMATS = {"ninjs.json": standards.ninjs, "newsml.xml": standards.newsml}
G2 = {"g": "http://iptc.org/std/nar/2006-10-01/", "h": "http://www.w3.org/1999/xhtml"}
each_format = pytest.mark.parametrize("ending", FORMATS)


def with_everything(**fields) -> Edition:
    """A corrected story with all that a story can have; its second edition."""
    hidden = SourceFactory(kind=Source.Kind.UNNAMED, name="Zqsecret", attribution="a source in the Secretariat")
    photo = PhotoFactory()
    followed = publish(ArticleFactory(headline="The budget is due"))
    article = ArticleFactory(
        dateline="Quba", dateline_country="Azerbaijan", dateline_latitude="41.361000", dateline_longitude="48.512600",
        body='<p>The <a href="/politics/">members</a> spoke &amp; agreed.</p>'
             f'<figure data-photo="{photo.uid}"></figure><table><tr><th>Year</th><th>Sum</th></tr>'
             "<tr><td>2024</td><td>1&lt;2</td></tr></table>",
        photo=PhotoFactory(), named=[CorrespondentFactory()], citing=[SourceFactory(), hidden], tagged=["Energy"],
        subjects=["11000000", "20000344"], urgency=3, genre="Curtain raiser", slugline="QUBA-BUDGET",
        usage_terms="Not for print before 18:00.", editors_note="Zqnote: picture to follow.", follows=followed.article,
        front_headline="Quba has a budget", **fields,
    )  # fmt: skip
    GalleryPicture.objects.create(article=article, photo=PhotoFactory())
    publish(article)
    return publish(
        rewrite(article, headline="Council of Quba met"), now=NOON + HOUR, change="correction", note="It has met."
    )


def translated() -> Edition:
    original = publish(ArticleFactory(headline="The dam is open"))
    return publish(
        ArticleFactory(
            headline="Плотина открыта", language="ru", translation_of=original.article, translated_edition=1,
            subjects=["20000344"],
        )
    )  # fmt: skip


KINDS = {
    "plain": publish,
    "brief": lambda: publish(BriefFactory()),
    "brief with a headline": lambda: publish(BriefFactory(headline="The road is open")),
    "everything": with_everything,
    "translated": translated,
    "free byline": lambda: publish(ArticleFactory(byline="Our Quba correspondent")),
}


def taken(client, edition: Edition, ending: str) -> bytes:
    response = client.get(f"{edition.get_absolute_url()}story.{ending}")
    assert response.status_code == 200
    return response.content


def ninjs(client, edition: Edition) -> dict:
    return json.loads(taken(client, edition, "ninjs.json"))


# -- by their schemas -------------------------------------------------------------------------------------------------


@each_format
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_edition_is_what_the_schema_asks_for(client, kind, ending):
    assert FORMATS[ending](taken(client, KINDS[kind](), ending)) == []


@each_format
def test_so_is_a_text_with_control_characters(client, ending):
    """Fields are cleaned when they are stored today; editions of old are as they were sealed."""
    edition, bad = publish(), "Bell\x07 and\x0b \ufffe\x00 end"
    for name in ("headline", "standfirst", "html", "body", "dateline", "slugline", "byline", "usage_terms"):
        setattr(edition, name, bad)
    edition.citations = [{"kind": "statement", "attribution": bad, "source": "person", "statement": bad}]
    edition.topics = [{"id": 1, "name": bad, "slug": "bell"}]
    dialect = next(one for one in dialects() if one.ending == ending)
    story = replace(stories.of(edition, at=NOON), notes=[Edition(change="update", note=bad)])
    assert FORMATS[ending](dialect.live(story)) == []


def test_the_schemas_do_refuse():
    assert standards.ninjs(b'{"uri": "urn:uuid:1", "headline": "of ninjs 1"}')
    assert standards.newsml(b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a" version="1"/>')


# -- what is in them --------------------------------------------------------------------------------------------------


def test_ninjs_says_what_readers_see_and_what_other_newsrooms_work_with(client, settings):
    settings.SITE_NAME, settings.USAGE_TERMS = "Samur Wire", "For subscribers."
    edition = with_everything()
    said = ninjs(client, edition)
    assert said["uri"] == f"urn:uuid:{edition.article.uid}"
    assert (said["version"], said["pubStatus"], said["language"]) == ("2", "usable", "en")
    assert (said["firstCreated"], said["versionCreated"]) == ("2024-04-28T12:00:00+00:00", "2024-04-28T13:00:00+00:00")
    assert [(one["role"], one["value"]) for one in said["headlines"]] == [
        ("main", "Council of Quba met"), ("short", "Quba has a budget"),
    ]  # fmt: skip
    assert [(one["role"], one["value"]) for one in said["descriptions"]] == [
        ("summary", edition.standfirst), ("correction", "It has met."),
    ]  # fmt: skip
    assert (said["by"], said["located"], said["slugline"], said["urgency"]) == (
        "Leyla Həsənova", "Quba", "QUBA-BUDGET", 3,
    )  # fmt: skip
    assert said["places"][0]["geoJSON"] == {"type": "Point", "coordinates": [48.5126, 41.361]}
    assert [one["name"] for one in said["genres"]] == ["Current", "Curtain raiser"]
    assert said["subjects"][0]["uri"] == "http://cv.iptc.org/newscodes/mediatopic/11000000"
    assert said["subjects"][-1] == {"name": "Energy", "uri": "http://testserver/topics/energy/", "rel": "tag"}
    assert said["usageTerms"] == "Not for print before 18:00.\nFor subscribers."
    assert said["copyrightNotice"] == "© 2024 Samur Wire"


def test_the_text_has_its_lede_complete_addresses_and_nothing_of_our_pages(client):
    html, plain = (body["value"] for body in ninjs(client, with_everything())["bodies"])
    assert html.startswith("<p>The council of Quba met on Sunday and agreed on the budget.</p><p>The <a href=")
    assert 'href="http://testserver/politics/"' in html
    assert 'src="http://testserver/media/' in html
    for ours in ("class=", "srcset", "loading", "data-", "<picture"):
        assert ours not in html
    assert plain.split("\n\n")[:2] == [
        "The council of Quba met on Sunday and agreed on the budget.", "The members spoke & agreed.",
    ]  # fmt: skip


def test_sources_are_as_readers_know_them_and_notes_to_editors_nowhere(client):
    edition = with_everything()
    assert ninjs(client, edition)["infoSources"] == [
        {"name": "Ministry of Energy", "role": "organisation"},
        {"name": "a source in the Secretariat", "role": "unnamed"},
    ]
    for ending in FORMATS:
        said = taken(client, edition, ending).decode()
        assert "a source in the Secretariat" in said
        assert "Zq" not in said


def test_pictures_come_in_every_size_until_their_licence_ends(answer):
    edition = with_everything()
    path = f"{edition.get_absolute_url()}story.ninjs.json"

    def pictures(moment):
        said = json.loads(answer(path, moment).content)
        return [one for one in said["associations"] if one["type"] == "picture"]

    first = pictures(NOON + HOUR)[0]
    assert len(pictures(NOON + HOUR)) == 3
    assert (first["by"], first["descriptions"][0]["value"]) == ("Photo: Samur Wire", "The hall before the session")
    assert first["renditions"][-1]["href"] == f"http://testserver/media/{edition.picture['uid']}/320.jpg"
    assert (first["renditions"][-1]["width"], first["renditions"][-1]["height"]) == (64, 48)
    Photo.objects.filter(uid=edition.picture["uid"]).update(licence_until=NOON + 2 * HOUR)
    assert len(pictures(NOON + 2 * HOUR)) == 2


def test_translations_and_the_story_that_it_follows_are_associated(client):
    edition = with_everything()
    russian = publish(
        ArticleFactory(headline="Совет", language="ru", translation_of=edition.article, translated_edition=2)
    )
    there = ninjs(client, edition)["associations"]
    found = {one["rel"]: (one["uri"], one["language"]) for one in there if one["type"] == "text"}
    assert found["translation"] == (f"urn:uuid:{russian.article.uid}", "ru")
    assert found["follows"][0].startswith("urn:uuid:")
    back = ninjs(client, russian)["associations"]
    assert [(one["rel"], one["uri"]) for one in back] == [("translationOf", f"urn:uuid:{edition.article.uid}")]


def test_the_names_of_subjects_and_topics_are_in_the_language_of_the_story(client, monkeypatch):
    edition = translated()
    topic = stories.media_topics.topics()["20000344"]
    monkeypatch.setitem(topic.names, "ru", "экономика")
    assert ninjs(client, edition)["subjects"][0]["name"] == "экономика"
    monkeypatch.delitem(topic.names, "ru")
    assert ninjs(client, edition)["subjects"][0]["name"] == topic.names["en"]


def test_a_rule_of_the_newsroom_is_named_while_it_is_public(client):
    edition = publish()
    page = AboutPage(slug="ethics", name="Ethics", body="<p>We ask.</p>", public=True)
    about_pages.write(page, by=None)
    trust = {one["role"].rpartition("/")[2]: one["href"] for one in ninjs(client, edition)["trustIndicators"]}
    assert trust["ethicsPolicy"] == "http://testserver/about/ethics/"
    assert trust["pieceOfWorkInfo"] == f"http://testserver{edition.get_absolute_url()}history/"
    page.public = False
    about_pages.write(page, by=None)
    assert len(ninjs(client, edition)["trustIndicators"]) == 1


def test_a_client_s_reader_reads_the_same_from_newsml(client, settings):
    settings.SITE_NAME = "Samur Wire"
    edition = with_everything()
    item = NewsMLG2.NewsMLG2Document(taken(client, edition, "newsml.xml")).get_item()
    assert (item.guid, item.version, item.conformance) == (f"urn:uuid:{edition.article.uid}", "2", "power")
    assert NewsMLG2.qcode_to_uri(item.itemmeta.pubstatus.qcode) == "http://cv.iptc.org/newscodes/pubstatusg2/usable"
    assert str(item.itemmeta.provider.name) == "Samur Wire"
    assert str(item.contentmeta.headline) == "Council of Quba met"
    subjects = [NewsMLG2.qcode_to_uri(one.qcode) for one in item.contentmeta.subject if one.qcode]
    assert subjects[0] == "http://cv.iptc.org/newscodes/mediatopic/11000000"


def test_newsml_says_what_changed_and_gives_the_text_as_xhtml(client):
    item = etree.fromstring(taken(client, with_everything(), "newsml.xml"))
    assert item.xpath("string(//g:edNote)", namespaces=G2) == "Correction: It has met."
    assert item.xpath("string(//g:signal/@qcode)", namespaces=G2) == "sig:correction"
    assert item.xpath("string(//h:body/h:p[1])", namespaces=G2).startswith("The council of Quba met")
    assert item.xpath("string(//h:td[2])", namespaces=G2) == "1<2"
    assert item.xpath("//h:img/@src", namespaces=G2)[0].startswith("http://testserver/media/")
    assert "The members spoke & agreed." in item.xpath("string(//g:inlineData)", namespaces=G2)


# -- versions, moments, addresses -------------------------------------------------------------------------------------


def test_a_version_counts_what_readers_saw_also_that_it_was_away(answer):
    article = ArticleFactory()
    edition = publish(article)
    path = f"{edition.get_absolute_url()}story.ninjs.json"
    publish(article, now=NOON + HOUR, at=NOON + 9 * HOUR, change="minor")
    publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + 2 * HOUR))
    publish(article, now=NOON + 3 * HOUR)
    moments = [NOON, NOON + 2 * HOUR, NOON + 3 * HOUR]
    said = [json.loads(answer(path, moment).content) for moment in moments]
    assert [(one["version"], one["pubStatus"]) for one in said] == [
        ("1", "usable"), ("2", "canceled"), ("3", "usable"),
    ]  # fmt: skip
    assert len({one["uri"] for one in said}) == 1


@each_format
def test_a_withdrawn_story_is_canceled_with_its_notice_and_without_its_text(answer, ending):
    edition = with_everything()
    publishing.withdraw(edition.article_id, by=IMPORT, reason="It was wrong.", clock=at(NOON + 2 * HOUR))
    response = answer(f"{edition.get_absolute_url()}story.{ending}", NOON + 2 * HOUR)
    assert response.status_code == 410
    assert FORMATS[ending](response.content) == []
    said = response.content.decode()
    assert "canceled" in said
    assert "It was wrong." in said
    for word in ("Quba", "members", "Leyla", "Ministry", "Secretariat", "It has met", "BUDGET", "/politics/"):
        assert word not in said


@each_format
def test_a_story_that_ended_is_canceled_without_a_word(answer, ending):
    article = ArticleFactory()
    PublishingState.objects.create(article=article, ends_at=NOON + HOUR)
    path = f"{publish(article).get_absolute_url()}story.{ending}"
    assert answer(path, NOON + HOUR - timedelta(seconds=1)).status_code == 200
    assert answer(path, NOON + HOUR).status_code == 410


@each_format
def test_what_is_scheduled_is_not_there_before_its_moment(answer, ending):
    path = f"{publish(now=NOON, at=NOON + HOUR).get_absolute_url()}story.{ending}"
    assert answer(path, NOON + HOUR - timedelta(seconds=1)).status_code == 404
    assert answer(path, NOON + HOUR).status_code == 200


@each_format
def test_what_was_never_published_is_not_there(client, ending):
    article = ArticleFactory(slug="draft")
    assert client.get(f"/politics/2024/04/28/draft/story.{ending}").status_code == 404
    publish(article, at=FAR)
    assert client.get(f"/politics/2999/01/01/draft/story.{ending}").status_code == 404


@each_format
def test_a_moved_story_leads_to_its_new_address(client, ending):
    article = ArticleFactory(slug="first")
    publish(article)
    publish(rewrite(article, slug="second"), now=NOON + HOUR)
    response = client.get(f"/politics/2024/04/28/first/story.{ending}")
    assert (response.status_code, response["Location"]) == (301, f"/politics/2024/04/28/second/story.{ending}")


@each_format
def test_everybody_gets_the_same_bytes_and_nothing_twice(client, omar, ending):
    path = f"{with_everything().get_absolute_url()}story.{ending}"
    first = client.get(path)
    client.force_login(omar)
    again = client.get(path, headers={"accept-language": "az"})
    assert first.content == again.content
    for response in (first, again):
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert "Accept-Language" not in response.get("Vary", "")
    kept = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (kept.status_code, kept.content) == (304, b"")
    assert first["Content-Type"] in {"application/json", "application/vnd.iptc.g2.newsitem+xml"}
    assert first["X-Robots-Tag"] == "noindex"


@each_format
def test_it_takes_six_queries_at_most(client, ending):
    path = f"{with_everything().get_absolute_url()}story.{ending}"
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) == 6, [query["sql"] for query in asked]


def test_the_page_of_a_story_leads_to_its_formats(client):
    edition = publish()
    page = client.get(edition.get_absolute_url()).text
    for type, ending in (("application/json", "ninjs.json"), ("application/vnd.iptc.g2.newsitem+xml", "newsml.xml")):
        address = f"http://testserver{edition.get_absolute_url()}story.{ending}"
        assert f'<link rel="alternate" type="{type}"' in page
        assert f'href="{address}"' in page


def test_editors_see_what_others_could_take_at_another_time(client, omar):
    edition = with_everything()
    client.force_login(omar)
    path = f"/admin/as-of/2024-04-28T12:30:00Z{edition.get_absolute_url()}story.ninjs.json"
    assert json.loads(b"".join(client.get(path)))["version"] == "1"


# -- a format of one's own --------------------------------------------------------------------------------------------


@pytest.fixture
def bulletin(tmp_path, monkeypatch):
    """The example of docs/exchange.md, put where a newsroom would put it."""
    example = re.search(r"```python\n(.+?)```", DOCS.read_text("utf-8"), re.DOTALL)[1]
    (tmp_path / "samur_bulletin.py").write_text(example, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(settings, "EXCHANGE_DIALECTS", ["samur_bulletin"])
    reread()
    yield
    monkeypatch.undo()
    reread()


def reread() -> None:
    """As a server does that starts with other settings."""
    dialects.cache_clear()
    for module in (urls, importlib.import_module(settings.ROOT_URLCONF)):
        importlib.reload(module)
    clear_url_caches()


def test_a_newsroom_adds_a_format_in_one_file(bulletin, client):
    edition = publish()
    path = f"{edition.get_absolute_url()}story.txt"
    response = client.get(path)
    assert response.content.decode().startswith("COUNCIL MEETS IN QUBA\n\nThe council of Quba met on Sunday")
    assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert f'title="Bulletin text" href="http://testserver{path}"' in client.get(edition.get_absolute_url()).text
    publishing.withdraw(edition.article_id, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    response = client.get(path)
    assert (response.status_code, response.content) == (410, b"KILL: It was wrong.\n")
