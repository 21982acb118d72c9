"""What readers see of names in several languages: what is printed, what the pages say, what blocks publication."""

import json

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from articles import publishing
from articles.drafts import printing
from articles.models import Article, Byline, Citation, Edition, Source, Tag
from articles.publishing import preflight
from newsroom.lib import clock
from sections.navigation import Navigation
from tests.factories import (
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    SectionFactory,
    SourceFactory,
    at,
    publish,
)

pytestmark = pytest.mark.django_db

ROLE = {"az": {"role": "Vaşinqton müxbiri"}, "ru": {"role": "Корреспондент в Вашингтоне"}}


def story(language: str = "ru", **fields) -> Article:
    """With a topic, a byline and a source that are named in Russian, and in Azerbaijani all but the source."""
    said = {"ru": {"name": "Газ"}, "az": {"name": "Qaz"}}
    gas = Tag.objects.get_or_create(name="Gas", defaults={"translations": said})[0]
    source = SourceFactory(translations={"ru": {"attribution": "Минэнерго"}})
    named = [CorrespondentFactory(translations=ROLE)]
    return ArticleFactory(language=language, tagged=[gas], named=named, citing=[source], **fields)


def codes(article: Article) -> dict[str, preflight.Problem]:
    return {problem.code: problem for problem in preflight.check(article)}


# -- printed -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "topic", "role", "source"),
    [
        ("en", "Gas", "Washington correspondent", "Ministry of Energy"),
        ("ru", "Газ", "Корреспондент в Вашингтоне", "Минэнерго"),
        ("az", "Qaz", "Vaşinqton müxbiri", "Ministry of Energy"),
    ],
)
@pytest.mark.parametrize("desk", ["en", "ru"])
def test_an_edition_prints_names_in_the_language_of_its_story(language, topic, role, source, desk):
    with override(desk):
        edition = publish(story(language))
    assert [one["name"] for one in edition.topics] == [topic]
    assert [one["role"] for one in edition.bylines] == [role]
    assert [one["attribution"] for one in edition.citations] == [source]


def test_why_and_how_of_an_unnamed_source_are_printed_in_the_language_of_the_story():
    said = {"attribution": "дипломат", "reason": "просил не называть его", "knowledge": "был на переговорах"}
    source = SourceFactory(kind="unnamed", name="Petrov", attribution="a diplomat", translations={"ru": said})
    [cited] = publish(ArticleFactory(language="ru", citing=[source])).citations
    assert {name: cited[name] for name in said} == said
    assert "Petrov" not in json.dumps(cited)


def test_a_role_given_in_the_byline_is_printed_in_every_language():
    article = story("ru")
    Byline.objects.filter(article=article).update(role="спецкор")
    assert publish(article).bylines[0]["role"] == "спецкор"


def test_a_new_translation_is_a_change_that_readers_would_see_as_a_new_role_is():
    article = story("ru")
    live = publish(article)
    assert printing.says_the_same(printing.proof(Article.objects.get(pk=article.pk)), live)
    person = article.bylines.get().correspondent
    person.translate("role", "ru", "Редактор")
    person.save()
    assert not printing.says_the_same(printing.proof(Article.objects.get(pk=article.pk)), live)
    assert Edition.objects.get(pk=live.pk).bylines[0]["role"] == ROLE["ru"]["role"]
    publishing.publish(article.pk, by=publishing.Machine("import"), clock=at(NOON.replace(hour=13)), change="minor")
    assert Edition.objects.filter(article=article).latest("number").bylines[0]["role"] == "Редактор"


def test_a_new_translation_into_another_language_changes_nothing_in_this_story():
    article = story("ru")
    live = publish(article)
    tag = article.tags.get()
    tag.translate("name", "az", "Təbii qaz")
    tag.save()
    assert printing.says_the_same(printing.proof(Article.objects.get(pk=article.pk)), live)


# -- publishing --------------------------------------------------------------------------------------------------------


def test_publishing_into_a_section_that_has_no_name_in_the_language_is_blocked():
    article = story("ru", section=SectionFactory(name="Courts", translations={"az": {"name": "Məhkəmələr"}}))
    problem = codes(article)["section-without-name"]
    assert problem.blocks
    assert "“Courts” has no name in this story's language (Russian)" in str(problem.message)
    for moment in (None, NOON.replace(year=2030)):
        with pytest.raises(publishing.Refused) as refusal:
            publishing.publish(article.pk, by=publishing.Machine("import"), at=moment, clock=at(NOON))
        assert refusal.value.code == "section-without-name"
    section = article.section
    section.translate("name", "ru", "Суды")
    section.save()
    assert publish(article).headline


