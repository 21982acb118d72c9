"""The page of a step says beforehand what it does to what readers see."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import FOREVER, Edition
from articles.workflow import State
from tests.factories import FAR, IMPORT, ArticleFactory, publish, rewrite

CANCELLED = ", is cancelled."


@pytest.fixture
def page(client, omar):
    client.force_login(omar)
    return lambda article, verb: client.get(f"/admin/articles/article/{article.pk}/{verb}/step/")


@pytest.fixture
def live():
    """Live, with an update to come."""
    article = ArticleFactory(state=State.APPROVED)
    publish(article)
    publishing.publish(rewrite(article, headline="Later").pk, by=IMPORT, at=FAR)
    return article


@pytest.fixture
def coming():
    article = ArticleFactory(state=State.APPROVED)
    publishing.publish(article.pk, by=IMPORT, at=FAR)
    return article


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("publish", "replaces the published edition for everyone"),
        ("fix", "replaces the published edition for everyone"),
        ("reschedule", "The same text is published at the time you choose"),
        ("cancel", "Readers keep seeing the current one."),
        ("window", "Nothing is published early."),
        ("withdraw", "The story leaves every page at once."),
    ],
)
def test_each_step_says_what_happens(page, live, verb, words):
    text = page(live, verb).text
    assert words in text
    assert (CANCELLED in text) == (verb in {"publish", "fix", "withdraw"})


def test_what_was_never_public_is_said_to_stay_so(page, coming):
    assert "Readers see nothing of the story." in page(coming, "cancel").text
    assert "From that time everyone can read it" in page(coming, "publish").text


def test_a_step_within_the_desk_says_nothing_about_readers(page):
    assert "What happens" not in page(ArticleFactory(state=State.SUBMITTED), "approve").text


def test_a_new_start_is_chosen_beginning_from_the_old_one(page, coming):
    form = page(coming, "reschedule").context["form"]
    assert form.initial["at"] == FAR
    day, hour = f"{timezone.localtime(FAR):%Y-%m-%d %H:%M}".split()
    assert f'value="{day}"' in str(form["at"])
    assert f'value="{hour}"' in str(form["at"])


def test_an_embargo_that_readers_have_seen_through_is_refused_at_the_desk(client, omar, page):
    article = ArticleFactory(state=State.APPROVED)
    publish(article)
    form = page(article, "window").context["form"]
    later = timezone.localtime(timezone.now() + timedelta(days=1))
    data = {"seen": form["seen"].value(), "version": form["version"].value(), "embargo": f"{later:%Y-%m-%dT%H:%M}"}
    answer = client.post(f"/admin/articles/article/{article.pk}/window/step/", data)
    assert answer.status_code == 409
    assert "The story is published, so an embargo can't hide it." in unescape(answer.text)
    assert Edition.objects.get().live_until == FOREVER
