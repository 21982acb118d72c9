"""Append-only for real: triggers refuse to change or delete what was published, whoever asks.

They are put in place after every migrate, from the columns that a table has then: a new column is frozen unless it is
named here. Open all the same, and said in docs/publishing.md: TRUNCATE and the table's owner on PostgreSQL; whoever can
write the file of SQLite.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Frozen:
    model: str
    moves: frozenset[str] = frozenset()  # columns that may change
    erasable: frozenset[str] = frozenset()  # columns that may change once, in the statement that sets `erased`


# What legal erasure blanks of an edition (publishing.erase); its number, times, address and hashes stay.
ERASABLE = frozenset(
    "salt headline standfirst body byline dateline dateline_country dateline_latitude "
    "dateline_longitude note bylines citations topics picture pictures gallery photo_id "
    "follows_id".split()
)

TABLES = (
    Frozen("articles.Act"),
    Frozen("articles.Event", erasable=frozenset({"reason", "erased"})),
    Frozen("articles.Address"),
    Frozen(
        "articles.Edition",
        moves=frozenset({"live_until", "html", "words", "corrections", "comparable"}),
        erasable=ERASABLE | {"erased"},
    ),
    Frozen("articles.Revision", erasable=frozenset({"content", "names", "erased"})),
    Frozen("articles.UnderTag", moves=frozenset({"live_until"})),
    Frozen("articles.UnderName", moves=frozenset({"live_until"})),
    Frozen("articles.WithPhoto", moves=frozenset({"live_until"}), erasable=frozenset({"photo_id", "erased"})),
    Frozen("articles.WithDocument", moves=frozenset({"live_until"}), erasable=frozenset({"document_id", "erased"})),
    Frozen("articles.HouseEdition", moves=frozenset({"live_until"})),
    Frozen("sections.Arrangement", moves=frozenset({"ends"})),
    Frozen("sections.Slot"),
    Frozen("sections.Banner", moves=frozenset({"ends"})),
)

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION newsroom_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := string_to_array(TG_ARGV[0], ',');
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NOT coalesce((to_jsonb(OLD)->>'erased')::boolean, false) AND (to_jsonb(NEW)->>'erased')::boolean THEN
      free := free || string_to_array(TG_ARGV[1], ',');
    END IF;
    IF to_jsonb(OLD) - free = to_jsonb(NEW) - free THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'integrity_constraint_violation';
END $$"""


def install(using: str = "default", **kwargs) -> None:
    """Put the triggers in place, or put them right. Connected to post_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for frozen in TABLES:
            table = apps.get_model(frozen.model)._meta.db_table
            if table in present:
                for statement in _statements(connection, cursor, table, frozen):
                    cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take the triggers off, for a test database that is to be emptied."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for frozen in TABLES:
            table = apps.get_model(frozen.model)._meta.db_table
            for event in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{event}{on}")


def _statements(connection: BaseDatabaseWrapper, cursor, table: str, frozen: Frozen):
    if connection.vendor == "postgresql":
        arguments = f"'{','.join(sorted(frozen.moves))}', '{','.join(sorted(frozen.erasable))}'"
        for event in ("update", "delete"):
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_{event} BEFORE {event} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION newsroom_append_only({arguments})"
            )
        return
    columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    for event, condition in (("update", _sqlite_condition(columns, frozen)), ("delete", "1")):
        yield f"DROP TRIGGER IF EXISTS {table}_{event}"
        yield (
            f"CREATE TRIGGER {table}_{event} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _sqlite_condition(columns: list[str], frozen: Frozen) -> str:
    def differs(names):
        return " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in names)

    never = differs(name for name in columns if name not in frozen.moves | frozen.erasable)
    once = [name for name in columns if name in frozen.erasable]  # halfway through an upgrade some are not there yet
    if "erased" not in once:
        return never
    return f"{never} OR ((OLD.erased OR NOT NEW.erased) AND ({differs(once)}))"
