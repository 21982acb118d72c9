"""Lists, fronts and banners of each language hold what is in it, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as settings_of_hypothesis

from articles import publishing
from articles.models import Tag, UnderName, UnderTag
from articles.publishing import triggers
from newsroom.lib import site_languages
from reviews.models import Review
from sections import arranging, breaking
from sections.arranging import Held
from sections.models import Banner, Front, Slot
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    ReviewFactory,
    SectionFactory,
    at,
    publish,
    rewrite,
)  # fmt: skip

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)
SAID = {"en": "Dam holds", "az": "Bənd dayanıb", "ru": "Плотина выдержала"}
PREFIX = {"en": "", "az": "/az", "ru": "/ru"}
BRIEFS = {"en": "The road is open.", "az": "Yol açılıb.", "ru": "Дорога открыта."}
LISTS = [
    "/", "/politics/", "/latest/", "/topics/energy/", "/correspondents/leyla-hesenova/", "/archive/2024/04/28/",
    "/corrections/",
]  # fmt: skip


@pytest.fixture
def politics():
    section = SectionFactory()
    if hasattr(section, "translations"):
        section.translations = {"az": {"name": "Siyasət"}, "ru": {"name": "Политика"}}
        section.save()
    return section


@pytest.fixture
def stories(politics):
    """One in each language, corrected an hour later, with a brief beside it."""
    leyla, made = CorrespondentFactory(), {}
    for code, headline in SAID.items():
        story = ArticleFactory(
            headline=headline, language=code, slug=f"dam-{code}", section=politics, tagged=["Energy"], named=[leyla]
        )
        publish(story)
        publish(rewrite(story, standfirst="…"), now=NOON + HOUR, change="correction", note=f"{headline}!")
        publish(BriefFactory(standfirst=BRIEFS[code], language=code, slug=f"road-{code}", section=politics))
        made[code] = story
    return made


def without(page: str, code: str) -> str:
    """The parts of a page that are in its own language: what is marked as being in another is left to the reader."""
    return page.partition('aria-labelledby="in-')[0]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("code", SAID)
def test_a_list_holds_the_stories_of_its_language_alone(path, code, client, stories):
    page = without(client.get(PREFIX[code] + path).text, code)
    assert SAID[code] in page
    for other in {*SAID} - {code}:
        assert SAID[other] not in page
        assert BRIEFS[other] not in page


@pytest.mark.parametrize("path", ["/archive/", "/archive/2024/", "/archive/2024/04/"])
def test_the_archive_counts_what_is_in_its_language(path, client, stories):
    publishing.withdraw(stories["ru"].pk, by=IMPORT, reason="Wrong.", clock=at(NOON + 2 * HOUR))
    publishing.withdraw(
        Slot.objects.none() or stories["ru"].__class__.objects.get(slug="road-ru").pk, by=IMPORT, reason="Wrong.",
        clock=at(NOON + 2 * HOUR),
    )  # fmt: skip
    assert "/az/archive/2024/" in client.get(f"/az{path}").text
    assert client.get(f"/ru{path}").status_code == (200 if path == "/archive/" else 404)
    assert "/ru/archive/2024/" not in client.get(f"/ru{path}").text


def test_a_topic_without_stories_in_a_language_has_no_page_there(client, stories):
    publish(ArticleFactory(tagged=["Steel"], slug="steel"))
    assert client.get("/topics/steel/").status_code == 200
    assert client.get("/ru/topics/steel/").status_code == 404
    assert "steel" not in client.get("/ru/topics/").text
    assert "energy" in client.get("/ru/topics/").text


def test_a_topic_whose_last_story_in_a_language_was_withdrawn_is_gone_there_and_nowhere_else(client, stories):
    publishing.withdraw(stories["ru"].pk, by=IMPORT, reason="Wrong.", clock=at(NOON + 2 * HOUR))
    assert client.get("/ru/topics/energy/").status_code == 410
    assert client.get("/az/topics/energy/").status_code == 200
    assert client.get("/topics/energy/").status_code == 200


@pytest.mark.parametrize("code", SAID)
def test_the_pages_of_a_story_are_in_its_language(code, client, stories):
    path = f"/politics/2024/04/28/dam-{code}/"
    for page in (path, f"{path}history/", f"{path}reviews/"):
        text = client.get(page).text
        assert f'<html lang="{code}"' in text
        assert f'href="{PREFIX[code]}/latest/"' in text
        for other in {*SAID} - {code}:
            assert SAID[other] not in text
    publishing.withdraw(stories[code].pk, by=IMPORT, reason="Wrong.", clock=at(NOON + 2 * HOUR))
    gone = client.get(path)
    assert gone.status_code == 410
    assert f'<html lang="{code}"' in gone.text
    assert f'href="{PREFIX[code]}/politics/"' in gone.text


def test_a_review_is_refused_in_the_language_of_its_story(client, stories):
    story = stories["ru"]
    refused = client.post(f"/reviews/{story.uid}/", {"text": ""}, headers={"origin": "http://testserver"})
    assert refused.status_code == 422
    assert '<html lang="ru"' in refused.text
    review = ReviewFactory(article=story, state=Review.State.PUBLISHED)
    assert '<html lang="ru"' in client.get(f"/reviews/report/{review.pk}/").text
    assert '<html lang="ru"' in client.get(f"/reviews/reported/{story.uid}/").text


def test_a_language_that_was_taken_off_keeps_its_stories_and_loses_its_lists(client, stories, settings):
    settings.LANGUAGES = [("en", "English"), ("az", "Azerbaijani")]
    page = client.get("/politics/2024/04/28/dam-ru/")
    assert page.status_code == 200
    assert '<html lang="en"' in page.text
    assert 'lang="ru"' in page.text
    assert client.get("/ru/latest/").status_code == 404
    for path in LISTS:
        assert SAID["ru"] not in client.get(path).text


# -- fronts -----------------------------------------------------------------------------------------------------------


def test_each_language_has_a_front_of_its_own(client, omar, stories, politics):
    first = {
        code: publish(ArticleFactory(language=code, headline=f"{code} first", slug=f"first-{code}")) for code in SAID
    }
    for code in SAID:
        arranging.arrange(None, [Held(1, stories[code].pk)], by=omar, language=code)
    arranging.arrange(politics, [Held(1, first["ru"].article_id)], by=omar, language="ru")
    assert Front.objects.count() == 4
    for code in SAID:
        assert client.get(f"{PREFIX[code]}/").context["lead"].article_id == stories[code].pk
    assert client.get("/ru/politics/").context["top"][0].article_id == first["ru"].article_id
    assert client.get("/politics/").context["top"][0].language == "en"


def test_a_story_in_another_language_gets_no_slot(omar, stories):
    for code, other in (("en", "ru"), ("ru", "en")):
        with pytest.raises(arranging.Refused) as refusal:
            arranging.arrange(None, [Held(1, stories[other].pk)], by=omar, language=code)
        assert refusal.value.code == "no-such-story"


def test_one_front_says_nothing_of_what_is_done_to_another(omar, stories):
    before = arranging.token(None, at=NOON, language="ru")
    arranging.arrange(None, [Held(1, stories["en"].pk)], by=omar, clock=at(NOON + HOUR))
    assert arranging.token(None, at=NOON, language="ru") == before
    arranging.arrange(None, [], by=omar, seen=before, language="ru", clock=at(NOON + HOUR))


def test_the_desk_arranges_each_front_with_the_stories_of_its_language(client, omar, stories, politics):
    client.force_login(omar)
    for path, code in {
        "/admin/fronts/home/": "en",
        "/admin/fronts/ru/home/": "ru",
        "/admin/fronts/az/home/": "az",
    }.items():
        page = client.get(path)
        assert page.status_code == 200
        assert {row["fills"]["language"] for row in page.context["rows"] if row["fills"]} == {code}
        assert {story["language"] for story in page.context["found"]} == {code}
        typed = {"story": [stories[code].pk], "until": [""], "do": "arrange", "at": "", "seen": page.context["seen"]}
        assert client.post(path, typed).status_code == 302
    held = Slot.objects.values_list("arrangement__front__language", "article_id")
    assert {*held} == {(code, story.pk) for code, story in stories.items()}
    assert client.get(f"/admin/fronts/ru/{politics.pk}/").context["page"] == "/ru/politics/"
    for path in ("/admin/fronts/en/home/", "/admin/fronts/de/home/"):
        assert client.get(path).status_code == 404


def test_with_one_language_the_desk_has_nothing_to_choose(client, omar, stories, settings):
    client.force_login(omar)
    assert "fronts-languages" in client.get("/admin/fronts/home/").text
    settings.LANGUAGES = [("en", "English")]
    assert "fronts-languages" not in client.get("/admin/fronts/home/").text


# -- the banner -------------------------------------------------------------------------------------------------------


def test_each_language_has_a_banner_of_its_own(client, omar, stories):
    breaking.put_up("Fire", by=omar, clock=at(NOON))
    breaking.put_up("Пожар", by=omar, language="ru", clock=at(NOON + HOUR))
    assert Banner.objects.standing(NOON + HOUR).count() == 2
    pages = {"/": "Fire", "/ru/": "Пожар", "/az/": "", "/ru/latest/": "Пожар"}
    pages |= {"/politics/2024/04/28/dam-ru/": "Пожар", "/politics/2024/04/28/dam-en/": "Fire"}
    for path, said in pages.items():
        page = client.get(path).text
        for words in ("Fire", "Пожар"):
            assert (words in page) == (words == said), path
    breaking.put_up("Пожар потушен", by=omar, language="ru", clock=at(NOON + 2 * HOUR))
    assert {banner.words for banner in Banner.objects.standing(NOON + 2 * HOUR)} == {"Fire", "Пожар потушен"}


# -- the rows below ---------------------------------------------------------------------------------------------------


def test_listing_rows_have_the_language_of_their_edition(stories):
    for listing in (UnderTag, UnderName):
        rows = listing.objects.values_list("language", "edition__language")
        assert len(rows) == 6
        assert all(language == printed for language, printed in rows)


def test_verify_notices_a_listing_row_in_another_language(stories, capsys):
    triggers.remove()
    UnderTag.objects.filter(language="ru").update(language="az")
    triggers.install()
    with pytest.raises(Exception, match="1"):
        call_command("verify_editions")
    assert "a listing row under a topic was moved" in capsys.readouterr().out


@pytest.mark.postgres
@pytest.mark.parametrize("path", ["/ru/latest/", "/ru/politics/", "/ru/corrections/", "/ru/topics/energy/"])
def test_a_language_with_few_stories_does_not_walk_through_those_of_the_others(path, client, stories):
    """Its lists begin in an index with the language; nothing is left to be filtered row by row."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        lists = [query["sql"] for query in asked if "LIMIT 31" in query["sql"]]
        assert len(lists) == 1
        cursor.execute(f"EXPLAIN {lists[0]}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "_language" in plan
    assert "Index Cond" in plan
    assert "language" in plan.partition("Index Cond")[2].partition("\n")[0], plan


def test_site_languages_name_themselves():
    assert [site_languages.own_name(code) for code in SAID] == ["English", "Azərbaycanca", "Русский"]


def switch(page: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)" lang="\w+" hreflang="\w+" aria-label', page)


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/ru/latest/", ["/latest/", "/az/latest/", "/ru/latest/"]),
        ("/", ["/", "/az/", "/ru/"]),
        ("/az/politics/", ["/politics/", "/az/politics/", "/ru/politics/"]),
        ("/topics/energy/", ["/topics/energy/", "/az/topics/energy/", "/ru/topics/energy/"]),
        ("/ru/archive/2024/04/", ["/archive/2024/04/", "/az/archive/2024/04/", "/ru/archive/2024/04/"]),
        ("/about/privacy/", ["/about/privacy/", "/az/about/privacy/", "/ru/about/privacy/"]),
        ("/ru/nothing/", ["/", "/az/", "/ru/"]),
    ],
)
def test_the_masthead_leads_to_the_same_page_in_the_other_languages_or_to_their_home_page(
    path, leads_to, client, stories
):
    assert switch(client.get(path).text) == leads_to


