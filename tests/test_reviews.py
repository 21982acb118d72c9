"""Readers leave a review: taken, screened, moderated, shown; nothing that was typed is lost, nobody is followed."""

import re
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from articles import publishing
from articles.models import PublishingState
from reviews import links
from reviews.forms import TRAP
from reviews.models import Review
from tests.factories import FAR, IMPORT, NOON, ArticleFactory, ReviewFactory, at, publish

pytestmark = pytest.mark.django_db

TEXT = "The readout says “as soon as possible”, not “soon”. Please look again."
GOOD = {"kind": "opinion", "rating": "4", "text": TEXT, "name": "Pia", "email": "pia@reader.example", TRAP: ""}
DATA = re.compile(r'<script type="application/ld.json">.*?</script>')  # JSON, where quotation marks are in order
SPOOFED = [f"203.0.{n}.1" for n in range(20)]


@pytest.fixture
def pia():
    """A reader's browser: no log-in, and no token that a form of ours could have given it."""
    return Client(enforce_csrf_checks=True, raise_request_exception=True)


@pytest.fixture
def edition():
    return publish()


def send(client, edition, headers=None, address="198.51.100.7", **changed):
    fields = {name: value for name, value in (GOOD | changed).items() if value is not None}
    url = reverse("reviews:post", args=[edition.story])
    return client.post(url, fields, headers=headers or {}, REMOTE_ADDR=address)


def says(response, text: str) -> bool:
    """Whether a page shows these words, made harmless."""
    return escape(text) in response.text


# -- before anybody writes --------------------------------------------------------------------------------------------


def form(client, edition) -> str:
    """The text of the page from the head of the form on, each run of blanks one."""
    page = client.get(edition.get_absolute_url()).text
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("Before you write.")[1]).split())


@pytest.mark.parametrize(
    ("within", "hours", "said"),
    [
        (2, None, "usually within 2 hours while the newsroom is open."),
        (1, None, "usually within an hour while the newsroom is open."),
        (2, (time(8), time(22)), "usually within 2 hours between 08:00 and 22:00 (Baku time)."),
        (1, (time(8), time(22, 30)), "usually within an hour between 08:00 and 22:30 (Baku time)."),
        (3, (time(0), time(7, 5)), "usually within 3 hours between 00:00 and 07:05 (Baku time)."),
    ],
)
def test_the_form_says_how_soon_a_moderator_reads_and_in_which_hours(pia, edition, settings, within, hours, said):
    settings.REVIEWS_TARGET_HOURS, settings.REVIEWS_HOURS = within, hours
    assert form(pia, edition).startswith(
        f"A moderator reads each review before it appears, {said} If it is refused, we tell you why."
    )


@pytest.mark.parametrize(
    ("by_mail", "said"),
    [
        (True, "We e-mail you to confirm that you wrote it and to tell you the decision."),
        (False, "We use your e-mail address only if we need to ask you something."),
    ],
)
def test_the_form_says_what_becomes_of_the_e_mail_address(pia, edition, settings, by_mail, said):
    settings.REVIEWS_BY_MAIL, settings.REVIEWS_KEPT_DAYS = by_mail, 45
    assert f"{said} Your address is never published, and we erase it 45 days after the decision." in form(pia, edition)
    assert 'href="/about/privacy/"' in pia.get(edition.get_absolute_url()).text


# -- a good one -------------------------------------------------------------------------------------------------------


def test_a_good_review_is_thanked_for_and_waits(pia, edition):
    response = send(pia, edition)
    review = Review.objects.get()
    assert (response.status_code, response["Location"]) == (303, links.path(review))
    assert says(pia.get(response["Location"]), "Thank you, your review has been received")
    assert review.article_id == edition.article_id
    assert review.state == Review.State.PENDING
    assert (review.kind, review.rating, review.text) == ("opinion", 4, TEXT)
    assert (review.name, review.email) == ("Pia", "pia@reader.example")
    assert not says(pia.get(edition.get_absolute_url()), TEXT)


