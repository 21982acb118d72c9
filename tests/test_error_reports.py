"""A reader reports an error: it stands on the story at the desk, and becomes a correction in two clicks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Act, Edition, Event
from reviews import links, privacy
from reviews.models import Letter, Review
from tests.factories import ArticleFactory, ReviewFactory, publish, send_mail

pytestmark = pytest.mark.django_db

WORDS = "It says 56 per cent; the readout from Quba says 58."


@pytest.fixture
def story(nora):
    return publish(ArticleFactory(writer=nora)).article


@pytest.fixture
def report(story):
    return ReviewFactory(article=story, kind="error", text=WORDS, credit=True, confirmed_at=timezone.now())


def page(story):
    return f"/admin/articles/article/{story.pk}/change/"


def correct(report):
    return f"/admin/reviews/review/{report.pk}/correct/"


def send(client, report, **changed):
    """The second click: the page as it was filled in, with the text mended."""
    form = client.get(correct(report)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return client.post(correct(report), {name: value or "" for name, value in (values | changed).items()})


@pytest.mark.parametrize("who", ["nora", "omar"])
def test_it_stands_on_the_story_for_all_who_see_it(client, story, report, who, request):
    client.force_login(request.getfixturevalue(who))
    shown = client.get(page(story)).text
    assert WORDS in shown
    assert (correct(report) in shown) is (who == "omar")
    assert "reader.example" not in shown


@pytest.mark.parametrize("state", ["refused", "spam", "removed", "hidden"])
def test_one_that_was_put_aside_does_not(client, story, report, omar, state):
    Review.objects.update(state=state)
    client.force_login(omar)
    assert WORDS not in client.get(page(story)).text


def test_the_page_of_the_fix_is_filled_in_and_shows_what_the_reader_said(client, report, omar):
    client.force_login(omar)
    response = client.get(correct(report))
    form = response.context["form"]
    assert (form["change"].value(), form["headline"].value()) == ("correction", report.article.headline)
    assert "Thanks to a reader." in form["note"].value()
    assert WORDS in response.text
    assert Edition.objects.count() == 1


def test_it_becomes_a_correction_that_is_linked_and_its_writer_is_told(
    client, story, report, omar, settings, mailoutbox
):
    settings.REVIEWS_BY_MAIL = True
    Review.objects.update(state="published")
    ReviewFactory(article=story, state="published")  # a discussion with counts
    client.force_login(omar)
    note = "It is 58 per cent. Thanks to a reader."
    assert send(client, report, body="<p>58 per cent.</p>", note=note).status_code == 302
    edition = Edition.objects.get(number=2)
    report.refresh_from_db()
    assert report.correction == edition
    assert Event.objects.about(report).get(verb="correct").by == omar
    shown = client.get(edition.get_absolute_url()).text
    assert note in shown
    assert 'history/#edition-2">This review led to a correction' in shown.replace("\n", "")
    assert WORDS not in client.get(page(story)).text
    assert f'{edition.get_absolute_url()}history/#edition-2">See the change' in client.get(links.path(report)).text
    send_mail(clock=lambda: timezone.now() + timedelta(minutes=5))
    (letter,) = mailoutbox
    assert "We have corrected it" in letter.body
    assert "56 per cent" not in letter.body


def test_who_does_not_agree_is_not_thanked(client, report, omar):
    Review.objects.update(credit=False)
    client.force_login(omar)
    assert "reader." not in client.get(correct(report)).context["form"]["note"].value()


def test_none_of_the_reader_s_words_stay_in_the_ledger(client, report, omar):
    client.force_login(omar)
    send(client, report, body="<p>58 per cent.</p>")
    privacy.erase(report.pk, now=timezone.now())
    assert WORDS not in str([*Act.objects.values(), *Event.objects.values()])


def test_what_is_refused_ties_nothing(client, report, omar):
    client.force_login(omar)
    assert send(client, report, note="").status_code == 200
    assert send(client, report, seen="old").status_code == 409
    report.refresh_from_db()
    assert report.correction is None
    assert not Letter.objects.exists()


@pytest.mark.parametrize("who", ["nora", "mina"])
def test_only_who_publishes_corrects(client, report, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(correct(report)).status_code == 403
    assert client.post(correct(report), {}).status_code == 403
