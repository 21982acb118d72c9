"""What readers find, and how it is shown: on SQLite by FTS5, on PostgreSQL by its full text search."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.models import Edition, KnownWord, SearchEntry, search_index
from articles.publishing import search_entries
from articles.site import search
from articles.text import search_terms
from newsroom import searching
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    SectionFactory,
    SourceFactory,
    at,
    publish,
    rewrite,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOON + 90 * DAY


def found(q, *, best_first=False, moment=LATER, language="", **how):
    terms = search_terms.parse(q, language)
    keys = search.newest(search.entries(at=moment, language=language, **how), terms)
    return [edition.slug for edition in search.editions(search.best(keys, terms) if best_first else keys, at=moment)]


@pytest.fixture
def archive():
    """Three stories and a brief, a day after each other."""
    ardel = SectionFactory(name="Regions", slug="regions")
    leyla = CorrespondentFactory(name="Leyla Həsənova", slug="leyla-hesenova")
    publish(
        ArticleFactory(
            slug="budget", headline="Council agrees on the budget", standfirst="It took two hours.", named=[leyla],
            body="<p>The minister of energy was there. Nobody else was.</p>", citing=[SourceFactory(name="Azərenerji")],
        )
    )  # fmt: skip
    publish(
        ArticleFactory(
            slug="dam", headline="Dam is full", standfirst="Ministers came to see it.", section=ardel, kind="analysis",
            body="<p>The council of Quba paid. The U.S. embassy sent a letter about energy, energy and energy.</p>",
        ),
        now=NOON + DAY,
    )  # fmt: skip
    publish(
        ArticleFactory(slug="soviet", headline="Совет заседает", standfirst="Сегодня.", body="", language="ru"),
        now=NOON + 2 * DAY,
    )
    publish(BriefFactory(slug="road", standfirst="The road to İsmayıllı is open <again>."), now=NOON + 3 * DAY)


@pytest.mark.parametrize(
    ("q", "slugs"),
    [
        ("council", "dam budget"),
        ("COUNCIL budget", "budget"),
        ("minist", "dam budget"),
        ("ministers", "dam budget"),
        ('"ministers"', "dam"),
        ('"minister of energy"', "budget"),
        ('"energy minister"', ""),
        ('"minist"', ""),
        ("“two hours”", "budget"),
        ("«two hours»", "budget"),
        ("council -quba", "budget"),
        ('council -"two hours"', "dam"),
        ("-council", ""),
        ("council -", "dam budget"),
        ("U.S.", "dam"),
        ("us", ""),
        ("ismayilli", "road"),
        ("İSMAYILLI", "road"),
        ("ısmayıllı", "road"),
        ("həsənova", "budget"),
        ("hesenova", "budget"),
        ("азеренержи", ""),
        ("azerenerji", "budget"),
        ("совет", "soviet"),
        ("sovet", "soviet"),
        ("again", "road"),
        ("council council council council council council council council council nobody", "dam budget"),
        ("", ""),
        ("…  —", ""),
    ],
)
def test_all_words_are_found_from_their_beginning_phrases_as_they_stand(archive, q, slugs):
    assert found(q) == slugs.split()


@pytest.mark.parametrize(
    "q",
    [
        '"flood* (a AND -x:', "x" * 10_000, "a " * 5_000, "council\x00", "NEAR(council budget)", "head:council",
        "^council", "council*", "{council}", "council AND", "NOT council", "'council'", "cou''ncil",
        "council & | ! <-> :*", "\\",
        '"', '""', '-"', '"council', "'' OR 1=1; DROP TABLE articles_edition", "👍🏽", "%", "\ud7ff\uffff",
    ],
    ids=range(23),
)  # fmt: skip
@pytest.mark.parametrize("order", ["", "best"])
def test_hostile_words_are_answered_like_any_other(archive, client, q, order):
    assert client.get("/search/", {"q": q, "order": order}).status_code == 200
    assert Edition.objects.count() == 4


def test_the_best_match_has_the_word_in_its_headline_or_more_often(archive):
    assert found("council", best_first=True) == ["budget", "dam"]
    assert found("energy", best_first=True) == ["dam", "budget"]


def test_the_best_are_looked_for_among_those_that_hold_the_words_however_much_is_newer(archive, monkeypatch):
    monkeypatch.setattr(search, "RANKED", 1)
    assert found("budget", best_first=True) == ["budget"]


def test_the_best_match_comes_first_and_the_newest_is_one_click_away(archive, client):
    page = client.get("/search/", {"q": "council"})
    assert page.text.index("/budget/") < page.text.index("/dam/")
    assert 'href="?q=council&amp;order=new">newest first</a>' in page.text
    newest = client.get("/search/", {"q": "council", "order": "new"}).text
    assert newest.index("/dam/") < newest.index("/budget/")
    assert 'href="?q=council">best match first</a>' in newest


def test_what_was_found_is_counted_and_goes_on_on_another_page(archive, client, monkeypatch):
    assert "2 stories found," in client.get("/search/", {"q": "council"}).text
    assert "1 story found," in client.get("/search/", {"q": "again"}).text
    monkeypatch.setattr(search, "COUNTED", 1)
    monkeypatch.setattr(searching, "FOUND", 1)
    first = client.get("/search/", {"q": "council"})
    assert "More than 1 stories found," in first.text
    assert (links(first, "rel="), slugs(first)) == (['rel="next" href="?q=council&amp;page=2"'], ["budget"])
    second = client.get("/search/", {"q": "council", "page": "2"})
    assert (links(second, "rel="), slugs(second)) == (['rel="prev" href="?q=council"'], ["dam"])
    assert slugs(client.get("/search/", {"q": "council", "page": "99"})) == ["dam"]


def slugs(page):
    return [one.edition.slug for one in page.context["search"].found]


def links(page, start):
    return re.findall(rf'{start}"(?:next|prev)" href="[^"]*"', page.text)


@pytest.mark.parametrize(
    ("how", "slugs"),
    [
        ({"section": "regions"}, "dam"),
        ({"kind": "analysis"}, "dam"),
        ({"by": "leyla-hesenova"}, "budget"),
        ({"by": "nobody"}, ""),
        ({"since": date(2024, 4, 29)}, "dam"),
        ({"until": date(2024, 4, 28)}, "budget"),
        ({"since": date(2024, 4, 28), "until": date(2024, 4, 29)}, "dam budget"),
    ],
)
def test_a_search_is_narrowed(archive, how, slugs):
    assert found("council", **how) == slugs.split()
    assert sorted(found("council", best_first=True, **how)) == sorted(slugs.split())


def test_days_are_the_newsroom_s(archive):
    publish(ArticleFactory(slug="late", headline="Council by night"), now=NOON.replace(hour=20))  # midnight in Baku
    assert "late" not in found("council", until=date(2024, 4, 28))
    assert "late" in found("council", since=date(2024, 4, 29))


def test_only_what_is_live_is_found_in_the_words_that_it_has_now(archive):
    story = Edition.objects.get(slug="budget").article
    publish(rewrite(story, headline="Council disagrees"), now=NOON + 5 * DAY, at=NOON + 6 * DAY)
    before, after = NOON + 6 * DAY - HOUR, NOON + 6 * DAY
    assert (found("disagrees", moment=before), found("disagrees", moment=after)) == ([], ["budget"])
    assert (found("agrees", moment=before), found("agrees", moment=after)) == (["budget"], [])
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + 7 * DAY))
    assert found("disagrees", moment=NOON + 7 * DAY) == []


def test_what_was_erased_is_in_no_index(archive, admin):
    story = Edition.objects.get(slug="budget").article
    publish(rewrite(story, headline="Council disagrees", body="", standfirst="It did."), now=NOON + 5 * DAY)
    publishing.erase(story.pk, 1, by=admin, reason="A court.", clock=at(NOON + 6 * DAY))
    assert found("nobody", moment=NOON + DAY) == []
    assert not KnownWord.objects.filter(word="nobody").exists()
    assert KnownWord.objects.filter(word="council").exists()  # other stories have it
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM articles_search_fts WHERE articles_search_fts MATCH 'nobody'")
            assert cursor.fetchone() == (0,)


def test_the_index_is_put_right_when_it_was_lost(archive):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for event in ("insert", "update", "delete"):
                cursor.execute(f"DROP TRIGGER articles_search_fts_{event}")
            cursor.execute("DROP TABLE articles_search_fts")
    search_index.install()
    search_index.install()
    assert found("council") == ["dam", "budget"]
    SearchEntry.objects.filter(edition__slug="dam").delete()
    KnownWord.objects.all().delete()
    assert (found("council"), search_entries.missing()) == (["budget"], 1)
    call_command("render_editions", stdout=StringIO())
    assert (found("council"), search_entries.missing()) == (["dam", "budget"], 0)
    assert KnownWord.objects.get(word="council").written == "council"
    publish(ArticleFactory(slug="new", headline="Council again"), now=NOON + 9 * DAY)
    assert found("council") == ["new", "dam", "budget"]


@pytest.mark.parametrize(
    ("q", "slugs"), [('"budget it"', ""), ('"two hours the"', ""), ('"there nobody"', "budget"), ("dam -U.S.", "")]
)
def test_a_phrase_runs_over_sentences_but_not_from_the_headline_or_the_lede_into_the_text(archive, q, slugs):
    assert found(q) == slugs.split()


# -- many stories ----------------------------------------------------------------------------------------------------


def multiply(edition, times):
    """Add copies of an edition, the n-th of them holding word n, the common words in turn and only the last “rare”."""

    def copy(table, model, values, source):
        fields = [field for field in model._meta.concrete_fields if field.column != "id"]
        columns = [field.column for field in fields]
        return (
            f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608
            f"SELECT {', '.join(values.get(one, one) for one in columns)} FROM {source}"
        )

    number, table, entries = "generate_series(1, %s) AS n", Edition._meta.db_table, SearchEntry._meta.db_table
    older = {"article_id": "-n", "first_published_at": "first_published_at - n * interval '1 minute'"}
    meets = "CASE n %% 2 WHEN 0 THEN 'even meets' ELSE 'odd meets' END"
    words = f"to_tsvector('simple', concat('council ', {meets}, ' word', n))"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # copies need no story of their own
        source = f"{table}, {number} WHERE id = {edition.pk}"
        cursor.execute(copy(table, Edition, older | {"story": "gen_random_uuid()"}, source), [times])
        source = (
            f"{entries} AS one, {number}, LATERAL (SELECT id AS copied FROM {table} WHERE article_id = -n) AS made "  # noqa: S608
            f"WHERE one.edition_id = {edition.pk}"
        )
        values = older | {"edition_id": "copied", "vector": f"{words} || vector"}
        cursor.execute(copy(entries, SearchEntry, values, source), [times])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("SELECT gin_clean_pending_list(%s)", ["search_words"])  # as a vacuum does; or plans vary
        cursor.execute(f"ANALYZE {entries}")


def looked_into_in_vain(queries):
    """How many entries PostgreSQL looked into for these queries without finding the words in them."""

    def nodes(plan):
        yield plan
        for part in plan.get("Plans", []):
            yield from nodes(part)

    with connection.cursor() as cursor:
        for query in queries:
            sql = query["sql"].removeprefix(search.BY_WORDS)
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
            for node in nodes(cursor.fetchone()[0][0]["Plan"]):
                if "vector" in node.get("Filter", "") + node.get("Recheck Cond", ""):
                    yield node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("q", "count"),
    [
        ("misspelld", 0),
        ("council misspelld", 0),
        ("even odd", 0),
        ('"odd council"', 0),
        ("word5999", 1),
        ("council word5999", 1),
        ('"word5999 dam"', 1),
        ("council -word1", 30),
    ],
)
@pytest.mark.parametrize("order", ["new", "best"])
def test_no_search_reads_through_the_archive(archive, client, q, count, order):
    multiply(Edition.objects.get(slug="dam"), 6000)
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/search/", {"q": q, "order": order})
    assert len(slugs(page)) == count
    assert bool(page.context["search"].latest) == (not count)
    in_vain = sum(looked_into_in_vain(query for query in asked if "vector" in query["sql"]))
    # Whether the words of a phrase follow each other is seen only in what holds both.
    assert in_vain < (3100 if q == '"odd council"' else 100)


# -- the page ---------------------------------------------------------------------------------------------------------


def texts(client, **query):
    return {one.edition.slug: (one.title, one.excerpt) for one in client.get("/search/", query).context["search"].found}


def test_what_was_asked_for_is_marked_in_the_lede_or_where_the_text_has_it(archive, client):
    assert texts(client, q="minister") == {
        "dam": ("Dam is full", "<mark>Ministers</mark> came to see it."),
        "budget": ("Council agrees on the budget", "The <mark>minister</mark> of energy was there. Nobody else was."),
    }
    assert texts(client, q="council -quba")["budget"][0] == "<mark>Council</mark> agrees on the budget"
    assert texts(client, q="ismayilli")["road"][0] == "The road to <mark>İsmayıllı</mark> is open &lt;again&gt;."
    assert texts(client, q='"minister of energy"')["budget"][1].startswith("The <mark>minister of energy</mark>")
    assert texts(client, q="zasedaet", language="ru")["soviet"][0] == "Совет <mark>заседает</mark>"


def test_a_long_text_is_cut_around_the_place(client):
    body = f"<p>{'Before it. ' * 60}The lighthouse is lit. {'After it. ' * 60}</p>"
    publish(ArticleFactory(slug="long", headline="Long", standfirst="Very.", body=body))
    excerpt = texts(client, q="lighthouse")["long"][1]
    assert "<mark>lighthouse</mark>" in excerpt
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert len(excerpt) < 300


def test_where_nothing_is_found_the_page_says_what_was_searched_and_offers_the_latest(archive, client):
    page = client.get("/search/", {"q": "lighthouse <b>"})
    assert "lighthouse &lt;b&gt;" in page.text
    assert [edition.slug for edition in page.context["search"].latest] == ["road", "dam", "budget"]
    for asked in ({"q": "-council"}, {"section": "politics"}):
        assert "Type at least one word" in client.get("/search/", asked).text
    for asked in ({}, {"by": "leyla-hesenova"}):
        assert "Type at least one word" not in client.get("/search/", asked).text


def test_a_bad_filter_says_so_and_is_left_out(archive, client):
    page = client.get("/search/", {"q": "council", "since": "yesterday", "kind": "poem", "section": "../"})
    assert sorted(slugs(page)) == ["budget", "dam"]
    assert "Enter a valid date." in page.text
    assert "yesterday" not in page.text  # a field for days cannot hold it
    assert 'value="2024-04-28"' in client.get("/search/", {"q": "council", "since": "2024-04-28"}).text


def test_a_search_takes_few_queries_however_much_it_finds(archive, client, django_assert_num_queries):
    for number in range(40):
        publish(ArticleFactory(slug=f"council-{number}", headline="Council meets"), now=NOON + 9 * DAY)
    one_more = connection.vendor == "sqlite"  # whether there are few
    narrowed = {"q": "council", "order": "new", "section": "politics", "kind": "news"}
    for query, count in (({"q": "council"}, 8), (narrowed, 7)):
        with django_assert_num_queries(count + one_more):
            page = client.get("/search/", query)
        assert len(slugs(page)) == 30
        assert page.context["search"].more


def test_a_reader_may_stay_with_one_person_and_go_back_to_everybody(archive, client):
    assert "/search/?by=leyla-hesenova" in client.get("/correspondents/leyla-hesenova/").text
    page = client.get("/search/", {"q": "council", "by": "leyla-hesenova"}).text
    assert '<option value="leyla-hesenova" selected>Leyla Həsənova</option>' in page
    nothing = client.get("/search/", {"q": "dam", "by": "leyla-hesenova"}).text
    assert "Search without filters" in nothing
    assert "Search without filters" not in client.get("/search/", {"q": "nobody"}).text
