"""The names under which files are sent. Django cuts a path and control characters off without a word.

Here a name that was so cut becomes UNFIT, so that whoever judges the file can refuse it and say why.
"""

from html import unescape
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http.multipartparser import MultiPartParser

UNFIT = "\x1b"  # a control character: no name


class Parser(MultiPartParser):
    def sanitize_file_name(self, file_name: str) -> str:
        return UNFIT if super().sanitize_file_name(file_name) != unescape(file_name) else unescape(file_name)


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
