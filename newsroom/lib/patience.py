"""How long readers' pages wait for a query. PostgreSQL only; SQLite has no such limit."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection

SECONDS = 5


def limited(seconds: float | None = None) -> AbstractContextManager:
    """Within the block each query outside a transaction ends after so long, with an OperationalError.

    SET LOCAL goes with the query, in one message and so in one transaction: no more round trips, nothing that stays
    behind on a connection that others get, and nothing that pgbouncer refuses.
    """
    if connection.vendor != "postgresql":
        return nullcontext()
    before = f"SET LOCAL statement_timeout = {int((seconds or SECONDS) * 1000)}; "

    def wrapper(execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if many or connection.in_atomic_block or hasattr(context["cursor"].cursor, "name"):
            return execute(sql, params, many, context)
        result = execute(f"{before}{sql}", params, many, context)
        context["cursor"].nextset()  # past the answer to SET
        return result

    return connection.execute_wrapper(wrapper)
