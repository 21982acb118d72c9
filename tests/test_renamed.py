"""Rows of the version before keep their place when editing states and models get plainer names."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.drafts import editing
from articles.models import Article, Event
from articles.workflow import State
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

BEFORE, RENAMED = "0040_plain_words", "0041_submitted_and_approved"
OLD = {"draft": "draft", "in_review": "submitted", "ready": "approved", "spiked": "spiked"}


def renamed(*, back: bool = False) -> None:
    """What the migration does with the rows, and what undoes it, with the tables of now."""
    operation = MigrationExecutor(connection).loader.get_migration("articles", RENAMED).operations[0]
    apps = MigrationExecutor(connection).loader.project_state(("articles", BEFORE)).apps
    with connection.schema_editor() as editor:
        (operation.reverse_code if back else operation.code)(apps, editor)


@pytest.fixture
def before(nora, omar):
    """One story for each state, under its old name, with a line of the log for the step that led there."""
    stories = {old: ArticleFactory(headline=old, writer=nora, edited_by=nora) for old in OLD}
    editing.take(stories["ready"].pk, "submit", by=nora)
    editing.take(stories["ready"].pk, "approve", by=omar)
    for old, story in stories.items():
        Article.objects.filter(pk=story.pk).update(state=old)
    return stories


def test_each_story_keeps_its_place_under_the_new_name(before):
    edited = dict(Article.objects.values_list("headline", "edited_at"))
    log = [*Event.objects.order_by("pk").values()]
    renamed()
    assert dict(Article.objects.values_list("headline", "state")) == OLD
    assert dict(Article.objects.values_list("headline", "edited_at")) == edited  # nothing moves in the lists
    assert [*Event.objects.order_by("pk").values()] == log
    assert {*Article.objects.values_list("state", flat=True)} == {*State.values}


def test_an_editor_goes_on_where_the_story_was(before, omar):
    renamed()
    assert editing.take(before["in_review"].pk, "approve", by=omar).state == State.APPROVED
    assert editing.take(before["ready"].pk, "return", by=omar, note="Check the name.").state == State.DRAFT


def test_the_way_back_is_exact(before):
    renamed()
    renamed(back=True)
    assert all(headline == state for headline, state in Article.objects.values_list("headline", "state"))


@pytest.mark.parametrize(
    "migration",
    [("articles", "0042_plain_names"), ("newsroom", "0007_login_attempts"), ("articles", "0047_about_pages")],
)
def test_no_table_moves_when_a_model_is_renamed(migration):
    sql = StringIO()
    call_command("sqlmigrate", *migration, stdout=sql)
    statements = [line for line in sql.getvalue().splitlines() if line and not line.startswith("--")]
    assert statements == ["BEGIN;", "COMMIT;"]
