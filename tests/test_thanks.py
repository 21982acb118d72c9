"""A correction that came of a reader's report leads to it, if its writer agreed, and while it is public."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Edition
from reviews import listing, privacy
from reviews.models import Review
from tests import site
from tests.factories import IMPORT, NOON, ArticleFactory, ReviewFactory, at, publish, rewrite
from tests.site import PAGES
from tests.test_query_budgets import BUDGET, DESK, queries

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NOTE = "It is 58 per cent. Thanks to a reader."
SHOWING = ["article", "history", "corrections"]


@pytest.fixture
def story():
    article = ArticleFactory(slug="council-meets")
    publish(article)
    return article


def corrected(story, note=NOTE, change="correction") -> Edition:
    return publish(rewrite(story, body="<p>58 per cent.</p>"), now=NOON + HOUR, change=change, note=note)


def report(story, correction: Edition | None = None, **fields) -> Review:
    fields = {"kind": "error", "state": "published", "credit": True} | fields
    return ReviewFactory(article=story, correction=correction or corrected(story), **fields)


def thanked(client, where) -> list[str]:
    """The links that stand in, or behind, the note."""
    return re.findall(r'<a href="([^"]*)">Thanks to a reader</a>', client.get(PAGES[where]).text)


def without_data(response) -> str:
    """The page that a reader sees."""
    return re.sub(r"(?s)<script.*?</script>", "", response.text)


@pytest.mark.parametrize("where", SHOWING)
def test_the_thanks_in_the_note_lead_to_the_review_and_are_said_once(client, story, where):
    review = report(story)
    assert thanked(client, where) == [
        f"/politics/2024/04/28/council-meets/reviews/?from={review.pk}#review-{review.pk}"
    ]
    assert without_data(client.get(PAGES[where])).count("Thanks to a reader") == 1
    assert f'id="review-{review.pk}"' in client.get(thanked(client, where)[0]).text


@pytest.mark.parametrize("where", SHOWING)
def test_where_the_note_does_not_say_so_it_is_said_behind_it(client, story, where):
    report(story, correction=corrected(story, note="It is <58> per cent."))
    assert 'It is &lt;58&gt; per cent. <a href="' in client.get(PAGES[where]).text
    assert len(thanked(client, where)) == 1


def test_an_update_that_a_reader_asked_for_thanks_in_the_margin(client, story):
    report(story, correction=corrected(story, change="update"))
    assert len(thanked(client, "article")) == 1


@pytest.mark.parametrize("where", SHOWING)
@pytest.mark.parametrize("state", sorted({*Review.State} - {"published"}))
def test_what_is_not_public_is_not_led_to_and_the_words_stay(client, story, where, state):
    report(story, state=state)
    assert thanked(client, where) == []
    assert NOTE in client.get(PAGES[where]).text


@pytest.mark.parametrize("where", SHOWING)
def test_nor_what_its_writer_erased_or_did_not_want_to_be_thanked_for(client, story, where):
    review = report(story)
    Review.objects.update(credit=False)
    assert thanked(client, where) == []
    Review.objects.update(credit=True)
    privacy.erase(review.pk, now=timezone.now())
    assert thanked(client, where) == []


@pytest.mark.parametrize("where", ["history", "corrections"])
def test_where_the_story_is_gone_no_link_leads_to_it(client, story, where):
    report(story)
    publishing.withdraw(story.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + 2 * HOUR))
    assert thanked(client, where) == []
    assert NOTE in client.get(PAGES[where]).text


def test_each_note_leads_to_its_own_and_later_editions_still_do(client, story):
    first = report(story)
    for number, note in enumerate(["It is Sunday.", "It is Monday."], start=2):
        edition = publish(rewrite(story), now=NOON + number * HOUR, change="correction", note=note)
    second = report(story, correction=edition)
    for where in SHOWING:
        keys = [int(address.rpartition("-")[2]) for address in thanked(client, where)]
        assert keys == [second.pk, first.pk], where
        assert "It is Sunday.<" in client.get(PAGES[where]).text


def test_the_page_that_a_link_leads_to_begins_with_the_review(client, story):
    edition = Edition.objects.get()
    reviews = [
        ReviewFactory(article=story, state="published", posted_at=NOON + timedelta(minutes=number), pick=number == 9)
        for number in range(30)
    ]
    for wanted in (reviews[3], reviews[9], reviews[29]):
        shown = client.get(listing.address(edition, wanted.pk).partition("#")[0]).text
        assert int(re.search(r'id="review-(\d+)"', shown)[1]) == wanted.pk


@pytest.mark.parametrize("key", ["0", "x", "-1", "9" * 30, "٣"])
def test_a_link_to_what_is_not_there_shows_the_list_from_its_start(client, story, key):
    ReviewFactory(article=story, state="published")
    hidden, elsewhere = ReviewFactory(article=story), ReviewFactory(article=publish().article, state="published")
    for wanted in (key, hidden.pk, elsewhere.pk):
        page = client.get(PAGES["reviews"], {"from": wanted})
        assert page.status_code == 200
        assert page.text.count('<li class="review') == 1


@pytest.mark.parametrize("where", SHOWING)
def test_it_costs_no_query_more_and_none_about_the_desk(client, where):
    edition = site.one_story()
    report(edition.article)
    asked = queries(client, PAGES[where])
    assert len(asked) <= BUDGET[where]
    assert not any(re.search(DESK, sql) for sql in asked)
    assert len(thanked(client, where)) == 1