@pytest.mark.parametrize("rating", ["", None])
def test_a_review_may_go_without_a_rating(pia, edition, rating):
    assert send(pia, edition, rating=rating).status_code == 303
    assert Review.objects.get().rating is None


def test_where_the_newsroom_asks_for_a_rating_none_may_be_left_out(pia, edition, settings):
    assert "No rating" in pia.get(edition.get_absolute_url()).text
    settings.REVIEWS_RATING_REQUIRED = True
    assert "No rating" not in pia.get(edition.get_absolute_url()).text
    assert says(send(pia, edition, rating=""), "Choose a rating from 1 to 5.")
    assert send(pia, edition).status_code == 303


@pytest.mark.parametrize("kind", ["opinion", "error", "more"])
def test_a_review_may_report_an_error_or_know_more(pia, edition, kind):
    send(pia, edition, kind=kind)
    assert Review.objects.get().kind == kind


@pytest.mark.parametrize("length", [20, 2000])
def test_the_shortest_and_the_longest_are_taken(pia, edition, length):
    assert send(pia, edition, text=("əşğ" * 700)[:length]).status_code == 303


@pytest.mark.parametrize(
    "text",
    [
        "Bu xəbərdə İlham Əliyevin sözləri düzgün verilməyib, şəkil də köhnədir.",
        "В этом сообщении слова министра переданы неточно, и снимок старый.",
        "مقالة جيدة ولكن الصورة قديمة جدا",
        "Good 👍🏽 but the picture is old, and so is the map 🗺️",
        "First line of it.\nSecond line of it.\n\nThird line of it.",
        "Is 3 < 5 && 5 > 3? \"Yes\", it's so. {{ settings.SECRET_KEY }} {% now 'Y' %}",
    ],
)
def test_words_in_any_alphabet_are_kept_sign_for_sign(pia, edition, text):
    assert send(pia, edition, text=text).status_code == 303
    assert Review.objects.get().text == text


def test_line_ends_of_any_system_are_lines(pia, edition):
    send(pia, edition, text="First line of it.\r\nSecond line of it.")
    assert Review.objects.get().text == "First line of it.\nSecond line of it."


def test_a_brief_and_a_corrected_story_are_reviewed_at_one_address(pia, edition):
    publish(edition.article, now=NOON + timedelta(hours=1))
    assert send(pia, edition).status_code == 303


# -- refused ----------------------------------------------------------------------------------------------------------