@pytest.mark.parametrize("language", ["en", "az"])
def test_the_section_may_lack_a_name_in_other_languages(language):
    article = story(language, section=SectionFactory(name="Courts", translations={"az": {"name": "Məhkəmələr"}}))
    assert "section-without-name" not in codes(article)


def test_a_language_that_is_not_set_any_more_blocks_nothing(settings):
    article = story("ru", section=SectionFactory(name="Courts", translations={}))
    settings.LANGUAGES = [("en", "English")]
    assert codes(article).keys().isdisjoint({"section-without-name", "names-missing"})


def test_names_that_are_missing_in_the_language_are_one_warning():
    article = story("az")
    article.tags.add(Tag.objects.create(name="Elections"))
    problem = codes(article)["names-missing"]
    assert not problem.blocks
    assert "“Elections” (and 1 more)" in str(problem.message)
    assert "names-missing" not in codes(story("en"))
    assert "names-missing" not in codes(story("ru"))


def test_the_name_of_an_unnamed_source_is_in_no_warning():
    source = SourceFactory(kind="unnamed", name="Petrov", attribution="a diplomat")
    problem = codes(ArticleFactory(language="ru", citing=[source]))["names-missing"]
    assert "a diplomat" in str(problem.message)
    assert "Petrov" not in str(problem.message)


# -- readers' pages ----------------------------------------------------------------------------------------------------


def test_a_page_names_the_sections_of_its_language():
    SectionFactory(name="Courts", slug="courts", translations={"az": {"name": "Məhkəmələr"}})
    SectionFactory()
    named = {}
    for code in ("en", "az", "ru"):
        with override(code):
            named[code] = sorted(str(section) for section in Navigation(clock.now()).sections)
    assert named == {"en": ["Courts", "Politics"], "az": ["Məhkəmələr", "Siyasət"], "ru": ["Политика"]}


def test_the_page_of_a_story_has_its_names(client):
    section = SectionFactory(name="Courts", slug="courts", translations={"ru": {"name": "Суды"}})
    edition = publish(story("ru", section=section))
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "Газ" in page
    assert "Минэнерго" in page
    assert '"articleSection": "Суды"' in page


def test_no_link_leads_to_a_section_without_a_name():
    section = SectionFactory(name="Courts", slug="courts", translations={"az": {"name": "Məhkəmələr"}})
    with override("ru"):
        assert "href" not in render_to_string("articles/_section.html", {"section": section})
    with override("az"):
        assert '/az/courts/">Məhkəmələr</a>' in render_to_string("articles/_section.html", {"section": section})


@pytest.mark.parametrize(("code", "name", "role"), [("en", "Gas", "Washington"), ("az", "Qaz", "Vaşinqton müxbiri")])
def test_lists_of_topics_and_people_are_named_in_the_language_of_the_page(client, code, name, role):
    publish(story(code))
    site = "" if code == "en" else f"/{code}"
    pages = ("topics", "topics/gas", "correspondents", "correspondents/leyla-hesenova")
    topics, topic, people, person = (client.get(f"{site}/{page}/").content.decode() for page in pages)
    assert f">{name}</a>" in topics
    assert f"<h1>{name}</h1>" in topic
    assert role in people
    assert role in person


def test_what_the_page_has_no_word_for_is_marked_as_another_language(client):
    publish(ArticleFactory(language="ru", tagged=["Elections"]))
    page = client.get("/ru/topics/elections/").content.decode()
    assert '<h1><span lang="en">Elections</span></h1>' in page


def test_a_section_without_a_name_has_no_page_in_the_language(client):
    SectionFactory(name="Courts", slug="courts", translations={"az": {"name": "Məhkəmələr"}})
    assert {path: client.get(path).status_code for path in ("/courts/", "/az/courts/", "/ru/courts/")} == {
        "/courts/": 200,
        "/az/courts/": 200,
        "/ru/courts/": 404,
    }
    assert "Məhkəmələr" in client.get("/az/").content.decode()


def test_no_translation_of_an_unnamed_source_holds_its_name_anywhere():
    """Citations are made from a source in one place; nothing of its row but what is printed reaches an edition."""
    source = SourceFactory(kind="unnamed", name="Petrov", attribution="a diplomat")
    edition = publish(ArticleFactory(language="ru", citing=[source]))
    assert "Petrov" not in json.dumps(edition.citations)
    assert Citation.objects.get().source == Source.objects.get()
