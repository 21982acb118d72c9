"""The edges of time: an edition is live from the first microsecond of its range, and no longer at the last."""

from datetime import timedelta

import pytest

from articles import publishing
from articles.models import Edition, UnderName, UnderTag, WithDocument, WithPhoto
from tests.factories import (
    IMPORT,
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    SourceFactory,
    at,
    make_document,
    publish,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
END = NOON + HOUR

EDGES = [
    (NOON - HOUR, False),
    (NOON - TICK, False),
    (NOON, True),
    (NOON + TICK, True),
    (END - TICK, True),
    (END, False),
    (END + TICK, False),
]


@pytest.fixture
def story():
    """Live for an hour from noon."""
    article = ArticleFactory(
        tagged=["Energy"], named=[CorrespondentFactory()], photo=PhotoFactory(), citing=[SourceFactory()]
    )
    article.citations.update(document=make_document(downloadable=True))
    publish(article)
    publishing.withdraw(article.pk, by=IMPORT, reason="An hour is over.", clock=at(END))
    return article


@pytest.mark.parametrize(("moment", "live"), EDGES)
@pytest.mark.parametrize("model", [Edition, UnderTag, UnderName, WithDocument, WithPhoto])
def test_an_edition_starts_and_ends_at_the_microsecond_it_says(story, model, moment, live):
    assert model.objects.live(moment).filter(article=story).exists() is live


@pytest.mark.parametrize(("moment", "live"), EDGES)
def test_its_page_does_too(story, answer, moment, live):
    path = Edition.objects.get().get_absolute_url()
    expected = 200 if live else 404 if moment < NOON else 410
    assert answer(path, moment).status_code == expected


@pytest.mark.parametrize(
    ("moment", "public"), [(NOON - TICK, False), (NOON, True), (END, True), (END + 1000 * HOUR, True)]
)
def test_what_was_public_once_stays_on_the_record(story, moment, public):
    assert Edition.objects.public_by(moment).exists() is public


def test_there_is_no_moment_between_two_editions_and_none_with_both():
    first = publish()
    second = publish(first.article, now=END)
    assert [*Edition.objects.live(END - TICK)] == [first]
    assert [*Edition.objects.live(END)] == [second]


@pytest.mark.parametrize("moment", [NOON, END - TICK, END, END + TICK, END + 1000 * HOUR])
def test_an_edition_that_was_cancelled_was_never_public(moment):
    article = ArticleFactory()
    publish(article, at=END)
    publishing.withdraw(article.pk, by=IMPORT, reason="Not now.", clock=at(NOON))
    assert not Edition.objects.live(moment).exists()
    assert not Edition.objects.public_by(moment).exists()
    assert not Edition.objects.ahead(moment).exists()


def test_what_is_ahead_is_live_or_still_to_come():
    first = publish()
    second = publish(first.article, now=NOON + TICK, at=END)
    assert [*Edition.objects.ahead(NOON + 2 * TICK)] == [first, second]
    assert [*Edition.objects.ahead(END)] == [second]


@pytest.mark.parametrize("predicate", ["live", "public_by", "ahead"])
@pytest.mark.parametrize("model", [Edition, UnderTag, UnderName, WithDocument, WithPhoto])
def test_forgetting_the_moment_is_an_error(model, predicate):
    with pytest.raises(TypeError):
        getattr(model.objects, predicate)()
