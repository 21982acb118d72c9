"""The queue of reviews at the desk: what a moderator sees, decides, undoes, answers and picks."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from articles.models import Event, Preference
from articles.workflow import State as Desk
from reviews import moderation
from reviews.admin import queue as pages
from reviews.models import Discussion, Review
from tests.factories import ArticleFactory, ReviewFactory, SectionFactory, publish
from tests.test_desk_frame import current_entries

pytestmark = pytest.mark.django_db

QUEUE = "/admin/reviews/review/queue/"
SEVERAL = f"{QUEUE}several/"


@pytest.fixture
def desk(client, mina):
    client.force_login(mina)
    return client


def waiting(**fields):
    return ReviewFactory(posted_at=timezone.now() - timedelta(minutes=5), **fields)


def state_of(review) -> str:
    return Review.objects.get(pk=review.pk).state


def shown(response) -> list[int]:
    return [row.review.pk for row in response.context["rows"]]


def test_the_oldest_stands_first_with_its_story_its_age_and_the_reason_for_the_hold(desk):
    newer = waiting()
    older = ReviewFactory(posted_at=timezone.now() - timedelta(hours=3), screening="suspect", matched="thief")
    publish(older.article)
    response = desk.get(QUEUE)
    assert shown(response) == [older.pk, newer.pk]
    assert [row.late for row in response.context["rows"]] == [True, False]
    for words in ("suspect words: thief", older.article.headline, "late"):
        assert words in response.text


def test_it_tells_what_became_of_the_writer_s_others(desk):
    ReviewFactory(state=Review.State.PUBLISHED)
    ReviewFactory(state=Review.State.REFUSED)
    waiting()
    assert "earlier reviews: 1 published, 1 refused" in desk.get(QUEUE).text


@pytest.mark.parametrize("tab", ["unconfirmed", "hidden", "spam"])
def test_what_waits_elsewhere_has_a_tab_of_its_own(desk, tab):
    review = waiting(state=tab)
    assert shown(desk.get(QUEUE)) == []
    assert shown(desk.get(QUEUE, {"tab": tab})) == [review.pk]


def test_it_is_narrowed_by_section_kind_and_age(desk):
    economy = waiting(article=ArticleFactory(section=SectionFactory(name="Economy")))
    error = waiting(kind="error")
    old = ReviewFactory(posted_at=timezone.now() - timedelta(days=2))
    assert shown(desk.get(QUEUE, {"section": "economy"})) == [economy.pk]
    assert shown(desk.get(QUEUE, {"kind": "error"})) == [error.pk]
    assert shown(desk.get(QUEUE, {"age": "day"})) == [old.pk]


def test_however_many_wait_the_queries_are_the_same(desk, django_assert_max_num_queries):
    for number in range(30):
        waiting(email=f"pia{number}@reader.example", network=f"{number % 20:064}")
    desk.get(QUEUE)
    with django_assert_max_num_queries(14):
        desk.get(QUEUE)


def test_what_does_not_fit_stands_on_later_pages_with_the_filters_kept(desk, monkeypatch):
    monkeypatch.setattr(pages, "SHOWN", 3)
    others = [waiting(kind="error", network=f"{number}" * 64) for number in range(4)]
    pairs = [waiting(kind="error", network="f" * 64) for _ in range(2)]
    crowds = [[waiting(kind="error", network=f"{name}" * 64) for _ in range(4)] for name in "ab"]
    waiting()
    seen, address, counts = [], f"{QUEUE}?kind=error", []
    while address:
        page = desk.get(address)
        assert page.context["here"] == address
        seen += shown(page)
        counts += [row.count for row in page.context["rows"]]
        later = re.search(r'href="(\?[^"]*)" rel="next"', page.text)
        address = later and QUEUE + unescape(later[1])
    assert seen == [review.pk for review in [*others, *pairs, crowds[0][0], crowds[1][0]]]
    assert counts == [1] * 6 + [4, 4]
    assert 'href="?kind=error">Back to the oldest' in page.text


def test_of_reviews_of_one_moment_none_is_lost_between_two_pages(desk, monkeypatch):
    monkeypatch.setattr(pages, "SHOWN", 2)
    reviews = [ReviewFactory() for _ in range(5)]
    seen, later = [], ""
    for _ in range(3):
        page = desk.get(QUEUE, {"after": later})
        seen += shown(page)
        later = page.context["later"]
    assert seen == [review.pk for review in reviews]
    assert later == ""


def test_a_page_that_nobody_named_is_not_there(desk):
    assert desk.get(QUEUE, {"after": "x"}).status_code == 404


def test_a_decision_leads_back_to_the_queue_and_can_be_undone_there(desk):
    review = waiting()
    back = f"{QUEUE}?tab=pending&kind=opinion"
    response = desk.post(f"/admin/reviews/review/{review.pk}/publish/decide/", {"version": 1, "next": back})
    assert response["Location"] == back
    page = desk.get(QUEUE)
    assert page.context["last"] == review
    desk.post(f"/admin/reviews/review/{review.pk}/undo/decide/", {"next": back})
    assert state_of(review) == "pending"
    assert desk.get(QUEUE).context["last"] is None


def test_nobody_is_led_to_another_site(desk):
    response = desk.post(
        f"/admin/reviews/review/{waiting().pk}/publish/decide/", {"version": 1, "next": "//evil.example/"}
    )
    assert response["Location"] == "/admin/reviews/review/"


def test_who_read_older_words_is_told(desk):
    review = waiting(version=2)
    response = desk.post(f"/admin/reviews/review/{review.pk}/publish/decide/", {"version": 1}, follow=True)
    assert "changed the review since you read it" in response.text
    assert state_of(review) == "pending"


def test_the_menu_counts_what_waits_and_only_moderators_see_it(desk, client, omar):
    for _ in range(3):
        waiting()
    assert pages.badge() == "3"
    assert QUEUE in desk.get("/admin/").text
    client.force_login(omar)
    assert QUEUE not in client.get("/admin/").text
    assert client.get(QUEUE).status_code == 403
    assert client.post(SEVERAL, {}).status_code == 403


def test_a_browser_asks_for_the_reason_before_a_note_is_sent_in_vain(desk):
    waiting()
    page = desk.get(QUEUE).text
    assert '<select name="reason" required ' in page
    buttons = dict(re.findall(r'data-verb="(\w+)"( formnovalidate)?>', page))
    assert buttons == {"publish": " formnovalidate", "refuse": "", "spam": " formnovalidate"}


def test_a_correction_is_started_from_an_error_report_by_those_who_lead_the_story(desk, admin_client):
    report, opinion = waiting(kind="error"), waiting()
    link = "/admin/reviews/review/{}/correct/"
    page = admin_client.get(QUEUE).text
    assert link.format(report.pk) in page
    assert link.format(opinion.pk) not in page
    assert link.format(report.pk) not in desk.get(QUEUE).text  # a moderator


def test_keys_are_offered_unless_they_are_switched_off(desk, mina):
    waiting()
    assert '<ol class="queue" role="list" data-keys>' in desk.get(QUEUE).text
    Preference.objects.create(user=mina, single_keys=False)
    page = desk.get(QUEUE).text
    assert '<ol class="queue" role="list">' in page
    assert "<kbd>J</kbd>" not in page


@pytest.mark.parametrize(("page", "name"), [(QUEUE, "Moderation"), ("/admin/reviews/review/", "Reviews")])
def test_the_menu_shows_once_where_a_moderator_is(desk, page, name):
    assert current_entries(desk.get(page).text) == [name]


# -- several at once --------------------------------------------------------------------------------------------------


def test_several_are_shown_first_and_decided_only_then(desk):
    reviews = [waiting() for _ in range(3)]
    chosen = {"tab": "pending", "verb": "publish", "review": [review.pk for review in reviews[:2]]}
    page = desk.post(SEVERAL, chosen)
    assert page.context["found"] == reviews[:2]
    assert page.context["back"] == f"{QUEUE}?tab=pending"
    assert {state_of(review) for review in reviews} == {"pending"}
    response = desk.post(SEVERAL, {"tab": "pending", "verb": "publish", "sure": page.context["sure"]}, follow=True)
    assert "Publish: 2 reviews." in response.text
    assert [state_of(review) for review in reviews] == ["published", "published", "pending"]
    assert Event.objects.filter(verb="publish").count() == 2


def test_of_several_those_decided_or_changed_meanwhile_are_left_and_said(desk, admin):
    one, two, three = (waiting() for _ in range(3))
    sure = f"{one.pk}:1,{two.pk}:1,{three.pk}:1,999999:1,x"
    moderation.decide(one.pk, "refuse", by=admin, reason="hate")
    Review.objects.filter(pk=two.pk).update(version=2)
    chosen = {"tab": "pending", "verb": "spam", "sure": sure}
    response = desk.post(SEVERAL, chosen, follow=True)
    assert [state_of(review) for review in (one, two, three)] == ["refused", "pending", "spam"]
    assert "Nothing was changed" in response.text
    assert "Spam: 1 review." in response.text


def test_several_are_refused_with_a_reason_of_the_list(desk):
    review = waiting()
    chosen = {"tab": "pending", "verb": "refuse", "sure": f"{review.pk}:1"}
    assert "Choose a reason" in desk.post(SEVERAL, chosen, follow=True).text
    assert state_of(review) == "pending"
    desk.post(SEVERAL, chosen | {"reason": "hate"})
    assert state_of(review) == "refused"


@pytest.mark.parametrize(
    ("then", "back"), [(f"{QUEUE}?kind=error", f"{QUEUE}?kind=error"), ("//evil.example/", f"{QUEUE}?tab=pending")]
)
def test_after_several_the_queue_is_where_it_was(desk, then, back):
    chosen = {"tab": "pending", "verb": "spam", "next": then}
    assert desk.post(SEVERAL, chosen)["Location"] == back  # none is ticked
    page = desk.post(SEVERAL, chosen | {"review": [waiting().pk]})
    assert f'name="next" value="{back}"' in page.text
    assert desk.post(SEVERAL, chosen | {"sure": page.context["sure"]})["Location"] == back


@pytest.mark.parametrize("wrong", [{}, {"verb": "burn"}, {"tab": "published"}, {"review": ["x", "all:"]}])
def test_what_makes_no_sense_does_nothing(desk, wrong):
    waiting()
    assert desk.post(SEVERAL, {"tab": "pending", "verb": "spam"} | wrong).status_code == 302
    assert Review.objects.waiting().count() == 1


def test_those_of_one_network_are_one_row_and_go_together(desk):
    attack = [waiting(network="a" * 64, email=f"bot{number}@pills.example") for number in range(8)]
    few = [waiting(network="b" * 64, email="x@reader.example") for _ in range(2)]
    unknown = [waiting(email=f"y{number}@reader.example") for number in range(4)]
    page = desk.get(QUEUE)
    assert [row.count for row in page.context["rows"]] == [8, 1, 1, 1, 1, 1, 1]
    assert shown(page) == [attack[0].pk, *(review.pk for review in few + unknown)]
    assert len(shown(desk.get(QUEUE, {"network": "a" * 64}))) == 8
    page = desk.post(SEVERAL, {"tab": "pending", "verb": "spam", "review": [f"all:{'a' * 64}"]})
    desk.post(SEVERAL, {"tab": "pending", "verb": "spam", "sure": page.context["sure"]})
    assert Review.objects.filter(state="spam").count() == 8
    assert Review.objects.waiting().count() == 6


# -- answers, picks, discussions --------------------------------------------------------------------------------------


def test_an_answer_stands_with_the_name_of_who_gave_it_and_the_newsroom_s(desk, mina, client):
    mina.first_name, mina.last_name = "Mina", "Rza"
    mina.save()
    edition = publish()
    review = ReviewFactory(article=edition.article, state="published")
    desk.post(f"/admin/reviews/review/{review.pk}/answer/", {"answer": "We asked <b>them</b>."})
    page = client.get(edition.get_absolute_url()).text
    assert "Mina Rza, Samur Wire" in page
    assert "We asked &lt;b&gt;them&lt;/b&gt;." in page
    desk.post(f"/admin/reviews/review/{review.pk}/answer/", {"answer": " "})
    assert "Mina Rza" not in client.get(edition.get_absolute_url()).text


def test_a_pick_stands_first_and_says_what_it_means(desk, client):
    edition = publish()
    first, _second = (ReviewFactory(article=edition.article, state="published", name=name) for name in "AB")
    assert "editors’ pick" not in client.get(edition.get_absolute_url()).text
    desk.post(f"/admin/reviews/review/{first.pk}/pick/", {"on": "1"})
    page = client.get(edition.get_absolute_url()).text
    assert "it doesn’t mean that we agree" in page
    assert page.index(f"review-{first.pk}") < page.index(f"review-{_second.pk}")
    moderation.decide(first.pk, "hide", by=None)
    assert Review.objects.get(pk=first.pk).pick is False


@pytest.mark.parametrize("deed", ["answer", "pick"])
def test_only_what_is_public_is_answered_or_picked(desk, deed):
    review = waiting()
    response = desk.post(f"/admin/reviews/review/{review.pk}/{deed}/", {"answer": "x", "on": "1"}, follow=True)
    assert "Only published reviews" in response.text
    assert not Event.objects.about(review).exists()


def test_an_editor_closes_a_discussion_before_its_story_is_published(desk, omar, client):
    desk.force_login(omar)
    article = ArticleFactory(state=Desk.DRAFT)
    address = f"/admin/reviews/review/discussion/{article.pk}/"
    assert "are open" in desk.get(address).text
    assert desk.post(address, {"closed": "yes", "closes_at": ""}).status_code == 302
    assert "are closed" in desk.get(address).text
    assert Event.objects.about(article).get(verb="discussion").detail["closed"] is True
    edition = publish(article)
    assert "Reviews of this story are closed." in client.get(edition.get_absolute_url()).text
    desk.post(address, {"closed": "no", "closes_at": "2024-05-01T12:00"})
    assert Discussion.objects.get().closed is False
    assert "Reviews of this story are closed." in client.get(edition.get_absolute_url()).text


def test_who_neither_moderates_nor_leads_the_story_closes_nothing(client, nora, omar):
    article = ArticleFactory(writer=nora)
    address = f"/admin/reviews/review/discussion/{article.pk}/"
    client.force_login(nora)
    assert client.get(address).status_code == 403
    assert client.post(address, {"closed": "yes"}).status_code == 403
    client.force_login(omar)
    assert client.get(address).status_code == 200
