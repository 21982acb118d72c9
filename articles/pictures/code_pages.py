"""Text in the code pages of the region: UTF-8, Western (cp1252), Turkish, Azerbaijani (cp1254), Cyrillic (cp1251)."""

import re
from collections.abc import Iterable

# ISO 2022 escapes of IPTC field 1:90. Programs that name Latin-1 write Windows quotation marks all the same.
NAMED = {
    b"\x1b%G": "utf-8", b"\x1b%/I": "utf-8", b"\x1b.A": "cp1252", b"\x1b-A": "cp1252", b"\x1b,A": "cp1252",
    b"\x1b-B": "iso8859-2", b"\x1b.B": "iso8859-2", b"\x1b-L": "iso8859-5", b"\x1b.L": "iso8859-5",
    b"\x1b-M": "cp1254", b"\x1b.M": "cp1254",
}  # fmt: skip
WORD = re.compile(rb"[A-Za-z\x80-\x8f\x9a-\x9f\xa8\xaa\xaf\xb2-\xb4\xb8\xba\xbf-\xff]+")
TURKISH = frozenset("ÇĞİÖŞÜçğıöşü".encode("cp1254"))
ONLY_TURKISH = frozenset("ĞİŞğış".encode("cp1254"))


def named(marker: object) -> str:
    """The code page that a file says it is in; "" if it doesn't, or says one that is not known."""
    return NAMED.get(marker.strip(b"\0 "), "") if isinstance(marker, bytes) else ""


def guess(texts: Iterable[bytes]) -> str:
    """The code page of texts that belong together."""
    text = b" ".join(texts)
    try:
        text.decode()
    except UnicodeDecodeError:
        return _of_the_region(text)
    return "utf-8"


def decode(text: bytes) -> str:
    return text.decode(guess([text]), "replace").replace("\ufffd", " ")


def _of_the_region(text: bytes) -> str:
    letters = {byte for byte in text if byte >= 0xC0}
    if letters & ONLY_TURKISH and letters <= TURKISH:
        return "cp1254"
    words = WORD.findall(text)
    alone = sum(len(word) for word in words if len(word) > 1 and all(byte >= 0x80 for byte in word))
    beside = sum(byte >= 0xC0 for word in words if any(byte < 0x80 for byte in word) for byte in word)
    return "cp1251" if alone > beside else "cp1252"
