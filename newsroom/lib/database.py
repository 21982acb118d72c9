"""The database connection of this thread."""

from django.db import connection


def release() -> None:
    """Give it back to the pool before something slow; the next query takes one again. In a transaction it is kept."""
    if connection.connection is not None and not connection.in_atomic_block:
        connection.close()
