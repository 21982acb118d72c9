"""What was published cannot be changed or deleted, by whatever road, and the database refuses nonsense."""

import json
import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from articles import publishing
from articles.drafts import revisions
from articles.models import (
    FOREVER,
    NEVER,
    AboutPage,
    AboutPageEdition,
    Act,
    Address,
    Edition,
    Event,
    PublishingState,
    Revision,
    Source,
    UnderName,
    UnderTag,
    WithDocument,
    WithPhoto,
)
from articles.publishing import triggers
from articles.site import about_pages
from reviews.models import Review
from sections import arranging, breaking
from sections.models import Arrangement, Banner, Slot
from tests.factories import (
    IMPORT,
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

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
travelling = triggers.present
FROZEN = [
    Edition, Act, Event, Address, Revision, UnderTag, UnderName, WithPhoto, WithDocument, AboutPageEdition,
    Arrangement, Slot, Banner,
]  # fmt: skip
MOVING = {
    Edition: {"live_until", "comparable", "rendered_with"},
    UnderTag: {"live_until"},
    UnderName: {"live_until"},
    WithPhoto: {"live_until"},
    WithDocument: {"live_until"},
    AboutPageEdition: {"live_until"},
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
    about_pages.write(AboutPage(slug="about", name="About", public=True), by=editor)
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


def test_whether_the_history_compares_an_edition_may_change(published):
    Edition.objects.update(comparable=False)
    assert not Edition.objects.get().comparable


def test_a_change_that_is_allowed_carries_none_that_is_not(published):
    with travelling(NOON):
        assert refused(Edition.objects.update, live_until=NOON + HOUR, headline="Changed")
        assert refused(UnderTag.objects.update, live_until=NOON + HOUR, live_from=NOON - HOUR)
    assert refused(Edition.objects.update, html="<p>Better</p>", rendered_with=9, headline="Changed")


# -- what readers are sent --------------------------------------------------------------------------------------------


def test_the_html_changes_only_together_with_the_version_of_the_rendering(published):
    version = published.rendered_with
    assert refused(Edition.objects.update, html="Forged")
    assert refused(Edition.objects.update, html="Forged", rendered_with=version)
    assert refused(Edition.objects.update, html="Forged", rendered_with=version - 1)
    Edition.objects.update(html="Better", rendered_with=version + 1)
    assert Edition.objects.get().html == "Better"


def test_the_version_of_the_rendering_never_falls(published):
    assert refused(Edition.objects.update, rendered_with=published.rendered_with - 1)
    Edition.objects.update(rendered_with=published.rendered_with + 1)
    assert refused(Edition.objects.update, rendered_with=published.rendered_with)


# -- ends -------------------------------------------------------------------------------------------------------------

ENDS = [
    (Edition, "live_until"), (UnderTag, "live_until"), (UnderName, "live_until"), (WithPhoto, "live_until"),
    (WithDocument, "live_until"), (AboutPageEdition, "live_until"), (Arrangement, "ends"), (Banner, "ends"),
]  # fmt: skip
each_end = pytest.mark.parametrize(("model", "end"), ENDS, ids=lambda one: getattr(one, "__name__", one))
LATER = FOREVER - 1000 * HOUR  # when all that the fixture made is live


@each_end
def test_an_end_moves_while_it_lies_ahead(published, model, end):
    with travelling(LATER):
        model.objects.update(**{end: LATER + HOUR})
        model.objects.update(**{end: LATER + 2 * HOUR})
        model.objects.update(**{end: LATER})
    assert {getattr(row, end) for row in model.objects.all()} == {LATER}


@each_end
def test_nothing_ends_at_a_moment_that_is_past(published, model, end):
    with travelling(LATER):
        assert refused(model.objects.update, **{end: LATER - TICK})
        assert refused(model.objects.update, **{end: NOON + HOUR})


@each_end
def test_what_has_ended_never_reopens_and_its_end_never_moves(published, model, end):
    with travelling(LATER):
        model.objects.update(**{end: LATER + HOUR})
    with travelling(LATER + HOUR):
        assert refused(model.objects.update, **{end: FOREVER})
        assert refused(model.objects.update, **{end: LATER + 2 * HOUR})
        assert refused(model.objects.update, **{end: LATER})


@each_end
def test_where_nobody_travels_the_database_asks_the_clock(published, model, end):
    """Of two moments a minute from now, one on each side."""
    now = datetime.now(UTC)
    assert refused(model.objects.update, **{end: now - timedelta(minutes=1)})
    with travelling(now):
        model.objects.filter(**{f"{end}__gt": now}).update(**{end: now + timedelta(minutes=1)})
    model.objects.update(**{end: now + timedelta(minutes=2)})


def test_a_withdrawn_story_is_not_reopened_by_a_plain_update(published):
    publishing.withdraw(published.article_id, by=IMPORT, reason="Over.", clock=at(NOON + HOUR))
    assert refused(Edition.objects.update, live_until=FOREVER)
    with connection.cursor() as cursor:
        assert refused(cursor.execute, "UPDATE articles_edition SET live_until = %s", ["9999-01-01 00:00:00+00:00"])


def test_a_journey_ends_with_its_block(published):
    with travelling(NOON):
        Edition.objects.update(live_until=NOON + HOUR)
        with travelling(NOON + HOUR):
            assert refused(Edition.objects.update, live_until=NOON + 2 * HOUR)
        Edition.objects.update(live_until=NOON + 3 * HOUR)
    assert refused(Edition.objects.update, live_until=NOON + 2 * HOUR)


def test_so_it_does_when_the_block_fails(published):
    with pytest.raises(ZeroDivisionError), transaction.atomic(), travelling(NOON):
        raise ZeroDivisionError
    assert refused(Edition.objects.update, live_until=NOON + HOUR)


# -- nothing is added in the past -------------------------------------------------------------------------------------

DATED = [
    (Act, "made_at"), (Event, "at"), (Edition, "live_from"), (AboutPageEdition, "live_from"), (Arrangement, "starts"),
    (Banner, "starts"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "start"), DATED, ids=lambda one: getattr(one, "__name__", one))
class TestDates:
    def add(self, model, **values):
        """The last row once more."""
        row = model.objects.order_by("pk").last()
        row.pk, row._state.adding = None, True
        others = {"number": 7} if model in {Act, Edition} else {}
        for end in {"live_until", "ends"} & {field.name for field in model._meta.fields}:
            others[end] = next(iter(values.values()))  # empty, so that it is in nobody's way
        if model is Edition:
            others["first_published_at"] = NOON - 9 * HOUR
        for name, value in (others | values).items():
            setattr(row, name, value)
        row.save(force_insert=True)

    def test_no_row_is_dated_in_the_past(self, published, model, start):
        assert refused(self.add, model, **{start: NOON})
        assert refused(self.add, model, **{start: datetime.now(UTC) - timedelta(seconds=triggers.LATE + 5)})
        with travelling(NOON):
            assert refused(self.add, model, **{start: NOON - timedelta(seconds=triggers.LATE) - TICK})

    def test_it_may_be_written_down_late_but_not_very(self, published, model, start):
        self.add(model, **{start: datetime.now(UTC) - timedelta(seconds=triggers.LATE - 5)})

    def test_so_it_is_for_who_travels(self, published, model, start):
        with travelling(NOON):
            self.add(model, **{start: NOON - timedelta(seconds=triggers.LATE)})


def test_an_approval_cannot_be_invented_for_last_week(published):
    assert refused(Event.objects.create, verb="approve", on=published.article, by=make_user("mina"), at=NOON)


def test_what_is_brought_in_is_dated_in_the_past_and_says_so(db):
    edition = publishing.bring_in(ArticleFactory().pk, by=IMPORT, at=NOON - 1000 * HOUR, clock=at(NOON))
    edition.refresh_from_db()
    assert edition.brought_in
    assert not publish().brought_in
    assert refused(Edition.objects.filter(brought_in=False).update, brought_in=True)


def test_only_a_first_edition_can_say_so(published):
    assert refused(copy_of, published, number=2, brought_in=True, **ENDED)


# -- erasing ----------------------------------------------------------------------------------------------------------

BLANK = {
    "headline": "", "standfirst": "", "body": "", "byline": "", "dateline": "", "note": "", "salt": "",
    "dateline_country": "", "dateline_latitude": None, "dateline_longitude": None,
    "bylines": [], "citations": [], "topics": [], "picture": None, "pictures": [], "photo": None, "gallery": [],
    "follows": None,
}  # fmt: skip
ERASED = {"erased": True, "html": "", **BLANK}


def test_the_law_may_blank_a_text_once_and_says_that_it_did(published):
    Edition.objects.update(**ERASED)
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
    changed = {name: BLANK[name]} if getattr(published, name) else {name: filled(name, published)}
    assert refused(Edition.objects.update, **changed)


def filled(name, edition):
    return edition.article_id if name == "follows" else another(Edition._meta.get_field(name), BLANK[name])


@pytest.mark.parametrize("name", ["html", *BLANK])
def test_erasing_writes_nothing_but_blanks(published, name):
    """Else the statement that erases could put other words into the place of those that were sealed."""
    forged = "Forged" if name == "html" else filled(name, published)
    assert refused(Edition.objects.update, **{**ERASED, name: forged})
    if getattr(published, name):
        assert refused(Edition.objects.update, **{column: value for column, value in ERASED.items() if column != name})


def test_nor_does_it_in_versions_lists_and_pictures(published):
    assert refused(Revision.objects.update, erased=True, content={"headline": "Forged"}, names={})
    assert refused(Revision.objects.update, erased=True, names={})
    assert refused(WithPhoto.objects.update, erased=True)
    assert refused(WithPhoto.objects.update, erased=True, photo=PhotoFactory())
    assert refused(WithDocument.objects.update, erased=True, document=make_document(b"Other", "other.pdf"))
    WithPhoto.objects.update(erased=True, photo=None)
    WithDocument.objects.update(erased=True, document=None)
    assert refused(WithPhoto.objects.update, photo=PhotoFactory())


def test_what_was_erased_is_neither_written_anew_nor_denied(published):
    Edition.objects.update(**ERASED)
    assert refused(Edition.objects.update, html="Invented", rendered_with=9)
    assert refused(Edition.objects.update, headline="Invented")
    assert refused(Edition.objects.update, erased=True, headline="Invented")
    assert refused(Edition.objects.update, erased=False)


@pytest.mark.parametrize("column", ["number", "slug", "content_hash", "live_from", "change", "version", "kind"])
def test_erasing_covers_no_other_change(published, column):
    field = Edition._meta.get_field(column)
    assert refused(Edition.objects.update, **{**ERASED, column: another(field, getattr(published, column))})


# -- the triggers themselves ------------------------------------------------------------------------------------------


def test_the_triggers_survive_another_migrate(published):
    call_command("migrate", stdout=StringIO(), verbosity=0)
    assert refused(Edition.objects.update, headline="Changed")
    assert refused(Act.objects.all().delete)


def test_a_migrate_puts_back_triggers_that_were_lost(published):
    triggers.remove()
    Event.objects.update(reason="Open.")
    Event.objects.create(verb="approve", on=published, by=None, at=NOON)
    call_command("migrate", stdout=StringIO(), verbosity=0)
    assert refused(Event.objects.update, reason="Closed?")
    assert refused(Event.objects.create, verb="approve", on=published, by=None, at=NOON)


def test_installing_them_twice_is_installing_them_once(published):
    triggers.install()
    triggers.install()
    assert refused(Edition.objects.update, headline="Changed")
    Edition.objects.update(comparable=False)


def test_every_column_is_frozen_unless_it_is_named():
    """Names in the table of triggers that no table has would free nothing, or protect nothing."""
    for frozen in triggers.tables():
        model = next(model for model in FROZEN if model._meta.label == frozen.model)
        named = {frozen.end, frozen.start, frozen.unless, frozen.version} - {""}
        named |= frozen.moves | frozen.made | frozen.erasable | set(frozen.tombstones)
        assert named <= {field.column for field in model._meta.concrete_fields}


# -- constraints ------------------------------------------------------------------------------------------------------


def copy_of(edition, **changed):
    """The same row again, with another key and these values, saved past all of publishing."""
    edition = Edition.objects.get(pk=edition.pk)
    edition.pk, edition._state.adding = None, True
    for name, value in changed.items():
        setattr(edition, name, value)
    with transaction.atomic(), travelling(NEVER):
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
    publishing.withdraw(published.article_id, by=IMPORT, reason="Over.", clock=at(NOON + 2 * HOUR))
    assert refused(copy_of, published, number=2, live_from=NOON + HOUR, live_until=NOON + 3 * HOUR)
    copy_of(published, number=2, live_from=NOON + 2 * HOUR, live_until=NOON + 3 * HOUR)


@pytest.mark.parametrize("embargo", [NOON, NOON + HOUR])
def test_a_story_that_ends_before_its_embargo_is_refused(embargo):
    assert refused(PublishingState.objects.create, article=ArticleFactory(), embargo=embargo, ends_at=NOON)


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
    edition = next(frozen for frozen in triggers.tables() if frozen.model == "articles.Edition")
    columns = ["id", "headline", "html", "erased", "live_until"]
    condition = triggers._sqlite_changed(columns, edition)
    assert {*re.findall(r'(?:OLD|NEW)\."?(\w+)', condition)} == {*columns}
    assert "rendered_with" not in triggers._sqlite_dated(columns, edition) + condition
    assert json.loads(triggers._rules(columns, edition))["blank"] == {"headline": "", "html": ""}


def test_a_line_of_the_journal_loses_its_words_once_and_nothing_else(published):
    line = Event.objects.filter(reason="Read twice.")
    assert refused(line.update, reason="")
    assert refused(line.update, reason=triggers.TOMBSTONE)
    assert refused(line.update, erased=True, reason="", detail={"more": 1})
    assert refused(line.update, erased=True, reason="", by=make_user("mina"))
    assert refused(line.update, erased=True)
    assert refused(line.update, erased=True, reason="")
    assert refused(line.update, erased=True, reason="The chief said so.")
    key = line.get().pk
    line.erase()
    assert Event.objects.filter(pk=key).values_list("erased", "reason").get() == (True, triggers.TOMBSTONE)
    assert refused(Event.objects.filter(pk=key).update, erased=False)
    assert refused(Event.objects.filter(pk=key).update, erased=True, reason="Invented")
