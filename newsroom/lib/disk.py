"""Storing files on this machine's disk, and what happens when it is full."""

import errno
from contextlib import suppress

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class Disk(FileSystemStorage):
    """Django's, but for a file that could only be written in part: it is removed again."""

    def _save(self, name: str, content: File) -> str:
        try:
            return super()._save(name, content)
        except OSError:
            with suppress(OSError):
                self.delete(name)
            raise


def has_no_room(error: BaseException | None) -> bool:
    """Whether the disk, or our share of it, is full."""
    return isinstance(error, OSError) and error.errno in NO_ROOM
