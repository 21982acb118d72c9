"""One declaration a field: a new one is put beside the others, and everything that must know it takes notice."""

import json
from contextlib import contextmanager, suppress
from copy import deepcopy
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from articles import publishing
from articles.desk.story import ArticleAdmin
from articles.drafts import comparison, editing, revisions
from articles.drafts.restoring import restore
from articles.exchange.history_json import export
from articles.models import Article, Content, Edition, Event, ledger
from articles.models.printed import printed
from articles.publishing import foureyes, public_history, triggers
from articles.workflow import State
from newsroom.lib import fields
from tests.factories import NOON, ArticleFactory, at, publish, rewrite
from tests.test_desk_article import filled, logged_in, page_of, save, stored
from tests.test_outsider import verify as verify_as_outsider
from tests.test_typing import opened, restored, typing

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)
DECLARED = {"since": ledger.FORMAT, "said": "the kicker", "erasable": True}
TABLES = [Article, Edition]


@contextmanager
def one_more_field(**declaration):
    """A kicker, as CONTRIBUTING says: a field of the content, its column, a place in the form. Nothing else."""
    kicker = fields.CharField("kicker", max_length=80, blank=True)
    if declaration:
        printed(kicker, **declaration)
    fieldsets = ArticleAdmin.fieldsets
    for model in (Content, *TABLES):
        deepcopy(kicker).contribute_to_class(model, "kicker")
    try:
        ArticleAdmin.fieldsets = [*fieldsets, ("Kicker", {"fields": ["kicker"]})]
        with connection.cursor() as cursor:
            for model in TABLES:
                cursor.execute(f"ALTER TABLE {model._meta.db_table} ADD COLUMN kicker varchar(80) NOT NULL DEFAULT ''")
        triggers.install()
        yield
    finally:
        ArticleAdmin.fieldsets = fieldsets
        for model in (Content, *TABLES):
            model._meta.local_fields.remove(model._meta.get_field("kicker"))
            model._meta._expire_cache()
            del model.kicker


@pytest.fixture
def kicker():
    with one_more_field(**DECLARED):
        yield


def undeclared() -> list[str]:
    return [name for name in Content.names() if not hasattr(Content._meta.get_field(name), "printed")]


def verify() -> str:
    out = StringIO()
    with suppress(CommandError):
        call_command("verify_editions", stdout=out, stderr=StringIO())
    return out.getvalue().rstrip()


def story(**more) -> Article:
    return ArticleFactory(kicker="Quba", **more)


def test_every_field_of_the_content_has_a_declaration():
    assert undeclared() == []


def test_a_field_without_one_is_noticed():
    with one_more_field():
        assert undeclared() == ["kicker"]
    assert undeclared() == []


# -- publishing -------------------------------------------------------------------------------------------------------


def test_it_is_printed_and_the_seal_covers_it(kicker):
    edition = publish(story())
    assert Edition.objects.get().kicker == "Quba"
    assert ledger.content(edition)["kicker"] == "Quba"
    assert "all as they were sealed" in verify()
    triggers.remove()
    Edition.objects.update(kicker="Xınalıq")
    assert verify().endswith("edition 1 was altered: it is not what act 1 sealed.")


def test_an_outsider_verifies_it(kicker):
    article = publish(story()).article
    document = json.loads(json.dumps(export(article.pk, clock=at(NOON + HOUR))))
    verify_as_outsider(document)
    document["editions"][0]["content"]["kicker"] = "Xınalıq"
    with pytest.raises(AssertionError, match="edition 1 is not what act 1 sealed"):
        verify_as_outsider(document)


def test_it_is_in_no_older_seal_and_cannot_be_slipped_into_one(kicker):
    assert "kicker" not in ledger.sealed(ledger.FORMAT - 1)
    edition = publish(story())
    triggers.remove()
    Edition.objects.update(format=ledger.FORMAT - 1)
    old = Edition.objects.get()
    Edition.objects.update(content_hash=ledger.content_hash(old))
    assert "kicker" not in ledger.content(old)
    assert edition.kicker == old.kicker
    assert "was altered" in verify()


def test_what_another_field_says_is_not_sealed():
    with one_more_field(**DECLARED | {"since": None}):
        assert "kicker" not in ledger.content(publish(story()))


def test_the_triggers_freeze_it(kicker):
    publish(story())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Edition.objects.update(kicker="Xınalıq")


def test_legal_erasure_blanks_it(kicker, admin):
    article = publish(story()).article
    publish(rewrite(article, kicker=""), now=NOON + HOUR)
    publishing.erase(article.pk, 1, by=admin, reason="A court asks.", clock=at(NOON + 2 * HOUR))
    assert Edition.objects.get(number=1).kicker == ""
    assert "all as they were sealed" in verify()
    assert "Quba" not in json.dumps([*article.revisions.values_list("content", flat=True)])


