"""The twelve rules of publishing once more, written from the rules alone, and what could happen to a story.

Nothing of the product is imported here. The oracle knows one story. Each of its verbs answers with every reason for
which the rules refuse it, by the code of the refusal; an empty answer means that it was carried out, and the oracle has
moved on. Moments are aware; an edition is live for start <= t < stop.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
HOUR, SECOND, TICK, ZERO = timedelta(hours=1), timedelta(seconds=1), timedelta(microseconds=1), timedelta(0)
INSTANT = SECOND / 50
BEHIND = 5 * SECOND  # a clock that is further behind the last act is not believed

Token = tuple[int, int]  # acts so far, number of the edition that is live


@dataclass
class Printed:
    number: int
    text: Mapping[str, str]
    note: str
    start: datetime
    stop: datetime
    embargo: datetime
    first: datetime  # when the story was first public
    previous: int | None
    erased: bool = False


@dataclass
class Oracle:
    embargo: datetime = NEVER
    end: datetime = FOREVER
    acts: int = 0
    editions: list[Printed] = field(default_factory=list)

    def live(self, t: datetime) -> Printed | None:
        return next((edition for edition in self.editions if edition.start <= t < edition.stop), None)

    def coming(self, t: datetime) -> Printed | None:
        return next((edition for edition in self.editions if t < edition.start < edition.stop), None)

    def public_by(self, t: datetime) -> list[Printed]:
        return [edition for edition in self.editions if edition.start <= t and edition.start < edition.stop]

    def token(self, t: datetime) -> Token:
        live = self.live(t)
        return self.acts, live.number if live else 0

    # -- the verbs ----------------------------------------------------------------------------------------------------

    def publish(self, now: datetime, *, text, at: datetime | None, change: str, note: str) -> set[str]:
        at = at or now
        refused = self._start(now, at) | self._note(now, at, change, note)
        live = self.live(now)
        refused |= {"nothing-changed"} if live and live.text == text else set()
        refused |= self._again(now, at, text, note if change else "")
        return refused or self._issue(now, at, text, note if change else "")

    def bring_in(self, now: datetime, *, text, at: datetime) -> set[str]:
        """Beside the rules: an import may publish in the past, only into a story without acts."""
        refused = {"already-acted"} if self.acts else set()
        refused |= {"not-in-the-past"} if at > now else set()
        return refused or self._issue(now, at, text, "")

    def fix(self, now: datetime, *, change: str, note: str, **texts: str) -> set[str]:
        """Beside the rules: published from the live edition, whatever the draft says."""
        live = self.live(now)
        if not live:
            return {"nothing-live"}
        text = {**live.text, **texts}
        refused = {"nothing-changed"} if text == live.text else set()
        refused |= self._note(now, now, change, note)
        return refused or self._issue(now, now, text, note if change else "")

    def reschedule(self, now: datetime, *, at: datetime) -> set[str]:
        """Rule 6: that same publish with the content of the edition to come."""
        coming = self.coming(now)
        if not coming:
            return {"nothing-to-come"}
        refused = self._start(now, at) | self._again(now, at, coming.text, coming.note)
        return refused or self._issue(now, at, coming.text, coming.note)

    def cancel(self, now: datetime) -> set[str]:
        if not self.coming(now):
            return {"nothing-to-come"}
        self.acts += 1
        self._empty(now)
        return set()

    def withdraw(self, present: datetime) -> set[str]:
        """Rule 8. By the clock of readers' pages, whatever the last act is dated: from then on there is nothing."""
        ahead = [edition for edition in self.editions if edition.stop > max(present, edition.start)]
        if not ahead:
            return {"nothing-public"}
        self.acts += 1
        for edition in ahead:
            edition.stop = max(edition.start, present)
        return set()

    def window(self, now: datetime, *, embargo: datetime | None, ends_at: datetime | None) -> set[str]:
        """Rule 10."""
        embargo, end = embargo or self.embargo, ends_at or self.end
        refused = {"ends-before-it-starts"} if embargo >= end else set()
        refused |= {"already-public"} if self.live(now) and embargo > self.embargo else set()
        refused |= {"in-the-past"} if end != self.end and end <= now else set()
        if refused:
            return refused
        self.embargo, self.end, self.acts = embargo, end, self.acts + 1
        live, coming = self.live(now), self.coming(now)
        if coming and coming.start >= end:
            self._empty(now)
        elif coming and coming.start < embargo:
            self._issue(now, embargo, coming.text, coming.note)
        elif coming:
            coming.stop = end
        if live and not self.coming(now):
            live.stop = end
        return set()

    def erase(self, present: datetime, *, number: int) -> set[str]:
        edition = next((edition for edition in self.editions if edition.number == number), None)
        if edition is None or edition.erased:
            return {"no-such-edition"}
        if edition.stop > max(present, edition.start):
            return {"still-public"}
        edition.erased, edition.note = True, ""
        edition.text = dict.fromkeys(edition.text, "") | {"slug": edition.text["slug"]}
        self.acts += 1
        return set()

    # -- what they share ----------------------------------------------------------------------------------------------

    def _start(self, now: datetime, at: datetime) -> set[str]:
        """Rule 4: refused, not moved silently."""
        reasons = {"in-the-past": at < now, "embargoed": at < self.embargo, "after-its-end": at >= self.end}
        return {code for code, holds in reasons.items() if holds}

    def _again(self, now: datetime, at: datetime, text: Mapping[str, str], note: str) -> set[str]:
        """No edition without a change: the same words for the same moment are scheduled already."""
        coming = self.coming(now)
        note = note if self.public_by(now) else ""
        same = coming and (coming.start, coming.text, coming.note) == (at, text, note)
        return {"already-scheduled"} if same else set()

    def _note(self, now: datetime, at: datetime, change: str, note: str) -> set[str]:
        """All but a minor change of something public say what changed. What starts at this instant was not public."""
        before = [edition for edition in self.public_by(now) if edition.start < at]
        return {"note-missing"} if before and change and not note else set()

    def _empty(self, now: datetime) -> None:
        """Rule 7: nothing is to come; what is live runs to the story's end again, and nothing that ended reopens."""
        live, coming = self.live(now), self.coming(now)
        if coming:
            coming.stop = coming.start
            if live:
                live.stop = self.end

    def _issue(self, now: datetime, at: datetime, text: Mapping[str, str], note: str) -> set[str]:
        """Rules 4, 9 and 12: the next edition, from `at` to the story's end."""
        self._empty(now)
        if live := self.live(now):
            live.stop = at
        before = self.public_by(now)
        self.acts += 1
        self.editions.append(
            Printed(
                number=len(self.editions) + 1,
                text=dict(text),
                note=note if before else "",
                start=at,
                stop=self.end,
                embargo=self.embargo,
                first=before[0].first if before else at,
                previous=before[-1].number if before else None,
            )
        )
        return set()


