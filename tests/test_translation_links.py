"""The same story in several languages: each page links to exactly those that are live at that moment, both ways.

Random acts are played with a family of stories; at every boundary and a tick before it the links are looked at.
"""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from articles import publishing
from articles.models import FOREVER, Article, Edition
from articles.site import translations
from tests import schema_org
from tests.factories import FAR, IMPORT, NOON, ArticleFactory, at, publish, rewrite

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
LINK = re.compile(r'<link rel="alternate" hreflang="([^"]*)" href="http://testserver([^"]*)"')
SHOWN = re.compile(r'<a href="([^"]*)" lang="([^"]*)" hreflang="([^"]*)" rel="alternate">([^<]*)</a>')


@pytest.fixture
def original():
    return publish(ArticleFactory(headline="Dam opens", slug="dam-opens"))


def translation_of(story: Edition, language: str, headline: str) -> Article:
    return ArticleFactory(headline=headline, language=language, translation_of=story.article, translated_edition=1)


def links(page: Any) -> dict[str, str]:
    found = LINK.findall(page.text)
    assert len(found) == len(dict(found)), "a language is named twice"
    return dict(found)


def data(page: Any) -> dict[str, Any]:
    return next(one for one in schema_org.told(page.text) if one["@type"] == "NewsArticle")


def test_the_original_and_its_translations_lead_to_each_other(original, client):
    az = publish(translation_of(original, "az", "Bənd açıldı"))
    ru = publish(translation_of(original, "ru", "Плотина открыта"))
    addresses = {one.language: one.get_absolute_url() for one in (original, az, ru)}
    for one in (original, az, ru):
        page = client.get(one.get_absolute_url())
        assert links(page) == addresses
        shown = {(path, lang, hreflang) for path, lang, hreflang, _title in SHOWN.findall(page.text)}
        assert shown == {(addresses[code], code, code) for code in addresses if code != one.language}
    assert "This story in Russian: <a" in client.get(original.get_absolute_url()).text


def test_machines_are_told_which_one_is_the_original(original, client):
    az = publish(translation_of(original, "az", "Bənd açıldı"))
    address = f"http://testserver{original.get_absolute_url()}"
    of_az = f"http://testserver{az.get_absolute_url()}"
    said = data(client.get(original.get_absolute_url()))
    assert [(one["url"], one["inLanguage"]) for one in said["workTranslation"]] == [(of_az, "az")]
    assert "translationOfWork" not in said
    said = data(client.get(az.get_absolute_url()))
    assert (said["translationOfWork"]["url"], said["translationOfWork"]["inLanguage"]) == (address, "en")
    assert "workTranslation" not in said


def test_translations_keep_their_links_while_the_original_is_off_the_site(original, answer):
    az = publish(translation_of(original, "az", "Bənd açıldı"))
    ru = publish(translation_of(original, "ru", "Плотина открыта"))
    publishing.withdraw(original.article_id, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    for one in (az, ru):
        page = answer(one.get_absolute_url(), NOON + HOUR)
        assert {*links(page)} == {"az", "ru"}
        assert not {"workTranslation", "translationOfWork"} & {*data(page)}
        assert original.get_absolute_url() not in page.text


@pytest.mark.parametrize("fate", ["draft", "upcoming", "cancelled", "withdrawn"])
def test_what_is_not_public_is_not_told(original, client, fate):
    hidden = translation_of(original, "ru", "Zqhidden")
    if fate == "withdrawn":
        publish(hidden)
        publishing.withdraw(hidden.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + HOUR))
    elif fate != "draft":
        publish(hidden, at=FAR)
    if fate == "cancelled":
        publishing.cancel(hidden.pk, by=IMPORT, clock=at(NOON + HOUR))
    page = client.get(original.get_absolute_url())
    assert "zq" not in page.text.lower()
    assert links(page) == {}
    assert "workTranslation" not in data(page)


def test_what_the_desk_links_next_is_not_shown_before_it_is_published(original, client):
    edition = publish(ArticleFactory(headline="Bənd", language="az"))
    rewrite(edition.article, translation_of=original.article, translated_edition=1)
    assert links(client.get(edition.get_absolute_url())) == {}
    publish(edition.article, now=NOON + HOUR)
    assert {*links(client.get(edition.get_absolute_url()))} == {"en", "az"}


