"""What is written inside a picture's file: read as suggestions for the desk, written into the copies that readers get.

Cameras write EXIF, agencies IPTC, programs of today XMP. The most deliberate one wins: XMP, then IPTC, then EXIF.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from PIL import Image, IptcImagePlugin

from articles.pictures import code_pages

LIMITS = {"caption": 400, "credit": 120, "copyright": 200, "taken_on": 10}  # as the fields of Photo
DESCRIPTION, ARTIST, COPYRIGHT, EXIF_IFD, TAKEN = 0x010E, 0x013B, 0x8298, 0x8769, 0x9003
DC, PHOTOSHOP, XMP = (
    "{http://purl.org/dc/elements/1.1/}",
    "{http://ns.adobe.com/photoshop/1.0/}",
    "{http://ns.adobe.com/xap/1.0/}",
)
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PACKET = 1 << 20  # bytes of XMP that are read

CODED_CHARACTER_SET = (1, 90)
# What cameras and programs write where nobody wrote anything.
MAKERS = (
    "olympus|minolta|konica minolta|sony|samsung|kodak|casio|ricoh|pentax|canon|nikon|fujifilm|panasonic|leica|apple"
)
NUMBERED = "dsc|dscn|dscf|img|imgp|pict|p|mvi|dji|gopr|pxl"
STOCK = re.compile(
    rf"(?:{MAKERS})?[ _-]*(?:digital )?(?:camera|dsc|pictures?|corporation|inc\.?)?"
    rf"|(?:[a-z]:)?[\\/]?dcim[\\/].*|(?:exif|jfif)[ _]?jpeg(?:[ _]picture)?"
    rf"|(?:{NUMBERED})[ _-]?\d[\w-]*(?:\.\w{{3,4}})?"
    r"|(?:google )?picasa[ \d.]*|adobe (?:photoshop|lightroom)[\w .()]*|creator: ?gd-jpeg.*|screenshot(?: \d.*)?"
    r"|untitled|default|unknown|none|null|n/a|user(?: ?name)?|owner(?: ?name)?|your name|my name|photographer|author"
    r"|artist|windows user|administrator|description|caption|copyright(?: holder)?|all rights reserved\.?"
    r"|\(c\)|©|[\W_]*",
    re.IGNORECASE,
)

XMP_NAMES = {
    "caption": [DC + "description"],
    "credit": [PHOTOSHOP + "Credit", DC + "creator"],
    "copyright": [DC + "rights"],
    "taken_on": [PHOTOSHOP + "DateCreated", XMP + "CreateDate"],
}
IPTC_NAMES = {"caption": [(2, 120)], "credit": [(2, 110), (2, 80)], "copyright": [(2, 116)], "taken_on": [(2, 55)]}


def read(image: Image.Image) -> dict[str, str]:
    """Caption, credit, copyright notice and day of an opened picture, each where it is written. Never raises."""
    said: dict[str, str] = {}
    for one in (_exif, _iptc, _xmp):
        said |= {name: text for name, text in _tried(one, image).items() if text}
    if day := _day(said.pop("taken_on", "")):
        said["taken_on"] = day
    return {name: text[: LIMITS[name]] for name, text in said.items()}


def _tried(one: Callable[[Image.Image], dict[str, Any]], image: Image.Image) -> dict[str, str]:
    try:
        said = {name: _plain(text) for name, text in one(image).items()}
    except Exception:  # what strangers wrote into a file may be broken in any way; then it says nothing
        return {}
    return {name: "" if STOCK.fullmatch(text) else text for name, text in said.items()}


def _plain(value: Any) -> str:
    """One line of text, whatever it was encoded in; of a field that is repeated, all of them."""
    if isinstance(value, list | tuple):
        return ", ".join(dict.fromkeys(filter(None, map(_plain, value))))
    if isinstance(value, bytes):
        value = code_pages.decode(value)
    return " ".join("".join(c if c.isprintable() else " " for c in str(value or "")).split())


def _day(text: str) -> str:
    found = re.match(r"(\d{4})[-:]?(\d\d)[-:]?(\d\d)", text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _exif(image: Image.Image) -> dict[str, Any]:
    exif = image.getexif()
    names = {"caption": DESCRIPTION, "credit": ARTIST, "copyright": COPYRIGHT}
    said = {name: _bytes(exif.get(tag)) for name, tag in names.items()}
    return said | {"taken_on": exif.get_ifd(EXIF_IFD).get(TAKEN)}


def _bytes(text: Any) -> Any:
    """EXIF has no letters but ASCII; what is written into it all the same, Pillow reads as Latin-1."""
    try:
        return text.encode("latin-1") if isinstance(text, str) else text
    except UnicodeError:
        return text


def _iptc(image: Image.Image) -> dict[str, Any]:
    written = IptcImagePlugin.getiptcinfo(image) or {}
    marker = written.get(CODED_CHARACTER_SET)
    fields = {name: next((written[key] for key in keys if written.get(key)), "") for name, keys in IPTC_NAMES.items()}
    values = [one for value in fields.values() for one in (value if isinstance(value, list) else [value]) if one]
    code_page = code_pages.named(marker) or code_pages.guess(values)
    return {name: _decoded(value, code_page) for name, value in fields.items()}


def _decoded(value: Any, code_page: str) -> Any:
    if isinstance(value, list):
        return [_decoded(one, code_page) for one in value]
    return value.decode(code_page, "replace").replace("\ufffd", " ") if isinstance(value, bytes) else value


def _xmp(image: Image.Image) -> dict[str, str]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    if len(packet) > PACKET or b"<!" in packet:  # an entity may swell; an honest packet declares none
        return {}
    tree = ElementTree.fromstring(packet.strip(b"\0 \n") or b"<x/>")  # noqa: S314  (no declarations: see above)
    said: dict[str, str] = {}
    for name, keys in XMP_NAMES.items():
        found = (text for key in keys for about in tree.iter(RDF + "Description") if (text := _value(about, key)))
        said[name] = next(found, "")
    return said


def _value(about: ElementTree.Element, key: str) -> str:
    """As an attribute, as text, or as the items of a list."""
    if key in about.attrib:
        return about.attrib[key]
    element = about.find(key)
    if element is None:
        return ""
    items = [item.text or "" for item in element.iter(RDF + "li")]
    return ", ".join(items[:1] if element.find(RDF + "Alt") is not None else items) or element.text or ""


# -- what readers' copies say -----------------------------------------------------------------------------------------


def written(*, credit: str, copyright: str) -> dict[str, bytes]:
    """For Image.save: EXIF and XMP that hold the credit and the copyright notice, and nothing of the camera."""
    exif = Image.Exif()
    if credit:
        exif[ARTIST] = credit.encode()
    if copyright:
        exif[COPYRIGHT] = copyright.encode()
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
        f"<photoshop:Credit>{escape(credit)}</photoshop:Credit>"
        f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{escape(copyright)}</rdf:li></rdf:Alt></dc:rights>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return {"exif": exif.tobytes(), "xmp": packet.encode()}
