"""The search page: what a reader asked for, and what it leads to."""

from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from articles.models import Correspondent, Edition
from articles.models.edition import EditionQuerySet
from articles.site import search, suggesting
from articles.site.forms import SearchForm
from articles.text import search_terms
from articles.text.search_terms import Term
from newsroom.lib import site_languages

FOUND, LATEST = 30, 12
NARROWING = ("section", "kind", "by", "since", "until")


class Searching:
    """One search. Each part is looked up once, when the page first uses it."""

    def __init__(self, data: Any, *, at: datetime) -> None:
        self.form, self.at = SearchForm(data), at
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
    def terms(self) -> list[Term]:
        return search_terms.parse(self.q, self.language)

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
        return list(Correspondent.objects.published(self.at, self.language))

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
