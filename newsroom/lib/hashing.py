"""Fingerprints of files."""

import hashlib
from collections.abc import Iterable


def sha256_of(chunks: Iterable[bytes]) -> str:
    """In hexadecimal figures, of a file that may be too large for memory."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
