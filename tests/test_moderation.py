"""What moderators decide on reviews, and what that leaves behind."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from articles.models import Event
from reviews import moderation, privacy
from reviews.models import Discussion, Review
from reviews.moderation import NotDecided
from tests.factories import NOON, ArticleFactory, ReviewFactory, at, publish

pytestmark = [pytest.mark.database, pytest.mark.django_db]

# From which state a decision leads where; "-": it is not open there.
TABLE = """
from         publish    refuse   spam  hide    remove
unconfirmed  published  refused  spam  -       -
pending      published  refused  spam  -       -
published    -          -        spam  hidden  removed
refused      published  -        -     -       -
spam         published  -        -     -       -
hidden       published  -        spam  -       removed
removed      published  -        -     -       -
"""
VERBS = TABLE.split()[1:6]
LINES = [line.split() for line in TABLE.strip().splitlines()[1:]]
CELLS = [(line[0], verb, then) for line in LINES for verb, then in zip(VERBS, line[1:], strict=True)]
CHANGELIST = "/admin/reviews/review/"


def everything():
    return [*Review.objects.order_by("pk").values()], [*Event.objects.order_by("pk").values()]


def not_decided(review, verb, *, by, reason="private"):
    """The code with which a decision is refused. Nothing may have changed by it."""
    before = everything()
    with pytest.raises(NotDecided) as refusal:
        moderation.decide(review.pk, verb, by=by, reason=reason)
    assert everything() == before
    assert str(refusal.value)
    return refusal.value.code


def page(review):
    return f"{CHANGELIST}{review.pk}/change/"


def decide(review, verb):
    return f"{CHANGELIST}{review.pk}/{verb}/decide/"


# -- the table --------------------------------------------------------------------------------------------------------


def test_the_table_has_a_line_for_every_state_and_a_column_for_every_decision():
    assert [line[0] for line in LINES] == [*map(str, Review.State)]
    assert [*moderation.DECISIONS] == VERBS


@pytest.mark.parametrize(("state", "verb", "then"), CELLS)
def test_a_decision_leads_where_the_table_says(state, verb, then, mina):
    review = ReviewFactory(state=state)
    if then == "-":
        assert not_decided(review, verb, by=mina) == "decided-meanwhile"
    else:
        assert moderation.decide(review.pk, verb, by=mina, reason="private").state == then
        review.refresh_from_db()
        assert review.state == then


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_only_what_can_still_be_decided_is_offered(line, client, mina):
    review = ReviewFactory(state=line[0])
    client.force_login(mina)
    offered = [verb for verb, then in zip(VERBS, line[1:], strict=True) if then != "-"]
    assert [decision.verb for decision in moderation.open_to(review)] == offered
    shown = client.get(page(review)).text
    assert [verb for verb in VERBS if decide(review, verb) in shown] == offered


@pytest.mark.parametrize(("state", "verb"), [("pending", "refuse"), ("published", "remove")])
@pytest.mark.parametrize("reason", ["", " ", "because", "Private"])
def test_a_refusal_needs_a_reason_of_the_list(state, verb, reason, mina):
    assert not_decided(ReviewFactory(state=state), verb, by=mina, reason=reason) == "reason-missing"


def test_another_reason_needs_a_note(mina):
    review = ReviewFactory()
    assert not_decided(review, "refuse", by=mina, reason="other") == "note-missing"
    assert moderation.decide(review.pk, "refuse", by=mina, reason="other", note="In verse.").note == "In verse."


@pytest.mark.parametrize("verb", ["publish", "spam"])
def test_the_other_decisions_need_none(verb, mina):
    assert moderation.decide(ReviewFactory().pk, verb, by=mina).state != "pending"


# -- two at once, and the activity log --------------------------------------------------------------------------------


@pytest.mark.parametrize("second", VERBS)
def test_of_two_moderators_the_second_is_told(second, mina, admin):
    review = ReviewFactory()
    moderation.decide(review.pk, "refuse", by=mina, reason="private")
    if second == "publish":  # a refused review may be published after all, and that is on the record
        assert moderation.decide(review.pk, "publish", by=admin).state == "published"
    else:
        assert not_decided(review, second, by=admin) == "decided-meanwhile"


def test_the_second_to_publish_is_told(mina, admin):
    review = ReviewFactory()
    moderation.decide(review.pk, "publish", by=mina)
    assert not_decided(review, "publish", by=admin) == "decided-meanwhile"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_the_same_moment_one_is_told(mina, admin):
    for _round in range(20):
        review, barrier, told = ReviewFactory(), Barrier(2), []

        def decide_at_once(by, review=review, barrier=barrier, told=told):
            try:
                barrier.wait()
                moderation.decide(review.pk, "publish", by=by)
            except NotDecided as error:
                told.append(error.code)
            finally:
                connection.close()

        both = [Thread(target=decide_at_once, args=[person]) for person in (mina, admin)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert told == ["decided-meanwhile"]
        assert Event.objects.about(review).count() == 1


def test_each_decision_is_a_line_of_the_journal(mina, admin):
    review = ReviewFactory()
    moderation.decide(review.pk, "publish", by=mina)
    moderation.decide(review.pk, "remove", by=admin, reason="private", note=" It names a child. ")
    first, second = Event.objects.about(review).order_by("pk")
    assert (first.verb, first.by, first.reason) == ("publish", mina, "")
    assert first.detail == {"before": "pending", "after": "published"}
    assert (second.verb, second.by) == ("remove", admin)
    assert second.reason == "It reveals someone's private details: It names a child."
    assert second.detail == {"before": "published", "after": "removed", "code": "private"}


def test_a_decision_changes_nothing_of_what_the_reader_wrote(mina):
    review = ReviewFactory(text="Kifayət qədər aydın deyil, amma düzdür.", name="Pia Həsənli")
    before = Review.objects.filter(pk=review.pk).values().get()
    moderation.decide(review.pk, "publish", by=mina, clock=at(NOON))
    decided = {"state": "published", "decided_at": NOON, "erase_at": NOON + timedelta(days=30)}
    assert Review.objects.filter(pk=review.pk).values().get() == before | decided


def test_who_read_other_words_decides_nothing(mina):
    review = ReviewFactory(version=2)
    assert not_decided_of(review, 1, by=mina) == "changed-meanwhile"
    assert moderation.decide(review.pk, "publish", by=mina, version=2).state == "published"


def not_decided_of(review, version, *, by):
    with pytest.raises(NotDecided) as refusal:
        moderation.decide(review.pk, "publish", by=by, version=version)
    return refusal.value.code


# -- counts, and undo -------------------------------------------------------------------------------------------------


def counts(article):
    discussion = Discussion.objects.filter(article=article).first()
    return (discussion.published, discussion.distribution) if discussion else (0, {})


def test_the_counts_go_with_the_decisions_and_come_back_with_an_undo(mina):
    article = ArticleFactory()
    good, bad, mute = (ReviewFactory(article=article, rating=rating) for rating in (5, 1, None))
    for review in (good, bad, mute):
        moderation.decide(review.pk, "publish", by=mina)
    assert counts(article) == (3, {5: 1, 4: 0, 3: 0, 2: 0, 1: 1})
    moderation.decide(bad.pk, "hide", by=mina)
    assert counts(article) == (2, {5: 1, 4: 0, 3: 0, 2: 0, 1: 0})
    moderation.undo(bad.pk, by=mina)
    assert counts(article) == (3, {5: 1, 4: 0, 3: 0, 2: 0, 1: 1})


def test_an_undo_leads_back_once_and_is_a_line_of_the_journal(mina):
    review = ReviewFactory()
    moderation.decide(review.pk, "refuse", by=mina, reason="private")
    undone = moderation.undo(review.pk, by=mina)
    assert (undone.state, undone.reason, undone.erase_at) == ("pending", "", None)
    assert Event.objects.about(review).first().detail == {"before": "refused", "after": "pending"}
    with pytest.raises(NotDecided) as refusal:
        moderation.undo(review.pk, by=mina)
    assert refusal.value.code == "nothing-to-undo"


def test_what_its_writer_took_back_after_it_was_removed_is_not_made_public_by_an_undo(mina):
    review = ReviewFactory(state="published")
    moderation.decide(review.pk, "remove", by=mina, reason="private")
    privacy.withdraw(review.pk, now=NOON)
    review.refresh_from_db()
    assert not moderation.can_undo(review)
    before = everything()
    with pytest.raises(NotDecided) as refusal:
        moderation.undo(review.pk, by=mina)
    assert refusal.value.code == "nothing-to-undo"
    assert everything() == before


def test_a_decision_closes_the_reports_of_readers(mina):
    review, other = ReviewFactory(state="published"), ReviewFactory(state="published")
    for number, one in enumerate((review, review, other)):
        one.reports.create(reason="private", at=NOON, network=f"{number}" * 64)
    moderation.decide(review.pk, "hide", by=mina, clock=lambda: NOON)
    assert {*review.reports.values_list("closed_at", flat=True)} == {NOON}
    assert other.reports.get().closed_at is None


def test_the_automatic_check_closes_no_report():
    """Nobody has read it yet."""
    review = ReviewFactory(state="published")
    review.reports.create(reason="private", at=NOON, network="1" * 64)
    moderation.decide(review.pk, "hide", by=None)
    assert review.reports.get().closed_at is None


@pytest.mark.parametrize("verb", ["publish", "spam"])
def test_where_the_writer_is_told_nothing_the_review_keeps_no_reason_and_no_note(verb, mina):
    """They are in the activity log; on a published review a note would be waiting for the writer."""
    review = moderation.decide(ReviewFactory().pk, verb, by=mina, reason="private", note="Between us.")
    review.refresh_from_db()
    assert (review.reason, review.note) == ("", "")
    assert "Between us." in Event.objects.about(review).first().reason


def test_what_its_writer_took_back_is_decided_no_more(mina):
    review = ReviewFactory()
    privacy.withdraw(review.pk, now=NOON)
    assert not_decided(review, "publish", by=mina) == "taken-back"
    assert moderation.open_to(Review.objects.get(pk=review.pk)) == []


# -- at the desk ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "then"), [("publish", "published"), ("refuse", "refused"), ("spam", "spam")])
def test_a_moderator_decides_and_gets_the_next_one_that_waits(verb, then, client, mina):
    later = ReviewFactory(posted_at=NOON + timedelta(hours=2))
    sooner = ReviewFactory(posted_at=NOON + timedelta(hours=1))
    review = ReviewFactory()
    client.force_login(mina)
    response = client.post(decide(review, verb), {"reason": "private"})
    assert (response.status_code, response["Location"]) == (302, page(sooner))
    review.refresh_from_db()
    assert review.state == then
    later.refresh_from_db()
    assert later.state == "pending"


def test_after_the_last_one_the_moderator_is_back_at_the_list(client, mina):
    review = ReviewFactory()
    client.force_login(mina)
    assert client.post(decide(review, "publish"))["Location"] == CHANGELIST


def test_who_comes_second_is_told_and_stays(client, mina, admin):
    review = ReviewFactory()
    ReviewFactory()
    moderation.decide(review.pk, "publish", by=admin)
    client.force_login(mina)
    before = everything()
    response = client.post(decide(review, "publish"), follow=True)
    assert response.redirect_chain == [(page(review), 302)]
    assert "Nothing was changed" in response.text
    assert everything() == before


def test_a_refusal_without_a_reason_is_asked_for_one(client, mina):
    review = ReviewFactory()
    client.force_login(mina)
    before = everything()
    response = client.post(decide(review, "refuse"), {"reason": " "}, follow=True)
    assert "Choose a reason" in response.text
    assert everything() == before


def test_the_page_says_who_decided_what_and_why(client, mina):
    review = ReviewFactory()
    moderation.decide(review.pk, "refuse", by=mina, reason="private", note="It names a child.")
    client.force_login(mina)
    shown = client.get(page(review)).text
    assert "mina refused it" in shown
    assert "It names a child." in shown


@pytest.mark.parametrize("who", ["nora", "omar"])
@pytest.mark.parametrize("verb", VERBS)
def test_journalists_and_editors_do_not_decide(who, verb, client, request):
    review = ReviewFactory()
    client.force_login(request.getfixturevalue(who))
    before = everything()
    assert client.post(decide(review, verb), {"reason": "private"}).status_code == 403
    assert everything() == before


def test_an_editor_reads_reviews_without_buttons(client, omar):
    review = ReviewFactory()
    client.force_login(omar)
    response = client.get(page(review))
    assert response.status_code == 200
    assert "/decide/" not in response.text


def test_a_review_with_marks_in_it_is_shown_as_it_was_written(client, mina):
    review = ReviewFactory(text="<script>alert(1)</script> and more words", name="<b>Pia</b>")
    client.force_login(mina)
    for address in (page(review), CHANGELIST, "/admin/"):
        shown = client.get(address).text
        assert "<script>alert(1)" not in shown
        assert "<b>Pia" not in shown


def test_what_was_taken_back_is_read_at_the_desk_no_more(client, mina, omar):
    article = ArticleFactory(editor=omar)
    publish(article)
    review = ReviewFactory(article=article, kind="error", text="The sentinel of a review.", email="sentinel@x.example")
    privacy.withdraw(review.pk, now=NOON)
    for person in (mina, omar):
        client.force_login(person)
        for address in (page(review), CHANGELIST, "/admin/", f"/admin/articles/article/{article.pk}/change/"):
            shown = client.get(address).text
            assert "sentinel" not in shown.casefold()
            assert "Pia" not in shown
        assert "the reader withdrew it" in client.get(page(review)).text
        assert "/correct/" not in client.get(page(review)).text
    assert client.get(f"{CHANGELIST}{review.pk}/correct/").status_code == 404


# -- what readers see of it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [*Review.State])
def test_readers_see_what_was_published_and_nothing_else(state, client):
    article = ArticleFactory()
    address = publish(article).get_absolute_url()
    ReviewFactory(article=article, state=state, text="The sentinel of a review.", email="pia@reader.example")
    shown = client.get(address).text
    assert ("The sentinel of a review." in shown) is (state == "published")
    assert "pia@reader.example" not in shown


def test_what_was_published_can_be_taken_back(client, mina):
    article = ArticleFactory()
    address = publish(article).get_absolute_url()
    review = ReviewFactory(article=article, text="The sentinel of a review.")
    moderation.decide(review.pk, "publish", by=mina)
    assert "The sentinel of a review." in client.get(address).text
    moderation.decide(review.pk, "remove", by=mina, reason="private")
    assert "The sentinel of a review." not in client.get(address).text