# -- what can happen --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Do:
    """One step: the clock has moved on (or back), the desk may have rewritten the draft, somebody acts."""

    verb: str
    clock: datetime
    at: datetime | None = None  # None: now, or as it is
    until: datetime | None = None
    text: str = ""  # what the desk writes first
    seen: str = ""  # "now": what is so; "before": what was so at the step before; "": not asked
    change: str = ""
    note: str = ""
    number: int = 1

    @property
    def earlier(self) -> datetime:
        """As long before the clock as `at` is after it: an archive is brought in from the past."""
        return self.clock - (self.at - self.clock) if self.at else self.clock

    @property
    def words(self) -> dict[str, str]:
        return {"change": self.change, "note": self.note}


# What is likely where nothing is public, something is live, something is to come; with anything else now and then.
LIKELY = [
    "publish publish publish schedule schedule schedule schedule window bring_in".split(),
    "schedule schedule schedule schedule schedule publish fix window withdraw".split(),
    "cancel reschedule withdraw window window publish fix schedule".split(),
]
VERBS = "publish schedule fix reschedule cancel withdraw window bring_in erase erase erase".split()


def step(oracle: Oracle, clock: datetime, chance: Random) -> Do:
    """What is done next. Where edges are known, as often on them and a tick beside them as anywhere else."""
    live, coming = oracle.live(clock), oracle.coming(clock)
    edges = [oracle.embargo, oracle.end, *(edition.start for edition in (live, coming) if edition)]
    known = [edge + tick for edge in edges if NEVER < edge < FOREVER for tick in (ZERO, -TICK, TICK)]
    soon = [clock + hours * HOUR for hours in (2, 3, 5, 8, 12, 24, 2, 3, 5, 8, 0, -1)]
    waits = [clock + wait for wait in (ZERO, TICK, TICK, HOUR, HOUR, 2 * HOUR, 5 * HOUR, -TICK, -SECOND, -HOUR)]
    return Do(
        verb=chance.choice(LIKELY[2 if coming else 1 if live else 0] * 5 + VERBS),
        clock=chance.choice(waits * 3 + [moment for moment in known if moment >= clock]),
        at=chance.choice([*soon, *known, None]),
        until=chance.choice([None, FOREVER, *soon, *known]),
        text=chance.choice(["", "", "Other", "Another", "Third", "Fourth"]),
        seen=chance.choice(["", "", "", "now", "now", "before"]),
        change=chance.choice(["", "", "update"]),
        note=chance.choice(["Now with a note.", "Now with a note.", ""]),
        number=chance.randint(1, len(oracle.editions) + 1),
    )
