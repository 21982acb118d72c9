"""What is looked at before a person reads: small checks in order. The first that decides wins, and says why.

The checks are pure: what they ask the database is gathered before (reviews/counting.py), so that they can be tried on
any text. Whatever none of them decides waits for a moderator, as does what is held: nothing is published by a machine.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from newsroom.lib import letters

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LENGTH = (20, 2000)  # characters of a review
LIKE = 4  # a letter more often in a row is one
PLACES = 2  # other stories under which the same words may stand
REFUSED = 2  # refusals of late, after which a writer is asked to look again


class Outcome(StrEnum):
    AWAY = "away"  # not taken; the reader is told why
    DOUBT = "doubt"  # the reader is asked to look at it once more, and then it waits
    SPAM = "spam"  # taken, and put aside
    HOLD = "hold"  # waits for a moderator, who is shown the reason


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    reason: str
    matched: str = ""


@dataclass(frozen=True)
class Listed:
    """An entry of the lists of words, its words folded and parted by blanks."""

    folded: str
    banned: bool = False


@dataclass(frozen=True)
class Post:
    """What a reader sent."""

    text: str
    name: str = ""
    website: str = ""  # a field that no person sees

    @property
    def words(self) -> str:
        return f" {folded(self.name)} | {folded(self.text)} "


@dataclass(frozen=True)
class Facts:
    """What the database knows about a post. By default it knows nothing that stands against it."""

    is_open: bool = True
    from_client: int = 0  # each in the last hour
    from_writer: int = 0
    from_network: int = 0
    under_story: int = 0
    same_here: bool = False  # the same words, under this story
    same_elsewhere: int = 0  # under how many others
    refused: int = 0  # of this writer, client or network, of late
    listed: tuple[Listed, ...] = field(default=())


Check = Callable[[Post, Facts], Verdict | None]


# -- letters ----------------------------------------------------------------------------------------------------------

SOFT = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
OVERRIDES = "\u202a-\u202e\u2066-\u2069"
EUROPEAN = "A-Za-z\u00c0-\u024f\u0259\u0370-\u03ff\u0400-\u052f"
INVISIBLE = re.compile(f"[{SOFT}{OVERRIDES}]")
# Between letters of an alphabet that needs none; a soft hyphen comes with any text that was copied from a page.
SMUGGLED = re.compile(f"[{EUROPEAN}][{SOFT[1:]}{OVERRIDES}]+[{EUROPEAN}]")
WORD = re.compile(r"[^\W\d_]+")
SPELT = re.compile(r"(?<= )(?:[a-z0-9] ){3,}")
LINK = re.compile(r"(?:https?://|\bwww\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S+", re.IGNORECASE)
ALPHABETS = {"LATIN", "CYRILLIC", "GREEK"}  # that look like each other


def bare(text: str) -> str:
    """The text in plain letters: 𝐯𝐢𝐚𝐠𝐫𝐚 and v\u200biagra are viagra."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def folded(text: str) -> str:
    """Its words in one spelling, parted by blanks; behind them those that were s p e l t."""
    words = " ".join(letters.words(bare(text)))
    spelt = " ".join(run.replace(" ", "") for run in SPELT.findall(f" {words} "))
    return f"{words} | {spelt}" if spelt else words


def likeness(text: str) -> str:
    """The same for texts that differ in case, marks, spaces and punctuation alone (64 hex digits)."""
    words = " ".join(letters.words(bare(text))) or bare(text).strip()
    return hashlib.sha256(words.encode()).hexdigest()


def mixed(text: str) -> str:
    """The first word that is written in more than one of the alphabets that look alike; "" for none."""
    return next((word for word in WORD.findall(text) if len(_alphabets(word)) > 1), "")


def _alphabets(word: str) -> set[str]:
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in word} & ALPHABETS


# -- the checks -------------------------------------------------------------------------------------------------------


def closed(post: Post, facts: Facts) -> Verdict | None:
    return None if facts.is_open else Verdict(Outcome.AWAY, "closed")


def length(post: Post, facts: Facts) -> Verdict | None:
    """What is left without blanks, without what cannot be seen, and of one letter many times."""
    said = re.sub(rf"(.)\1{{{LIKE},}}", lambda run: run[1] * LIKE, " ".join(bare(post.text).split()))
    if len(said) < LENGTH[0]:
        return Verdict(Outcome.AWAY, "short")
    return Verdict(Outcome.AWAY, "long") if len(post.text) > LENGTH[1] else None


def rate(post: Post, facts: Facts) -> Verdict | None:
    """Too many of late from one client, one e-mail address, one network, or under one story."""
    counts = {
        "client": (facts.from_client, settings.REVIEWS_AN_HOUR),
        "writer": (facts.from_writer, settings.REVIEWS_AN_HOUR),
        "network": (facts.from_network, settings.REVIEWS_AN_HOUR_NETWORK),
        "story": (facts.under_story, settings.REVIEWS_AN_HOUR_STORY),
    }
    over = (name for name, (count, most) in counts.items() if count >= most)
    return next((Verdict(Outcome.AWAY, "rate", name) for name in over), None)


