"""Where a search looks: an FTS5 table beside the editions on SQLite, an index on PostgreSQL.

Both are put in place, or put right, after every migrate: SQLite loses triggers when Django remakes a table. They are
made of Edition.words alone, whose first line weighs more.
"""

# ruff: noqa: S608  (all that is put together stands in this file)

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

EDITIONS, INDEX = "articles_edition", "articles_search"

POSTGRESQL = f"CREATE INDEX IF NOT EXISTS {INDEX} ON {EDITIONS} USING gin (to_tsvector('simple', words))"

TABLE = f"CREATE VIRTUAL TABLE {INDEX} USING fts5(head, rest, content='', tokenize='ascii', prefix='2 3')"
LINES = "substr({row}words, 1, instr({row}words, char(10)) - 1), substr({row}words, instr({row}words, char(10)) + 1)"
ADD = f"INSERT INTO {INDEX}(rowid, head, rest) VALUES (NEW.id, {LINES.format(row='NEW.')});"
DROP = f"INSERT INTO {INDEX}({INDEX}, rowid, head, rest) VALUES ('delete', OLD.id, {LINES.format(row='OLD.')});"
TRIGGERS = {"INSERT": ADD, "UPDATE OF words": DROP + ADD, "DELETE": DROP}
FILL = f"INSERT INTO {INDEX}(rowid, head, rest) SELECT id, {LINES.format(row='')} FROM {EDITIONS}"


def install(using: str = "default", **kwargs) -> None:
    """Connected to post_migrate."""
    connection = connections[using]
    if EDITIONS not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
        else:
            _sqlite(connection, cursor)


def _sqlite(connection: BaseDatabaseWrapper, cursor) -> None:
    if INDEX not in connection.introspection.table_names(cursor):
        cursor.execute(TABLE)
        cursor.execute(FILL)
    for event, statements in TRIGGERS.items():
        name = f"{INDEX}_{event.split()[0].lower()}"
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {EDITIONS} BEGIN {statements} END")
