"""The pictures that other sites show beside a link to ours. A story without one of its own has one drawn: its headline,
its section and the name of the newsroom, once, and kept as the copies of pictures are.

The letters are Source Serif 4: Pillow's own have neither ə nor Cyrillic, and a server may have no others.
"""

import hashlib
import io
import unicodedata
from datetime import timedelta
from functools import lru_cache
from typing import Any, BinaryIO

import fontpkg
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from articles.models import Edition
from articles.pictures import copies
from newsroom.lib import caching

LIFE = timedelta(seconds=60)  # in caches, and never past the end of the story
DRAWING = 2  # raise it when the drawing changes
WIDTH, HEIGHT = 1200, 630
PAPER, INK, QUIET, LINE = "#ffffff", "#14171b", "#474e55", "#d2d6d8"
LEFT, TOP, RIGHT, BOTTOM = 96, 84, 1128, 560
SIZES = (76, 68, 60, 54, 48, 42)  # the largest in which the words fit
ROOM = BOTTOM - 60 - TOP - 62  # in height, for them
LEADING = 1.2
FONT = fontpkg.path("Source Serif 4")
MARK = ((0, 0, 4, 24), (8, 1, 22, 5), (8, 10, 17, 14), (8, 19, 22, 23))  # as in templates/_mark.html


def picture(edition: Edition) -> dict[str, Any]:
    """Address, width, height and description of the picture that other sites show for a story."""
    if edition.picture:
        return photo(edition.picture)
    address = reverse("stories:social", args=[edition.address_id, edition.number])
    return {"address": settings.SITE_URL + address, "width": WIDTH, "height": HEIGHT, "alt": words_of(edition)}


def words_of(edition: Edition) -> str:
    """What is drawn of it: the headline; of a brief without one the lede, of which the title is only the beginning."""
    return edition.headline or edition.standfirst


def photo(own: dict[str, Any]) -> dict[str, Any]:
    """The same of a picture that was taken, as an edition has it."""
    name, width = next(one for one in reversed(copies.widths(own["width"])) if one[0] <= 1280)
    address = reverse("stories:media", args=[own["uid"], f"{name}.jpg"])
    height = round(own["height"] * width / own["width"])
    return {"address": settings.SITE_URL + address, "width": width, "height": height, "alt": own["alt"]}


def of_site() -> dict[str, Any]:
    """The same for any page that is not a story."""
    address = settings.SITE_URL + reverse("stories:social_site")
    return {"address": address, "width": WIDTH, "height": HEIGHT, "alt": settings.SITE_NAME}


@require_safe
def of_story_drawn(request: HttpRequest, path: str, number: int) -> HttpResponseBase:
    """As long as a story without a picture is live: its headline, drawn."""
    edition = Edition.objects.live(request.moment).filter(address_id=path).for_lists().first()
    if edition is None or edition.picture:
        raise Http404
    if edition.number != number:  # asked for with an earlier headline
        return HttpResponseRedirect(reverse("stories:social", args=[path, edition.number]))
    drawing = drawn(words_of(edition), edition.section.said("name", edition.language))
    return _kept(drawing, min(LIFE, edition.live_until - request.moment))


@require_safe
def of_site_drawn(request: HttpRequest) -> HttpResponseBase:
    """One picture for all languages: with several, the name alone."""
    tagline = settings.SITE_TAGLINE if len(settings.LANGUAGES) == 1 else ""
    return _kept(drawn(tagline or settings.SITE_NAME), LIFE)


def _kept(file: BinaryIO, life: timedelta) -> HttpResponseBase:
    response = FileResponse(file, content_type="image/png")
    caching.kept(response, life)
    return response


def drawn(words: str, label: str = "") -> BinaryIO:
    """The open PNG of these words, with a label above them. Words that the font has no letters for are left out."""
    words, label = drawable(words), drawable(label)
    said = "\n".join((str(DRAWING), words, label, settings.SITE_NAME, settings.SITE_ACCENT))
    name = hashlib.sha256(said.encode()).hexdigest()[:32]
    return copies.kept(f"social/{name}.png", lambda: _draw(words, label))


def _draw(words: str, label: str) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 11), settings.SITE_ACCENT)
    draw.line((LEFT - 40, TOP - 24, LEFT - 40, HEIGHT - 60), LINE, 2)
    top = TOP
    if label:
        draw.text((LEFT, top), label, settings.SITE_ACCENT, _font(34, 600))
        top += 62
    lines, font = _fitted(words, draw)
    for line in lines:
        draw.text((LEFT, top), line, INK, font)
        top += round(font.size * LEADING)
    for x, y, right, bottom in MARK:
        colour = settings.SITE_ACCENT if x == 0 else INK
        draw.rectangle(
            (LEFT + x * 1.5, BOTTOM - 25 + y * 1.5, LEFT + right * 1.5 - 1, BOTTOM - 25 + bottom * 1.5 - 1), colour
        )
    draw.text((LEFT + 50, BOTTOM + 8), settings.SITE_NAME, QUIET, _font(36, 600), anchor="ls")
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(words: str, draw: ImageDraw.ImageDraw) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The words in lines, in the largest size in which all of them fit; where none will do, as many as fit."""
    for size in SIZES:
        font, most = _font(size, 700), int(ROOM / (size * LEADING))
        lines = _lines(words, font, draw)
        if len(lines) <= most:
            return lines, font
    last = lines[most - 1]
    while draw.textlength(f"{last}…", font) > RIGHT - LEFT:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' ,;:–—-.')}…"], font


def _lines(words: str, font: ImageFont.FreeTypeFont, draw: ImageDraw.ImageDraw) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font) <= RIGHT - LEFT:
            lines[-1] = longer
            continue
        while draw.textlength(word, font) > RIGHT - LEFT:  # no word of any language, as a rule
            fits = next(n for n in range(len(word) - 1, 0, -1) if draw.textlength(word[:n], font) <= RIGHT - LEFT)
            lines, word = [*lines, word[:fits]], word[fits:]
        lines.append(word)
    return lines


def drawable(text: str) -> str:
    """The text without signs that the font does not have; nothing where it lacks a letter (Arabic, Chinese)."""
    text = unicodedata.normalize("NFC", text)
    missing = {sign for sign in text if not sign.isspace() and not _has(sign)}
    if any(unicodedata.category(sign)[0] in "LM" for sign in missing):
        return ""
    return " ".join("".join(sign for sign in text if sign not in missing).split())


@lru_cache(maxsize=4096)
def _has(sign: str) -> bool:
    """Whether the font has a picture of its own for this sign, and not the one for all that it lacks."""
    font = _font(42, 700)
    return bytes(font.getmask(sign)) != bytes(font.getmask("\U0010ffff"))


def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONT, size)
    font.set_variation_by_axes([weight, min(60, size)])  # and the optical size
    return font
