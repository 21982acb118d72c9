"""manage.py corpus: large, invented, the same each time, and as sealed as what people publish."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from articles import publishing
from articles.drafts import printing
from articles.models import Act, Address, Article, Edition, PublishingState, UnderName, UnderTag
from articles.publishing import replay
from articles.site import search
from articles.text.search_terms import parse
from newsroom import corpus
from tests.factories import IMPORT, ArticleFactory, rewrite

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def load(articles: int, **options) -> str:
    out = StringIO()
    call_command("corpus", articles=articles, stdout=out, **options)
    return out.getvalue()


def told() -> list[tuple]:
    """All of the newsroom that does not hang on keys, which a database gives as it likes."""
    editions = Edition.objects.order_by("article__wire_digest", "number").values_list(
        "article__wire_digest", "story", "number", "headline", "body", "note", "address", "section__slug", "salt",
        "live_from", "live_until", "first_published_at", "change",
    )  # fmt: skip
    acts = Act.objects.order_by("article__wire_digest", "number").values_list("verb", "made_at", "at", "until", "salt")
    articles = Article.objects.order_by("wire_digest").values_list(
        "headline", "state", "edited_at", "created_at", "uid"
    )
    tags = UnderTag.objects.order_by("edition__article__wire_digest", "edition__number", "tag__slug")
    return [*editions, *acts, *articles, *tags.values_list("tag__slug")]


@pytest.fixture
def newsroom():
    """Large enough for one of everything."""
    load(250)


def test_the_same_seed_gives_the_same_newsroom_and_another_seed_another():
    heard = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            load(40, seed=seed)
            heard.append(told())
            transaction.set_rollback(True)
    assert heard[0] == heard[1] != heard[2]


def test_the_ledger_verifies(newsroom):
    out = StringIO()
    call_command("verify_editions", stdout=out, stderr=StringIO())
    assert out.getvalue().startswith("250 stories")


def test_there_is_something_of_everything(newsroom):
    now, later = timezone.now(), corpus.LATER
    superseded = Edition.objects.public_by(now).count() - Edition.objects.live(now).count()
    assert 0.2 < superseded / Edition.objects.count() < 0.4
    assert Article.objects.filter(editions=None).exists(), "drafts"
    assert Edition.objects.upcoming(now).exists()
    assert Edition.objects.upcoming(now).filter(previous__live_until__gte=later).exists(), "an update that is scheduled"
    assert {*Act.objects.values_list("verb", flat=True)} == {"publish", "cancel", "withdraw", "window"}
    assert PublishingState.objects.filter(ends_at__lt=later).exists()
    assert {*Edition.objects.values_list("change", flat=True)} == {"", "minor", "update", "correction"}
    assert Edition.objects.live(now).briefs().exists()
    assert UnderName.objects.live(now).exists()
    assert len(search.newest(search.entries(at=now), parse(corpus.COMMON))) > 100
    assert len(search.newest(search.entries(at=now), parse(corpus.RARE))) == 1


def test_an_edition_is_what_the_press_would_have_printed(newsroom):
    """The corpus prints by itself, because it is faster; but the same."""
    names = (*Article.names(), *printing.PRINTED)
    seen = 0
    for article in Article.objects.filter(uid__in=Edition.objects.values("story"))[:40]:
        last = article.editions.order_by("number").last()
        if last.version == article.version:
            proof = printing.proof(article)
            assert {name: getattr(last, name) for name in names} == {name: getattr(proof, name) for name in names}
            seen += 1
    assert seen > 30


def test_people_can_go_on_with_it(newsroom):
    article = Article.objects.filter(editions__in=Edition.objects.live(timezone.now())).first()
    rewrite(article, headline="The council met again")
    edition = publishing.publish(article.pk, by=IMPORT, change="update", note="There is news.")
    assert edition.notes_by(timezone.now())[-1].note == "There is news."
    assert [*replay.faults(next(replay.stories(only=article.pk)))] == []
    assert Address.objects.filter(article=article).count() == 1


def test_a_second_run_makes_nothing():
    load(20)
    before = told()
    assert load(20) == "They are all here; nothing new.\n"
    assert load(5) == "They are all here; nothing new.\n"
    assert told() == before


def test_a_larger_run_adds_what_is_missing():
    load(20)
    before = told()
    assert load(30).startswith("There are 30 stories now")
    grown = told()
    assert len(grown) > len(before)
    assert all(row in grown for row in before)


def test_it_is_not_loaded_beside_the_stories_of_people():
    ArticleFactory()
    with pytest.raises(CommandError, match="not of this corpus"):
        load(5)
    assert Article.objects.count() == 1


def test_nor_beside_a_corpus_of_another_seed():
    load(5, seed=1)
    with pytest.raises(CommandError, match="not of this corpus"):
        load(5, seed=2)
    load(5, seed=1)
    with pytest.raises(CommandError, match="not of this corpus"):
        load(5, seed=12)


def test_nothing_of_it_hangs_on_the_day_it_is_made(newsroom):
    assert Article.objects.latest("edited_at").edited_at < datetime(2024, 6, 1, tzinfo=corpus.START.tzinfo)
