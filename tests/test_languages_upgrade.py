"""A newsroom of one list for all languages comes through the upgrade to one site a language, with nothing lost."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import Edition, SearchEntry, UnderName, UnderTag
from sections.models import Front
from tests.factories import ArticleFactory, CorrespondentFactory, make_user, publish
from tests.test_arranging import arrange

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

BEFORE = [("articles", "0052_check_notifications_and_form_autosaves"), ("sections", "0006_edited_sections")]
WORDS = {"az": "Məclis büdcəni müzakirə edir", "en": "Assembly debates the budget", "ru": "Ассамблея обсуждает бюджет"}


def migrate(targets: list) -> None:
    MigrationExecutor(connection).migrate(targets)


def newest() -> list:
    return [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] in dict(BEFORE)]


@pytest.fixture
def editions():
    person = CorrespondentFactory()
    stories = {
        language: publish(ArticleFactory(language=language, headline=words, tagged=["Budget"], named=[person]))
        for language, words in WORDS.items()
    }
    arrange(make_user("omar", "Editors"), stories["en"].article)
    try:
        migrate(BEFORE)
        yield stories
    finally:
        migrate(newest())


def test_lists_fronts_and_search_know_the_language_of_what_was_published_before(editions, client):
    migrate(newest())
    for listing in (UnderTag, UnderName):
        assert {*listing.objects.values_list("edition__language", "language")} == {(one, one) for one in WORDS}
    assert Front.objects.get().language == "en"
    assert {*SearchEntry.objects.values_list("pk", "language")} == {*Edition.objects.values_list("pk", "language")}
    for language, q in {"az": "büdcə", "en": "budget", "ru": "бюджета"}.items():
        found = client.get("/search/", {"q": q, "language": language}).context["search"].found
        assert [one.edition.pk for one in found] == [editions[language].pk]
    call_command("verify_editions")