WRONG = {
    "no text": {"text": ""},
    "no text at all": {"text": None},
    "too short": {"text": "Too short, this."},
    "blanks": {"text": " " * 100},
    "too long": {"text": "ə" * 2001},
    "far too long": {"text": "ə" * 10_000},
    "NUL": {"text": TEXT + "\x00"},
    "no name": {"name": ""},
    "a long name": {"name": "P" * 61},
    "no e-mail": {"email": ""},
    "no such e-mail": {"email": "pia"},
    "two e-mails": {"email": "pia@reader.example\nBcc: all@reader.example"},
    "rating 0": {"rating": "0"},
    "rating 6": {"rating": "6"},
    "rating in words": {"rating": "four"},
    "half a rating": {"rating": "4.5"},
    "another kind": {"kind": "praise"},
    "no kind": {"kind": ""},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_review_that_is_not_right_comes_back_with_all_that_was_typed(pia, edition, wrong):
    response = send(pia, edition, **wrong)
    assert response.status_code == 422
    assert not Review.objects.exists()
    for name in ("text", "name", "email"):
        typed = (GOOD | wrong)[name]
        assert typed is None or says(response, typed), name
    assert reverse("reviews:post", args=[edition.story]) in response.text


def test_what_was_chosen_is_still_chosen(pia, edition):
    response = send(pia, edition, text="", rating="2", kind="error")
    form = response.context["form"]
    assert (form["rating"].value(), form["kind"].value()) == ("2", "error")
    assert response.text.count(" checked") == 2


@pytest.mark.parametrize("field", ["state", "network", "screening", "article", "posted_at", "id"])
def test_a_reader_decides_nothing_that_is_not_asked(pia, edition, field):
    other = ArticleFactory()
    value = {"state": "published", "article": other.pk, "posted_at": "2001-01-01", "id": 7}.get(field, "mine")
    before = timezone.now()
    assert send(pia, edition, **{field: value}).status_code == 303
    review = Review.objects.get()
    assert (review.state, review.screening, review.article_id) == ("pending", "", edition.article_id)
    assert review.network != "mine"
    assert review.posted_at >= before


# -- screened ---------------------------------------------------------------------------------------------------------


def test_a_machine_that_fills_in_everything_is_thanked_and_not_read(pia, edition):
    response = send(pia, edition, second_thought="https://pills.example")
    assert response.status_code == 303
    review = Review.objects.get()
    assert (review.state, review.screening) == (Review.State.SPAM, "honeypot")


def test_the_same_words_again_are_put_aside(pia, edition):
    send(pia, edition)
    assert send(pia, edition, name="Paul", address="203.0.113.9").status_code == 303
    assert [*Review.objects.order_by("pk").values_list("state", "screening")] == [
        ("pending", ""),
        ("spam", "duplicate"),
    ]


def test_the_same_words_under_another_story_are_read(pia, edition):
    send(pia, edition)
    send(pia, publish())
    assert {review.state for review in Review.objects.all()} == {Review.State.PENDING}


def fill(pia, edition, settings, count=None, **how):
    for number in range(settings.REVIEWS_AN_HOUR if count is None else count):
        who = f"pia{number}@reader.example"
        assert send(pia, edition, text=f"{TEXT} {number}", email=who, **how).status_code == 303


def test_too_many_from_one_network_are_asked_to_wait_and_lose_nothing(pia, edition, settings):
    fill(pia, edition, settings)
    response = send(pia, edition, text="One more, which I have typed for an hour.")
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    assert says(response, "One more, which I have typed for an hour.")
    assert says(response, "pia@reader.example")
    assert Review.objects.count() == settings.REVIEWS_AN_HOUR


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("198.51.100.7", "198.51.100.200", 429),
        ("198.51.100.7", "198.51.101.7", 303),
        ("2001:db8:1::1", "2001:db8:1:ffff::2", 429),
        ("2001:db8:1::1", "2001:db8:2::1", 303),
        ("198.51.100.7", "2001:db8:1::1", 303),
    ],
)
def test_neighbours_count_together_and_strangers_do_not(pia, edition, settings, first, second, status):
    settings.REVIEWS_AN_HOUR_NETWORK = settings.REVIEWS_AN_HOUR
    fill(pia, edition, settings, address=first)
    assert send(pia, edition, address=second).status_code == status


@pytest.mark.parametrize("refused", [{"text": "Short"}, {"email": "nobody"}, {"text": f"{TEXT} http://a.example" * 9}])
def test_only_a_limit_says_when_to_try_again(pia, edition, refused):
    response = send(pia, edition, **refused)
    assert response.status_code == 422
    assert "Retry-After" not in response.headers


def test_after_an_hour_one_may_write_again(pia, edition, settings):
    fill(pia, edition, settings)
    Review.objects.update(posted_at=timezone.now() - timedelta(hours=1))
    assert send(pia, edition).status_code == 303


def test_what_a_client_says_of_its_address_is_not_believed(pia, edition, settings):
    assert settings.TRUSTED_PROXIES == 0
    for number in range(settings.REVIEWS_AN_HOUR):
        who = f"pia{number}@reader.example"
        send(pia, edition, text=f"{TEXT} {number}", email=who, headers={"X-Forwarded-For": SPOOFED[number]})
    assert send(pia, edition, headers={"X-Forwarded-For": SPOOFED[-1]}).status_code == 429


