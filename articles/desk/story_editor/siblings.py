"""The group “Translations”: every language of the newsroom, and what there is of the story in it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk.list_rows import Row, Shown
from articles.desk.story_editor.panel import Sum
from articles.drafts import translating
from articles.models import Article
from articles.workflow import State

MOST = 30


@dataclass(frozen=True)
class Sibling:
    """The original or a translation, and how far it is."""

    article: Article
    state: Shown
    is_original: bool

    @property
    def is_out_of_date(self) -> bool:
        return self.article.is_out_of_date


@dataclass(frozen=True)
class Language:
    code: str
    name: str
    siblings: list[Sibling]  # none: it is not translated

    @property
    def is_open(self) -> bool:
        """Whether the story can be translated into it."""
        return all(one.article.state == State.SPIKED for one in self.siblings)


def languages(article: Article, user: User, now: datetime) -> list[Language]:
    """Those of the newsroom, and any other that the story has. One query."""
    names = dict(settings.LANGUAGES)
    if len(names) < 2 and not article.translation_of_id:
        return []
    root = translating.root_of(article)
    found = translating.family(root).with_public(now).with_out_of_date(now).order_by("pk").defer("body")[:MOST]
    by_language: dict[str, list[Sibling]] = defaultdict(list)
    for one in found:
        by_language[one.language].append(Sibling(one, _state(Row(one, user, now, may_write=False)), one.pk == root))
    return [Language(code, _(names.get(code, code)), by_language.get(code, [])) for code in {**names, **by_language}]


def this(article: Article, found: list[Language]) -> Sibling | None:
    """The story itself among them."""
    return next((one for language in found for one in language.siblings if one.article.pk == article.pk), None)


def summary(article: Article, found: list[Language]) -> Sum:
    """What the closed group says: that this translation, or some, are out of date; else the languages there are."""
    mine = this(article, found)
    if mine and mine.is_out_of_date:
        return Sum(_("Out of date"), warns=True)
    late = sum(one.is_out_of_date for language in found for one in language.siblings)
    if late:
        return Sum(ngettext("%s out of date", "%s out of date", late) % late, warns=True)
    others = [language.name for language in found if language.siblings and language.code != article.language]
    return Sum(", ".join(others))


def _state(row: Row) -> Shown:
    """What readers see, or else how far the draft is."""
    if row.article.state == State.SPIKED or row.public.shape == "none":
        return row.state
    return row.public
