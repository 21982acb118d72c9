"""Random sequences of all acts, played against an oracle that knows only the rules (tests/oracle.py).

The same sequences each time; 2,000 new ones with --long (make proof). That it bites: tests/breakages.py.
"""

import copy
import os
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from articles import publishing
from articles.models import Act, Address, Article, Edition, Event, PublishingState, UnderName, UnderTag, WithPhoto
from articles.publishing import replay
from tests.breakages import BREAKAGES, missing
from tests.factories import IMPORT, NOON, ArticleFactory, CorrespondentFactory, at, rewrite
from tests.oracle import BEHIND, FOREVER, INSTANT, NEVER, TICK, Do, Oracle, Printed, Token, step

pytestmark = pytest.mark.database

EXAMPLES = 25  # in one part
TEXT = ("headline", "standfirst", "body", "slug")
PLACE = ("article_id", "first_published_at", "live_from", "live_until")
KEYS = {Edition: "article_id", Act: "article_id", PublishingState: "article_id", Address: "article_id",
        UnderTag: "article_id", UnderName: "article_id", WithPhoto: "article_id", Event: "on_id",
        Article: "id"}  # fmt: skip

Rows = dict[str, list[dict[str, Any]]]


# -- playing ----------------------------------------------------------------------------------------------------------


def rows(pk: int) -> Rows:
    """All that any act may touch, as it lies in the database."""
    found = {}
    with connection.cursor() as cursor:
        for model, key in KEYS.items():
            cursor.execute(f"SELECT * FROM {model._meta.db_table} WHERE {key} = %s ORDER BY 1", [pk])  # noqa: S608
            names = [column[0] for column in cursor.description]
            found[model.__name__] = [dict(zip(names, row, strict=True)) for row in cursor]
    return found


