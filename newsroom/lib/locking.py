"""One at a time, whatever process they are in."""

import zlib

from django.db import connection


def hold(*names: str) -> None:
    """Wait until nobody else holds any of these, and hold them until the transaction ends; there must be one.

    In one order everywhere, so that two who want the same never wait for each other; so ask for all at once.

    On SQLite a transaction that writes is the only one of its kind anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            keys = sorted({zlib.crc32(name.encode()) for name in names})
            cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])
