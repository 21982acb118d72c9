"""Where a search looks: an FTS5 table beside the words on SQLite, an index on PostgreSQL; for readers and for the desk.

Both are put in place, or put right, after every migrate: SQLite loses triggers when Django remakes a table. They are
made of a column `words` alone, whose first line weighs more.
"""

# ruff: noqa: S608  (all parts of the SQL come from this file)

from dataclasses import dataclass

from django.db import connections


@dataclass(frozen=True)
class Index:
    name: str
    table: str
    key: str = "id"  # of that table; the rowid of the FTS5 table


EDITIONS = Index("articles_search", "articles_edition")
DESK = Index("articles_desk_search", "articles_wording", "article_id")

POSTGRESQL = "CREATE INDEX IF NOT EXISTS {0.name} ON {0.table} USING gin (to_tsvector('simple', words))"

TABLE = "CREATE VIRTUAL TABLE {0.name} USING fts5(head, rest, content='', tokenize='ascii', prefix='2 3')"
LINES = "substr({row}words, 1, instr({row}words, char(10)) - 1), substr({row}words, instr({row}words, char(10)) + 1)"
ADD = f"INSERT INTO {{0.name}}(rowid, head, rest) VALUES (NEW.{{0.key}}, {LINES.format(row='NEW.')});"
DROP = (
    "INSERT INTO {0.name}({0.name}, rowid, head, rest) "
    f"VALUES ('delete', OLD.{{0.key}}, {LINES.format(row='OLD.')});"
)
TRIGGERS = {"INSERT": ADD, "UPDATE OF words": DROP + ADD, "DELETE": DROP}
FILL = f"INSERT INTO {{0.name}}(rowid, head, rest) SELECT {{0.key}}, {LINES.format(row='')} FROM {{0.table}}"


def install(using: str = "default", **kwargs) -> None:
    """Connected to post_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for index in (EDITIONS, DESK):
            if index.table not in present:
                continue
            if connection.vendor == "postgresql":
                cursor.execute(POSTGRESQL.format(index))
            else:
                _sqlite(cursor, index, filled=index.name in present)


def _sqlite(cursor, index: Index, *, filled: bool) -> None:
    if not filled:
        cursor.execute(TABLE.format(index))
        cursor.execute(FILL.format(index))
    for event, statements in TRIGGERS.items():
        name = f"{index.name}_{event.split()[0].lower()}"
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {index.table} BEGIN {statements.format(index)} END")