def honeypot(post: Post, facts: Facts) -> Verdict | None:
    """A field that no person sees was filled in."""
    return Verdict(Outcome.SPAM, "honeypot", post.website[:200]) if post.website else None


def duplicate(post: Post, facts: Facts) -> Verdict | None:
    """The very words that already stand, or wait, under this story; or under several others."""
    if facts.same_here:
        return Verdict(Outcome.SPAM, "duplicate")
    return Verdict(Outcome.SPAM, "everywhere", str(facts.same_elsewhere)) if facts.same_elsewhere > PLACES else None


def banned(post: Post, facts: Facts) -> Verdict | None:
    return _listed(post, facts, Outcome.SPAM, "banned", banned=True)


def links(post: Post, facts: Facts) -> Verdict | None:
    """More of them than a review may have."""
    found = LINK.findall(post.text)
    return Verdict(Outcome.AWAY, "links", str(len(found))) if len(found) > settings.REVIEWS_LINKS else None


def disguise(post: Post, facts: Facts) -> Verdict | None:
    """Letters of two alphabets in one word, or something invisible inside one: nobody types that without meaning to."""
    said = f"{post.name}\n{post.text}"
    if smuggled := SMUGGLED.search(said):
        return Verdict(Outcome.DOUBT, "invisible", bare(smuggled[0]))
    return Verdict(Outcome.DOUBT, "alphabets", word[:80]) if (word := mixed(said)) else None


def refusals(post: Post, facts: Facts) -> Verdict | None:
    return Verdict(Outcome.DOUBT, "refusals", str(facts.refused)) if facts.refused >= REFUSED else None


def suspect(post: Post, facts: Facts) -> Verdict | None:
    return _listed(post, facts, Outcome.HOLD, "suspect", banned=False)


def linked(post: Post, facts: Facts) -> Verdict | None:
    found = LINK.findall(post.text)
    return Verdict(Outcome.HOLD, "linked", " ".join(found)[:200]) if found else None


def elsewhere(post: Post, facts: Facts) -> Verdict | None:
    return Verdict(Outcome.HOLD, "elsewhere", str(facts.same_elsewhere)) if facts.same_elsewhere else None


def _listed(post: Post, facts: Facts, outcome: Outcome, reason: str, *, banned: bool) -> Verdict | None:
    words = post.words
    entries = (entry for entry in facts.listed if entry.banned == banned and f" {entry.folded} " in words)
    return next((Verdict(outcome, reason, entry.folded) for entry in entries), None)


CHECKS: tuple[Check, ...] = (
    closed, length, rate, honeypot, duplicate, banned, links, disguise, refusals, suspect, linked, elsewhere,
)  # fmt: skip
OF_WORDS: tuple[Check, ...] = (length, banned, links, disguise, suspect, linked)  # that need nothing but the text


def screen(post: Post, facts: Facts, *, checked: bool = False, checks: tuple[Check, ...] = CHECKS) -> Verdict | None:
    """The first verdict; None: nothing stands against it. `checked`: the writer has looked again, a doubt is a hold."""
    for check in checks:
        if verdict := check(post, facts):
            held = checked and verdict.outcome == Outcome.DOUBT
            return Verdict(Outcome.HOLD, verdict.reason, verdict.matched) if held else verdict
    return None


def all_of(post: Post, facts: Facts, *, checks: tuple[Check, ...] = OF_WORDS) -> Iterator[Verdict]:
    """Everything that could be said of a text, for whoever tries one."""
    return (verdict for check in checks if (verdict := check(post, facts)))


# -- in words ---------------------------------------------------------------------------------------------------------

FOR_THE_DESK: "dict[str, _StrPromise]" = {
    "closed": _("the discussion is closed"),
    "short": _("it says too little"),
    "long": _("it is too long"),
    "rate": _("too many of late, by"),
    "honeypot": _("filled in a field that no person sees"),
    "duplicate": _("the same words stand or wait under this story"),
    "everywhere": _("the same words stand under many other stories:"),
    "banned": _("banned words:"),
    "links": _("links, too many:"),
    "invisible": _("invisible characters inside a word:"),
    "alphabets": _("letters of two alphabets in one word:"),
    "refusals": _("refusals of this writer or network of late:"),
    "suspect": _("suspect words:"),
    "linked": _("links:"),
    "elsewhere": _("the same words stand under other stories:"),
    "reported": _("reported by readers:"),
}
FOR_READERS: "dict[str, _StrPromise]" = {
    "closed": _("Reviews of this story are closed. What you typed is still here, so you can copy it."),
    "short": _("A little more, please: at least 20 characters that say something."),
    "long": _("Too long. At most 2,000 characters, please."),
    "rate": _("Too many reviews came from you, from your network, or for this story in the last hour. "
              "Please send it later; all you typed is still here."),
    "links": _("Too many links. Leave some of them out, please."),
    "invisible": _("Somewhere in it is a character that cannot be seen."),
    "alphabets": _("One word in it has letters of two alphabets that look alike."),
    "refusals": _("Some reviews from you or from your network were refused of late."),
}  # fmt: skip


def for_the_desk(reason: str, matched: str) -> str:
    """Why a review is held, and what matched, in words."""
    return f"{FOR_THE_DESK.get(reason, reason)} {matched}".strip()
