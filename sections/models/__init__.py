"""Where stories appear: sections, the fronts that editors arrange, and the breaking banner."""

from .banner import Banner
from .front import Arrangement, Front, Slot, places
from .section import Section, free_slug, reserved_words

__all__ = ["Arrangement", "Banner", "Front", "Section", "Slot", "free_slug", "places", "reserved_words"]
