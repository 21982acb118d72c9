"""A newsroom of one list for all languages comes through the upgrade to one site a language, with nothing lost."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from articles.models import AboutPage, AboutPageEdition, Edition, SearchEntry, UnderName, UnderTag
from articles.publishing import triggers
from sections.models import Front
from tests.factories import NOON, ArticleFactory, CorrespondentFactory, make_user, publish
from tests.test_about_pages import rewrite, write
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


def test_about_pages_keep_their_texts_and_their_past(client):
    """One that had another slug for its language keeps its old address too, as a way to the new one."""
    page, other = write(), write("qaydalar", language="az", name="Qaydalar")
    rewrite(page, now=NOON + timedelta(days=1), name="Ethics")
    before = [*AboutPage.objects.values(), *AboutPageEdition.objects.values()]
    try:
        migrate([("articles", "0067_fill_spellings")])
    finally:
        migrate(newest())
    triggers.install()
    assert [*AboutPage.objects.values(), *AboutPageEdition.objects.values()] == before
    with pytest.raises(DatabaseError), transaction.atomic():
        AboutPageEdition.objects.update(name="Another")
    write(language="ru", name="Как мы работаем")
    assert "<h1>Ethics</h1>" in client.get("/about/ethics/").text
    assert "<h1>Как мы работаем</h1>" in client.get("/ru/about/ethics/").text
    assert client.get("/about/qaydalar/")["Location"] == other.get_absolute_url()
