"""The log for the operator: a line for what was refused, a traceback for what broke, and nobody's secrets in either."""

import copy
import logging
import re

SECRET_PATH = re.compile(r"/(preview|confirm|status|invitation|password_reset)/[^\s\"']+")
# PostgreSQL adds the row it refused, which may name a source: up to the next part of a traceback
ROW = re.compile(r"^DETAIL:.*?(?=^(?:The above exception|During handling|Traceback)|\Z)", re.MULTILINE | re.DOTALL)


class Formatter(logging.Formatter):
    """Keeps tokens and refused rows out, and the traceback of every answer that is no fault of ours (4xx, 503)."""

    def format(self, record: logging.LogRecord) -> str:
        status = getattr(record, "status_code", 500)
        if record.exc_info and (status < 500 or status == 503):
            error = record.exc_info[1]
            record = copy.copy(record)
            words = next(iter(str(error).splitlines()), "")
            record.msg = f"{record.getMessage()} ({type(error).__name__}{': ' if words else ''}{words})"
            record.args, record.exc_info, record.exc_text = (), None, None
        return SECRET_PATH.sub(r"/\1/…", ROW.sub("DETAIL: (left out)\n", super().format(record)))
