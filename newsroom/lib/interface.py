"""The languages in which the desk can be read. The newsroom's LANGUAGES are those that stories are written in."""

from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGES = {"az": "Azərbaycanca", "en": "English", "ru": "Русский"}  # each in its own words
ENGLISH = "en"


def of_person(person: Any) -> str:
    """What somebody has chosen on their profile; else the newsroom's own language."""
    chosen = getattr(getattr(person, "desk_preference", None), "language", "")
    return chosen if chosen in LANGUAGES else default()


def of_browser(accepted: str) -> str:
    """The first language of an Accept-Language header in which the desk can be read; else the newsroom's own."""
    bases = (code.partition("-")[0] for code, _weight in parse_accept_lang_header(accepted))
    return next((base for base in bases if base in LANGUAGES), default())


def default() -> str:
    base = settings.LANGUAGE_CODE.partition("-")[0]
    return base if base in LANGUAGES else ENGLISH


def spoken_to(person: Any) -> AbstractContextManager:
    """Say something in the language of this person's profile."""
    return override(of_person(person))
