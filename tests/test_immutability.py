"""What was published cannot be changed or deleted, by whatever road, and the database refuses nonsense."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Value

from articles import house, publishing, triggers
from articles.desk import revisions
from articles.models import (
    FOREVER,
    Act,
    Address,
    Edition,
    Event,
    HouseEdition,
    HousePage,
    Record,
    Revision,
    Source,
    UnderName,
    UnderTag,
    WithDocument,
    WithPhoto,
)
from reviews.models import Review
from sections import arranging, breaking
from sections.models import Arrangement, Banner, Slot
from tests.factories import (
    NOON,
    ArticleFactory,
    CorrespondentFactory,
    PhotoFactory,
    ReviewFactory,
    SectionFactory,
    SourceFactory,
    at,
    make_document,
    make_user,
    publish,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)
FROZEN = [
    Edition, Act, Event, Address, Revision, UnderTag, UnderName, WithPhoto, WithDocument, HouseEdition,
    Arrangement, Slot, Banner,
]  # fmt: skip
MOVING = {
    Edition: {"live_until", "html", "words", "corrections", "comparable"},
    UnderTag: {"live_until"},
    UnderName: {"live_until"},
    WithPhoto: {"live_until"},
    WithDocument: {"live_until"},
    HouseEdition: {"live_until"},
    Arrangement: {"ends"},
    Banner: {"ends"},
}


@pytest.fixture
def published():
    """One row of everything that is frozen, and other rows to point at."""
    inside = f'<figure data-photo="{PhotoFactory().uid}"></figure>'
    article = ArticleFactory(
        tagged=["Energy"], named=[CorrespondentFactory()], citing=[SourceFactory()], photo=PhotoFactory(), body=inside,
        dateline_latitude="41.3611", dateline_longitude="48.5126",
    )  # fmt: skip
    article.citations.update(document=make_document(downloadable=True))
    edition = publish(article)
    revisions.keep(article, Event.objects.write("write", article, by=None, reason="Read twice."))
    SectionFactory(name="Economy")
    editor = make_user("omar", "Editors")
    arranging.arrange(None, [arranging.Held(1, article.pk)], by=editor)
    breaking.put_up("Snow", by=editor, article=article)
    house.write(HousePage(slug="about", name="About", public=True), by=editor)
    connection.check_constraints()  # a migrate stands in a transaction of its own, with nothing left to check
    return edition


def refused(work, *args, **kwargs):
    with pytest.raises(IntegrityError), transaction.atomic():
        work(*args, **kwargs)
    return True


def another(field, value):
    """A value of this field that is not this one."""
    if isinstance(value, str):
        return "changed"
    match field.get_internal_type():
        case "DateTimeField":
            return value + HOUR
        case "BooleanField":
            return not value
        case "JSONField":
            return [{"name": "changed"}]
        case "UUIDField":
            return "00000000-0000-4000-8000-000000000000"
        case "DateField":
            return NOON.date()
        case "DecimalField":
            return 1
        case (
            "PositiveIntegerField"
            | "PositiveSmallIntegerField"
            | "PositiveBigIntegerField"
            | "ForeignKey"
            | "OneToOneField"
            | "BigAutoField"
        ):
            return (value or 0) + 1000
        case _:
            return "changed"


def frozen_columns():
    return [
        pytest.param(model, field, id=f"{model.__name__}.{field.attname}")
        for model in FROZEN
        for field in model._meta.concrete_fields
        if field.attname not in MOVING.get(model, set()) and field.name != "erased"
    ]


@pytest.mark.parametrize(("model", "field"), frozen_columns())
def test_no_column_of_what_was_published_changes(published, model, field):
    row = model.objects.first()
    value = another(field, getattr(row, field.attname))
    if field.name == "article" and model is Address:
        value = ArticleFactory().pk
    assert refused(model.objects.filter(pk=row.pk).update, **{field.attname: value})


@pytest.mark.parametrize("model", FROZEN)
def test_nothing_of_it_is_deleted(published, model):
    row = model.objects.first()
    table, key = connection.ops.quote_name(model._meta.db_table), model._meta.pk.column
    with connection.cursor() as cursor:
        assert refused(cursor.execute, f"DELETE FROM {table} WHERE {key} = %s", [row.pk])  # noqa: S608
        assert refused(cursor.execute, f"DELETE FROM {table}")  # noqa: S608
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [Revision, Act, UnderTag, UnderName, WithPhoto, WithDocument])
def test_nor_through_the_models(published, model):
    assert refused(model.objects.all().delete)
    assert refused(model.objects.first().delete)


def test_an_edition_is_not_changed_by_saving_it(published):
    published.headline = "Changed"
    assert refused(published.save)
    assert refused(published.save, update_fields=["headline"])


def test_nor_by_updates_in_bulk(published):
    published.headline = "Changed"
    assert refused(Edition.objects.update, headline="Changed")
    assert refused(Edition.objects.bulk_update, [published], ["headline"])
    assert refused(
        Edition.objects.bulk_create,
        [published],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["headline"],
    )


def test_nor_by_plain_sql(published):
    with connection.cursor() as cursor:
        for statement in (
            "UPDATE articles_edition SET headline = 'Changed'",
            "UPDATE articles_act SET reason = 'Changed'",
            "UPDATE articles_event SET reason = 'Changed'",
            "UPDATE articles_address SET path = 'politics/2024/04/28/changed'",
            "UPDATE articles_undertag SET live_from = live_until",
            "UPDATE articles_undername SET first_published_at = live_until",
        ):
            assert refused(cursor.execute, statement)


def test_nor_by_replacing_the_row(published):
    """A road that only SQLite has; the row is whole, and another in one word."""
    if connection.vendor != "sqlite":
        return
    columns = [field.column for field in Act._meta.concrete_fields]
    row = Act.objects.values_list(*columns).get()
    values = ["Changed" if name == "reason" else str(value) for name, value in zip(columns, row, strict=True)]
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(columns))
        assert refused(cursor.execute, f"INSERT OR REPLACE INTO articles_act VALUES ({marks})", values)  # noqa: S608
    assert Act.objects.get().reason != "Changed"


@pytest.mark.parametrize(
    ("column", "value"),
    [("live_until", NOON + HOUR), ("html", "<p>Better</p>"), ("words", "better"), ("comparable", False)],
)
def test_the_end_of_an_edition_and_what_is_made_from_it_may_move(published, column, value):
    Edition.objects.update(**{column: value})
    published.refresh_from_db()
    assert getattr(published, column) == value


@pytest.mark.parametrize("model", [UnderTag, UnderName, WithPhoto, WithDocument])
def test_so_may_the_end_of_a_listing(published, model):
    model.objects.update(live_until=NOON + HOUR)
    assert {row.live_until for row in model.objects.all()} == {NOON + HOUR}


def test_a_change_that_may_carries_none_that_may_not(published):
    assert refused(Edition.objects.update, live_until=NOON + HOUR, headline="Changed")
    assert refused(UnderTag.objects.update, live_until=NOON + HOUR, live_from=NOON - HOUR)


BLANK = {
    "headline": "", "standfirst": "", "body": "", "byline": "", "dateline": "", "note": "", "salt": "",
    "dateline_country": "", "dateline_latitude": None, "dateline_longitude": None,
    "bylines": [], "citations": [], "topics": [], "picture": None, "pictures": [], "photo": None,
}  # fmt: skip


def test_the_law_may_blank_a_text_once_and_says_that_it_did(published):
    Edition.objects.update(erased=True, html="", words="", **BLANK)
    published.refresh_from_db()
    assert published.erased
    assert {name: getattr(published, name) for name in BLANK} == BLANK


def test_so_it_may_a_version_of_the_working_copy(published):
    assert refused(Revision.objects.update, content={})
    assert refused(Revision.objects.update, erased=True, content={}, version=7)
    Revision.objects.update(erased=True, content={}, names={})
    assert refused(Revision.objects.update, content={"headline": "Invented"})
    assert refused(Revision.objects.update, erased=False)


@pytest.mark.parametrize("name", BLANK)
def test_no_text_is_blanked_without_saying_so(published, name):
    changed = {name: "changed"} if BLANK[name] == "" else {name: BLANK[name]}
    assert refused(Edition.objects.update, **changed)


def test_what_was_erased_is_neither_written_anew_nor_denied(published):
    Edition.objects.update(erased=True, html="", words="", **BLANK)
    assert refused(Edition.objects.update, headline="Invented")
    assert refused(Edition.objects.update, erased=True, headline="Invented")
    assert refused(Edition.objects.update, erased=False)


@pytest.mark.parametrize("column", ["number", "slug", "content_hash", "live_from", "change", "version", "kind"])
def test_erasing_covers_no_other_change(published, column):
    field = Edition._meta.get_field(column)
    assert refused(Edition.objects.update, erased=True, **{column: another(field, getattr(published, column))})


# -- the triggers themselves ------------------------------------------------------------------------------------------


def test_the_triggers_survive_another_migrate(published):
    call_command("migrate", stdout=StringIO(), verbosity=0)
    assert refused(Edition.objects.update, headline="Changed")
    assert refused(Act.objects.all().delete)


def test_a_migrate_puts_back_triggers_that_were_lost(published):
    triggers.remove()
    Event.objects.update(reason="Open.")
    call_command("migrate", stdout=StringIO(), verbosity=0)
    assert refused(Event.objects.update, reason="Closed?")


def test_installing_them_twice_is_installing_them_once(published):
    triggers.install()
    triggers.install()
    assert refused(Edition.objects.update, headline="Changed")
    Edition.objects.update(html="<p>Better</p>")


def test_every_column_is_frozen_unless_it_is_named():
    """Names in the table of triggers that no table has would free nothing, or protect nothing."""
    for frozen in triggers.TABLES:
        model = next(model for model in FROZEN if model._meta.label == frozen.model)
        assert frozen.moves | frozen.erasable <= {field.column for field in model._meta.concrete_fields}


# -- constraints ------------------------------------------------------------------------------------------------------


def copy_of(edition, **changed):
    """The same row again, with another key and these values, saved past all of publishing."""
    edition = Edition.objects.get(pk=edition.pk)
    edition.pk, edition._state.adding = None, True
    for name, value in changed.items():
        setattr(edition, name, value)
    edition.save(force_insert=True)


ENDED = {"live_from": NOON - HOUR, "live_until": NOON - HOUR, "first_published_at": NOON - HOUR}


def test_a_row_that_makes_sense_is_taken(published):
    copy_of(published, number=2, **ENDED)


@pytest.mark.parametrize(
    "nonsense",
    [
        {**ENDED, "number": 1},
        {"number": 2},
        {**ENDED, "number": 2, "live_until": NOON - 2 * HOUR},
        {**ENDED, "number": 2, "first_published_at": NOON},
        {**ENDED, "number": 2, "embargo": NOON},
        {**ENDED, "number": 2, "address_id": "nowhere/2024/04/28/at-all"},
        {**ENDED, "number": -1},
    ],
    ids=[
        "a number that is taken",
        "a second open edition",
        "an end before the start",
        "first published later",
        "live under embargo",
        "an address that nobody claimed",
        "a number below nought",
    ],
)
def test_an_edition_that_is_nonsense_is_refused(published, nonsense):
    def insert():
        copy_of(published, **nonsense)
        connection.check_constraints()

    assert refused(insert)


@pytest.mark.postgres
def test_two_editions_of_one_story_at_one_time_are_refused(published):
    publishing.withdraw(published.article_id, by="import", reason="Over.", clock=at(NOON + 2 * HOUR))
    assert refused(copy_of, published, number=2, live_from=NOON + HOUR, live_until=NOON + 3 * HOUR)
    copy_of(published, number=2, live_from=NOON + 2 * HOUR, live_until=NOON + 3 * HOUR)


@pytest.mark.parametrize("embargo", [NOON, NOON + HOUR])
def test_a_story_that_ends_before_its_embargo_is_refused(embargo):
    assert refused(Record.objects.create, article=ArticleFactory(), embargo=embargo, ends_at=NOON)


def test_a_second_act_of_one_number_is_refused(published):
    act = Act.objects.get()
    act.pk, act._state.adding = None, True
    assert refused(act.save, force_insert=True)


def test_an_address_that_is_taken_is_refused(published):
    assert refused(Address.objects.create, path=published.address_id, article=ArticleFactory())


@pytest.mark.parametrize("rating", [0, 6])
def test_a_rating_outside_1_to_5_is_refused(rating):
    assert refused(ReviewFactory, rating=rating)


def test_a_review_may_go_without_rating():
    assert ReviewFactory(rating=None).state == Review.State.PENDING


def test_an_unnamed_source_without_attribution_is_refused():
    assert refused(SourceFactory, kind=Source.Kind.UNNAMED, attribution="")


def test_a_story_that_was_published_cannot_be_deleted(published):
    assert refused(published.article.delete)
    assert Edition.objects.filter(live_until=FOREVER).exists()


def test_halfway_through_an_upgrade_the_triggers_name_no_column_that_is_still_to_come():
    """Only SQLite's name columns; with one that is not there no later migration could touch the table."""
    edition = next(frozen for frozen in triggers.TABLES if frozen.model == "articles.Edition")
    condition = triggers._sqlite_condition(["id", "headline", "erased", "live_until"], edition)
    assert condition == (
        'OLD."id" IS NOT NEW."id" OR ((OLD.erased OR NOT NEW.erased) AND '
        '(OLD."headline" IS NOT NEW."headline" OR OLD."erased" IS NOT NEW."erased"))'
    )


def test_a_line_of_the_journal_loses_its_words_once_and_nothing_else(published):
    line = Event.objects.filter(reason="Read twice.")
    assert refused(line.update, reason="")
    assert refused(line.update, erased=True, reason="", detail={"more": 1})
    assert refused(line.update, erased=True, reason="", by=make_user("mina"))
    key = line.get().pk
    line.erase(left=Value("Of the list"))
    assert Event.objects.filter(pk=key).values_list("erased", "reason").get() == (True, "Of the list")
    assert refused(Event.objects.filter(pk=key).update, erased=False)
    assert refused(Event.objects.filter(pk=key).update, erased=True, reason="Invented")