def test_behind_a_proxy_of_ours_only_what_it_says_is_believed(pia, edition, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(settings.REVIEWS_AN_HOUR):
        hops = {"X-Forwarded-For": f"{SPOOFED[number]}, 198.51.100.7"}
        who = f"pia{number}@reader.example"
        sent = send(pia, edition, text=f"{TEXT} {number}", email=who, headers=hops, address="10.0.0.1")
        assert sent.status_code == 303
    hops = {"X-Forwarded-For": f"{SPOOFED[-1]}, 198.51.100.7"}
    assert send(pia, edition, headers=hops, address="10.0.0.1").status_code == 429
    hops = {"X-Forwarded-For": "203.0.113.1"}
    assert send(pia, edition, headers=hops, address="10.0.0.1").status_code == 303


def test_where_it_came_from_is_kept_only_as_a_hash(pia, edition):
    send(pia, edition)
    row = Review.objects.values().get()
    assert len(row["network"]) == 64
    assert "198.51" not in str(row)


def test_no_form_filler_knows_the_field_that_no_person_sees(pia, edition, settings):
    """Browsers and password managers fill in fields whose name, label or type they know."""
    page = pia.get(edition.get_absolute_url()).text
    field = re.search(rf'<input [^>]*name="{TRAP}"[^>]*>', page)[0]
    known = "website url name mail phone tel address company zip city user login nick comment subject title"
    assert not [word for word in known.split() if word in TRAP]
    for mark in ("data-1p-ignore", 'data-lpignore="true"', "data-bwignore", 'autocomplete="off"', 'tabindex="-1"'):
        assert mark in field
    css = (settings.BASE_DIR / "static/css/forms.css").read_text()
    assert ".trap { display: none; }" in css


def test_a_name_that_turns_around_is_held_and_stored_as_it_reads(pia, edition):
    send(pia, edition, name="\u202enimda")
    review = Review.objects.get()
    assert (review.state, review.screening, review.name) == (Review.State.PENDING, "direction", "nimda")


def test_a_name_that_poses_as_the_newsroom_waits_for_a_moderator(pia, edition):
    send(pia, edition, name="Samur Wire")
    assert (Review.objects.get().state, Review.objects.get().screening) == (Review.State.PENDING, "pose")


# -- from another site ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver:8000"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_a_post_from_another_site_is_refused(pia, edition, headers):
    response = send(pia, edition, headers=headers)
    assert response.status_code == 403
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
        {"Origin": "http://testserver"},
    ],
    ids=str,
)
def test_a_post_from_our_own_page_or_from_nowhere_is_taken(pia, edition, headers):
    assert send(pia, edition, headers=headers).status_code == 303


# -- stories that are not there ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("fate", ["draft", "to come", "withdrawn", "ended", "unknown"])
def test_a_story_that_is_not_live_takes_no_review(pia, fate):
    article = ArticleFactory()
    edition = publish() if fate == "unknown" else None
    if fate == "ended":
        PublishingState.objects.create(article=article, ends_at=NOON + timedelta(days=1))
    if fate in {"withdrawn", "ended"}:
        edition = publish(article)
    if fate == "withdrawn":
        publishing.withdraw(article.pk, by=IMPORT, reason="It was wrong.", clock=at(NOON + timedelta(hours=1)))
    if fate == "to come":
        edition = publish(article, at=FAR)
    if fate == "unknown":
        edition.story = "00000000-0000-4000-8000-000000000000"
    if fate == "draft":
        edition = type("Draft", (), {"story": article.uid})
    answer = send(pia, edition)
    assert answer.status_code == 404
    assert says(answer, TEXT)
    assert answer.text.count("autofocus") == 1
    assert send(pia, edition, text="").status_code == 404
    assert not Review.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch"])
def test_the_address_takes_posts_only(pia, edition, method):
    assert getattr(pia, method)(reverse("reviews:post", args=[edition.story])).status_code == 405


# -- the same for everyone --------------------------------------------------------------------------------------------