def test_it_is_one_query_and_none_with_one_language(original, client, settings):
    publish(translation_of(original, "az", "Bənd açıldı"))

    def asked() -> tuple[int, bool]:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(original.get_absolute_url())
        found = sum("translation_of_id" in one["sql"].partition("WHERE")[2] for one in queries)
        return found, "hreflang" in page.text

    assert asked() == (1, True)
    settings.LANGUAGES = [("en", "English")]
    assert asked() == (0, False)


# -- random acts ------------------------------------------------------------------------------------------------------

FAMILY = 4
ACTS = st.tuples(
    st.sampled_from(["publish", "schedule", "reschedule", "cancel", "withdraw", "window", "link", "language"]),
    st.integers(0, FAMILY - 1),  # the story
    st.integers(1, 5),  # hours from now; or which other story, or which language
    st.integers(0, FAMILY),
)


def play(pks: list[int], act: tuple[str, int, int, int], now: datetime) -> None:
    """An act that is refused changes nothing."""
    verb, which, hours, other = act
    pk, who = pks[which], {"by": IMPORT, "clock": at(now)}
    try:
        with transaction.atomic():
            match verb:
                case "publish":
                    publish(Article.objects.get(pk=pk), now=now, change="minor")
                case "schedule":
                    publishing.publish(pk, at=now + hours * HOUR, change="minor", **who)
                case "reschedule":
                    publishing.reschedule(pk, at=now + hours * HOUR, **who)
                case "cancel":
                    publishing.cancel(pk, **who)
                case "withdraw":
                    publishing.withdraw(pk, reason="It was wrong.", **who)
                case "window":
                    publishing.window(pk, ends_at=now + hours * HOUR if other else FOREVER, **who)
                case "link":  # also in ways that the form refuses: to a translation, in a circle
                    target = pks[other] if other < FAMILY and other != which else None
                    rewrite(Article(pk=pk), translation_of_id=target, translated_edition=target and 0)
                case "language":
                    rewrite(Article(pk=pk), language=("en", "az", "ru")[hours % 3])
    except publishing.Refused:
        pass


def look(moment: datetime, answer: Any) -> int:
    """All live pages at this moment: the sets are symmetric, name the page itself, and are complete."""
    live = {one.get_absolute_url(): one for one in Edition.objects.live(moment)}
    pages = {path: links(page) for path in live if (page := answer(path, moment)).status_code == 200}
    assert {*pages} == {*live}
    for path, named in pages.items():
        root = live[path].translation_of_id or live[path].article_id
        family = {p for p, one in live.items() if (one.translation_of_id or one.article_id) == root}
        languages = {live[p].language for p in family}
        if named:
            assert named[live[path].language] == path, "it doesn't name itself"
            assert {*named} == languages, "a language is missing, or one too many"
        for code, other in named.items():
            assert live[other].language == code
            assert pages[other] == named, "the other page says something else"
        assert named or len(languages) < 2 or any(pages[p] for p in family), "nobody of a family is linked"
    return sum(bool(named) for named in pages.values())


@seed(15)
@settings(max_examples=25, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
@given(acts=st.lists(ACTS, min_size=4, max_size=14))
def test_at_every_moment_the_links_of_all_live_pages_are_symmetric_and_complete(answer, acts):
    with transaction.atomic():
        original = ArticleFactory()
        pks = [original.pk]
        for language in ("az", "ru", "az"):
            one = ArticleFactory(
                headline=f"In {language}", language=language, translation_of=original, translated_edition=0
            )
            pks.append(one.pk)
        now = NOON
        for act in acts:
            now += HOUR / 2
            play(pks, act, now)
        ends = {edge for pair in Edition.objects.values_list("live_from", "live_until") for edge in pair}
        for edge in sorted(ends - {FOREVER}):
            for moment in (edge - TICK, edge):
                look(moment, answer)
        transaction.set_rollback(True)


def test_the_check_sees_links_in_a_family_and_bites(original, answer, monkeypatch):
    publish(translation_of(original, "az", "Bənd açıldı"))
    assert look(NOON, answer) == 2
    real = translations.alternates
    one_way = lambda edition, at: real(edition, at=at) if edition.language == "en" else []  # noqa: E731
    monkeypatch.setattr(translations, "alternates", one_way)
    with pytest.raises(AssertionError, match="something else"):
        look(NOON, answer)
