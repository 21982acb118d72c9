"""What stands around every page of the site, asked for once a request: its sections, and where the reader is."""

from datetime import datetime
from functools import cached_property

from django.http import HttpRequest

from sections.models import Section


class Frame:
    """Asks when something of it is looked at first, and never again. A view that needs the sections takes these."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    @cached_property
    def sections(self) -> list[Section]:
        """All, in the order of the menu."""
        return [*Section.objects.all()]


def of(request: HttpRequest) -> Frame:
    """The frame of the page that answers this request."""
    if not hasattr(request, "frame"):
        request.frame = Frame(request.moment)
    return request.frame
