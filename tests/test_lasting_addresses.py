"""Sections, topics and correspondents: an address that was public answers for ever."""

import pytest
from django.core.exceptions import ValidationError

from articles import publishing
from articles.models import Tag
from tests.factories import ArticleFactory, CorrespondentFactory, SectionFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def story(omar):
    article = ArticleFactory()
    article.tags.add("Kömür")
    article.bylines.create(correspondent=CorrespondentFactory(name="Nora Alizade", slug="nora-alizade"))
    article.save()
    return article


@pytest.mark.parametrize("path", ["/topics/komur/", "/correspondents/nora-alizade/"])
def test_a_list_answers_404_before_200_while_and_410_after_its_story_was_public(path, story, omar, client):
    assert client.get(path).status_code == 404
    publishing.publish(story.pk, by=omar)
    assert client.get(path).status_code == 200
    publishing.withdraw(story.pk, by=omar, reason="It was wrong.")
    response = client.get(path)
    assert response.status_code == 410
    assert "Kömür" not in response.text
    assert "Nora" not in response.text


@pytest.mark.parametrize("make", [SectionFactory, CorrespondentFactory, lambda: Tag.objects.create(name="Kömür")])
def test_a_slug_stays_as_it_was_made(make):
    thing = make()
    thing.name = "Another name"
    thing.save()
    thing.slug = "another-slug"
    with pytest.raises(ValidationError) as refusal:
        thing.save()
    assert refusal.value.code == "slug-stays"


def test_two_tags_that_read_alike_have_addresses_of_their_own():
    assert Tag.objects.create(name="Əli").slug != Tag.objects.create(name="Eli").slug
