"""A story that is still moving says so in a word, wherever it stands, until an edition says so no more."""

import json
import re
from datetime import timedelta

import pytest

from articles import publishing
from tests.factories import NOON, ArticleFactory, BriefFactory, CorrespondentFactory, at, publish, rewrite

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LISTS = ["/", "/latest/", "/politics/", "/topics/energy/", "/correspondents/leyla-hesenova/", "/archive/2024/04/28/",
         "/search/?q=council"]  # fmt: skip
WORD = '<span class="developing">Developing</span>'


@pytest.fixture
def moving():
    article = ArticleFactory(developing=True, slug="council-meets", tagged=["Energy"], named=[CorrespondentFactory()])
    return publish(article)


def data(response) -> dict:
    told = map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.text))
    return next(one for one in told if one["@type"] == "NewsArticle")


def test_its_page_says_it_to_people_and_to_machines(moving, client):
    page = client.get(moving.get_absolute_url())
    assert page.text.count(WORD) == 1
    assert data(page)["creativeWorkStatus"] == "Developing"


@pytest.mark.parametrize("path", LISTS)
def test_every_list_says_it(moving, client, path):
    assert client.get(path).text.count(WORD) >= 1


def test_the_rail_beside_another_story_says_it(moving, client):
    assert client.get(publish().get_absolute_url()).text.count(WORD) == 1


def test_a_brief_can_be_developing_too(client):
    brief = publish(BriefFactory(developing=True))
    for path in ("/", "/latest/", "/politics/", brief.get_absolute_url()):
        assert WORD in client.get(path).text, path


@pytest.mark.parametrize("path", LISTS)
def test_of_other_stories_nothing_says_it(client, path):
    publish(ArticleFactory(slug="council-meets", tagged=["Energy"], named=[CorrespondentFactory()]))
    assert "developing" not in client.get(path).text.lower()


def test_it_ends_with_an_edition_that_does_not_say_it(moving, answer):
    path = moving.get_absolute_url()
    rewrite(moving.article, developing=False)
    assert WORD in answer(path, NOON + HOUR).text, "the desk has changed its mind; readers see the last edition"
    publish(moving.article, now=NOON + HOUR)
    assert WORD in answer(path, NOON + HOUR - timedelta(microseconds=1)).text
    page = answer(path, NOON + HOUR)
    assert WORD not in page.text
    assert "creativeWorkStatus" not in data(page)
    assert "the developing mark" in answer(f"{path}history/", NOON + HOUR).text


def test_a_fix_and_a_new_start_keep_it(moving, omar):
    rewrite(moving.article, developing=False)
    fixed, _clashes = publishing.fix(
        moving.article_id, by=omar, reason="A slip.", headline="Council met", clock=at(NOON + HOUR)
    )
    assert fixed.developing
    publish(rewrite(moving.article, developing=True), now=NOON + 2 * HOUR, at=NOON + 9 * HOUR)
    rewrite(moving.article, developing=False)
    again = publishing.reschedule(moving.article_id, by=omar, at=NOON + 8 * HOUR, clock=at(NOON + 3 * HOUR))
    assert again.developing
