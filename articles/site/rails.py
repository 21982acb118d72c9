"""What is beside lists: other days, what was corrected today, related topics."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from articles.models import Correspondent, Edition, Tag
from articles.models.edition import Change, EditionQuerySet
from articles.site.related import RAIL, rail
from newsroom.lib.house_time import midnight

DAYS, COUNTED, CORRECTED, TOPICS = 6, 500, 5, 8


class Day(NamedTuple):
    date: date
    count: int


def days_before(live: EditionQuerySet, day: date) -> list[Day]:
    """The last days before `day` on which something was published, the newest first, and how much of it is live.

    Counted here among the newest COUNTED, so that no page counts an archive; a day that this cuts off is left out.
    """
    earlier = live.filter(first_published_at__lt=midnight(day)).order_by("-first_published_at")
    moments = list(earlier.values_list("first_published_at", flat=True)[:COUNTED])
    counts = Counter(map(timezone.localdate, moments))
    days = [Day(*counted) for counted in counts.items()]
    return (days[:-1] if len(moments) == COUNTED else days)[:DAYS]


def corrected_today(at: datetime, language: str) -> list[Edition]:
    """What was put right since midnight in stories in this language, the newest first. Updates are no corrections."""
    today = timezone.localdate(at)
    noted = Edition.objects.public_by(at).starting(midnight(today), midnight(today + timedelta(days=1)))
    noted = noted.in_language(language).exclude(note="").exclude(change__in=[Change.MINOR, Change.UPDATE])
    return [*noted.only("number", "note", "language", "live_from", "address").newest_first("live_from")[:CORRECTED]]


def topics_of(editions: Sequence[Edition], *, most: int, but: str = "") -> list[dict[str, Any]]:
    """The topics that these stories have most often, as printed; `but`: the slug of one that isn't named."""
    lines = {line["slug"]: line for edition in editions for line in edition.topics}
    counts = Counter(line["slug"] for edition in editions for line in edition.topics)
    return [lines[slug] for slug, _count in counts.most_common() if slug != but][:most]


def beside_topic(tag: Tag, listed: Sequence[Edition], *, at: datetime) -> dict[str, Any]:
    """The topics that the stories under this one share, and what else is new in their section."""
    alongside = topics_of(listed, most=TOPICS, but=tag.slug)
    return {"alongside": alongside} | _more(listed, "topics", tag.slug, at)


def beside_person(person: Correspondent, listed: Sequence[Edition], *, at: datetime) -> dict[str, Any]:
    """What others write in their section."""
    return _more(listed, "bylines", person.slug, at)


def _more(listed: Sequence[Edition], lines: str, slug: str, at: datetime) -> dict[str, Any]:
    """The newest in the section that most of these stories are in, without those that name this topic or person."""
    section = Counter(edition.section for edition in listed).most_common(1)[0][0]
    newest = rail(section.pk, listed[0].language, at=at)[: 3 * RAIL]
    others = [one for one in newest if slug not in {line["slug"] for line in getattr(one, lines)}]
    return {"of": section, "rail": others[:RAIL]}
