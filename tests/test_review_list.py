"""The list of reviews that readers see: picks first, twenty a page, counts, links, and what machines are told."""

import json
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client

from articles.models import Event
from reviews import listing, moderation, structured
from reviews.models import Report, Review
from reviews.templatetags.reviews import reader_text
from tests.factories import NOON, ReviewFactory, publish
from tests.test_reviews import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return publish()


def shown(edition, number: int = 0, **fields):
    fields = {"state": "published", "posted_at": NOON + timedelta(minutes=number)} | fields
    return ReviewFactory(article=edition.article, **fields)


def keys(page) -> list[int]:
    return [int(key) for key in re.findall(r'id="review-(\d+)"', page.text)]


def test_picks_stand_first_then_the_newest_and_every_page_follows_on(client, edition):
    reviews = [shown(edition, number, pick=number in {3, 30}) for number in range(45)]
    picks, others = [reviews[30], reviews[3]], [review for review in reversed(reviews) if not review.pick]
    expected = [review.pk for review in picks + others]
    seen, address = [], edition.get_absolute_url() + "reviews/"
    while address:
        page = client.get(address)
        seen += keys(page)
        more = re.search(r'rel="next" href="(\?before=[^"]+)"', page.text)
        address = more and edition.get_absolute_url() + "reviews/" + more[1]
    assert seen == expected
    assert keys(client.get(edition.get_absolute_url())) == expected[:20]


def test_a_page_may_end_among_the_picks(edition):
    reviews = [shown(edition, number, pick=number < 3) for number in range(5)]
    found, before = [], ""
    for _ in range(5):
        page = listing.page(edition, at=NOON, before=before, size=1)
        found += [review.pk for review in page.reviews]
        before = page.older
    assert found == [reviews[number].pk for number in (2, 1, 0, 4, 3)]
    assert before == ""


@pytest.mark.parametrize("before", ["x", "p", "20240428T120000.000000", "20240428T120000.000000-x", "99999999T-1"])
def test_a_page_that_nobody_named_is_not_there(client, edition, before):
    assert client.get(edition.get_absolute_url() + "reviews/", {"before": before}).status_code == 404


def test_the_list_is_not_indexed_and_its_story_is_canonical(client, edition):
    page = client.get(edition.get_absolute_url() + "reviews/").text
    assert 'content="noindex, follow"' in page
    assert f'rel="canonical" href="http://testserver{edition.get_absolute_url()}"' in page


def test_the_reviews_take_two_queries_however_many_there_are(edition, django_assert_num_queries):
    for number in range(30):
        shown(edition, number, pick=number == 1, answer="Thank you.", answer_name="Mina", answered_at=NOON)
    with django_assert_num_queries(2) as asked:
        page = listing.page(edition, at=NOON)
        assert all(review.answer_name and not review.corrected and review.pk for review in page.reviews)
    assert not [query for query in asked.captured_queries if '"articles_article"' in query["sql"]]


def test_counts_and_distribution_stand_above_and_a_mean_only_if_wanted_and_from_five_on(client, edition, settings):
    for rating in (5, 5, 4, 1):
        shown(edition, rating=rating)
    shown(edition, rating=None)
    page = client.get(edition.get_absolute_url()).text
    assert "5 reader reviews" in re.sub(r"\s+", " ", page)
    assert 'class="tally"' not in page  # so few fit on a line
    assert "Ratings out of 5: 5, 5, 4, 1" in page
    settings.REVIEWS_MEAN = True
    assert "On average" not in client.get(edition.get_absolute_url()).text
    shown(edition, rating=5)
    assert "Ratings by 5 readers" in client.get(edition.get_absolute_url()).text
    assert "On average 4.0 of 5, by 5 readers" in client.get(edition.get_absolute_url()).text
    settings.REVIEWS_MEAN = False
    assert "On average" not in client.get(edition.get_absolute_url()).text


def test_what_a_reader_wrote_stands_in_paragraphs(client, edition):
    shown(edition, text="The gauge at Osk <reads> 7.25.\n\nLook again, please.")
    page = client.get(edition.get_absolute_url()).text
    assert "<p>The gauge at Osk &lt;reads&gt; 7.25.</p>" in page
    assert "<p>Look again, please.</p>" in page


def test_links_are_the_reader_s_and_nothing_else_is_one():
    html = reader_text("See https://one.example/a?b=1&c=2, or (http://two.example).\n\njavascript:alert(1) <b>")
    assert html.count("<a ") == 2
    assert html.count('rel="ugc nofollow noopener"') == 2
    assert 'href="https://one.example/a?b=1&amp;c=2"' in html
    assert "&lt;b&gt;" in html
    assert reader_text('https://x.example/"onmouseover="alert(1)').count("<a href=") == 1
    assert '"onmouseover' not in reader_text('https://x.example/"onmouseover="alert(1)')