def kept_apart(response) -> bool:
    """Whether an answer differs, or could differ, by who asks."""
    return bool(response.cookies) or "cookie" in response.get("Vary", "").lower()


@pytest.mark.parametrize("who", ["anonymous", "omar"])
def test_no_answer_sets_a_cookie_or_varies_by_one(pia, edition, settings, omar, who):
    if who == "omar":
        pia.force_login(omar)
    answers = [send(pia, edition), send(pia, edition, text=""), send(pia, edition, headers={"Origin": "null"})]
    answers += [pia.get(answers[0]["Location"]), pia.get(edition.get_absolute_url())]
    settings.REVIEWS_AN_HOUR = 0
    answers.append(send(pia, edition, text="One more, which I have typed for an hour."))
    assert [answer.status_code for answer in answers] == [303, 422, 403, 200, 200, 429]
    assert not any(kept_apart(answer) for answer in answers)


def test_staff_and_readers_get_the_same_refusal(pia, edition, omar):
    anonymous = send(pia, edition, text="")
    pia.force_login(omar)
    assert send(pia, edition, text="").content == anonymous.content


def test_a_review_says_nothing_of_the_log_in(pia, edition, omar):
    pia.force_login(omar)
    send(pia, edition)
    assert "omar" not in str(Review.objects.values().get())


# -- shown ------------------------------------------------------------------------------------------------------------


def shown(article, **fields):
    return ReviewFactory(article=article, state=Review.State.PUBLISHED, **fields)


def test_a_published_review_stands_under_its_story_and_no_other(pia, edition):
    other = publish()
    shown(edition.article, text=TEXT, name="Pia", rating=4)
    page = pia.get(edition.get_absolute_url())
    assert says(page, TEXT)
    assert says(page, "Pia")
    assert not says(pia.get(other.get_absolute_url()), TEXT)


@pytest.mark.parametrize("state", [Review.State.PENDING, Review.State.REFUSED, Review.State.SPAM])
def test_any_other_is_not_shown(pia, edition, state):
    ReviewFactory(article=edition.article, state=state, text=TEXT)
    assert not says(pia.get(edition.get_absolute_url()), TEXT)


def test_the_address_of_a_reviewer_is_never_shown(pia, edition):
    shown(edition.article, email="pia@reader.example")
    assert "reader.example" not in pia.get(edition.get_absolute_url()).text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> and more words",
        "</textarea><script>alert(1)</script> and more",
        '"><img src=x onerror=alert(1)> and more words',
        "' onmouseover='alert(1)' and more words",
        "</script><script>alert(1)</script> and more",
        "{{ 7|add:7 }} {% load i18n %} and more words",
        "javascript:alert(1) https://pills.example more",
    ],
)
def test_a_hostile_review_is_shown_as_words(pia, edition, hostile):
    shown(edition.article, text=hostile, name=hostile[:60])
    page = pia.get(edition.get_absolute_url())
    assert says(page, hostile.partition("https:")[0])
    for harm in ("<script>alert", "<img src=x", "' onmouseover='", 'href="javascript'):
        assert harm not in DATA.sub("", page.text)


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><script>alert(1)</script>', "</textarea><b>"])
@pytest.mark.parametrize("field", ["text", "name", "email", "second_thought", "rating", "kind"])
def test_a_hostile_form_comes_back_as_words(pia, edition, field, hostile):
    response = send(pia, edition, **({"text": "", "name": ""} | {field: hostile}))
    assert response.status_code == 422
    assert hostile not in response.text


def test_reviews_stand_with_the_newest_first(pia, edition):
    for hours, word in ((1, "earliest"), (3, "latest"), (2, "middle")):
        shown(edition.article, text=f"The {word} of the reviews.", posted_at=NOON + timedelta(hours=hours))
    page = pia.get(edition.get_absolute_url()).text
    assert page.index("The latest of") < page.index("The middle of") < page.index("The earliest of")
