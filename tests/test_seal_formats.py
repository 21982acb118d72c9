"""Editions are sealed in the format of their day, and verify in it for good."""

import json
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles import publishing
from articles.drafts import printing
from articles.exchange.history_json import export
from articles.models import Act, Edition, PublishingState, ledger
from articles.publishing import triggers
from tests.factories import NOON, ArticleFactory, CorrespondentFactory, at, publish, rewrite
from tests.test_ledger import act_hash, canonical, sha256
from tests.test_outsider import verify as verify_as_outsider

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)
FIRST = (  # what format 1 covers, said once more: nobody may change it
    "kind language headline standfirst body slug path section dateline dateline_on byline bylines citations topics "
    "picture change note"
).split()


def verify() -> str:
    out = StringIO()
    with suppress(CommandError):
        call_command("verify_editions", stdout=out, stderr=StringIO())
    return out.getvalue().rstrip()


def exported(article) -> dict:
    return json.loads(json.dumps(export(article.pk, clock=at(NOON + 9 * HOUR))))


@pytest.fixture
def old():
    """A story whose two editions were printed and sealed before there was a second format; one more follows later."""
    article = ArticleFactory(headline="Şura toplaşıb", tagged=["Enerji"], named=[CorrespondentFactory()])
    publish(article)
    publish(article, now=NOON + HOUR, change="correction", note="Два года, а не один.")
    triggers.remove()
    seal_in_format_1(article)
    triggers.install()
    return article


def seal_in_format_1(article) -> None:
    """As the first format did it, worked out from the rows with nothing of the product's."""
    seal = ""
    for act in Act.objects.filter(article=article).order_by("number"):
        edition = Edition.objects.filter(article=article, number=act.edition)
        row = edition.values().get()
        names = {"path": "address_id", "section": "section_id"}
        content = {name: row[names.get(name, name)] for name in FIRST}
        act.content_hash = sha256("newsroom content 1", row["salt"], canonical(content))
        edition.update(format=1, content_hash=act.content_hash)
        act.act_hash = act_hash(vars(act), article.uid)
        act.seal = seal = sha256("newsroom seal 1", seal, act.act_hash)
        act.save()
    PublishingState.objects.filter(article=article).update(seal=seal)


def test_what_a_format_covers_is_never_changed():
    assert {*ledger.sealed(1)} == {*FIRST}
    assert {*ledger.sealed(2)} == {
        *FIRST,
        *"developing follows pictures gallery dateline_country dateline_latitude dateline_longitude".split(),
    }

    assert {*ledger.sealed(3)} - {*ledger.sealed(2)} == {
        *"front_headline search_title search_description social_title slugline urgency subjects genre".split(),
        *"editors_note usage_terms translation_of translated_edition".split(),
    }


def test_editions_of_the_first_format_verify(old):
    assert {*Edition.objects.values_list("format", flat=True)} == {1}
    assert verify() == "1 stories, 2 editions, 2 acts: all as they were sealed."


def test_the_next_edition_is_sealed_in_the_newest_and_the_chain_holds(old):
    publish(rewrite(old, developing=True), now=NOON + 2 * HOUR, change="update", note="There is news.")
    assert [*Edition.objects.order_by("number").values_list("format", flat=True)] == [1, 1, 3]
    assert "3 editions, 3 acts: all as they were sealed" in verify()


def test_what_is_issued_again_from_an_old_edition_is_sealed_in_the_newest(old, omar):
    edition, _clashes = publishing.fix(
        old.pk, by=omar, reason="A slip.", headline="Şura toplandı", clock=at(NOON + 2 * HOUR)
    )
    assert edition.format == ledger.FORMAT
    assert "3 editions" in verify()


def test_an_outsider_verifies_both_formats_in_one_export(old):
    publish(rewrite(old, developing=True), now=NOON + 2 * HOUR, change="update", note="There is news.")
    record = exported(old)
    verify_as_outsider(record)
    assert [edition["format"] for edition in record["editions"]] == [1, 1, 3]
    assert "developing" not in record["editions"][0]["content"]
    assert record["editions"][2]["content"]["developing"] is True


@pytest.mark.parametrize("field", ["developing", "follows_id", "pictures"])
def test_the_newest_seal_covers_what_is_new(field):
    article = publish(ArticleFactory(developing=True, follows=publish().article)).article
    assert "all as they were sealed" in verify()
    triggers.remove()
    value = {"developing": False, "follows_id": None, "pictures": [{"uid": "another"}]}[field]
    Edition.objects.filter(article=article).update(**{field: value})
    assert verify().endswith("edition 1 was altered: it is not what act 1 sealed.")


@pytest.mark.parametrize("name", ["developing", "follows", "pictures"])
def test_what_an_old_seal_does_not_cover_cannot_be_slipped_in(old, name):
    other = ArticleFactory()
    triggers.remove()
    value = {"developing": True, "follows": other, "pictures": [{"uid": "another"}]}[name]
    Edition.objects.filter(article=old, number=2).update(**{name: value})
    assert verify().endswith(f"edition 2 was altered: its seal is older than {name}.")


@pytest.mark.parametrize(("number", "words"), [(2, "it is not what act 1 sealed"), (9, "does not know")])
def test_a_format_that_was_altered_is_named(old, number, words):
    triggers.remove()
    Edition.objects.filter(article=old, number=1).update(format=number)
    assert words in verify()


def test_an_old_edition_that_is_erased_still_verifies(old, admin):
    publishing.erase(old.pk, 1, by=admin, reason="A court asks.", clock=at(NOON + 2 * HOUR))
    assert "all as they were sealed" in verify()
    verify_as_outsider(exported(old))


def test_erasing_takes_the_new_fields_too(admin):
    article = ArticleFactory(follows=publish().article)
    publish(article)
    publish(article, now=NOON + HOUR)
    publishing.erase(article.pk, 1, by=admin, reason="A court asks.", clock=at(NOON + 2 * HOUR))
    assert Edition.objects.get(article=article, number=1).follows_id is None
    assert "all as they were sealed" in verify()


@pytest.mark.parametrize("change", [{"developing": True}, {"follows": True}])
def test_four_eyes_see_what_is_new(change):
    """Anyone who approved the text did not approve this."""
    article, other = ArticleFactory(), ArticleFactory()
    before = ledger.text_digest(printing.proof(article), article.salt)
    for name, value in change.items():
        setattr(article, name, other if name == "follows" else value)
    assert ledger.text_digest(printing.proof(article), article.salt) != before
