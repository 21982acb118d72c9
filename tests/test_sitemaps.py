"""What search engines are told there is, and who is asked to keep away."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from articles import publishing
from articles.site import sitemaps
from tests.factories import IMPORT, NOON, ArticleFactory, BriefFactory, PhotoFactory, at, publish, rewrite

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
X, IMAGE = "{http://www.w3.org/1999/xhtml}", "{http://www.google.com/schemas/sitemap-image/1.1}"
N = "{http://www.google.com/schemas/sitemap-news/0.9}"
SCHEMA = Path(__file__).parents[2] / "shared/standards/sitemap.xsd"
APRIL = "/sitemap-2024-04.xml"


def russian(article, **fields):
    return ArticleFactory(
        language="ru", headline="Совет", standfirst="Совет.", body="<p>Да.</p>", translation_of=article,
        translated_edition=1, **fields,
    )  # fmt: skip


def read(response) -> etree._Element:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def locations(tree: etree._Element) -> list[str]:
    return [one.text.removeprefix("http://testserver") for one in tree.iter(f"{S}loc")]


def test_the_index_has_a_file_for_each_month_of_newsroom_time(answer):
    publish(now=NOON.replace(month=3, day=31, hour=21))  # already April in Baku
    publish(now=NOON.replace(year=2023))
    withdrawn = publish(now=NOON.replace(month=2))
    publishing.withdraw(withdrawn.article_id, by=IMPORT, reason="Wrong.", clock=at(NOON))
    found = locations(read(answer("/sitemap.xml", NOON + HOUR)))
    assert found == ["/sitemap-lists.xml", APRIL, "/sitemap-2023-04.xml"]
    assert answer("/sitemap-2024-03.xml", NOON).status_code == 404


def test_a_month_lists_what_is_live_with_pictures_and_when_it_last_changed(answer):
    story = publish(ArticleFactory(photo=PhotoFactory(), slug="first"))
    publish(rewrite(story.article, headline="New"), now=NOON + HOUR, change="update", note="More.")
    publish(rewrite(story.article, headline="Newer"), now=NOON + 2 * HOUR, change="minor")
    gone = publish(ArticleFactory(slug="gone"))
    publishing.withdraw(gone.article_id, by=IMPORT, reason="Wrong.", clock=at(NOON + HOUR))
    publish(ArticleFactory(slug="later"), at=NOON + 9 * HOUR)
    tree = read(answer(APRIL, NOON + 3 * HOUR))
    assert locations(tree) == [story.get_absolute_url()]
    assert tree.findtext(f"{S}url/{S}lastmod") == "2024-04-28T17:00:00+04:00"
    assert tree.findtext(f".//{IMAGE}loc") == f"http://testserver/media/{story.article.photo.uid}/960.jpg"


@pytest.mark.parametrize("path", [APRIL, "/sitemap-lists.xml", "/news-sitemap.xml"])
@pytest.mark.skipif(not SCHEMA.exists(), reason="needs the official schema, ../shared/standards")
def test_a_sitemap_keeps_to_its_schema(answer, path):
    article = ArticleFactory(photo=PhotoFactory(), headline="A & B <i>")
    publish(article)
    publish(russian(article))
    tree = read(answer(path, NOON + HOUR))
    for extension in tree.xpath("//*[local-name()='url']/*[namespace-uri()!=$ours]", ours=S.strip("{}")):
        extension.getparent().remove(extension)  # it would be looked for in the schema of its own
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(tree)


def test_translations_name_each_other_exactly_while_both_are_live(answer):
    article = ArticleFactory(slug="first")
    original, translation = publish(article), publish(russian(article, slug="second"), now=NOON + HOUR)
    second = publish(russian(article, slug="third"), now=NOON + HOUR)
    alone = publish(ArticleFactory(slug="alone"))

    def named(moment) -> dict[str, dict[str, str]]:
        return {
            url.findtext(f"{S}loc"): {one.get("hreflang"): one.get("href") for one in url.iterfind(f"{X}link")}
            for url in read(answer(APRIL, moment)).iterfind(f"{S}url")
        }

    first, other, third, by_itself = (
        f"http://testserver{one.get_absolute_url()}" for one in (original, translation, second, alone)
    )
    both = {"en": first, "ru": other}
    assert named(NOON) == {first: {}, by_itself: {}}
    assert named(NOON + HOUR) == {first: both, other: both, third: {}, by_itself: {}}
    publishing.withdraw(article.pk, by=IMPORT, reason="Wrong.", clock=at(NOON + 2 * HOUR))
    assert named(NOON + 2 * HOUR) == {other: {}, third: {}, by_itself: {}}


def test_a_large_month_is_in_several_files(answer, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 2)
    monkeypatch.setattr(sitemaps.Month, "limit", 2)
    stories = {publish().get_absolute_url() for _number in range(3)}
    parts = locations(read(answer("/sitemap.xml", NOON)))[1:]
    assert parts == [APRIL, f"{APRIL}?p=2"]
    found = [locations(read(answer(APRIL, NOON, p=part))) for part in ("1", "2")]
    assert [len(one) for one in found] == [2, 1]
    assert {*found[0], *found[1]} == stories


def test_the_news_sitemap_has_two_days_with_derived_titles(answer):
    publish(now=NOON - timedelta(hours=48))
    brief = publish(BriefFactory(slug="brief"))
    publish(rewrite(brief.article, byline="Our own"), now=NOON + HOUR, change="minor")
    tree = read(answer("/news-sitemap.xml", NOON + HOUR))
    assert locations(tree) == [brief.get_absolute_url()]
    said = {one.tag.removeprefix(N): one.text for one in tree.iterfind(f"{S}url/{N}news//*")}
    assert (said["name"], said["language"]) == ("Samur Wire", "en")
    assert said["publication_date"] == "2024-04-28T16:00:00+04:00"
    assert said["title"] == "The road to Xınalıq is open again."


def test_a_news_sitemap_is_no_longer_than_google_reads(answer, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    for minutes in range(3):
        publish(now=NOON + minutes * HOUR / 60)
    assert len(locations(read(answer("/news-sitemap.xml", NOON + HOUR)))) == 2


def test_the_lists_are_there_in_every_language(client):
    publish()
    found = locations(read(client.get("/sitemap-lists.xml")))
    assert {"/", "/ru/", "/az/latest/", "/ru/corrections/"} <= {*found}


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap-2024-13.xml", "/sitemap-2024-00.xml", "/sitemap-1999-01.xml",
        *(f"{APRIL}?p={part}" for part in ("0", "2", "x", "-1", "", "9" * 40)),
    ],
)  # fmt: skip
def test_there_is_no_sitemap_of_what_is_not_there(client, path):
    publish()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "most"), [("/sitemap.xml", 1), ("/sitemap-lists.xml", 0), (APRIL, 3), ("/news-sitemap.xml", 1)]
)
def test_a_sitemap_takes_few_queries_however_much_there_is(client, path, most):
    for _number in range(3):
        article = ArticleFactory(photo=PhotoFactory())
        publish(article)
        publish(russian(article))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    assert len(asked) == most, [one["sql"] for one in asked]


# -- robots -----------------------------------------------------------------------------------------------------------


def robots(client) -> dict[str, list[str]]:
    """What each is told, as RFC 9309 groups it."""
    found, names, rules = {}, [], True
    for line in client.get("/robots.txt").text.splitlines():
        field, _colon, value = line.partition(": ")
        if field == "User-agent":
            names, rules = ([value] if rules else [*names, value]), False
            found[value] = []
        elif field == "Disallow":
            rules = True
            for name in names:
                found[name].append(value)
        elif field == "Sitemap":
            found.setdefault("sitemaps", []).append(value)
    return found


@pytest.mark.parametrize(
    ("setting", "name"),
    [("ROBOTS_SEARCH", "Googlebot"), ("ROBOTS_AI_TRAINING", "GPTBot"), ("ROBOTS_AI_ANSWERS", "Claude-User")],
)
def test_each_kind_of_robot_has_a_setting(client, settings, setting, name):
    setattr(settings, setting, True)
    assert name not in robots(client)
    setattr(settings, setting, False)
    assert robots(client)[name] == ["/"]
    assert "/" not in robots(client)["*"]


def test_training_is_asked_to_keep_away_until_the_newsroom_says_otherwise(client):
    said = robots(client)
    assert said["GPTBot"] == ["/"]
    assert not {"Googlebot", "OAI-SearchBot"} & {*said}
    assert {"/admin/", "/search/", "/ru/search/", "/az/search/"} <= {*said["*"]}
    assert said["sitemaps"] == ["http://testserver/sitemap.xml", "http://testserver/news-sitemap.xml"]


def test_search_engines_may_show_large_pictures_of_a_page(client):
    assert '<meta name="robots" content="max-image-preview:large">' in client.get(publish().get_absolute_url()).text
