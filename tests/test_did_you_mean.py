"""“Did you mean government?”: a mistyped word is offered as live stories have it, and nothing else is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.models import Edition, KnownWord
from articles.site import suggesting
from articles.text import search_terms, spelling
from tests.factories import IMPORT, NOON, ArticleFactory, CorrespondentFactory, SourceFactory, at, publish, rewrite

pytestmark = [pytest.mark.database, pytest.mark.django_db]

DAY = timedelta(days=1)
LATER = NOON + 90 * DAY


@pytest.fixture
def archive():
    for number in range(3):
        publish(ArticleFactory(slug=f"g{number}", headline="Government meets", body="<p>The budget of the state.</p>"))
    publish(ArticleFactory(slug="river", headline="River rises", body="<p>The library is closed.</p>"))


def meant(q, language="", moment=LATER):
    return suggesting.corrected(q, search_terms.parse(q, language), at=moment, language=language)


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("goverment", "government", 1), ("libary", "library", 1), ("rivr", "river", 1), ("bugdet", "budget", 1),
        ("ca", "abc", 3), ("council", "council", 0), ("gvernmetn", "government", 2), ("gvrnmetn", "government", 3),
        ("gvernmnt", "government", 2),
    ],
)  # fmt: skip
def test_mistakes_are_letters_left_out_added_replaced_or_swapped(one, other, away):
    assert spelling.distance(one, other, most=2) == spelling.distance(other, one, most=2) == away


@pytest.mark.parametrize(
    ("q", "better"),
    [
        ("goverment", "Government"),
        ("goverrnmant", "Government"),
        ("bugdet", "budget"),
        ("rivr", "River"),
        ("xiver", "River"),
        ("libary rivr", "library River"),
        ("goverment -river", "Government -river"),
        ('"goverment" meets', '"Government" meets'),
        ("government", ""),
        ("gov", ""),
        ("rver rvr", "River rvr"),  # too short to say
        ("goverment misspelldd", "Government misspelldd"),
        ("-goverment council", ""),
    ],
)  # fmt: skip
def test_a_mistyped_word_is_put_right_where_it_stands(archive, q, better):
    assert meant(q) == better


def test_the_page_offers_what_finds_something_as_a_link_in_its_language(archive, client, settings):
    page = client.get("/search/", {"q": "goverment", "section": "politics"}).text
    assert 'Did you mean <a href="?q=Government&amp;section=politics" lang="en">Government</a>?' in page
    assert "Did you mean" not in client.get("/search/", {"q": "goverment rivr"}).text  # no story has both
    assert "Did you mean" not in client.get("/search/", {"q": "goverment", "section": "economy"}).text
    assert "Did you mean" not in client.get("/search/", {"q": "goverment", "until": "2001-01-01"}).text
    assert "Did you mean" not in client.get("/search/", {"q": "government"}).text
    assert "<b>" not in client.get("/search/", {"q": "goverment<b>"}).text


def test_what_one_story_has_may_still_be_a_mistake(archive, client):
    publish(ArticleFactory(slug="typo", headline="Goverment falls"))
    assert meant("goverment") == ""
    for number in range(8):
        publish(ArticleFactory(slug=f"more{number}", headline="Government again"))
    assert meant("goverment") == "Government"
    page = client.get("/search/", {"q": "goverment"})
    assert [one.edition.slug for one in page.context["search"].found] == ["typo"]
    assert "Did you mean" in page.text


def test_the_commonest_of_those_that_are_as_near_is_offered(archive):
    publish(ArticleFactory(slug="a", headline="Cattle market"))
    for number in range(2):
        publish(ArticleFactory(slug=f"b{number}", headline="Battle ends"))
    assert meant("xattle") == "Battle"
    assert meant("cartle") == "Cattle"


def test_words_are_of_the_language_searched_and_in_any_letters(archive, settings):
    settings.LANGUAGES = [("en", "English"), ("az", "Azerbaijani"), ("ru", "Russian")]
    publish(ArticleFactory(slug="h", headline="Hökumət toplaşır", language="az"))
    publish(ArticleFactory(slug="p", headline="Правительство заседает", language="ru"))
    assert meant("hokumt", "az") == "Hökumət"
    assert meant("hökümat", "az") == "Hökumət"
    assert (meant("hokumt", "en"), meant("goverment", "az")) == ("", "")
    assert meant("правителство", "ru") == ""  # it is folded alike, and found
    assert (meant("провительство", "ru"), meant("pravitelstva", "ru")) == ("Правительство",) * 2


def test_only_words_of_live_stories_are_offered(archive, admin):
    secret = CorrespondentFactory(name="Zarathustrian Writer")
    story = ArticleFactory(slug="x", headline="Xylophone plays", body="<p>A marzipan.</p>", named=[secret])
    assert (meant("xylofone"), meant("marzipn"), meant("zarathustrin")) == ("", "", "")  # a draft
    publish(story, now=NOON, at=NOON + 5 * DAY)
    moments = (NOON + 5 * DAY - timedelta(seconds=1), NOON + 5 * DAY)
    assert [meant("xylofone", moment=moment) for moment in moments] == ["", "Xylophone"]
    assert meant("zarathustrin") == "Zarathustrian"
    publish(rewrite(story, headline="Fiddle plays", body="<p>A marzipan.</p>"), now=NOON + 6 * DAY)
    assert KnownWord.objects.filter(word="xylophone").exists()
    assert (meant("xylofone"), meant("marzipn")) == ("", "marzipan")
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + 7 * DAY))
    assert meant("marzipn", moment=NOON + 7 * DAY) == ""
    publishing.erase(story.pk, 2, by=admin, reason="A court.", clock=at(NOON + 8 * DAY))
    assert meant("marzipn", moment=NOON + 6 * DAY) == ""


def test_an_unnamed_source_is_never_offered(archive):
    source = SourceFactory(name="Xaverius Quillon", kind="unnamed", attribution="an official")
    publish(ArticleFactory(slug="s", headline="Somebody talks", citing=[source]))
    assert not KnownWord.objects.filter(word__in=["xaverius", "quillon"]).exists()
    assert (meant("xaveriu"), meant("quilon")) == ("", "")


def test_few_words_are_compared_however_many_are_known(archive, monkeypatch):
    letters = "bcdfghjklmnp"
    words = (f"{a}{b}ver{c}{d}" for a in letters for b in letters for c in letters for d in letters)
    KnownWord.objects.bulk_create(KnownWord(language="en", word=word, written=word) for word in words)
    measured = []
    monkeypatch.setattr(spelling, "distance", lambda one, other, most: measured.append(other) or most + 1)
    with CaptureQueriesContext(connection) as asked:
        meant("gbverqb")
    assert 0 < len(measured) < 400
    assert KnownWord.objects.count() > 20_000
    assert sum("knownword" in query["sql"] for query in asked) == 2


def test_known_words_are_looked_up_in_their_indexes(archive):
    words = (f"known{number:05}"[::-1] for number in range(20_000))
    KnownWord.objects.bulk_create(KnownWord(language="en", word=word, written=word) for word in words)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_knownword")
    for where in ({"start__in": ["gov", "gove"]}, {"end__in": ["nt", "ment"]}):
        plan = KnownWord.objects.filter(language__in=["en"], length__range=(8, 12), **where).explain()
        assert "known_word_" in plan


def test_a_search_that_finds_nothing_takes_no_more_queries_however_much_is_like_it(archive, client):
    for number in range(30):
        publish(ArticleFactory(slug=f"c{number}", headline=f"Bxttl{'abcdefghijklmnopqrstuvwxyzabcdefg'[number]} ends"))
    with CaptureQueriesContext(connection) as asked:
        client.get("/search/", {"q": "bxttl9 bxttl8 bxttl7"})
    assert len(asked) < 60
    assert Edition.objects.count() == 34
