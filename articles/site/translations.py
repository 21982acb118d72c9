"""The same story in other languages: who links to whom on readers' pages.

A family is an original and the translations that name it, as their live editions say. Of each language one member
counts, the original before others, so that every page of a family names the same set, itself included.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy

from articles.models import Edition
from newsroom.lib import lazy

IN = {  # a sentence each: what a language is called in it depends on the language of the page
    "az": gettext_lazy("This story in Azerbaijani"),
    "en": gettext_lazy("This story in English"),
    "ru": gettext_lazy("This story in Russian"),
}


def alternates(edition: Edition, *, at: datetime) -> list[Edition]:
    """The pages that are this story at `at`, one a language, this one among them; [] where it is alone. One query."""
    if len(settings.LANGUAGES) < 2:
        return []
    root = edition.translation_of_id or edition.article_id
    family = Q(article=root, translation_of=None) | Q(translation_of=root)
    members = Edition.objects.live(at).filter(family).for_lists().order_by("article_id")
    by_language: dict[str, Edition] = {}
    for one in sorted(members, key=lambda one: one.article_id != root):
        by_language.setdefault(one.language, one)
    counts = by_language.get(edition.language)
    if len(by_language) < 2 or counts is None or counts.article_id != edition.article_id:
        return []
    return [by_language[code] for code in sorted(by_language, key=_place)]


def others(edition: Edition, found: list[Edition]) -> list[tuple[lazy.Text, Edition]]:
    """The alternates without this one, each with what is said before its link."""
    return [(said(one.language), one) for one in found if one.article_id != edition.article_id]


def said(code: str) -> lazy.Text:
    if code in IN:
        return IN[code]
    name = gettext(dict(settings.LANGUAGES).get(code, code))
    return gettext("This story in another language: %(language)s") % {"language": name}


def _place(code: str) -> tuple[int, str]:
    codes = [*dict(settings.LANGUAGES)]
    return (codes.index(code) if code in codes else len(codes)), code
