"""At the foot of a home page: what is new on the sites in the newsroom's other languages."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info, override

from articles.models import Edition
from newsroom.lib import site_languages

NEWEST = 3


class Block(NamedTuple):
    code: str
    name: str  # what those who speak the language call it
    href: str  # its home page
    editions: list[Edition]


def blocks(at: datetime) -> list[Block]:
    """One for each language but that of the page, if anything is live in it. One query a language."""
    codes = [code for code, _name in settings.LANGUAGES if code != site_languages.current()]
    return [block for code in codes if (block := _block(code, at)).editions]


def _block(code: str, at: datetime) -> Block:
    newest = Edition.objects.live(at).in_language(code).stories().for_lists().newest_first()[:NEWEST]
    with override(code):
        return Block(code, get_language_info(code)["name_local"], reverse("front"), [*newest])
