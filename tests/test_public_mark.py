"""The mark beside a draft, by which the desk lists what readers see: kept by publishing, answered from indexes."""

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import FOREVER, NEVER, Article
from articles.models.public_mark import MARK, NO_MARK
from articles.workflow import State
from tests.factories import FAR, IMPORT, NOON, ArticleFactory, at, publish, rewrite
from tests.test_desk_article import DASHBOARD, LIST, logged_in
from tests.test_search import multiply

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
ONE, TWO = NOON + HOUR, NOON + 2 * HOUR


def mark(story: Article) -> tuple:
    return Article.objects.values_list(*MARK).get(pk=story.pk)


def listed(moment) -> set[str]:
    """Which of the lists hold the one story there is."""
    names = ("scheduled", "live", "changed", "over", "not_ahead")
    return {name for name in names if getattr(Article.objects, name)(moment).exists()}


# -- what it says -----------------------------------------------------------------------------------------------------


def test_a_story_has_none_until_an_edition_is_public_or_scheduled():
    story = ArticleFactory()
    assert mark(story) == NO_MARK
    publish(story, at=ONE)
    assert mark(story) == (ONE, FOREVER, 1, None)
    publishing.cancel(story.pk, by=IMPORT, clock=at(NOON + TICK))
    assert mark(story) == NO_MARK
    assert Article.objects.never_public().get() == story


def test_an_edition_goes_live_and_ends_in_the_lists_without_anybody_doing_anything():
    story = ArticleFactory()
    publishing.window(story.pk, by=IMPORT, ends_at=TWO, clock=at(NOON))
    publish(story, now=NOON + TICK, at=ONE)
    assert listed(ONE - TICK) == {"scheduled"}
    assert listed(ONE) == listed(TWO - TICK) == {"live"}
    assert listed(TWO) == {"over", "not_ahead"}


def test_an_update_that_is_scheduled_takes_the_place_of_what_is_live_at_its_time():
    publish(story := ArticleFactory())
    story = rewrite(story, headline="The council has met")
    assert listed(NOON) == {"live", "changed"}
    publish(story, now=NOON + TICK, at=ONE)
    assert mark(story) == (ONE, FOREVER, story.version, story.version - 1)
    assert listed(ONE - TICK) == {"scheduled", "live", "changed"}
    assert listed(ONE) == {"live"}


def test_what_was_withdrawn_and_is_scheduled_again_is_not_live_until_then():
    publish(story := ArticleFactory())
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + TICK))
    assert listed(NOON + TICK) == {"over", "not_ahead"}
    publish(story, now=NOON + 2 * TICK, at=ONE)
    assert listed(ONE - TICK) == {"scheduled"}
    assert listed(ONE) == {"live"}


def test_saving_a_draft_that_was_read_before_an_act_leaves_the_mark_of_that_act():
    """The desk saves a draft as a whole, with all that its row held when it was read."""
    story = ArticleFactory()
    publish(story)
    story.headline = "The council has met"
    story.save()
    assert mark(story) == (NOON, FOREVER, 1, None)
    assert Article.objects.get(pk=story.pk).headline == "The council has met"
    Article(pk=story.pk, slug="first", headline="Again", created_at=NOON).save()
    assert mark(story) == (NOON, FOREVER, 1, None)


@pytest.mark.parametrize("name", MARK)
def test_a_mark_that_the_ledger_does_not_give_is_found(name, capsys):
    publish(story := ArticleFactory())
    publish(rewrite(story, headline="The council has met"), now=NOON + TICK, at=ONE)
    call_command("verify_editions", verbosity=0)
    Article.objects.filter(pk=story.pk).update(**{name: NEVER if name in MARK[:2] else 99})
    with pytest.raises(CommandError):
        call_command("verify_editions", verbosity=0)
    assert f"the desk lists it wrongly: {name} is " in capsys.readouterr().out


def test_the_marks_of_all_stories_are_made_again(monkeypatch):
    monkeypatch.setattr("articles.publishing.public_mark.BATCH", 2)
    for number in range(3):
        publish(now=NOON + number * HOUR)
    kept = [*Article.objects.order_by("pk").values_list(*MARK)]
    Article.objects.update(public_from=None, public_until=NEVER, public_version=7, version_before=8)
    call_command("render_editions", verbosity=0)
    assert [*Article.objects.order_by("pk").values_list(*MARK)] == kept


def test_the_upgrade_marks_the_stories_that_are_there(monkeypatch):
    fill = import_module("articles.migrations.0063_fill_public_mark")
    monkeypatch.setattr(fill, "BATCH", 2)
    publish(ArticleFactory())
    publish(story := ArticleFactory())
    publish(rewrite(story, headline="The council has met"), now=NOON + TICK, at=ONE)
    publish(story := ArticleFactory())
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + TICK))
    ArticleFactory()
    kept = [*Article.objects.order_by("pk").values_list(*MARK)]
    Article.objects.update(public_from=None, public_until=NEVER, public_version=7, version_before=8)
    fill.fill(apps, SimpleNamespace(connection=connection))
    assert [*Article.objects.order_by("pk").values_list(*MARK)] == kept
    assert len({*kept}) == 4


