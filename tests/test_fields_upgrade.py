"""Editions that were sealed before there was a third format come through the upgrade, and verify as they did."""

import json
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.drafts import editing
from articles.exchange.history_json import export
from articles.models import Article, Edition, Photo, search_index
from articles.publishing import foureyes, triggers
from articles.workflow import State
from tests.factories import NOON, ArticleFactory, CorrespondentFactory, PhotoFactory, at, publish, rewrite
from tests.test_ledger import act_hash, canonical, sha256
from tests.test_outsider import verify as verify_as_outsider

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

HOUR = timedelta(hours=1)
BEFORE = [("articles", "0045_one_job_table")]
FIRST = (
    "kind language headline standfirst body slug path section dateline dateline_on byline bylines citations topics "
    "picture change note"
).split()
FORMATS = {
    1: FIRST,
    2: [*FIRST, *"developing follows pictures dateline_country dateline_latitude dateline_longitude".split()],
}
COLUMNS = {"path": "address_id", "section": "section_id", "follows": "follows_id"}


def migrate(targets: list):
    return MigrationExecutor(connection).migrate(targets).apps


def newest() -> list:
    return [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] == "articles"]


def put_right() -> None:
    """What `manage.py migrate` does once the tables are there."""
    triggers.install()
    search_index.install()


def seal(apps, story: Article, version: int) -> None:
    """As the version before sealed a story in this format, worked out from its rows with nothing of the product's."""
    editions, acts, states = (apps.get_model("articles", name) for name in ("Edition", "Act", "PublishingState"))
    before = ""
    for act in acts.objects.filter(article_id=story.pk).order_by("number"):
        edition = editions.objects.filter(article_id=story.pk, number=act.edition)
        without = {name: value for name, value in edition.get().picture.items() if name != "sha256"}
        edition.update(picture=without)
        row = edition.values().get()
        content = {name: row[COLUMNS.get(name, name)] for name in FORMATS[version]}
        act.content_hash = sha256(f"newsroom content {version}", row["salt"], canonical(content))
        edition.update(format=version, content_hash=act.content_hash)
        act.act_hash = act_hash(vars(act), story.uid)
        act.seal = before = sha256("newsroom seal 1", before, act.act_hash)
        act.save()
    states.objects.filter(article_id=story.pk).update(seal=before)


def verify() -> str:
    out = StringIO()
    with suppress(CommandError):
        call_command("verify_editions", stdout=out, stderr=StringIO())
    return out.getvalue().rstrip()


@pytest.fixture
def stories(nora, omar):
    """One of each format, with two editions, in the tables of the version before; both come through the upgrade."""
    made = {}
    for version, more in {1: {}, 2: {"developing": True, "dateline_country": "Azərbaycan"}}.items():
        story = ArticleFactory(
            headline="Şura toplaşıb", photo=PhotoFactory(), tagged=["Enerji"], named=[CorrespondentFactory()],
            writer=nora, edited_by=nora, **more,
        )  # fmt: skip
        publish(story)
        publish(story, now=NOON + HOUR, change="correction", note="Два года, а не один.")
        Article.objects.filter(pk=story.pk).update(state=State.SUBMITTED)
        editing.take(story.pk, "approve", by=omar)
        made[version] = story
    try:
        triggers.remove()
        apps = migrate(BEFORE)
        for version, story in made.items():
            seal(apps, story, version)
        migrate(newest())
        yield made
    finally:
        migrate(newest())
        put_right()


def test_they_verify_as_they_were_sealed(stories):
    put_right()
    assert sorted(Edition.objects.values_list("format", flat=True)) == [1, 1, 2, 2]
    assert verify() == "2 stories, 4 editions, 4 acts: all as they were sealed."
    for story in stories.values():
        document = json.loads(json.dumps(export(story.pk, clock=at(NOON + 9 * HOUR))))
        verify_as_outsider(document)
        assert "editors_note_hash" not in document["editions"][0]["content"]


def test_what_was_approved_stays_approved(stories, nora):
    put_right()
    for story in stories.values():
        article = Article.objects.get(pk=story.pk)
        assert article.state == State.APPROVED
        assert not foureyes.lapsed(article)


def test_the_next_edition_is_of_the_newest_format_and_the_chain_holds(stories):
    put_right()
    for story in stories.values():
        more = {"slugline": "QUBA", "editors_note": "Picture at 15:00.", "headline": "Şura toplandı"}
        edition = publish(rewrite(story, **more), now=NOON + 2 * HOUR, change="update", note="There is news.")
        assert edition.format == 3
    assert verify() == "2 stories, 6 editions, 6 acts: all as they were sealed."
    assert Photo.objects.exclude(sha256="").count() == 0