def test_with_one_language_the_masthead_has_no_switch(client, stories, settings):
    settings.LANGUAGES = [("en", "English")]
    assert switch(client.get("/").text) == []


def test_lists_name_their_alternates(client, stories):
    page = client.get("/ru/latest/").text
    for code, path in {"x-default": "/latest/", "en": "/latest/", "az": "/az/latest/", "ru": "/ru/latest/"}.items():
        assert f'<link rel="alternate" hreflang="{code}" href="http://testserver{path}">' in page


def test_a_list_leads_to_the_home_page_of_a_language_in_which_it_is_empty(client, stories):
    publishing.withdraw(stories["ru"].pk, by=IMPORT, reason="Wrong.", clock=at(NOON + 2 * HOUR))
    for path in ("/topics/energy/", "/correspondents/leyla-hesenova/"):
        page = client.get(path).text
        assert switch(page) == [path, f"/az{path}", "/ru/"]
        assert 'hreflang="ru" href="http' not in page
        assert switch(client.get(f"/ru{path}").text) == ["/", "/az/", "/ru/"]  # gone


def test_a_topic_that_was_merged_has_its_page_in_the_languages_of_both(client, stories):
    merging = stories["az"].tags.get()
    fuel = Tag.objects.create(name="Fuel", slug="fuel")
    publish(ArticleFactory(language="ru", tagged=[fuel], slug="fuel"))
    publishing.withdraw(stories["ru"].pk, by=IMPORT, reason="Wrong.", clock=at(NOON + 2 * HOUR))
    Tag.objects.filter(pk=fuel.pk).update(merged_into=merging)
    assert switch(client.get("/topics/energy/").text)[-1] == "/ru/topics/energy/"
    assert client.get("/ru/topics/energy/").status_code == 200


