"""Reviews that were posted before the discussion had counts and pages of its own come through the upgrade."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reviews import links
from reviews.models import Discussion, Review
from tests.factories import NOON, ArticleFactory, publish

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def migrate(name: str | None, *, fake: bool = False):
    """To this migration of reviews (none: the newest), and reviews as they were then."""
    executor = MigrationExecutor(connection)
    target = [("reviews", name)] if name else executor.loader.graph.leaf_nodes("reviews")
    state = executor.migrate(target, fake=fake)
    return state.apps.get_model("reviews", "Review")


@pytest.fixture
def before():
    """The reviews of the first version."""
    try:
        migrate("0004_addresses_of_reviews")
        migrate("0003_fill_moderation", fake=True)  # Django cannot take a relation without a column out of SQLite
        yield migrate("0001_initial")
    finally:
        migrate(None)


def test_they_get_an_address_counts_and_an_end(before, client):
    story, other = publish().article, ArticleFactory()
    said = {"text": "A clear account.", "name": "Pia", "email": "pia@reader.example", "posted_at": NOON}
    states = [("published", 5, story), ("published", None, story), ("pending", 1, story), ("refused", 2, other)]
    for state, rating, article in states:
        before.objects.create(article_id=article.pk, state=state, rating=rating, network="n" * 64, **said)
    migrate(None)

    reviews = [*Review.objects.order_by("pk")]
    assert [(review.state, review.rating, review.article) for review in reviews] == states
    assert {(review.text, review.name, review.email, review.posted_at) for review in reviews} == {(*said.values(),)}
    assert len({review.uid for review in reviews}) == 4
    assert client.get(links.path(reviews[0])).status_code == 200

    (discussion,) = Discussion.objects.all()
    assert (discussion.article, discussion.published, discussion.rated) == (story, 2, 1)
    waits = [review.erase_at is None for review in reviews]
    assert waits == [False, False, True, False]
    assert (reviews[0].erase_at - reviews[0].decided_at).days == 30
    assert client.get(story.editions.get().get_absolute_url()).text.count('<li class="review') == 2
