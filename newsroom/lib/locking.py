"""One at a time, whatever process they are in."""

import zlib

from django.db import connection


def hold(name: str) -> None:
    """Wait until nobody else holds `name`, and hold it until the transaction ends; there must be one.

    On SQLite a transaction that writes is the only one of its kind anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])
