"""The list of stories at the desk: views, filters, orders, and what a row offers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.desk import list_views
from articles.models import Article, SavedView
from articles.publishing import foureyes
from articles.workflow import State
from tests.factories import (
    FAR,
    IMPORT,
    ArticleFactory,
    CorrespondentFactory,
    SectionFactory,
    make_user,
    publish,
    rewrite,
)
from tests.test_desk_article import LIST, logged_in
from tests.test_finding_work import aged, listed, noted

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)


@pytest.fixture
def editor(omar):
    return logged_in(omar)


@pytest.fixture
def reporter(nora):
    return logged_in(nora)


def now_published(**fields) -> Article:
    article = ArticleFactory(**fields)
    publish(article, now=timezone.now())
    return Article.objects.get(pk=article.pk)


def tabs(client) -> dict[str, str]:
    """The views of the list with their counts, in their order."""
    return {str(tab.title): tab.count for tab in client.get(LIST).context["tabs"]}


def rows(client, **asked):
    return {row.title: row for row in client.get(LIST, asked).context["rows"]}


# -- views ------------------------------------------------------------------------------------------------------------


def test_each_view_holds_what_it_says(editor, omar, nora):
    ArticleFactory(headline="mine to edit", editor=omar)
    ArticleFactory(headline="mine and spiked", editor=omar, state=State.SPIKED)
    ArticleFactory(headline="submitted", state=State.SUBMITTED)
    ArticleFactory(headline="approved", state=State.APPROVED)
    aged(ArticleFactory(headline="approved long ago", state=State.APPROVED), days=31)
    publish(ArticleFactory(headline="scheduled", state=State.APPROVED), at=FAR)
    now_published(headline="today", state=State.APPROVED)
    publish(ArticleFactory(headline="published long ago", state=State.APPROVED))
    rewrite(now_published(headline="changed"), standfirst="It met again.")
    withdrawn = now_published(headline="withdrawn")
    publishing.withdraw(withdrawn.pk, by=IMPORT, reason="Wrong.")
    replaced = now_published(headline="replaced")
    publish(replaced, now=timezone.now(), change="update", note="More.")
    ArticleFactory(headline="outdated", translation_of=replaced, translated_edition=1)
    alone = ArticleFactory(headline="alone")
    foureyes.override(alone, by=nora, reason="Fire.")
    found = {view: {*listed(editor, view=view)} for view in list_views.VIEWS}
    assert found.pop("all") == {*Article.objects.values_list("headline", flat=True)}
    assert found == {
        "mine": {"mine to edit"},
        "submitted": {"submitted"},
        "approved": {"approved", "changed"},  # whose change was approved, too
        "scheduled": {"scheduled"},
        "today": {"today", "changed", "replaced"},
        "changed": {"changed"},
        "check": {"alone"},
        "outdated": {"outdated"},
        "withdrawn": {"withdrawn"},
    }


def test_a_view_is_counted_up_to_a_limit_and_says_when_there_are_more(editor, monkeypatch):
    monkeypatch.setattr(list_views, "CAP", 3)
    for number in range(2):
        ArticleFactory(headline=str(number), state=State.SUBMITTED)
    assert tabs(editor)["Submitted"] == "2"
    ArticleFactory(state=State.SUBMITTED)
    ArticleFactory(state=State.SUBMITTED)
    assert tabs(editor)["Submitted"] == "2+"
    assert tabs(editor)["All"] == ""


def test_everybody_sees_first_the_views_they_work_with(editor, reporter):
    assert [*tabs(editor)][:2] == ["Submitted", "Mine"]
    assert [*tabs(reporter)][:2] == ["Mine", "Submitted"]
    assert "Needs a second check" not in tabs(reporter)
    assert "Needs a second check" in tabs(editor)


def test_a_view_that_is_not_theirs_leaves_the_list_as_it_is(reporter, nora, omar):
    foureyes.override(ArticleFactory(headline="alone"), by=omar, reason="Fire.")
    ArticleFactory(headline="other")
    assert listed(reporter, view="check") == listed(reporter, view="nothing") == ["other", "alone"]


def test_a_view_is_narrowed_like_the_list_and_its_tab_is_current(editor):
    ArticleFactory(headline="wanted", state=State.SUBMITTED, language="ru")
    ArticleFactory(headline="in English", state=State.SUBMITTED)
    ArticleFactory(headline="a draft", language="ru")
    page = editor.get(LIST, {"view": "submitted", "language": "ru"})
    assert [row.title for row in page.context["rows"]] == ["wanted"]
    assert page.context["tab"].title == "Submitted"
    assert [(chip["title"], chip["value"], chip["without"]) for chip in page.context["chips"]] == [
        ("language", "Russian", "?view=submitted")
    ]


# -- views of one's own -----------------------------------------------------------------------------------------------


def save_view(client, query: str, name: str = "My view"):
    return client.post(f"{LIST}views/", {"query": query, "name": name}, follow=True)


def test_a_view_is_saved_for_oneself_alone_and_opens_as_it_was(editor, reporter):
    ArticleFactory(headline="wanted", language="ru", state=State.SUBMITTED)
    ArticleFactory(headline="other")
    page = save_view(editor, "?sort=headline&language=ru&view=submitted&before=20240101T000000.0-1&evil=1")
    assert page.context["tab"].title == "My view"
    assert [row.title for row in page.context["rows"]] == ["wanted"]
    assert SavedView.objects.get().query == "language=ru&sort=headline&view=submitted"
    assert "My view" in tabs(editor)
    assert "My view" not in tabs(reporter)


def test_a_view_saved_again_under_its_name_replaces_the_one_before(editor):
    save_view(editor, "?language=ru")
    save_view(editor, "?language=az")
    assert [view.query for view in SavedView.objects.all()] == ["language=az"]


def test_only_its_owner_removes_a_view(editor, reporter):
    save_view(editor, "?language=ru")
    view = SavedView.objects.get()
    reporter.post(f"{LIST}views/{view.pk}/delete/")
    assert SavedView.objects.exists()
    assert editor.get(f"{LIST}views/{view.pk}/delete/").status_code == 405
    editor.post(f"{LIST}views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name_and_nobody_has_more_than_a_dozen(editor):
    assert "Give it a name" in save_view(editor, "?language=ru", name=" ").text
    for number in range(SavedView.MOST):
        save_view(editor, "?language=ru", name=str(number))
    assert "Remove one first" in save_view(editor, "?language=az", name="one more").text
    assert SavedView.objects.count() == SavedView.MOST


def test_who_may_not_see_the_list_saves_no_view(mina):
    assert logged_in(mina).post(f"{LIST}views/", {"query": "", "name": "a"}).status_code == 403


# -- filters ----------------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_language_writer_editor_and_tag(editor, nora, omar):
    named = CorrespondentFactory(name="Nora", slug="nora", user=nora)
    ArticleFactory(headline="writes", writer=nora)
    ArticleFactory(headline="is named", named=[named], language="az")
    ArticleFactory(headline="edits", editor=omar, writer=make_user("ada", "Journalists"), tagged=["Energy"])
    assert {*listed(editor, writer=f"u{nora.pk}")} == {"writes", "is named"}
    assert listed(editor, writer=f"u{omar.pk}") == []
    assert listed(editor, editor=str(omar.pk)) == ["edits"]
    assert {*listed(editor, editor="-")} == {"writes", "is named"}
    assert listed(editor, language="az") == ["is named"]
    assert listed(editor, language="xx") == listed(editor)
    assert listed(editor, tag="ENERGY") == ["edits"]
    assert listed(editor, tag="Fishing") == []


def test_the_list_is_narrowed_by_the_day_of_publication_and_of_the_last_save(editor, settings):
    settings.TIME_ZONE = "Asia/Baku"
    publish(ArticleFactory(headline="of that day"))  # at four in the afternoon of 28 April 2024, in Baku
    now_published(headline="of today")
    aged(ArticleFactory(headline="old"), days=9)
    assert listed(editor, published="2024-04-28") == ["of that day"]
    assert listed(editor, published="2024-04-27") == listed(editor, published="2024-04-29") == []
    week = (timezone.localdate() - timedelta(days=7)).isoformat()
    assert "old" not in listed(editor, since=week)
    assert len(listed(editor, since=week)) == 2
    for nonsense in ("yesterday", "2024-13-01", "9999-12-31", "0001-01-01"):
        assert len(listed(editor, published=nonsense, since=nonsense)) == 3, nonsense


def test_a_filter_of_an_older_version_is_a_chip_that_can_be_removed(editor, nora):
    ArticleFactory(headline="wanted", writer=nora)
    ArticleFactory(headline="other")
    page = editor.get(LIST, {"person": f"u{nora.pk}", "age": "7"})
    assert [row.title for row in page.context["rows"]] == ["wanted"]
    assert [str(chip["title"]) for chip in page.context["chips"]] == ["last saved", "person"]
    assert f'href="?person=u{nora.pk}"' in page.text
    assert 'href="?age=7"' in page.text


# -- orders -----------------------------------------------------------------------------------------------------------


def walked(client, **asked) -> list[str]:
    """The headlines of all pages, each found by the link of the one before."""
    response, seen = client.get(LIST, asked), []
    while True:
        seen += [row.title for row in response.context["rows"]]
        if not (older := response.context["cl"].older):
            return seen
        response = client.get(LIST + older)


def test_the_list_is_sorted_by_each_column_both_ways_and_no_page_loses_a_story(editor, monkeypatch):
    monkeypatch.setattr("articles.desk.story.ArticleAdmin.list_per_page", 2)
    soon = timezone.now()
    for number, headline in enumerate(["Ç", "b", "Ə", "a", "a"]):
        article = ArticleFactory(headline=headline, deadline=soon + HOUR * (number // 2))
        aged(article, minutes=number)
    ArticleFactory(headline="no deadline")
    by_headline = [*Article.objects.order_by("headline", "pk").values_list("headline", flat=True)]
    assert walked(editor, sort="headline") == by_headline
    assert walked(editor, sort="-headline") == by_headline[::-1]
    assert walked(editor, sort="deadline") == ["Ç", "b", "Ə", "a", "a"]
    assert walked(editor, sort="-deadline") == ["a", "a", "Ə", "b", "Ç"]
    assert walked(editor) == walked(editor, sort="nothing") == ["no deadline", "Ç", "b", "Ə", "a", "a"]
    assert walked(editor, sort="-saved") == ["a", "a", "Ə", "b", "Ç", "no deadline"]


def test_published_stories_are_sorted_by_first_publication(editor, monkeypatch):
    monkeypatch.setattr("articles.desk.story.ArticleAdmin.list_per_page", 2)
    for number in range(5):
        article = ArticleFactory(headline=str(number), language="ru" if number == 3 else "en")
        publish(article, now=timezone.now() - HOUR * (5 - number))
    publish(Article.objects.get(headline="0"), now=timezone.now(), change="update", note="More.")
    ArticleFactory(headline="never")
    assert walked(editor, sort="published") == ["4", "3", "2", "1", "0"]
    assert walked(editor, sort="-published") == ["0", "1", "2", "3", "4"]
    assert walked(editor, sort="published", language="en") == ["4", "2", "1", "0"]
    assert "Only stories that readers can see are listed." in editor.get(LIST, {"sort": "published"}).text


def test_a_search_is_sorted_too(editor):
    for headline in ("b council", "a council", "other"):
        noted(headline=headline, standfirst="It met.")
    publish(Article.objects.get(headline="b council"))
    assert listed(editor, q="council", sort="headline") == ["a council", "b council"]
    assert listed(editor, q="council", sort="published") == ["b council"]


@pytest.mark.parametrize("place", ["nonsense", "AAAA", "MTI=", "MSAA", "20240101T000000.0-1"])
def test_a_place_among_headlines_that_nobody_named_leads_back_to_the_list(editor, place):
    response = editor.get(LIST, {"before": place, "sort": "headline"})
    assert response.status_code == 302 or place == "MTI="


def test_the_head_of_a_column_says_how_it_is_sorted_and_turns_it_round(editor):
    ArticleFactory()
    page = editor.get(LIST, {"sort": "deadline", "state": "draft"})
    assert page.context["columns"]["deadline"]["leads_to"] == "?state=draft&sort=-deadline"
    assert page.context["columns"]["headline"]["leads_to"] == "?state=draft&sort=headline"
    assert page.context["columns"]["saved"]["leads_to"] == "?state=draft"
    assert page.context["columns"]["deadline"]["way"] == "ascending"
    assert page.context["columns"]["headline"]["way"] == ""


# -- rows -------------------------------------------------------------------------------------------------------------


def test_a_row_says_how_far_it_is_and_what_readers_see(editor):
    now_published(headline="live", state=State.APPROVED)
    twice = now_published(headline="twice")
    publish(twice, now=timezone.now(), change="update", note="More.")
    rewrite(now_published(headline="changed"), standfirst="It met again.")
    publish(ArticleFactory(headline="coming"), at=FAR)
    ArticleFactory(headline="late", deadline=timezone.now() - HOUR)
    found = rows(editor)
    assert (found["live"].state.shape, found["live"].public.words) == ("approved", "Published")
    assert found["changed"].public.shape == "changed"
    assert found["coming"].public.shape == "scheduled"
    assert found["late"].is_late
    assert found["late"].public.words == "Not published"
    assert not found["live"].is_late


def test_a_row_offers_the_next_step_to_those_who_may_take_it(editor, reporter, nora):
    ArticleFactory(headline="draft", writer=nora)
    ArticleFactory(headline="somebody's draft")
    ArticleFactory(headline="submitted", state=State.SUBMITTED, writer=nora)
    steps = {title: [step.verb for step in row.next_steps] for title, row in rows(reporter).items()}
    assert steps == {"draft": ["submit"], "somebody's draft": [], "submitted": []}
    steps = {title: [step.verb for step in row.next_steps] for title, row in rows(editor).items()}
    drafts = ["submit", "publish"]
    assert steps == {"draft": drafts, "somebody's draft": drafts, "submitted": ["approve", "publish"]}
    assert [step.verb for step in rows(editor)["submitted"].later_steps] == ["return", "spike"]


def asked_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("who", ["nora", "omar"])
def test_no_row_costs_a_query_of_its_own(who, request):
    """Not for its menu either: a journalist's rights hang on the byline, an editor's on the section."""
    client = logged_in(request.getfixturevalue(who))
    counts = []
    for _round in range(2):
        for number in range(8):
            person = CorrespondentFactory(name=f"Person {number}", slug=f"person-{number}")
            article = ArticleFactory(named=[person], section=SectionFactory(name=f"Section {number}"))
            publish(article, now=timezone.now())
            ArticleFactory(state=State.SUBMITTED, deadline=timezone.now(), tagged=["Energy"])
        asked_of(client, LIST)
        counts.append(asked_of(client, LIST))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("many", [0, 1000])
@pytest.mark.parametrize("sort", ["headline", "-headline", "deadline", "-deadline", "published", "-published"])
def test_few_stories_are_sorted_and_many_walked_and_both_give_the_same(editor, monkeypatch, many, sort):
    monkeypatch.setattr("articles.desk.story.ArticleAdmin.list_per_page", 2)
    now = timezone.now()
    for number, headline in enumerate("dbac"):
        article = ArticleFactory(headline=headline, language="ru", deadline=now + HOUR * number)
        publish(article, now=now - HOUR * number)
        ArticleFactory(headline=f"other {headline}", deadline=now)
    monkeypatch.setattr("articles.desk.list_order.MANY", many)
    wanted = {"headline": "abcd", "-headline": "dcba", "deadline": "dbac", "-deadline": "cabd",
              "published": "dbac", "-published": "cabd"}  # fmt: skip
    assert walked(editor, sort=sort, language="ru") == [*wanted[sort]]


@pytest.mark.parametrize("sort", ["headline", "deadline", "published"])
def test_many_stories_are_not_sorted_on_the_way(editor, monkeypatch, sort):
    """SQLite says how it reads: where a filter and an order each have an index, it takes that of the order."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by the size of its tables")
    for number in range(3):
        publish(ArticleFactory(headline=str(number), deadline=timezone.now()), now=timezone.now())
    monkeypatch.setattr("articles.desk.list_order.MANY", 1)
    with CaptureQueriesContext(connection) as queries:
        assert len(listed(editor, sort=sort, state="approved", section="politics")) == 3
    (walk,) = [query["sql"] for query in queries if "ORDER BY" in query["sql"] and "LIMIT 51" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {walk}")
        plan = " / ".join(row[3] for row in cursor.fetchall())
    assert "TEMP B-TREE FOR ORDER BY" not in plan, plan
