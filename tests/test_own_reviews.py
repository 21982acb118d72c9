"""What the writer of a review can do behind the private address: follow, change, confirm, take back, erase."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from articles.models import Event, Notice
from newsroom.management.commands import worker
from reviews import checking, confirming, links, moderation, posting, privacy
from reviews.models import Discussion, Letter, Review, Word
from reviews.models.review import Reason
from tests.factories import NOON, ReviewFactory, publish, send_mail
from tests.test_reviews import TEXT, says, send

pytestmark = pytest.mark.django_db

CYRILLIC_A = "\u0430"
DOUBTFUL = f"{TEXT} p{CYRILLIC_A}ypal"
SAID = {"kind": "error", "rating": "2", "text": "Other words, which I have thought about.", "name": "Pia H."}


@pytest.fixture
def pia():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def edition():
    return publish()


@pytest.fixture
def by_mail(settings):
    settings.REVIEWS_BY_MAIL = True


def posted(pia, edition, **changed) -> Review:
    response = send(pia, edition, **changed)
    assert response.status_code == 303
    return Review.objects.latest("pk")


def act(client, review, verb):
    return client.post(f"{links.path(review)}{verb}/")


def now_is(review) -> Review:
    return Review.objects.get(pk=review.pk)


def sent() -> list:
    send_mail(clock=lambda: timezone.now() + timedelta(minutes=5))
    return mail.outbox


# -- the status -------------------------------------------------------------------------------------------------------


def test_the_private_page_says_state_reason_note_and_answer(pia, edition, mina):
    review = posted(pia, edition)
    page = pia.get(links.path(review))
    assert says(page, TEXT)
    assert says(page, "It is waiting for a moderator.")
    moderation.decide(review.pk, "refuse", by=mina, reason="private", note="Leave the child's name out.")
    page = pia.get(links.path(review))
    assert says(page, "Your review was refused")
    assert says(page, "It reveals someone's private details")
    assert says(page, "Leave the child's name out.")
    moderation.decide(review.pk, "publish", by=mina)
    moderation.answer(review.pk, "Thank you, we asked.", by=mina)
    page = pia.get(links.path(review))
    assert says(page, "Thank you, we asked.")
    assert not says(page, "private details")


def test_it_is_nobody_else_s(pia, edition):
    review = posted(pia, edition)
    page = pia.get(links.path(review))
    assert page["Cache-Control"] == "no-store, private"
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies
    path = links.path(review)
    wrong = links.token(review, links.CONFIRM)
    for address in (f"/reviews/status/{review.uid.hex}/", f"/reviews/status/{wrong}/", path[:-3] + "xx/"):
        assert pia.get(address).status_code == 404
    assert pia.get(f"/reviews/confirm/{links.token(review)}/").status_code == 404
    assert "pia@reader.example" not in page.text


def test_a_second_click_is_answered_with_the_first_and_a_stranger_is_not(pia, edition):
    first, second = send(pia, edition), send(pia, edition)
    assert first["Location"] == second["Location"]
    assert Review.objects.count() == 1
    assert send(pia, edition, address="203.0.113.9")["Location"] != first["Location"]


def test_what_was_taken_back_can_be_sent_again(pia, edition):
    first = posted(pia, edition)
    act(pia, first, "withdraw")
    assert posted(pia, edition) != first


# -- a doubt ----------------------------------------------------------------------------------------------------------


def test_a_doubtful_post_gets_a_page_with_all_of_it_and_a_signed_time(pia, edition):
    page = send(pia, edition, text=DOUBTFUL)
    assert page.status_code == 422
    assert says(page, DOUBTFUL)
    assert says(page, "two alphabets")
    assert page.text.count("autofocus") == 1
    assert page.context["checked"] in page.text
    assert not Review.objects.exists()


def test_sent_again_after_a_look_it_waits_with_the_reason(pia, edition):
    mark = checking.mark(edition.story, "pia@reader.example", now=timezone.now() - timedelta(seconds=10))
    review = posted(pia, edition, text=DOUBTFUL, checked=mark)
    assert (review.state, review.screening, review.matched) == ("pending", "alphabets", f"p{CYRILLIC_A}ypal")


@pytest.mark.parametrize("age", [0, 1, 7200, 90_000])
def test_sent_again_at_once_or_after_hours_it_gets_the_page_again(pia, edition, age):
    mark = checking.mark(edition.story, "pia@reader.example", now=timezone.now() - timedelta(seconds=age))
    page = send(pia, edition, text=DOUBTFUL, checked=mark)
    assert page.status_code == 422
    assert (page.context["checked"] == mark) is (age < 2)


def test_the_time_is_signed_for_one_story_and_one_writer(edition):
    mark = checking.mark(edition.story, "pia@reader.example", now=NOON)
    later = NOON + timedelta(seconds=5)
    assert checking.passes(mark, edition.story, "PIA@reader.example", now=later)
    assert not checking.passes(mark, edition.story, "paul@reader.example", now=later)
    assert not checking.passes(mark, "another", "pia@reader.example", now=later)
    assert not checking.passes(mark + "x", edition.story, "pia@reader.example", now=later)


def test_a_closed_discussion_shows_no_form_and_takes_nothing(pia, edition):
    Discussion.objects.create(article=edition.article, closed=True)
    assert says(pia.get(edition.get_absolute_url()), "Reviews of this story are closed.")
    assert "data-review" not in pia.get(edition.get_absolute_url()).text
    page = send(pia, edition)
    assert page.status_code == 409
    assert says(page, TEXT)


def test_what_is_held_is_told_to_moderators_with_its_words_and_a_page_that_asks(pia, edition, mina, nora, client):
    Word.objects.create(text="Readout")
    review = posted(pia, edition)
    notice = Notice.objects.get()
    assert (notice.to, notice.path) == (mina, f"/admin/reviews/review/{review.pk}/change/")
    assert TEXT in notice.words
    assert "readout" in notice.words
    client.force_login(mina)
    client.get(notice.path)
    assert now_is(review).state == "pending"


# -- changed, taken back, taken out, erased ---------------------------------------------------------------------------


def change(client, review, **changed):
    return client.post(f"{links.path(review)}edit/", SAID | changed)


def test_while_it_waits_its_writer_changes_it(pia, edition):
    review = posted(pia, edition)
    assert says(pia.get(f"{links.path(review)}edit/"), TEXT)
    assert change(pia, review).status_code == 303
    changed = now_is(review)
    assert (changed.text, changed.kind, changed.rating, changed.name) == (SAID["text"], "error", 2, "Pia H.")
    assert (changed.version, changed.state, changed.email) == (2, "pending", "pia@reader.example")


def test_what_is_wrong_with_a_change_comes_back(pia, edition):
    review = posted(pia, edition)
    page = change(pia, review, text="Short.", name="Pia Həsənli")
    assert page.status_code == 422
    assert says(page, "Pia Həsənli")
    assert change(pia, review, text=DOUBTFUL).status_code == 422
    assert now_is(review).text == TEXT


def test_a_quarter_of_an_hour_after_publication_it_is_changed_and_read_again(pia, edition, mina):
    review = posted(pia, edition)
    moderation.decide(review.pk, "publish", by=mina)
    assert change(pia, review).status_code == 303
    assert now_is(review).state == "pending"
    assert Discussion.objects.get().published == 0
    assert SAID["text"] not in pia.get(edition.get_absolute_url()).text
    with pytest.raises(moderation.NotDecided):  # there is nothing to undo: its writer came in between
        moderation.undo(review.pk, by=mina)


def test_later_and_once_it_is_refused_it_is_not(pia, edition, mina):
    review = posted(pia, edition)
    moderation.decide(review.pk, "publish", by=mina)
    Review.objects.update(decided_at=timezone.now() - timedelta(minutes=15))
    late = change(pia, review)
    assert late.status_code == 409
    assert f"{SAID['text']}</textarea>" in late.text
    assert "</textarea>" not in pia.get(links.path(review)).text
    moderation.decide(review.pk, "remove", by=mina, reason="hate")
    assert change(pia, review).status_code == 409
    assert now_is(review).text == TEXT


def test_asking_changes_nothing(pia, edition, by_mail):
    review = posted(pia, edition)
    before = Review.objects.values().get()
    for verb in ("withdraw", "erase", "resend", "edit", "held.json"):
        assert pia.get(f"{links.path(review)}{verb}/".replace(".json/", ".json")).status_code == 200
    pia.get(links.address(review, links.CONFIRM).removeprefix("http://testserver"))
    assert Review.objects.values().get() == before
    assert pia.post(f"{links.path(review)}burn/").status_code == 404
    assert pia.post(f"{links.path(review)}erase/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_its_writer_takes_it_back_at_any_time(pia, edition, mina):
    review = posted(pia, edition)
    moderation.decide(review.pk, "publish", by=mina)
    assert act(pia, review, "withdraw").status_code == 303
    assert now_is(review).state == "removed"
    assert Discussion.objects.get().published == 0
    assert TEXT not in pia.get(edition.get_absolute_url()).text
    assert says(pia.get(links.path(review)), "You withdrew it.")
    row = str(Review.objects.values("text", "name", "note", "matched", "likeness").get())
    assert TEXT not in row
    assert "Pia" not in row
    assert act(pia, review, "withdraw").status_code == 409


def test_what_is_erased_leaves_no_trace_and_the_answer_stays_readable(pia, edition, mina):
    review = posted(pia, edition)
    moderation.decide(review.pk, "publish", by=mina)
    moderation.answer(review.pk, "Thank you, we asked.", by=mina)
    assert act(pia, review, "erase").status_code == 303
    row = Review.objects.values().get()
    for word in (TEXT, "Pia", "reader.example"):
        assert word not in str(row)
    assert (row["address"], row["network"], row["likeness"], row["rating"]) == ("", "", "", None)
    page = pia.get(edition.get_absolute_url())
    assert says(page, "The reader has withdrawn this review.")
    assert says(page, "Thank you, we asked.")
    assert not says(page, TEXT)
    assert TEXT not in str([*Event.objects.values()])


KEEP = "Keep it so that you can come back to your review."


def test_after_erasing_the_page_says_so_and_no_longer_asks_to_be_kept(pia, edition):
    review = posted(pia, edition)
    assert says(pia.get(links.path(review)), KEEP)
    assert act(pia, review, "erase").status_code == 303
    page = pia.get(links.path(review))
    assert says(page, "Your review has been erased")
    assert says(page, "Everything else we held about you has been erased too.")
    assert not says(page, KEEP)
    assert f"{links.path(review)}erase/" not in page.text


@pytest.mark.parametrize(("reason", "shown"), [("other", False), ("private", True)])
@pytest.mark.parametrize("verb", ["withdraw", "erase"])
def test_no_label_is_left_on_the_page_without_the_reason_that_was_erased(pia, edition, mina, reason, shown, verb):
    review = posted(pia, edition)
    moderation.decide(review.pk, "refuse", by=mina, reason=reason, note="Leave the child's name out.")
    assert "<dt>Reason</dt>" in pia.get(links.path(review)).text
    act(pia, review, verb)
    page = pia.get(links.path(review))
    assert ("<dt>Reason</dt>" in page.text) == says(page, "It reveals someone's private details") == shown
    assert not says(page, "Leave the child's name out.")


def test_what_was_withdrawn_is_only_called_erased_once_the_address_of_its_writer_is_gone(pia, edition, settings):
    review = posted(pia, edition)
    act(pia, review, "withdraw")
    page = pia.get(links.path(review))
    assert says(page, "Your review has been withdrawn")
    assert says(page, KEEP), "the rest can still be erased there"
    privacy.tidy(timezone.now() + timedelta(days=settings.REVIEWS_KEPT_DAYS + 1))
    page = pia.get(links.path(review))
    assert says(page, "Your review has been erased")
    assert not says(page, KEEP)


QUOTED = "You cannot call the mayor of Quba a heron."


def quotes(review, mina) -> None:
    """Wherever the desk, and other readers, may repeat what a review said."""
    Word.objects.create(text="heron")
    posting.tell_moderators(review, now=NOON)
    moderation.decide(review.pk, "publish", by=mina)
    moderation.answer(review.pk, f"{QUOTED} He is a man.", by=mina)
    review.reports.create(reason="private", note=QUOTED, at=NOON)
    moderation.decide(review.pk, "remove", by=mina, reason="private", note=QUOTED)
    moderation.undo(review.pk, by=mina)
    moderation.decide(review.pk, "remove", by=mina, reason="other", note=QUOTED)


def repeated(review) -> str:
    return str([*Event.objects.about(review).values(), *Notice.objects.values(), *review.reports.values()])


def test_erased_it_is_quoted_nowhere_and_who_decided_what_when_stays(pia, edition, mina):
    review = posted(pia, edition, text=QUOTED)
    quotes(review, mina)
    before = Event.objects.about(review).order_by("pk").values_list("verb", "by", "at", "detail")
    lines = [*before]
    assert repeated(review).count(QUOTED) >= 5
    act(pia, review, "erase")
    assert QUOTED not in repeated(review)
    assert [*before][: len(lines)] == lines
    reasons = dict(Event.objects.about(review).exclude(reason="").values_list("detail__code", "reason"))
    assert reasons == dict.fromkeys(["private", "other", None], "[erased]")


def test_the_desk_still_reads_which_reason_of_the_list_was_given(pia, edition, mina, client):
    review = posted(pia, edition, text=QUOTED)
    moderation.decide(review.pk, "refuse", by=mina, reason="private", note=QUOTED)
    privacy.erase(review.pk, now=timezone.now())
    client.force_login(mina)
    page = client.get(f"/admin/reviews/review/{review.pk}/change/").text
    assert f"refused it – {escape(Reason('private').label)} [erased]" in page
    assert QUOTED not in page


def test_so_it_is_when_its_writer_takes_it_back_or_the_worker_forgets_the_words(pia, edition, mina):
    taken_back, spam = posted(pia, edition, text=QUOTED), posted(pia, edition, text=QUOTED * 2)
    quotes(taken_back, mina)
    moderation.decide(spam.pk, "spam", by=mina, note=QUOTED)
    privacy.withdraw(taken_back.pk, now=NOON)
    assert not Notice.objects.exists()  # nobody is to read it any more
    assert QUOTED not in repeated(taken_back)
    assert QUOTED in repeated(spam)
    privacy.tidy(timezone.now() + timedelta(days=31))
    assert QUOTED not in repeated(taken_back) + repeated(spam)
    assert Event.objects.about(spam).get().by == mina


def test_moderators_keep_no_words_that_their_writer_changed(pia, edition, mina):
    Word.objects.create(text="heron")
    review = posted(pia, edition, text=QUOTED)
    change(pia, review)
    assert QUOTED not in repeated(review)


def test_all_that_is_held_can_be_had_as_a_file(pia, edition, mina):
    review = posted(pia, edition)
    moderation.decide(review.pk, "refuse", by=mina, reason="hate", note="No.")
    response = pia.get(f"{links.path(review)}held.json")
    held = response.json()
    assert (held["text"], held["email"], held["reason"], held["note"]) == (TEXT, "pia@reader.example", "hate", "No.")
    assert held["network"] == review.network
    assert [line["did"] for line in held["history"]] == ["refuse"]
    assert "mina" not in response.text
    assert {field.name for field in Review._meta.concrete_fields} - {*held} == {
        "id", "article", "version", "answer_name", "correction"
    }  # fmt: skip


# -- by mail ----------------------------------------------------------------------------------------------------------


def test_an_address_is_confirmed_by_a_letter_without_any_of_the_words(pia, edition, by_mail):
    review = posted(pia, edition, name="Buy pills at pills.example")
    assert review.state == "unconfirmed"
    (letter,) = sent()
    path = links.address(review, links.CONFIRM)
    assert path in letter.body
    assert letter.to == ["pia@reader.example"]
    for word in ("pills", "readout", "Pia"):
        assert word not in letter.subject + letter.body
    path = path.removeprefix("http://testserver")
    assert says(pia.get(path), "Did you write this review?")
    assert now_is(review).state == "unconfirmed"
    assert pia.post(path)["Location"] == links.path(review)
    assert now_is(review).state == "pending"
    assert pia.post(path).status_code == 303
    assert Event.objects.filter(verb="confirm").count() == 1


@pytest.mark.parametrize("demo", [True, False])
def test_only_a_demo_says_in_which_file_the_mail_is(pia, edition, by_mail, settings, demo):
    settings.DEMO = demo
    assert says(pia.get(links.path(posted(pia, edition))), "in var/mail/") is demo


def test_the_address_on_the_status_page_confirms_nothing(pia, edition, by_mail):
    review = posted(pia, edition)
    assert links.token(review, links.CONFIRM) not in pia.get(links.path(review)).text


def test_no_mailbox_gets_more_than_three_confirmations_a_day(edition, by_mail):
    for number in range(5):
        box = ["pia@reader.example", "PIA@reader.example", "pia+x@reader.example"][number % 3]
        review = ReviewFactory(state="unconfirmed", email=box, network=f"{number}" * 64)
        assert confirming.ask(review, now=NOON + timedelta(hours=number)) is (number < 3)
    assert confirming.ask(review, now=NOON + timedelta(days=1, seconds=1))


def test_no_network_causes_more_than_ten_an_hour(edition, by_mail):
    for number in range(12):
        review = ReviewFactory(state="unconfirmed", email=f"pia{number}@reader.example", network="b" * 64)
        assert confirming.ask(review, now=NOON) is (number < 10)
    assert confirming.ask(review, now=NOON + timedelta(hours=1))


def test_a_capped_one_says_so_and_erasing_does_not_help(pia, edition, by_mail):
    for number in range(3):
        act(pia, posted(pia, edition, text=f"{TEXT} {number}"), "erase")
    review = posted(pia, edition, text=f"{TEXT} four")
    assert Letter.objects.filter(kind="confirm").count() == 3
    page = act(pia, review, "resend")
    assert page.status_code == 429
    assert page["Retry-After"] == str(24 * 60 * 60)
    assert says(page, "as many e-mails as we can")
    assert "Retry-After" not in pia.get(links.path(review)).headers


def test_one_letter_tells_the_decision_with_the_reason_and_an_undo_takes_it_back(pia, edition, by_mail, mina):
    review = posted(pia, edition)
    confirming.confirm(review.pk, now=timezone.now())
    Letter.objects.all().delete()
    moderation.decide(review.pk, "refuse", by=mina, reason="private", note="No names.")
    moderation.undo(review.pk, by=mina)
    assert sent() == []
    moderation.decide(review.pk, "refuse", by=mina, reason="private", note="No names.")
    (letter,) = sent()
    assert "Your review was refused." in letter.body
    assert "It reveals someone's private details" in letter.body
    assert links.address(review) in letter.body
    assert TEXT not in letter.body
    moderation.decide(review.pk, "publish", by=mina)
    assert len(sent()) == 1


def test_who_never_confirmed_is_not_written_to(pia, edition, by_mail, mina):
    review = posted(pia, edition)
    Letter.objects.all().delete()
    moderation.decide(review.pk, "publish", by=mina)
    assert sent() == []


def test_without_mail_nobody_is_asked_and_nobody_is_written_to(pia, edition, mina):
    review = posted(pia, edition)
    moderation.decide(review.pk, "publish", by=mina)
    assert not Letter.objects.exists()


# -- for how long -----------------------------------------------------------------------------------------------------


def test_thirty_days_after_the_decision_it_is_forgotten_who_wrote(pia, edition, mina):
    review = posted(pia, edition)
    moderation.decide(review.pk, "publish", by=mina, clock=lambda: NOON)
    privacy.tidy(NOON + timedelta(days=30) - timedelta.resolution)
    assert now_is(review).email == "pia@reader.example"
    privacy.tidy(NOON + timedelta(days=30))
    kept = now_is(review)
    assert (kept.email, kept.address, kept.network, kept.text, kept.name) == ("", "", "", TEXT, "Pia")
    assert says(pia.get(links.path(review)), "Your review is published")


def test_spam_and_what_nobody_confirmed_goes_as_a_whole_and_what_waits_stays(pia, edition, by_mail):
    posted(pia, edition)
    posted(pia, edition, text=f"{TEXT} again", second_thought="x", email="bot@pills.example")
    waiting = ReviewFactory()
    privacy.tidy(timezone.now() + timedelta(days=31))
    assert Review.objects.get() == waiting


def test_what_was_taken_back_goes_with_its_words(pia, edition):
    review = posted(pia, edition)
    privacy.withdraw(review.pk, now=NOON)
    privacy.tidy(NOON + timedelta(days=30))
    assert (now_is(review).text, now_is(review).name) == ("", "")


def test_the_worker_does_it(pia, edition, mina):
    review = posted(pia, edition)
    moderation.decide(review.pk, "publish", by=mina, clock=lambda: NOON)
    worker.tidy()
    assert now_is(review).email == ""