# -- what it costs ----------------------------------------------------------------------------------------------------

MANY, FEW = 5000, 3
LISTS = {
    "public=no": {"never", "approved"}, "public=coming": {"coming"}, "public=changed": {"changed"},
    "public=withdrawn": {"withdrawn"}, "public=live": {"live"}, "view=approved": {"approved"},
    "view=scheduled": {"coming"}, "view=changed": {"changed"}, "view=withdrawn": {"withdrawn"},
    "deadline=late": {"never"},
    "public=withdrawn&sort=headline": {"withdrawn"},
}  # fmt: skip


@pytest.fixture
def archive(db):
    """Many stories that are live and unchanged; before them, at the end of the list, a few of each other kind."""
    now = timezone.now()
    live = {"public_from": now - HOUR, "public_until": FOREVER, "public_version": 1, "state": State.APPROVED}
    kinds = {
        "never": {"deadline": now - HOUR},
        "coming": live | {"public_from": FAR},
        "changed": live | {"version": 2, "state": State.DRAFT},
        "withdrawn": live | {"public_until": now - TICK},
        "approved": {"state": State.APPROVED},
    }
    made = [(kind, fields) for kind, fields in kinds.items() for _number in range(FEW)] + [("live", live)] * MANY
    Article.objects.bulk_create(
        ArticleFactory.build(section=None, slug="s", headline=kind, **fields) for kind, fields in made
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE articles_article")


def nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def rows_read(sql: str, table: str = "articles_article") -> int:
    """How many rows of a table PostgreSQL reads, those in vain included."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0][0]["Plan"]
    read = [node for node in nodes(plan) if node.get("Relation Name") == table]
    return sum((n["Actual Rows"] + n.get("Rows Removed by Filter", 0)) * n["Actual Loops"] for n in read)


def whole_tables(sql: str) -> list[str]:
    """The steps in which SQLite goes through all stories: a whole table, or an index that isn't of those alone."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3] for row in cursor.fetchall()]
    some = ("article_never_public", "article_with_an_end", "article_changed")
    return [step for step in steps if step.startswith("SCAN articles_article") and not step.endswith(some)]


@pytest.mark.parametrize("asked", LISTS)
def test_a_list_and_the_counts_of_its_tabs_read_no_more_stories_than_they_show(archive, omar, asked):
    editor = logged_in(omar)
    with CaptureQueriesContext(connection) as queries:
        found = editor.get(f"{LIST}?{asked}").context["cl"].result_list
    assert {story.headline for story in found} == LISTS[asked]
    sent = [query["sql"] for query in queries if 'FROM "articles_article"' in query["sql"]]
    assert len(sent) >= 2
    for sql in sent:
        if connection.vendor == "postgresql":
            assert rows_read(sql) <= 150, sql
        elif asked != "public=live":  # which walks the list, as long as it needs for a page
            assert whole_tables(sql) == [], sql


def test_translations_that_are_out_of_date_are_found_among_the_translations_alone(archive, omar):
    original = publish(now=timezone.now() - 2 * HOUR).article
    Article.objects.filter(headline="never").update(translation_of=original, language="az", translated_edition=1)
    rewritten = rewrite(original, body="<p>It met on Sunday.</p>")
    publish(rewritten, now=timezone.now() - HOUR, change="correction", note="It met on Sunday.")
    editor = logged_in(omar)
    with CaptureQueriesContext(connection) as queries:
        groups = editor.get(DASHBOARD).context["groups"]
    assert [len(group.items) for group in groups if group.title == "Translations out of date"] == [FEW]
    sent = [query["sql"] for query in queries if "is_out_of_date" in query["sql"]]
    assert len(sent) == 1
    if connection.vendor == "postgresql":
        assert rows_read(sent[0]) <= 150, sent[0]
    else:
        assert whole_tables(sent[0]) == [], sent[0]


def listed_briefs(client) -> str:
    """The query of the page that lists briefs alone."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/latest/", {"only": "briefs"}).status_code == 200
    (sent,) = [query["sql"] for query in queries if "LIMIT 31" in query["sql"]]
    return sent


def test_the_page_of_briefs_goes_along_an_index_of_briefs(client):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL says how many rows it reads, below")
    publish(ArticleFactory(kind="brief"))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {listed_briefs(client)}")
        plan = [row[3] for row in cursor.fetchall()]
    assert any("briefs_language" in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan


@pytest.mark.postgres
def test_the_page_of_briefs_reads_no_other_stories(client):
    edition = publish()
    multiply(edition, MANY)
    publish(ArticleFactory(kind="brief"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_edition")
    assert rows_read(listed_briefs(client), "articles_edition") <= 31
