"""The indexes that Django doesn't make: FTS5 tables on SQLite, for readers and the desk; the desk's on PostgreSQL.

They are put in place, or put right, after every migrate: SQLite loses triggers when Django remakes a table. An FTS5
table is filled by triggers from the columns of its table alone.
"""

from dataclasses import dataclass

from django.db import connections


@dataclass(frozen=True)
class Index:
    name: str
    table: str
    key: str  # of that table; the rowid of the FTS5 table
    columns: dict[str, str]  # of the FTS5 table, each with what it is in a row of that table


LINES = {
    "head": "substr({row}words, 1, instr({row}words, char(10)) - 1)",
    "rest": "substr({row}words, instr({row}words, char(10)) + 1)",
}
PARTS = {name: f"{{row}}{name}" for name in ("head", "lede", "rest")}
ENTRIES = Index("articles_search_fts", "articles_searchentry", "edition_id", PARTS)
DESK = Index("articles_desk_search", "articles_wording", "article_id", LINES)

POSTGRESQL = "CREATE INDEX IF NOT EXISTS {0.name} ON {0.table} USING gin (to_tsvector('simple', words))"
TABLE = "CREATE VIRTUAL TABLE {0.name} USING fts5({names}, content='', tokenize='ascii', prefix='2 3')"
ADD = "INSERT INTO {0.name}(rowid, {names}) VALUES (NEW.{0.key}, {new});"
DROP = "INSERT INTO {0.name}({0.name}, rowid, {names}) VALUES ('delete', OLD.{0.key}, {old});"
FILL = "INSERT INTO {0.name}(rowid, {names}) SELECT {0.key}, {row} FROM {0.table}"
TRIGGERS = {"insert": ("INSERT", ADD), "update": ("UPDATE OF {of}", DROP + ADD), "delete": ("DELETE", DROP)}


def install(using: str = "default", **kwargs) -> None:
    """Connected to post_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            if DESK.table in present:
                cursor.execute(POSTGRESQL.format(DESK))
            return
        for index in (ENTRIES, DESK):
            if index.table in present:
                _sqlite(cursor, index, filled=index.name in present)


def _sqlite(cursor, index: Index, *, filled: bool) -> None:
    def put(statement: str) -> str:
        rows = {"new": "NEW.", "old": "OLD.", "row": ""}
        said = {name: ", ".join(index.columns.values()).format(row=row) for name, row in rows.items()}
        of = "words" if index is DESK else ", ".join(index.columns)
        return statement.format(index, names=", ".join(index.columns), of=of, **said)

    if not filled:
        cursor.execute(put(TABLE))
        cursor.execute(put(FILL))
    for event, (after, statements) in TRIGGERS.items():
        name = f"{index.name}_{event}"
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER {put(after)} ON {index.table} BEGIN {put(statements)} END")
