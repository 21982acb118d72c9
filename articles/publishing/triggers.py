"""Append-only for real: triggers refuse to change or delete what was published, no matter who asks.

They are put in place after every migrate, from the columns that a table has then: a new column is frozen unless it is
named here. They ask for the time themselves: an end moves only while it lies ahead, and no row is added in the past.
`present` tells them another time, so that an act can say its own moment, and tests and the demo can travel. What they
can't stop is in docs/publishing.md, under "Append-only".
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models import printed
from articles.models.journal import TOMBSTONE
from newsroom.lib import clock

LATE = 60  # seconds by which a row may be dated before it is written: a wait for a lock, a server's slow clock


@dataclass(frozen=True)
class Frozen:
    model: str
    moves: frozenset[str] = frozenset()  # columns that may change at any time
    end: str = ""  # the column that may change while it lies ahead, and not to a moment that is past
    start: str = ""  # the column that dates a row: none is added in the past ...
    unless: str = ""  # ... unless this column marks it
    made: frozenset[str] = frozenset()  # columns made from the others: they change only ...
    version: str = ""  # ... where this one rises, and it never falls
    erasable: frozenset[str] = frozenset()  # columns that are blanked once, in the statement that sets `erased`
    tombstones: Mapping[str, Any] = field(default_factory=dict)  # what erasing writes where it isn't the default

    def blank(self, columns: Iterable[str]) -> dict[str, Any]:
        """What erasing must write into those of these columns that it blanks."""
        fields = {one.column: one for one in apps.get_model(self.model)._meta.concrete_fields}
        named = [name for name in columns if name in self.erasable | (self.made if self.erasable else frozenset())]
        return {name: self.tombstones.get(name, fields[name].get_default()) for name in named}


def tables() -> tuple[Frozen, ...]:
    """Of an edition, legal erasure blanks what its fields declare (articles/models/printed.py); its hashes stay."""
    return (
        Frozen("articles.Act", start="made_at"),
        Frozen("articles.Event", start="at", erasable=frozenset({"reason"}), tombstones={"reason": TOMBSTONE}),
        Frozen("articles.Address"),
        Frozen(
            "articles.Edition",
            moves=frozenset({"comparable"}),
            end="live_until",
            start="live_from",
            unless="brought_in",
            made=frozenset({"html"}),
            version="rendered_with",
            erasable=printed.erasable(),
        ),
        Frozen("articles.Revision", erasable=frozenset({"content", "names"})),
        Frozen("articles.UnderTag", end="live_until"),
        Frozen("articles.UnderName", end="live_until"),
        Frozen("articles.WithPhoto", end="live_until", erasable=frozenset({"photo_id"})),
        Frozen("articles.WithDocument", end="live_until", erasable=frozenset({"document_id"})),
        Frozen("articles.AboutPageEdition", end="live_until", start="live_from"),
        Frozen("sections.Arrangement", end="ends", start="starts"),
        Frozen("sections.Slot"),
        Frozen("sections.Banner", end="ends", start="starts"),
    )


# -- the time ---------------------------------------------------------------------------------------------------------

PRESENT: ContextVar[datetime | None] = ContextVar("present", default=None)


@contextmanager
def present(moment: datetime, using: str = "default") -> Iterator[None]:
    """In an open transaction: until the end of the block the triggers take `moment` for the present.

    An exception that leaves the block must roll back the transaction or savepoint around it: on PostgreSQL that is what
    puts the time right again.
    """
    token = PRESENT.set(moment)
    try:
        _tell(connections[using])
        yield
    finally:
        PRESENT.reset(token)
    _tell(connections[using])


def _tell(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "postgresql":
        moment = PRESENT.get()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('newsroom.present', %s, true)", [moment.isoformat() if moment else ""])


def teach(connection: BaseDatabaseWrapper, **kwargs) -> None:
    """SQLite asks us for the time. Connected to connection_created; without it its tables can be read and no more."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("newsroom_present", 1, partial(_sqlite_present, connection))


def _sqlite_present(connection: BaseDatabaseWrapper, late: int) -> str:
    """The present, less so many seconds, as Django writes moments."""
    moment = PRESENT.get() or clock.now()
    return connection.ops.adapt_datetimefield_value(moment - timedelta(seconds=late))


# -- the triggers -----------------------------------------------------------------------------------------------------

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION newsroom_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  rules jsonb := TG_ARGV[0];
  travelling text := nullif(current_setting('newsroom.present', true), '');
  present timestamptz := coalesce(travelling::timestamptz, clock_timestamp());
  before jsonb; after jsonb; free text[]; is_erased boolean; ends text := rules->>'end';
