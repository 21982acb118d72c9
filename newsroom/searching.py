"""The search page: what a reader asked for, and what it leads to."""

from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import Correspondent, Edition, SearchEntry, Tag
from articles.models.edition import EditionQuerySet
from articles.site import search, suggesting
from articles.site.forms import SearchForm
from articles.site.names import Named
from articles.text import search_terms
from articles.text.search_terms import Term
from newsroom.lib import alphabet, plain_text, site_languages
from sections.models import Section

FOUND, LATEST = 30, 12
NARROWING = ("section", "kind", "by", "since", "until")


class Match(NamedTuple):
    """A page that was searched for by its name."""

    name: str
    href: str

    @classmethod
    def of(cls, one: Correspondent | Tag | Section, language: str) -> "Match":
        return cls(one.said("name", language), one.get_absolute_url())


class Searching:
    """One search. Each part is looked up once, when the page first uses it."""

    def __init__(self, data: Any, *, at: datetime, sections: list[Section]) -> None:
        """`sections`: those of the menu."""
        self.form, self.at, self.sections = SearchForm(data), at, sections
        self.form.is_valid()
        self.asked = self.form.cleaned_data
        self.q = " ".join(self.asked.get("q", "").split())
        self.narrowing = {name: self.asked[name] for name in NARROWING if self.asked.get(name)}

    @property
    def several(self) -> bool:
        return len(settings.LANGUAGES) > 1

    @property
    def language(self) -> str:
        """Of the stories that are searched; "" where the newsroom has one only."""
        return (self.asked.get("language") or site_languages.current()) if self.several else ""

    @property
    def newest_first(self) -> bool:
        return self.asked.get("order") == "new"

    @property
    def narrowed(self) -> bool:
        """Whether something else than words was asked for."""
        return bool(self.narrowing or self.form.errors)

    @cached_property
    def typed(self) -> list[Term]:
        return search_terms.parse(self.q, self.language)

    @cached_property
    def named(self) -> Named:
        return Named(self.typed, at=self.at, language=self.language)

    @cached_property
    def terms(self) -> list[Term]:
        return search_terms.with_spellings(self.typed, self.named.spellings)

    @cached_property
    def matches(self) -> list[tuple[str, list[Match]]]:
        """People, topics and sections that were named; their pages are in the language searched, the labels aren't."""
        language = self.language or site_languages.current()
        found = (
            (_("Correspondents"), self.named.people),
            (_("Topics"), self.named.topics),
            (_("Sections"), self._sections(language)),
        )
        with translation.override(language):
            return [(kind, [Match.of(one, language) for one in ones]) for kind, ones in found if ones]

    def _sections(self, language: str) -> list[Section]:
        """Those that hold something, and have each word that was typed in their name."""
        live = SearchEntry.objects.live(self.at).in_language(language)
        return [
            section
            for section in self.sections
            if section.has_name(language)
            and {*plain_text.words(section.said("name", language))} >= self.named.wanted
            and self.named.wanted
            and live.filter(section=section).exists()
        ]

    @property
    def searched(self) -> EditionQuerySet:
        return search.entries(at=self.at, language=self.language, **self.narrowing)

    @cached_property
    def keys(self) -> list[int]:
        """Of the editions that were found, in the order asked for."""
        keys = search.newest(self.searched, self.terms)
        return keys if self.newest_first else search.best(keys, self.terms)

    @property
    def count(self) -> int:
        return min(len(self.keys), search.COUNTED)

    @property
    def counted(self) -> bool:
        """Whether there are no more than that."""
        return len(self.keys) <= search.COUNTED

    @cached_property
    def page(self) -> int:
        last = max(1, -(-len(self.keys) // FOUND))
        return min(self.asked.get("page") or 1, last)

    @cached_property
    def found(self) -> list[search.Found]:
        keys = self.keys[(self.page - 1) * FOUND : self.page * FOUND]
        return [search.show(edition, self.terms) for edition in search.editions(keys, at=self.at)]

    @cached_property
    def meant(self) -> str:
        """What the reader may have wanted to type; "" where enough was found, or nothing better is."""
        if not self.terms or len(self.keys) >= suggesting.HARDLY_ANY:
            return ""
        better = suggesting.corrected(self.q, self.terms, at=self.at, language=self.language)
        terms = search_terms.parse(better, self.language)
        return better if len(search.newest(self.searched, terms)) > len(self.keys) else ""

    @cached_property
    def latest(self) -> list[Edition]:
        """The newest stories, for those whose words are nowhere; asked for only then."""
        if not self.terms or self.found:
            return []
        newest = Edition.objects.live(self.at).newest_first().for_lists()
        return list((newest.filter(language=self.language) if self.language else newest)[:LATEST])

    @cached_property
    def people(self) -> list[Correspondent]:
        """Those whose stories can be searched."""
        return alphabet.by_name(Correspondent.objects.published(self.at, self.language), site_languages.current())

    @property
    def person(self) -> str:
        return self.asked.get("by", "")

    # -- links --------------------------------------------------------------------------------------------------------

    def address(self, **changed: Any) -> str:
        """The query of this search with something changed; what is "" or None is left out."""
        said = {"q": self.q, **{name: self.asked.get(name) for name in ("language", *NARROWING, "order")}} | changed
        return "?" + urlencode({name: value for name, value in said.items() if value})

    @property
    def by_date(self) -> str:
        return self.address(order="new")

    @property
    def by_meant(self) -> str:
        return self.address(q=self.meant)

    @property
    def by_match(self) -> str:
        return self.address(order="")

    @property
    def anywhere(self) -> str:
        return self.address(**dict.fromkeys(NARROWING))

    @property
    def more(self) -> str:
        return self.address(page=self.page + 1) if self.page * FOUND < len(self.keys) else ""

    @property
    def before(self) -> str:
        return self.address(page=self.page - 1 if self.page > 2 else None) if self.page > 1 else ""
