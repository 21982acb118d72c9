"""What search engines and social networks are told of a story: https://developers.google.com/search/docs."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image

from articles.models import Citation, Source
from reviews.models import Review
from tests import schema_org
from tests.factories import (
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    ReviewFactory,
    SourceFactory,
    publish,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
# What Google recommends or asks for of an article and its publisher.
ASKED = {"@id", "headline", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage"}


def large() -> PhotoFactory:
    return PhotoFactory(original__width=1800, original__height=1200)


def told(client, edition) -> dict:
    (story,) = [
        one for one in schema_org.told(client.get(edition.get_absolute_url()).text) if one["@type"] == "NewsArticle"
    ]
    return story


def meta(page: str, name: str) -> list[str]:
    return re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', page)


def test_one_article_says_all_that_is_asked_for_and_holds_the_reviews(client):
    article = ArticleFactory(photo=large(), named=[CorrespondentFactory()], tagged=["Energy"], dateline="Quba")
    edition = publish(article)
    review = ReviewFactory(article=article, state=Review.State.PUBLISHED)
    said = told(client, edition)
    assert {*said} >= ASKED
    address = f"http://testserver{edition.get_absolute_url()}"
    assert said["@id"] == said["url"] == said["mainEntityOfPage"] == address
    assert [one["text"] for one in said["comment"]] == [review.text]
    assert (said["articleSection"], said["keywords"], said["dateline"]) == ("Politics", ["Energy"], "Quba")
    assert schema_org.unknown(client.get(edition.get_absolute_url()).text) == []


def test_a_story_without_reviews_has_no_comments(client):
    assert not {"comment", "commentCount"} & {*told(client, publish())}


def test_a_large_picture_is_told_in_three_shapes_that_are_there(client):
    edition = publish(ArticleFactory(photo=large()))
    images = told(client, edition)["image"]
    assert [(one["width"], one["height"]) for one in images] == [(1200, 1200), (1200, 900), (1200, 675)]
    for one in images:
        response = client.get(one["url"].removeprefix("http://testserver"))
        assert Image.open(io.BytesIO(b"".join(response))).size == (one["width"], one["height"])
        assert (one["caption"], one["creditText"]) == ("The hall before the session", "Photo: Samur Wire")


def test_a_picture_that_is_too_small_for_that_is_told_whole(client):
    """Cut to a square, this one would be 1,100 wide."""
    edition = publish(ArticleFactory(photo=PhotoFactory(original__width=1500, original__height=1100)))
    shapes = [(one["width"], one["height"]) for one in told(client, edition)["image"]]
    assert shapes == [(1200, 900), (1200, 675)]
    edition = publish(ArticleFactory(photo=PhotoFactory()))
    (image,) = told(client, edition)["image"]
    assert (image["width"], image["height"]) == (64, 48)
    assert client.get(image["url"].removeprefix("http://testserver")).status_code == 200


def test_what_is_cited_has_the_name_of_its_source_but_never_of_one_that_is_not_named(client):
    article = ArticleFactory()
    hidden = SourceFactory(kind=Source.Kind.UNNAMED, name="Zqsecret", attribution="a source in the Secretariat")
    for position, (source, url) in enumerate(
        [(SourceFactory(), "https://a.example/"), (hidden, "https://b.example/"), (hidden, "https://a.example/")]
    ):
        Citation.objects.create(
            article=article, source=source, position=position, statement="agreed on the budget", address=url
        )
    assert told(client, publish(article))["citation"] == [
        {"@type": "CreativeWork", "url": "https://a.example/", "name": "Ministry of Energy"},
        {"@type": "CreativeWork", "url": "https://b.example/"},
    ]


def test_the_publisher_has_a_logo_that_is_there(client, settings, tmp_path):
    edition = publish()
    logo = told(client, edition)["publisher"]["logo"]
    assert logo["url"].startswith("http://testserver/static/img/icon-512")
    settings.SITE_LOGO = tmp_path / "ours.SVG"
    settings.SITE_LOGO.write_text('<svg viewBox="0 0 10 10"></svg>')
    assert told(client, edition)["publisher"]["logo"]["url"] == "http://testserver/static/img/logo.svg"


def test_dates_have_an_offset_and_an_unchanged_story_is_as_old_as_its_publication(client):
    edition = publish()
    said = told(client, edition)
    assert said["dateModified"] == said["datePublished"] == "2024-04-28T12:00:00+00:00"
    publish(edition.article, now=NOON + HOUR, change="correction", note="It met.")
    assert told(client, edition)["dateModified"] == "2024-04-28T13:00:00+00:00"


def test_the_card_of_a_story_has_its_section_authors_and_topics(client):
    article = ArticleFactory(language="ru", tagged=["Energy", "Water"], named=[CorrespondentFactory()])
    page = client.get(publish(article).get_absolute_url()).text
    assert meta(page, "article:section") == ["Политика"]
    assert meta(page, "article:tag") == ["Energy", "Water"]
    assert meta(page, "article:author") == ["http://testserver/ru/correspondents/leyla-hesenova/"]
    assert meta(page, "robots") == ["max-image-preview:large"]
    assert not meta(client.get(publish(BriefFactory()).get_absolute_url()).text, "article:author")