BEGIN
  IF TG_OP = 'INSERT' THEN
    after := to_jsonb(NEW);
    IF (after->>(rules->>'start'))::timestamptz >= present - (rules->>'late')::interval
       OR (after->>(rules->>'unless'))::boolean THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' takes no row that is dated in the past',
      ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    before := to_jsonb(OLD); after := to_jsonb(NEW);
    free := array(SELECT jsonb_array_elements_text(rules->'moves'));
    is_erased := coalesce((before->>'erased')::boolean, false);
    IF (before->>ends)::timestamptz > present AND (after->>ends)::timestamptz >= present THEN
      free := free || ends;
    END IF;
    IF NOT is_erased AND (after->>(rules->>'version'))::integer > (before->>(rules->>'version'))::integer THEN
      free := free || array(SELECT jsonb_array_elements_text(rules->'made')) || (rules->>'version');
    END IF;
    IF NOT is_erased AND (after->>'erased')::boolean
       AND NOT EXISTS (SELECT FROM jsonb_each(rules->'blank') WHERE after->key IS DISTINCT FROM value) THEN
      free := free || array(SELECT jsonb_object_keys(rules->'blank')) || 'erased'::text;
    END IF;
    IF before - free = after - free THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'integrity_constraint_violation';
END $$"""
EVENTS = ("insert", "update", "delete")


def install(using: str = "default", **kwargs) -> None:
    """Put the triggers in place, or put them right. Connected to post_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for frozen in tables():
            table = apps.get_model(frozen.model)._meta.db_table
            if table in present:
                # Halfway through an upgrade some columns are not there yet.
                described = connection.introspection.get_table_description(cursor, table)
                for statement in _statements(connection, table, [column.name for column in described], frozen):
                    cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take the triggers off, for a test database that is to be emptied."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for frozen in tables():
            table = apps.get_model(frozen.model)._meta.db_table
            for event in EVENTS:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{event}{on}")


def _statements(connection: BaseDatabaseWrapper, table: str, columns: list[str], frozen: Frozen) -> Iterator[str]:
    events = EVENTS if frozen.start else EVENTS[1:]
    if connection.vendor == "postgresql":
        rules = _rules(columns, frozen).replace("'", "''")
        for event in events:
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_{event} BEFORE {event} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION newsroom_append_only('{rules}')"
            )
        return
    refused = {
        "insert": (_sqlite_dated(columns, frozen), "takes no row that is dated in the past"),
        "update": (_sqlite_changed(columns, frozen), "is append-only"),
        "delete": ("1", "is append-only"),
    }
    for event in events:
        condition, words = refused[event]
        yield f"DROP TRIGGER IF EXISTS {table}_{event}"
        yield (
            f"CREATE TRIGGER {table}_{event} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table} {words}'); END"
        )


def _rules(columns: list[str], frozen: Frozen) -> str:
    """What the function on PostgreSQL is told of a table."""
    lists = {"moves": sorted(frozen.moves), "made": sorted(frozen.made), "blank": frozen.blank(columns)}
    names = {"end": frozen.end, "start": frozen.start, "unless": frozen.unless, "version": frozen.version}
    return json.dumps(lists | {name: value or None for name, value in names.items()} | {"late": f"{LATE} seconds"})


def _sqlite_dated(columns: list[str], frozen: Frozen) -> str:
    past = f'NEW."{frozen.start}" < newsroom_present({LATE})'
    return f'{past} AND NOT NEW."{frozen.unless}"' if frozen.unless in columns else past


def _sqlite_changed(columns: list[str], frozen: Frozen) -> str:
    """Every reason for which a change is refused, one after the other."""

    def differs(names: Iterable[str]) -> str:
        return "(" + " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in names if name in columns) + ")"

    blank = frozen.blank(columns) if "erased" in columns else {}
    made = [name for name in columns if name in frozen.made | {frozen.version}]
    free = {*frozen.moves, frozen.end, *made, *blank, *(["erased"] if blank else [])}
    erasing = "(NEW.erased AND NOT OLD.erased)" if blank else "0"
    refused = [differs(name for name in columns if name not in free)]
    if frozen.end in columns:
        ahead = f'OLD."{frozen.end}" > newsroom_present(0) AND NEW."{frozen.end}" >= newsroom_present(0)'
        refused.append(f"({differs([frozen.end])} AND NOT ({ahead}))")
    if blank:
        filled = " OR ".join(f'NEW."{name}" IS NOT {_sqlite_literal(value)}' for name, value in blank.items())
        once = [name for name in blank if name not in made]
        refused.append(f"({differs([*once, 'erased'])} AND NOT {erasing})")
        refused.append(f"({erasing} AND ({filled}))")
    if made:
        known = frozen.version in columns
        rises = f'(NEW."{frozen.version}" > OLD."{frozen.version}" AND NOT OLD.erased)' if known else "0"
        outcome = differs(name for name in made if name != frozen.version)
        refused.append(f"({outcome} AND NOT {rises} AND NOT {erasing})")
        refused += [f"({differs([frozen.version])} AND NOT {rises})"] if known else []
    return " OR ".join(refused)


def _sqlite_literal(value: Any) -> str:
    """A blank value as SQLite keeps it: lists and objects are text there."""
    return "NULL" if value is None else "'" + str(json.dumps(value) if isinstance(value, list | dict) else value) + "'"
