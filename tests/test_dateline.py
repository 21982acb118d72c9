"""Where a story was filed from: place, country, where it lies, and the day; printed and sealed with the rest."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from articles.drafts import revisions
from articles.drafts.restoring import restore
from articles.exchange.history_json import export
from articles.models import Article, Edition, Event, Revision, ledger
from articles.publishing import public_history
from tests.factories import NOON, ArticleFactory, publish, rewrite
from tests.test_desk_article import ADD, editor, filled, reporter, save  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
QUBA = {
    "dateline": "Quba", "dateline_country": "Azerbaijan", "dateline_on": date(2024, 4, 28),
    "dateline_latitude": "41.3611", "dateline_longitude": "48.5126",
}  # fmt: skip


def structured(page) -> dict:
    """What machines are told of a story, or else of the page."""
    told = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)]
    return next((one for one in told if one["@type"] == "NewsArticle"), told[0])


def line(page) -> str:
    return re.search(r'<span class="dateline">(.*?)</span>', page.text)[1]


def test_readers_see_place_country_and_day(client):
    assert line(client.get(publish(ArticleFactory(**QUBA)).get_absolute_url())) == "Quba, Azerbaijan, 28 April."


def test_a_place_that_every_reader_knows_needs_no_country(client):
    article = ArticleFactory(dateline="Washington", dateline_on=date(2024, 4, 28))
    assert line(client.get(publish(article).get_absolute_url())) == "Washington, 28 April."


@pytest.mark.parametrize(
    ("language", "month", "words"),
    [
        ("az", 6, "Quba, 28 iyun."),
        ("az", 11, "Quba, 28 noyabr."),
        ("ru", 11, "Quba, 28 ноября."),
        ("en", 6, "Quba, 28 June."),
    ],
)
def test_the_day_is_written_as_the_language_of_the_story_has_it(client, language, month, words):
    article = ArticleFactory(dateline="Quba", dateline_on=date(2023, month, 28), language=language)
    assert line(client.get(publish(article).get_absolute_url())) == words


def test_machines_are_told_the_same_and_where_it_lies(client):
    data = structured(client.get(publish(ArticleFactory(**QUBA)).get_absolute_url()))
    assert data["dateline"] == "Quba"
    assert data["contentLocation"] == {
        "@type": "Place",
        "name": "Quba",
        "address": {"@type": "PostalAddress", "addressLocality": "Quba", "addressCountry": "Azerbaijan"},
        "geo": {"@type": "GeoCoordinates", "latitude": 41.3611, "longitude": 48.5126},
    }


def test_of_a_story_without_a_place_they_are_told_none(client):
    assert "contentLocation" not in structured(client.get(publish(ArticleFactory()).get_absolute_url()))


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("41.3", None), (None, "48.5"), ("90.1", "0"), ("0", "-180.1"), ("-91", "0")]
)
def test_the_database_keeps_places_on_the_globe(latitude, longitude):
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleFactory(dateline_latitude=latitude, dateline_longitude=longitude)


def test_the_edges_of_the_globe_are_on_it():
    ArticleFactory(dateline_latitude="-90", dateline_longitude="180")


# -- what was printed stays -------------------------------------------------------------------------------------------


def test_what_is_sealed_verifies_when_it_is_read_back():
    edition = publish(ArticleFactory(**QUBA))
    stored = Edition.objects.get(pk=edition.pk)
    assert (stored.dateline_latitude, stored.dateline_longitude) == (Decimal("41.3611"), Decimal("48.5126"))
    assert ledger.content_hash(stored) == edition.content_hash


def test_an_export_says_degrees_as_text_with_six_digits():
    edition = publish(ArticleFactory(**QUBA))
    content = export(edition.article_id, clock=lambda: NOON + HOUR)["editions"][0]["content"]
    assert content["dateline_country"] == "Azerbaijan"
    assert (content["dateline_latitude"], content["dateline_longitude"]) == ("41.361100", "48.512600")


@pytest.mark.parametrize(
    "change", [{"dateline_country": "Italy"}, {"dateline_latitude": "41.4", "dateline_longitude": "48.6"}]
)
def test_the_record_says_that_the_dateline_changed(change):
    article = ArticleFactory(**QUBA)
    publish(article)
    publish(rewrite(article, **change), now=NOON + HOUR, change="correction", note="The place was wrong.")
    comparison = public_history.of(article.pk, at=NOON + HOUR).entries[0].comparison
    assert comparison.beside == ["the dateline"]


def test_a_version_of_the_history_has_it_and_gives_it_back(admin):
    article = Article.objects.get(pk=ArticleFactory(**QUBA).pk)
    revisions.keep(article, Event.objects.write("write", article, by=admin))
    content = Revision.objects.get().content
    assert (content["dateline_country"], content["dateline_latitude"]) == ("Azerbaijan", "41.361100")
    rewrite(article, dateline="", dateline_country="", dateline_latitude=None, dateline_longitude=None)
    restore(article.pk, 1, by=admin)
    article.refresh_from_db()
    assert (article.dateline_country, article.dateline_longitude) == ("Azerbaijan", Decimal("48.5126"))


# -- at the desk ------------------------------------------------------------------------------------------------------


def test_the_desk_writes_it(reporter):  # noqa: F811
    wanted = {name: str(value) for name, value in QUBA.items()}
    assert reporter.post(ADD, filled(reporter.get(ADD)) | {"headline": "Council meets"} | wanted).status_code == 302
    article = Article.objects.get()
    assert (article.dateline_country, article.dateline_latitude) == ("Azerbaijan", Decimal("41.3611"))


@pytest.mark.parametrize(
    "typed", [{"dateline_latitude": "41.3"}, {"dateline_latitude": "91", "dateline_longitude": "0"}]
)
def test_half_a_place_or_one_off_the_globe_is_sent_back(reporter, typed):  # noqa: F811
    page = reporter.post(ADD, filled(reporter.get(ADD)) | {"headline": "Council meets"} | typed)
    assert page.status_code == 200
    assert page.context["errors"]
    assert not Article.objects.exists()


def test_saving_degrees_again_as_they_are_is_no_new_version(editor):  # noqa: F811
    article = ArticleFactory(**QUBA)
    save(editor, article)
    article.refresh_from_db()
    assert article.version == 1


def test_places_that_the_desk_wrote_before_are_offered_once_while_one_is_typed(reporter):  # noqa: F811
    for _twice in range(2):
        ArticleFactory(dateline="Bakı", dateline_country="Azərbaycan")
    ArticleFactory(**QUBA)
    field = re.search(r'<input[^>]*name="dateline"[^>]*>', reporter.get(ADD).text)[0]
    address = re.search(r'data-suggest="([^"]+)"', field)[1]
    assert reporter.get(address, {"q": "ba"}).json() == {"names": ["Bakı"], "hints": {"Bakı": "Azərbaycan"}}
    assert reporter.get(address, {"q": "quba"}).json()["names"] == ["Quba"]
    for nothing in ("", "aba"):
        assert reporter.get(address, {"q": nothing}).json()["names"] == []


def test_one_query_finds_them_however_many_there_are(django_assert_num_queries):
    for number in range(5):
        ArticleFactory(dateline=f"Place {number}")
    with django_assert_num_queries(1):
        assert len(Article.objects.places()) == 5
