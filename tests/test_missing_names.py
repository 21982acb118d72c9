"""What has no name yet in one of the newsroom's languages is one page of the desk, with the form of each."""

import re

import pytest
from django.urls import reverse

from articles.models import AboutPage, Tag
from newsroom import missing_names
from tests.factories import ArticleFactory, CorrespondentFactory, SectionFactory, SourceFactory, publish
from tests.test_desk_article import logged_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/missing-names/"


@pytest.fixture
def politics():
    return SectionFactory(name="Politics", slug="politics", translations={"az": {"name": "Siyasət"}})


@pytest.fixture
def desk(omar, politics):
    return logged_in(omar)


@pytest.fixture
def translated(politics):
    politics.translate("name", "ru", "Политика")
    politics.save()
    return politics


def listed(client) -> dict[str, list[tuple[str, str]]]:
    """Under each heading the names and what they lack."""
    return {
        f"{language} · {group.title}": [(one.name, one.lacks) for one in group.missing]
        for _code, language, groups in client.get(PAGE).context["languages"]
        for group in groups
    }


def test_a_section_without_a_name_is_listed_until_it_has_one(desk, politics):
    assert listed(desk) == {"Russian · Sections": [("Politics", "name")]}
    text = desk.get(PAGE).text
    assert "1 name is missing." in text
    assert f'href="/admin/sections/section/{politics.pk}/change/"' in text
    politics.translate("name", "ru", "Политика")
    politics.save()
    assert listed(desk) == {}
    assert "has a name in each language" in desk.get(PAGE).text


def test_topics_people_and_sources_are_listed_where_their_stories_need_them(desk, translated):
    person, source = CorrespondentFactory(name="Leyla", role=""), SourceFactory(attribution="an official")
    ArticleFactory(language="ru", section=translated, citing=[source])
    publish(ArticleFactory(language="ru", section=translated, named=[person], tagged=["Bread"]))
    publish(ArticleFactory(section=translated, tagged=["Water"]))
    assert listed(desk) == {
        "Russian · Tags": [("Bread", "name")],
        "Russian · Correspondents": [("Leyla", "name")],
        "Russian · Sources": [("an official", "attribution")],
    }


def test_of_an_unnamed_source_it_says_what_readers_see(desk, politics):
    source = SourceFactory(name="Zqsecret", kind="unnamed", attribution="an official")
    ArticleFactory(language="ru", section=politics, citing=[source])
    page = desk.get(PAGE).text
    assert "an official" in page
    assert "Zqsecret" not in page


def test_an_about_page_without_a_counterpart_leads_to_the_form_for_it(desk):
    AboutPage.objects.create(slug="ethics", name="Ethics", body="<p>We ask.</p>", language="en", public=True)
    AboutPage.objects.create(slug="ethics", name="Etika", body="<p>Soruşuruq.</p>", language="az", public=True)
    assert listed(desk)["Russian · About pages"] == [("Ethics", "")]
    assert not any(heading.startswith("Azerbaijani") for heading in listed(desk))
    (link,) = re.findall(r'href="(/admin/articles/aboutpage/add/[^"]+)"', desk.get(PAGE).text)
    assert "language=ru" in link
    assert "slug=ethics" in link


def test_it_names_no_more_than_so_many_of_a_kind(desk, translated, monkeypatch):
    monkeypatch.setattr(missing_names, "MOST", 3)
    publish(ArticleFactory(language="ru", section=translated, tagged=[f"Tag {number}" for number in range(9)]))
    assert len(listed(desk)["Russian · Tags"]) == 3
    assert Tag.objects.count() == 9


def test_it_takes_no_more_queries_however_much_is_missing(desk, translated, django_assert_max_num_queries):
    for number in range(9):
        person = CorrespondentFactory(name=f"P{number}", slug=f"p{number}")
        cited = [SourceFactory(attribution=f"official {number}")]
        publish(ArticleFactory(language="ru", section=translated, named=[person], tagged=[f"T{number}"], citing=cited))
    desk.get(PAGE)
    with django_assert_max_num_queries(20):
        desk.get(PAGE)


def test_with_one_language_there_is_neither_page_nor_entry_in_the_menu(desk, settings):
    assert f'href="{reverse("missing_names")}"' in desk.get("/admin/").text
    settings.LANGUAGES = [("en", "English")]
    assert PAGE not in desk.get("/admin/").text
    assert desk.get(PAGE).status_code == 404


def test_it_is_for_those_who_give_names(politics, nora, mina):
    assert [logged_in(one).get(PAGE).status_code for one in (nora, mina)] == [403, 403]