class Game:
    """A story, its oracle, and what an editor saw of it last."""

    def __init__(self, pk: int, superuser: User) -> None:
        self.pk, self.superuser = pk, superuser
        self.oracle, self.clock, self.last, self.moment = Oracle(), NOON, NEVER, NEVER
        self.story = replay.Story(pk, None)
        self.seen: dict[str, tuple[str | None, Token | None]] = {"": (None, None), "before": self.look()}
        self.rows = rows(pk)
        self.version = {"": None, "before": self.rows["Article"][0]["version"]}

    @property
    def now(self) -> datetime:
        """When an act is dated: by the clock, or where that shows no later than the act before, a tick after it."""
        return self.clock if self.clock > self.last else self.last + TICK

    @property
    def present(self) -> datetime:
        """What readers' pages go by; of two acts of one instant the second is the later one."""
        return self.now if self.clock > self.last - INSTANT else self.clock

    def look(self) -> tuple[str, Token]:
        return publishing.token(self.pk, clock=at(self.clock)), self.oracle.token(self.present)

    def play(self, do: Do) -> None:
        self.clock = do.clock
        if do.text:
            rewrite(Article(pk=self.pk), headline=do.text, slug=f"{do.text.lower()}-{self.pk}")
            self.rows = rows(self.pk)
        self.seen["now"] = self.look()
        self.version["now"] = self.rows["Article"][0]["version"]
        code = self.act(do)
        before, self.rows = self.rows, rows(self.pk)
        earlier, self.story = self.story, self.story if code else next(replay.stories(only=self.pk))
        self.judge(do, code, before)
        if code:
            assert self.rows == before, "a refused act changed something"
        else:
            self.check(do, before)
            unchanged = past(earlier, self.moment) == past(self.story, self.moment)
            assert unchanged or do.verb == "bring_in", "the past was changed"
        self.seen["before"], self.version["before"] = self.seen["now"], self.version["now"]

    def act(self, do: Do) -> str:
        """Let the product do it: "" or the code of its refusal."""
        try:
            with transaction.atomic():
                self.carry_out(do, {"by": IMPORT, "clock": at(self.clock)}, {"seen": self.seen[do.seen][0]})
        except publishing.Refused as refusal:
            return refusal.code
        return ""

    def carry_out(self, do: Do, who: dict[str, Any], seen: dict[str, Any]) -> None:
        pk = self.pk
        match do.verb:
            case "publish":
                publishing.publish(pk, version=self.version[do.seen], **do.words, **seen, **who)
            case "schedule":
                publishing.publish(pk, at=do.at, version=self.version[do.seen], **do.words, **seen, **who)
            case "fix":
                publishing.fix(pk, standfirst=f"Fixed {do.number}.", **do.words, **seen, **who)
            case "reschedule":
                publishing.reschedule(pk, at=do.at or do.clock, **seen, **who)
            case "cancel":
                publishing.cancel(pk, **seen, **who)
            case "withdraw":
                publishing.withdraw(pk, reason="It was wrong.", **who)
            case "window":
                publishing.window(pk, **self.window(do), **seen, **who)
            case "bring_in":
                publishing.bring_in(pk, at=do.earlier, **who)
            case "erase":
                publishing.erase(pk, do.number, reason="A court asks.", **who | {"by": self.superuser})

    def window(self, do: Do) -> dict[str, datetime | None]:
        """Both, either or neither are moved, or taken off."""
        return {"embargo": NEVER if do.number == 1 else do.at, "ends_at": do.until}

    # -- judging ------------------------------------------------------------------------------------------------------

    def judge(self, do: Do, code: str, before: Rows) -> None:
        """The rules say the same; then the oracle moves on."""
        oracle, now, present = copy.deepcopy(self.oracle), self.now, self.present
        if self.clock < self.last - BEHIND and do.verb != "withdraw":
            refused = {"clock-behind"}
        else:
            refused = self.unseen(do, oracle.token(present)) | self.ask(oracle, do, now, before)
        if not (code in refused if code else not refused):
            pytest.fail(f"answered with {code or 'yes'}, the rules say {refused or 'yes'}: {do}")
        if not code:
            act = self.story.acts[-1]
            assert act.made_at == now
            assert do.verb != "withdraw" or act.at == present
            self.oracle, self.last, self.moment = oracle, now, present if do.verb == "withdraw" else now

    def unseen(self, do: Do, token: Token) -> set[str]:
        """Rule 11."""
        saw, version = self.seen[do.seen][1], self.version[do.seen]
        asked = saw is not None and do.verb not in {"withdraw", "erase", "bring_in"}
        refused = {"changed-meanwhile"} if asked and saw != token else set()
        if do.verb in {"publish", "schedule"} and version not in {None, self.version["now"]}:
            refused |= {"text-changed-meanwhile"}
        return refused

    def ask(self, oracle: Oracle, do: Do, now: datetime, before: Rows) -> set[str]:
        text = {name: before["Article"][0][name] for name in TEXT}
        match do.verb:
            case "publish" | "schedule":
                return oracle.publish(now, text=text, at=do.at if do.verb == "schedule" else None, **do.words)
            case "fix":
                return oracle.fix(now, standfirst=f"Fixed {do.number}.", **do.words)
            case "reschedule":
                return oracle.reschedule(now, at=do.at or do.clock)
            case "cancel":
                return oracle.cancel(now)
            case "withdraw":
                return oracle.withdraw(self.present)
            case "window":
                return oracle.window(now, **self.window(do))
            case "bring_in":
                return oracle.bring_in(now, text=text, at=do.earlier)
        return oracle.erase(self.present, number=do.number)

    def check(self, do: Do, before: Rows) -> None:
        """After an act that was carried out."""
        editions, record = self.story.editions, self.story.record
        keys = {edition.pk: edition.number for edition in editions}
        told = [(*place(e)[1:], e.embargo, e.erased, e.note, *text(e), keys.get(e.previous_id)) for e in editions]
        assert told == [expected(edition) for edition in self.oracle.editions], "the rules say otherwise"
        public = sorted((e.live_from, e.live_until) for e in editions if e.live_from < e.live_until)
        assert all(one[1] <= other[0] for one, other in pairwise(public)), "two editions are live at one instant"
        assert (record.embargo, record.ends_at) == (self.oracle.embargo, self.oracle.end)
        ahead = [edition for edition in editions if self.moment < edition.live_until > edition.live_from]
        assert all(edition.live_until <= record.ends_at for edition in ahead), "live after the story's end"
        assert all(e.live_from >= record.embargo or e.live_from <= self.last for e in ahead), "live under embargo"
        assert do.verb != "withdraw" or not ahead, "something outlived a withdrawal"
        assert said(before, self.rows) == said(self.rows, before), "a published text was changed"
        self.check_ledger()
        self.check_lists(self.last)

    def check_ledger(self) -> None:
        """Ranges follow from the acts alone, lists agree, seals verify."""
        played = replay.replay(self.story.acts).editions.values()
        ranges = [(edition.number, edition.live_from, edition.live_until) for edition in self.story.editions]
        assert ranges == [(edition.number, edition.live_from, edition.live_until) for edition in played]
        assert [*replay.faults(self.story)] == []
        for edition in self.story.editions:
            topics, names = self.story.topics[edition.pk], self.story.names[edition.pk]
            assert (len(topics), len(names)) == (2, 1)
            assert {place(row) for row in topics + names} == {place(edition)}, "a list does not agree"

    def check_lists(self, moment: datetime) -> None:
        """The desk's lists, which go by the mark beside the draft, say the same at any moment since the last act."""
        public, live = [e for e in self.oracle.editions if e.start < e.stop], self.oracle.live(moment)
        coming, was = any(e.start > moment for e in public), any(e.start <= moment for e in public)
        versions = {edition.number: edition.version for edition in self.story.editions}
        version = self.rows["Article"][0]["version"]
        lists = {
            "never_public": not public, "scheduled": coming, "live": bool(live),
            "changed": bool(live) and versions[live.number] != version,
            "over": was and not live and not coming, "not_ahead": not live and not coming,
            "unprinted": version not in {versions[edition.number] for edition in public},
        }  # fmt: skip
        for name, listed in lists.items():
            of = () if name in {"never_public", "unprinted"} else (moment,)
            assert getattr(Article.objects, name)(*of).filter(pk=self.pk).exists() == listed, f"{name} at {moment}"

    def look_around(self) -> None:
        """At every boundary, and a tick before it, the predicates say what the rules say."""
        mine = Edition.objects.filter(article=self.pk)
        for edge in {edge for e in self.oracle.editions for edge in (e.start, e.stop)} - {FOREVER}:
            for moment in (edge - TICK, edge):
                live = self.oracle.live(moment)
                assert [edition.number for edition in mine.live(moment)] == ([live.number] if live else [])
                if moment >= self.last:
                    self.check_lists(moment)
        public = self.oracle.public_by(self.clock)
        assert [e.number for e in mine.public_by(self.clock)] == [e.number for e in public]


