"""What stands around every page of the site: the menu of sections, the breaking banner, the pages about the house.

All of it is asked for in one question, once a request, when something of it is looked at first.
"""

from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import TextField, Value
from django.http import HttpRequest

from articles.models import HouseEdition, HousePage
from sections.models import Section
from sections.models.section import BREAKING


class Breaking(NamedTuple):
    words: str
    language: str
    since: datetime
    story: str | None  # the path of its story, while that is live


# What is asked of each, in the order of its model; as many of both, for a union.
SECTION = ["id", "name", "slug", "description", "position"]
PAGE = ["id", "name", "slug", "language", "position"]
OF_PAGE = ["page", "name", "page__slug", "language", "page__position"]  # the same, as an edition of it has them


class Frame:
    """A view that needs the sections takes these. A field that is not named above is asked for when it is looked at."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    @cached_property
    def sections(self) -> list[Section]:
        """All, in the order of the menu."""
        return [Section.from_db("default", SECTION, row[1 : -len(BREAKING)]) for row in self._rows if not row[0]]

    @cached_property
    def pages(self) -> list[HousePage]:
        """Those that are public at the moment, named as they were then, in the order of the footer."""
        return [HousePage.from_db("default", PAGE, row[1 : -len(BREAKING)]) for row in self._rows if row[0]]

    @cached_property
    def known(self) -> dict[str, HousePage]:
        """The same by their slug, as templates can spell it: unnamed_sources."""
        return {page.slug.replace("-", "_"): page for page in self.pages}

    @property
    def breaking(self) -> Breaking | None:
        """The banner of the moment. It comes with each section: a site without any has no stories, and no banner."""
        said = next((row[-len(BREAKING) :] for row in self._rows if not row[0]), [""])
        return Breaking(*said) if said[0] else None

    @cached_property
    def _rows(self) -> list[tuple[Any, ...]]:
        """First the sections, then the pages: which of the two, what is asked of each, and the banner."""
        sections = Section.objects.with_breaking(self.at).annotate(part=Value(0))
        nothing = Value(None, output_field=TextField())
        pages = HouseEdition.objects.live(self.at).annotate(part=Value(1), **dict.fromkeys(BREAKING, nothing))
        rows = sections.order_by().values_list("part", *SECTION, *BREAKING)
        rows = rows.union(pages.order_by().values_list("part", *OF_PAGE, *BREAKING), all=True)
        return [*rows.order_by("part", "position", "name")]


def of(request: HttpRequest) -> Frame:
    """The frame of the page that answers this request."""
    if not hasattr(request, "frame"):
        request.frame = Frame(request.moment)
    return request.frame