@settings_of_hypothesis(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=strategies.lists(
        strategies.tuples(
            strategies.sampled_from(sorted(SAID)), strategies.sampled_from(["Energy", "Steel"]),
            strategies.sampled_from(["politics", "economy"]), strategies.integers(0, 40), strategies.booleans(),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_pages_that_name_each_other_are_there_and_name_each_other(made, client):
    """Whatever is published or withdrawn: the alternates of a page are symmetric, complete, and answer 200."""
    with transaction.atomic():
        _make(made)
        named = {path: _alternates(client, path) for path in _lists_of(made)}
        for path, alternates in [*named.items()]:
            if not alternates:
                continue
            assert path in alternates.values()
            for other in alternates.values():
                if other not in named:
                    named[other] = _alternates(client, other)
                assert named[other] == alternates, (path, other)
        transaction.set_rollback(True)


def _make(made: list[tuple]) -> None:
    leyla = CorrespondentFactory()
    for number, (code, topic, section, days, withdrawn) in enumerate(made):
        story = ArticleFactory(
            language=code, tagged=[topic], named=[leyla], slug=f"story-{number}",
            section=SectionFactory(slug=section, name=section.title()),
        )  # fmt: skip
        publish(story, now=NOON + days * timedelta(days=1))
        if withdrawn:
            publishing.withdraw(story.pk, by=IMPORT, reason="Wrong.", clock=at(NOON + 50 * timedelta(days=1)))


def _lists_of(made: list[tuple]) -> list[str]:
    dates = {NOON + days * timedelta(days=1) for _code, _topic, _section, days, _withdrawn in made}
    paths = {f"/archive/{date:{shape}}/" for date in dates for shape in ("%Y", "%Y/%m", "%Y/%m/%d")}
    paths |= {"/topics/energy/", "/topics/steel/", "/correspondents/leyla-hesenova/", "/politics/", "/economy/"}
    paths |= {"/", "/latest/", "/archive/", "/topics/"}
    return [prefix + path for prefix in PREFIX.values() for path in sorted(paths)]


def _alternates(client, path: str) -> dict[str, str]:
    """What a page names, by language; {} for one that is not there."""
    response = client.get(path)
    if response.status_code != 200:
        assert 'rel="alternate" hreflang' not in response.text
        return {}
    links = re.findall(r'rel="alternate" hreflang="(\w\w)" href="http://testserver([^"]+)"', response.text)
    assert links
    return dict(links)
