"""Correspondents and topics that a search names, in any of their spellings, and what else their stories call them."""

from collections import defaultdict
from datetime import datetime
from functools import cached_property

from articles.models import Correspondent, Spelling, Tag
from articles.text import search_terms
from articles.text.search_terms import Term
from newsroom.lib import site_languages

SHOWN = 3  # of each kind
READ = 200  # spellings

Owner = tuple[str, int]  # a field of Spelling, and a key


class Named:
    """Those that have a page at `at` in a language, or in that of the page; each part is looked up once."""

    def __init__(self, terms: list[Term], *, at: datetime, language: str = "") -> None:
        self.at, self.language = at, language or site_languages.current()
        self.runs = search_terms.runs(terms)
        self.wanted = {word for term in terms if not term.without for word in term.words}

    @cached_property
    def _keys(self) -> dict[Owner, list[Spelling]]:
        """The spellings that were typed, by what they are of: the whole name, or a part of it that is all there is."""
        found = defaultdict(list)
        typed = Spelling.objects.filter(key__in=[*self.runs, *self.wanted]) if self.wanted else Spelling.objects.none()
        for one in typed.order_by("-whole", "pk")[:READ]:
            owner = ("tag", one.tag_id) if one.tag_id else ("correspondent", one.correspondent_id)
            found[owner].append(one)
        return {
            owner: ones
            for owner, ones in found.items()
            if any(one.whole for one in ones) or self.wanted <= {one.key for one in ones}
        }

    def _published(self, kind: str, model: type[Correspondent] | type[Tag]) -> list:
        """Those whose whole name was typed come first."""
        keys = {key: any(one.whole for one in ones) for (owner, key), ones in self._keys.items() if owner == kind}
        found = model.objects.published(self.at, self.language).filter(pk__in=keys) if keys else []
        return sorted(found, key=lambda one: not keys[one.pk])

    @cached_property
    def _people(self) -> list[Correspondent]:
        return self._published("correspondent", Correspondent)

    @cached_property
    def _topics(self) -> list[Tag]:
        return self._published("tag", Tag)

    @property
    def people(self) -> list[Correspondent]:
        return self._people[:SHOWN]

    @property
    def topics(self) -> list[Tag]:
        return self._topics[:SHOWN]

    @cached_property
    def spellings(self) -> dict[str, set[str]]:
        """Each name that was typed whole, with all spellings of those who are called so."""
        public = [*self._people, *self._topics]
        called = {(type(one).spelling_of, one.pk): one for one in public}
        found: dict[str, set[str]] = defaultdict(set)
        for owner, ones in self._keys.items():
            for one in ones:
                if one.whole and one.key in self.runs and owner in called:
                    found[one.key] |= called[owner].keys
        return found