def test_the_triggers_let_no_erasure_leave_it_standing(kicker):
    publish(story())
    frozen = next(table for table in triggers.tables() if table.model == "articles.Edition")
    blank = frozen.blank(field.column for field in Edition._meta.concrete_fields)
    assert blank.pop("kicker") == ""
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Edition.objects.update(erased=True, **blank)


def test_what_cannot_be_erased_stays(admin):
    with one_more_field(**DECLARED | {"erasable": False}):
        article = publish(story()).article
        publish(article, now=NOON + HOUR)
        publishing.erase(article.pk, 1, by=admin, reason="A court asks.", clock=at(NOON + 2 * HOUR))
        assert Edition.objects.get(number=1).kicker == "Quba"
        assert "all as they were sealed" in verify()


def test_the_public_history_names_it_where_it_changed(kicker):
    article = publish(story()).article
    publish(rewrite(article, kicker="Xınalıq"), now=NOON + HOUR, change="correction", note="The place was wrong.")
    assert public_history.of(article.pk, at=NOON + HOUR).entries[0].comparison.beside == ["the kicker"]


def test_running_text_is_compared_by_its_words():
    with one_more_field(**DECLARED | {"running": True, "said": "Kicker"}):
        article = publish(story()).article
        publish(rewrite(article, kicker="In Quba"), now=NOON + HOUR, change="update", note="There is news.")
        found = public_history.of(article.pk, at=NOON + HOUR).entries[0].comparison
        assert [change.where for change in found.changes] == ["Kicker"]
        assert found.beside == []


def test_an_edition_that_changes_nothing_else_is_a_change(kicker):
    article = publish(story()).article
    assert publish(rewrite(article, kicker="Xınalıq"), now=NOON + HOUR).body == article.body


# -- four eyes --------------------------------------------------------------------------------------------------------


def approved(nora, omar) -> Article:
    article = story(writer=nora, edited_by=nora, state=State.SUBMITTED)
    return editing.take(article.pk, "approve", by=omar)


def test_who_approved_a_text_did_not_approve_another_kicker(kicker, nora, omar):
    article = approved(nora, omar)
    save(logged_in(omar), article, kicker="Xınalıq")
    article = stored(article)
    assert (article.state, article.version, article.edited_by) == (State.DRAFT, 2, omar)
    assert not publishing.seen_by_two(article, by=omar)


def test_what_needs_no_approval_keeps_the_one_there_is_and_is_still_a_version(nora, omar):
    with one_more_field(**DECLARED | {"substantive": False}):
        article = approved(nora, omar)
        before = stored(article)
        save(logged_in(omar), article, kicker="Xınalıq")
        article = stored(article)
        assert (article.state, article.version) == (State.APPROVED, 2)
        assert (article.edited_by, article.edited_at) == (nora, before.edited_at)
        assert not foureyes.lapsed(article)
        assert publishing.seen_by_two(article, by=nora)
        assert [one.content["kicker"] for one in article.revisions.all()] == ["Xınalıq", "Quba"]
        assert revisions.made_by(article)[0] == omar
        edition = publish(article)
        assert edition.kicker == "Xınalıq"
        assert publish(rewrite(article, kicker="Quba"), now=NOON + HOUR).number == 2


# -- the desk ---------------------------------------------------------------------------------------------------------


def test_a_version_has_it_compares_it_and_gives_it_back(kicker, admin):
    article = stored(story())
    revisions.keep(article, Event.objects.write("write", article, by=admin))
    save(logged_in(admin), article, kicker="Xınalıq")
    now, before = article.revisions.all()
    (row,) = comparison.compare(before, now).rows
    assert (row.where, row.old, row.new) == ("Kicker", ["Quba"], ["Xınalıq"])
    restore(article.pk, 1, by=admin)
    assert stored(article).kicker == "Quba"


def test_two_edits_of_it_clash_and_can_be_settled_by_hand(kicker, admin, omar):
    article = stored(story())
    first, second = logged_in(admin), logged_in(omar)
    mine = filled(second.get(page_of(article))) | {"kicker": "Xınalıq"}
    save(first, article, kicker="Qusar")
    page = second.post(page_of(article), mine)
    assert [field["name"] for field in page.context["fields"]] == ["kicker"]
    assert 'name="_hand-kicker-0"' in page.text
    chosen = {"_onto": "2", "_choose-kicker-0": "hand", "_hand-kicker-0": "Lahıc", "_save": "1"}
    second.post(page_of(article), mine | chosen)
    assert stored(article).kicker == "Lahıc"


def test_what_was_typed_into_it_is_kept_shown_and_restored(kicker, omar):
    article, client = stored(story()), logged_in(omar)
    data = opened(client, page_of(article), kicker="Xınalıq")
    assert typing(client, omar, article, data=data).json()["kept"]
    assert "Xınalıq" in client.get(reverse("admin:articles_article_typed", args=[data["sheet"]])).text
    assert filled(restored(client, page_of(article), data["sheet"]))["kicker"] == "Xınalıq"
