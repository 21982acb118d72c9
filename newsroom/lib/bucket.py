"""Any S3 as the place of originals, copies and documents. All that lies there is private.

Storage that is slow or silent costs a few seconds once, and then nothing for a while: one try, few at a time, and after
a failure nobody asks for RESTS seconds. No database connection is held meanwhile, unless a transaction is open.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from botocore import exceptions
from botocore.config import Config
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from newsroom.lib.database import release
from newsroom.lib.places import Breaker, Full, Places

CONNECT, READ = 3, 4  # seconds for one step
WHOLE = 20  # seconds for reading one file, however slowly it comes
RESTS = 10  # seconds
AT_ONCE, PATIENCE = 4, 2
CHUNK, IN_MEMORY = 64 * 1024, 4 * 1024 * 1024
SILENT = (
    exceptions.HTTPClientError, exceptions.ConnectionError, exceptions.IncompleteReadError,
    exceptions.ResponseStreamingError, OSError,
)  # fmt: skip

places = Places(AT_ONCE, waiting=AT_ONCE, patience=PATIENCE)
breaker = Breaker(rest=RESTS)


@contextmanager
def asking() -> Iterator[None]:
    """Ask the storage for something. Raises Full where it doesn't answer, didn't a moment ago, or too many ask."""
    release()
    with places.one():
        breaker.enter()
        try:
            yield
        except FileNotFoundError:
            breaker.succeeded()
            raise
        except SILENT as error:
            breaker.failed()
            raise Full(f"the storage doesn't answer: {type(error).__name__}") from error
        except exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
                breaker.succeeded()
                raise
            breaker.failed()
            raise Full("the storage has failed") from error
        else:
            breaker.succeeded()


def asked(method: Callable) -> Callable:
    @wraps(method)
    def wrapped(*args, **kwargs) -> Any:
        with asking():
            return method(*args, **kwargs)

    return wrapped


class Fetched(File):
    """A file as it was read. Opened again after it was closed, it is read again."""

    def __init__(self, file: Any, name: str, storage: "Bucket") -> None:
        super().__init__(file, name)
        self.storage = storage

    def open(self, mode: str | None = None, *args, **kwargs) -> "Fetched":
        if self.closed:
            self.file = self.storage.open(self.name).file
        self.seek(0)
        return self


class Bucket(S3Storage):
    """`lends`: readers are sent to it for pictures, by addresses that end; else the newsroom hands on what it reads."""

    def __init__(self, *, style: str = "path", lends: bool = False, **options) -> None:
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": style},
            connect_timeout=CONNECT,
            read_timeout=READ,
            retries={"mode": "standard", "total_max_attempts": 1},
            request_checksum_calculation="when_required",  # not every S3 knows those of Amazon
            response_checksum_validation="when_required",
        )
        super().__init__(client_config=config, **options)
        self.lends = lends

    def _open(self, name: str, mode: str = "rb") -> File:
        """The whole file at once: anyone who is sent it slowly keeps no line to the storage open."""
        if mode != "rb":
            return super()._open(name, mode)
        with asking():
            try:
                body = self.bucket.Object(self._normalize_name(name)).get()["Body"]
            except exceptions.ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                    raise FileNotFoundError(f"File does not exist: {name}") from None
                raise
            return Fetched(_read(body), name, self)

    _save, delete, exists, listdir, size = map(
        asked, (S3Storage._save, S3Storage.delete, S3Storage.exists, S3Storage.listdir, S3Storage.size)
    )

    def lent(self, name: str, *, type: str, seconds: int) -> str:
        """An address at which anybody has this file for so many seconds, as of this media type."""
        kept = {"ResponseContentType": type, "ResponseCacheControl": f"private, max-age={seconds}"}
        return self.url(name, parameters=kept, expire=seconds)


def _read(body: Any) -> tempfile.SpooledTemporaryFile:
    ends, file = time.monotonic() + WHOLE, tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    for chunk in body.iter_chunks(CHUNK):
        file.write(chunk)
        if time.monotonic() > ends:
            body.close()
            raise TimeoutError
    file.seek(0)
    return file
