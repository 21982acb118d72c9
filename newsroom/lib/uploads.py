"""The names of uploaded files. Django silently removes a path, and all characters that it can't print.

Here any name that a phone or a computer can give a file is kept as it is: narrow spaces, soft hyphens, joined emoji. A
name with a path, a control character or a direction override becomes UNFIT, so that the code that checks the file can
refuse it and say why.
"""

import re
from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http.multipartparser import MultiPartParser

UNFIT = "\x1b"  # a control character, before what can be shown of the name
# Paths, control characters, line and paragraph separators, half characters, and what turns the direction of writing.
FORBIDDEN = re.compile("[/\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def is_fit(name: str) -> bool:
    return not FORBIDDEN.search(name) and name.strip() not in {"", ".", ".."}


def shown(name: str | None) -> str:
    """A name as it can be put into a message, whatever was sent."""
    return FORBIDDEN.sub("_", (name or "").removeprefix(UNFIT))


def naming(file: File, refused: ValidationError) -> ValidationError:
    """The same refusal, saying which of many files it is about."""
    return ValidationError(f"{shown(file.name)}: {refused.messages[0]}", code=refused.code)


class Parser(MultiPartParser):
    def sanitize_file_name(self, file_name: str) -> str:
        name = unescape(file_name)
        return name if is_fit(name) else UNFIT + shown(name)


class NamesAsSent(FileUploadHandler):
    """First of the upload handlers: has the request read by the parser above, with Django's own behind it."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: bytes, encoding: str | None = None  # noqa: N803
    ) -> tuple:  # fmt: skip
        kept = [MemoryFileUploadHandler(self.request), TemporaryFileUploadHandler(self.request)]
        return Parser(META, input_data, kept, encoding).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
