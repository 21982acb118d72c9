"""What stands around every page of the site, asked for once a request: its sections, and the breaking banner."""

from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.http import HttpRequest

from sections.models import Section
from sections.models.section import BREAKING


class Breaking(NamedTuple):
    words: str
    language: str
    since: datetime
    story: str | None  # the path of its story, while that is live


class Frame:
    """Asks when something of it is looked at first, and never again. A view that needs the sections takes these."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    @cached_property
    def sections(self) -> list[Section]:
        """All, in the order of the menu."""
        return [*Section.objects.with_breaking(self.at)]

    @property
    def breaking(self) -> Breaking | None:
        """The banner of the moment, which came with the sections: so it costs no page another question.

        A site without sections has no stories, and no banner either.
        """
        first = next(iter(self.sections), None)
        return Breaking(*(getattr(first, name) for name in BREAKING)) if first and first.breaking_words else None


def of(request: HttpRequest) -> Frame:
    """The frame of the page that answers this request."""
    if not hasattr(request, "frame"):
        request.frame = Frame(request.moment)
    return request.frame