def text(edition: Any) -> tuple[str, ...]:
    return tuple(getattr(edition, name) for name in TEXT)


def place(row: Any) -> tuple:
    return tuple(getattr(row, name) for name in PLACE)


def expected(edition: Printed) -> tuple:
    words = (edition.text[name] for name in TEXT)
    when = (edition.first, edition.start, edition.stop, edition.embargo)
    return (*when, edition.erased, edition.note, *words, edition.previous)


def past(story: replay.Story, now: datetime) -> list[tuple]:
    """What was live before `now`."""
    clipped = ((edition.number, edition.live_from, min(edition.live_until, now)) for edition in story.editions)
    return [(number, start, stop) for number, start, stop in clipped if start < stop]


def said(rows: Rows, others: Rows) -> list[dict[str, Any]]:
    """All that editions say, of those that are in both and in neither erased; how long they live is apart."""
    keep = {edition["id"] for edition in others["Edition"] if not edition["erased"]}
    kept = (edition for edition in rows["Edition"] if edition["id"] in keep and not edition["erased"])
    return [{name: edition[name] for name in edition if name != "live_until"} for edition in kept]


# -- the tests --------------------------------------------------------------------------------------------------------


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """150 sequences, always the same ones; 2,000 with --long, with new seeds each time."""
    if "part" in metafunc.fixturenames:
        parts = 80 if metafunc.config.getoption("--long") else 6
        metafunc.parametrize("part", range(int(os.environ.get("ORACLE_PARTS") or parts)))


@pytest.fixture
def story(db) -> Article:
    return ArticleFactory(tagged=["Energy", "COP29"], named=[CorrespondentFactory()], slug="first")


def test_whatever_is_done_in_whatever_order_the_rules_hold(part, story, admin):
    @seed(int(os.environ.get("ORACLE_SEED", 0)) + part)  # or every part would play the same
    @settings(
        derandomize=True,
        max_examples=EXAMPLES,
        phases=(Phase.generate,) if os.environ.get("ORACLE_QUICK") else (Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(chance=st.randoms(use_true_random=True), acts=st.integers(3, 12))
    def play(chance, acts):
        with transaction.atomic():
            game = Game(story.pk, admin)
            for _act in range(acts):
                do = step(game.oracle, game.clock, chance)
                note(do)
                game.play(do)
            game.look_around()
            transaction.set_rollback(True)

    play()


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.what)
def test_each_deliberate_breakage_still_finds_its_place(breakage):
    assert missing(breakage) == ""
