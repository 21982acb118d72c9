"""People and topics are found in any of their spellings, and so are their stories; a search lists them first."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing
from articles.drafts import joining_people, joining_tags
from articles.models import Correspondent, Spelling, Tag
from articles.site import search
from articles.site.names import Named
from articles.text import search_terms
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    SectionFactory,
    SourceFactory,
    at,
    publish,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LATER = NOON + timedelta(days=90)
THREE = [("en", "English"), ("az", "Azerbaijani"), ("ru", "Russian")]


def found(q, language="", moment=LATER):
    typed = search_terms.parse(q, language)
    terms = search_terms.with_spellings(typed, Named(typed, at=moment, language=language).spellings)
    keys = search.newest(search.entries(at=moment, language=language), terms)
    return sorted(edition.slug for edition in search.editions(keys, at=moment))


def pages(client, q, path="/search/", **more):
    matches = client.get(path, {"q": q, **more}).context["search"].matches
    return [one.href for _kind, ones in matches for one in ones]


@pytest.fixture
def archive():
    leyla = CorrespondentFactory(name="Leyla Əliyeva", slug="leyla-eliyeva", aliases="Aliyeva\nЛейла Алиева")
    publish(ArticleFactory(slug="signed", headline="Rain", standfirst="It rains.", body="", named=[leyla]))
    publish(ArticleFactory(slug="latin", headline="Aliyeva speaks", standfirst="She does.", body=""))
    publish(ArticleFactory(slug="tagged", headline="Snow", standfirst="It snows.", body="", tagged=["The Kömür"]))
    publish(ArticleFactory(slug="other", headline="Leyla sings", standfirst="She does.", body=""))
    return leyla


@pytest.mark.parametrize(
    ("q", "slugs"),
    [
        ("Aliyeva", "latin signed"),
        ("Лейла Алиева", "latin signed"),
        ("leyla eliyeva", "latin signed"),
        ("leyla eliyeva speaks", "latin"),
        ("speaks лейла алиева", "latin"),
        ("leyla eliyeva rains", "signed"),
        ('"Лейла Алиева"', ""),
        ("leyla", "other signed"),
        ("sings -Aliyeva", "other"),
    ],
)
def test_stories_are_found_by_every_spelling_of_a_whole_name(archive, q, slugs):
    assert found(q) == slugs.split()


def test_words_of_a_name_need_not_be_beside_each_other(archive):
    publish(ArticleFactory(slug="apart", headline="Əliyeva, first name Leyla", standfirst="She is.", body=""))
    assert "apart" in found("Leyla Əliyeva")


def test_a_spelling_that_is_added_later_counts_at_once(archive):
    tag = Tag.objects.get(name="The Kömür")
    assert found("Кёмюр") == []
    tag.aliases = " Кёмюр \n\nQara  çay\nКёмюр"
    tag.save()
    assert tag.aliases == "Кёмюр\nQara çay"
    assert (found("Кёмюр"), found("qara cay")) == (["tagged"], ["tagged"])
    tag.aliases = ""
    tag.save()
    assert found("Кёмюр") == []


def test_other_spellings_are_marked_where_they_are_found(archive, client):
    results = client.get("/search/", {"q": "Лейла Алиева"}).context["search"].found
    assert "<mark>Aliyeva</mark> speaks" in [one.title for one in results]


def test_people_topics_and_sections_are_listed_above_the_stories(archive, client):
    assert pages(client, "Aliyeva") == ["/correspondents/leyla-eliyeva/"]
    assert pages(client, "leyla") == ["/correspondents/leyla-eliyeva/"]
    assert pages(client, "komur") == [reverse("articles:topic", args=[Tag.objects.get(name="The Kömür").slug])]
    assert pages(client, "POLITICS") == ["/politics/"]
    assert pages(client, "leyla sings") == pages(client, "") == pages(client, "-komur") == []
    page = client.get("/search/", {"q": "Aliyeva"}).text
    assert page.index('href="/correspondents/leyla-eliyeva/">Leyla Əliyeva</a>') < page.index("</mark> speaks")


def test_only_what_has_live_stories_is_listed_or_known_by_another_name(archive, client):
    SectionFactory(name="Economy", slug="economy")
    hidden = CorrespondentFactory(name="Nigar Rain", slug="nigar", aliases="Snow")
    assert (pages(client, "economy"), pages(client, "nigar rain")) == ([], [])
    assert found("Nigar Rain") == []
    assert found("Snow") == ["tagged"]  # not also what has her name
    story = ArticleFactory(slug="soon", headline="Hail", named=[hidden])
    publish(story, now=NOON, at=NOON + timedelta(days=5))
    named = [Named(search_terms.parse("nigar"), at=NOON + timedelta(days=day)).people for day in (4, 5)]
    assert named == [[], [hidden]]
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + timedelta(days=6)))
    assert Named(search_terms.parse("nigar"), at=NOON + timedelta(days=6)).people == []


def test_a_source_is_never_listed(archive, client):
    source = SourceFactory(name="Xaver Quill", kind="unnamed", attribution="an official of the port")
    publish(ArticleFactory(slug="s", headline="Somebody talks", citing=[source]))
    assert pages(client, "Xaver Quill") == pages(client, "an official of the port") == []
    assert not Spelling.objects.filter(key__contains="xaver").exists()


def test_pages_are_in_the_language_that_is_searched(archive, client, settings):
    settings.LANGUAGES = THREE
    archive.translate("name", "ru", "Лейла Алиева")
    archive.save()
    publish(ArticleFactory(slug="ru", headline="Дождь", standfirst="Идёт.", body="", language="ru", named=[archive]))
    assert pages(client, "Aliyeva", "/ru/search/") == ["/ru/correspondents/leyla-eliyeva/"]
    assert pages(client, "Aliyeva", language="ru") == ["/ru/correspondents/leyla-eliyeva/"]
    assert pages(client, "Aliyeva", "/az/search/") == []
    assert found("Aliyeva", "ru") == ["ru"]
    assert 'lang="ru"' in client.get("/search/", {"q": "Aliyeva", "language": "ru"}).text.split("matches ledger")[1]


def test_of_two_that_are_merged_the_one_that_stays_is_known_by_all_spellings(archive, admin):
    twin = CorrespondentFactory(name="Leila Aliieva", slug="leila", aliases="L. A. Eva")
    publish(ArticleFactory(slug="twin", headline="Wind", standfirst="It blows.", body="", named=[twin]))
    joining_people.merge(twin.pk, archive.pk, by=admin)
    archive.refresh_from_db()
    assert archive.other_spellings == ["Aliyeva", "Лейла Алиева", "Leila Aliieva", "L. A. Eva"]
    assert not Spelling.objects.filter(correspondent=twin).exists()
    assert found("Leila Aliieva") == found("Leyla Əliyeva") == ["latin", "signed", "twin"]

    kept, gone = Tag.objects.named("The Kömür"), Tag.objects.named("Coal River")
    joining_tags.merge(gone.pk, kept.pk, by=admin)
    kept.refresh_from_db()
    assert (kept.other_spellings, found("coal river")) == (["Coal River"], ["tagged"])


def test_names_that_were_there_before_are_filled_in(archive, admin):
    gone = CorrespondentFactory(name="Leila Aliieva", slug="leila")
    Correspondent.objects.filter(pk=gone.pk).update(merged_into=archive)
    before = set(Spelling.objects.exclude(correspondent=gone).values_list("key", "whole", "correspondent", "tag"))
    Spelling.objects.all().delete()
    import_module("articles.migrations.0067_fill_spellings").fill(apps, None)
    added = set(Spelling.objects.values_list("key", "whole", "correspondent", "tag")) ^ before
    assert {key for key, *_rest in added} == {"leila aliieva", "leila", "aliieva"}
    archive.refresh_from_db()
    assert archive.other_spellings[-1] == "Leila Aliieva"


def test_editors_write_other_spellings_on_the_forms_of_people_and_topics(archive, client, admin):
    client.force_login(admin)
    tag = Tag.objects.get(name="The Kömür")
    for one, name in ((archive, "correspondent"), (tag, "tag")):
        address = reverse(f"admin:articles_{name}_change", args=[one.pk])
        form = client.get(address).context["adminform"].form
        data = {field.html_name: field.value() or "" for field in form}
        answer = client.post(address, data | {"aliases": "Элива\n Eliva "})
        assert answer.status_code == 302
        one.refresh_from_db()
        assert one.aliases == "Элива\nEliva"
    assert found("Eliva") == ["signed", "tagged"]


def test_a_search_takes_no_more_queries_however_many_are_called_alike(archive, client):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get("/search/", {"q": "Aliyeva"})
        return len(asked)

    publish(ArticleFactory(slug="third", headline="Aliyeva again"))
    before = queries()
    for number in range(20):
        one = CorrespondentFactory(name=f"Aliyeva {number}", slug=f"a{number}", aliases="Aliyeva")
        publish(ArticleFactory(slug=f"a{number}", headline="Aliyeva", named=[one]))
    assert queries() == before
    assert len(pages(client, "Aliyeva")) == 3