def test_machines_are_told_of_comments(client, edition):
    review = shown(edition, text="Good words, and true ones.", answer="Thank you.", answer_name="M", answered_at=NOON)
    scripts = re.findall(r'ld\+json">(.*?)</script>', client.get(edition.get_absolute_url()).text)
    data = json.loads(scripts[-1])
    assert (data["@type"], data["commentCount"]) == ("NewsArticle", 1)
    (comment,) = data["comment"]
    assert (comment["@type"], comment["text"]) == ("Comment", review.text)
    assert comment["author"] == {"@type": "Person", "name": "Pia"}
    assert comment["comment"]["text"] == "Thank you."


def test_a_reader_s_words_find_their_own_direction(client, edition):
    shown(edition, text="مقالة جيدة ولكن الصورة قديمة جدا")
    page = client.get(edition.get_absolute_url()).text
    assert 'class="said" dir="auto"><p>مقالة' in page


# -- reports of abuse -------------------------------------------------------------------------------------------------


def report(client, review, network: int = 1, **changed):
    fields = {"reason": "private", "note": "It names a child."} | changed
    return client.post(f"/reviews/report/{review.pk}/", fields, REMOTE_ADDR=f"198.51.{network}.7")


def test_three_networks_hide_a_review_and_no_fewer(client, edition, mina):
    review = shown(edition)
    for network in (1, 1, 1, 2):
        assert report(client, review, network).status_code == 303
    assert keys(client.get(edition.get_absolute_url())) == [review.pk]
    assert Report.objects.count() == 2
    sent = report(client, review, 3)
    assert says(client.get(sent.url), "Thank you. A moderator will look at it.")  # though the review is hidden by now
    hidden = Review.objects.get()
    assert (hidden.state, hidden.screening, hidden.matched) == ("hidden", "reported", "3")
    assert keys(client.get(edition.get_absolute_url())) == []
    assert mina.notices.count() == 1


def test_once_a_moderator_has_looked_the_count_begins_anew(client, edition, mina):
    review = shown(edition)
    for network in (1, 2, 3):
        report(client, review, network)
    moderation.decide(review.pk, "publish", by=mina)
    for network in (1, 2):
        report(client, review, network)
    assert Review.objects.get().state == "published"


@pytest.mark.parametrize("clear", ["publish", "undo", "keep"])
def test_what_a_moderator_has_cleared_is_hidden_by_no_report_and_they_are_told(client, edition, mina, clear):
    review = shown(edition)
    for network in (1, 2, 3) if clear != "keep" else (1, 2):
        report(client, review, network)
    match clear:
        case "publish":
            moderation.decide(review.pk, "publish", by=mina)
        case "undo":
            moderation.undo(review.pk, by=mina)
        case "keep":
            moderation.keep(review.pk, by=mina)
    told = mina.notices.count()
    Report.objects.update(at=NOON)  # an hour ago, so that each network may report again
    for network in (1, 2, 3, 4, 5):
        assert report(client, review, network).status_code == 303
    assert Review.objects.get().state == "published"
    assert mina.notices.count() == told + 1
    page = logged_in(mina).get(f"/admin/reviews/review/{review.pk}/change/").text
    assert "Keep review and close reports" in page
    assert logged_in(mina).post(f"/admin/reviews/review/{review.pk}/keep/").status_code == 302
    assert not Report.objects.filter(closed_at=None).exists()
    assert Event.objects.about(review).filter(verb="keep", by=mina).exists()


def test_only_moderators_close_reports(client, edition, omar):
    review = shown(edition)
    report(client, review)
    assert logged_in(omar).post(f"/admin/reviews/review/{review.pk}/keep/").status_code == 403
    assert Report.objects.get().closed_at is None


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_network_reports_five_an_hour(client, edition):
    reviews = [shown(edition) for _ in range(6)]
    answers = [report(client, review) for review in reviews]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert answers[-1]["Retry-After"] == "3600"
    assert says(answers[-1], "It names a child.")


def test_a_report_needs_a_reason_and_a_machine_s_is_thanked_and_dropped(client, edition):
    review = shown(edition)
    wrong = report(client, review, reason="")
    assert wrong.status_code == 422
    assert says(wrong, "It names a child.")
    assert report(client, review, second_thought="x").status_code == 303
    assert not Report.objects.exists()


@pytest.mark.parametrize("state", sorted({*Review.State} - {"published"}))
def test_what_is_not_public_cannot_be_reported_nor_read_there(client, edition, state):
    review = ReviewFactory(article=edition.article, state=state)
    assert client.get(f"/reviews/report/{review.pk}/").status_code == 404
    assert report(client, review).status_code == 404


def test_an_answer_has_its_moment(edition):
    with pytest.raises(IntegrityError, match="answer"), transaction.atomic():
        shown(edition, answer="Thank you.", answer_name="Mina", answered_at=None)


def test_an_answer_without_a_moment_breaks_no_page(edition):
    review = ReviewFactory.build(article=edition.article, answer="Thank you.", answer_name="Mina", pk=1)
    assert "Thank you." in render_to_string("reviews/_answer.html", {"review": review})
    told = structured._comment(review, "https://news.example/a/")
    assert told["comment"]["text"] == "Thank you."
    assert "dateCreated" not in told["comment"]
