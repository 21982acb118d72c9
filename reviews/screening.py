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

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from newsroom.lib import lazy, plain_text
from reviews import matching, posing

LENGTH = (20, 2000)  # characters of a review
LIKE = 4  # the same letter repeated more often counts once
PLACES = 2  # other stories under which the same text is allowed
REFUSED = 2  # recent refusals, after which a writer is asked to look again


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
    """An entry of the flagged words."""

    text: str
    banned: bool = False
    language: str = ""  # of the stories under which it counts; "": of all


@dataclass(frozen=True)
class Post:
    """What a reader sent."""

    text: str
    name: str = ""
    trap: str = ""  # a field that no person sees

    @property
    def said(self) -> str:
        return f"{self.name} | {self.text}"


@dataclass(frozen=True)
class Facts:
    """What the database knows about a post. The defaults raise no doubt."""

    is_open: bool = True
    from_client: int = 0  # each in the last hour
    from_writer: int = 0
    from_network: int = 0
    under_story: int = 0
    same_here: bool = False  # the same words, under this story
    same_elsewhere: int = 0  # under how many others
    refused: int = 0  # of this writer, client or network, recently
    listed: tuple[Listed, ...] = field(default=())
    language: str = ""  # of the story
    staff: tuple[str, ...] = field(default=())  # names of the newsroom's people


Check = Callable[[Post, Facts], Verdict | None]


# -- letters ----------------------------------------------------------------------------------------------------------

EUROPEAN = "A-Za-z\u00c0-\u024f\u0259\u0370-\u03ff\u0400-\u052f"
# Between letters of an alphabet that needs none; a soft hyphen comes with any text that was copied from a page.
SMUGGLED = re.compile(f"[{EUROPEAN}][{matching.INVISIBLE[1:]}]+[{EUROPEAN}]")
OVERRIDE = re.compile(f"(?<!\\S)\\S*[{matching.OVERRIDES}]\\S*")  # the whole word
MARKS = 4  # on one letter; no language needs more
# A host is tried once, from where it begins: a.a.a. for pages costs no more than its length.
LINK = re.compile(r"(?:https?://|\bwww\.)\S+|(?<![\w.-])[\w.-]+\.[a-z]{2,}/\S+", re.IGNORECASE)


def likeness(text: str) -> str:
    """The same for texts that differ in case, marks, spaces and punctuation alone (64 hex digits)."""
    words = " ".join(plain_text.words(matching.bare(text))) or matching.bare(text).strip()
    return hashlib.sha256(words.encode()).hexdigest()


def stacked(text: str) -> str:
    """The first word with more marks on a letter than any language needs; "" for none."""
    for word in matching.bare(text).split():
        run = 0
        for sign in unicodedata.normalize("NFD", word):
            run = run + 1 if unicodedata.category(sign) in {"Mn", "Me"} and not "\ufe00" <= sign <= "\ufe0f" else 0
            if run > MARKS:
                return word
    return ""


# -- the checks -------------------------------------------------------------------------------------------------------


def closed(post: Post, facts: Facts) -> Verdict | None:
    return None if facts.is_open else Verdict(Outcome.AWAY, "closed")


def length(post: Post, facts: Facts) -> Verdict | None:
    """What is left without blanks, without what cannot be seen, and of one letter many times."""
    said = re.sub(rf"(.)\1{{{LIKE},}}", lambda run: run[1] * LIKE, " ".join(matching.bare(post.text).split()))
    if len(said) < LENGTH[0]:
        return Verdict(Outcome.AWAY, "short")
    return Verdict(Outcome.AWAY, "long") if len(post.text) > LENGTH[1] else None


def rate(post: Post, facts: Facts) -> Verdict | None:
    """Too many in the last hour from one client, one e-mail address or one network."""
    counts = {
        "client": (facts.from_client, settings.REVIEWS_AN_HOUR),
        "writer": (facts.from_writer, settings.REVIEWS_AN_HOUR),
        "network": (facts.from_network, settings.REVIEWS_AN_HOUR_NETWORK),
    }
    over = (name for name, (count, most) in counts.items() if count >= most)
    return next((Verdict(Outcome.AWAY, "rate", name) for name in over), None)


def honeypot(post: Post, facts: Facts) -> Verdict | None:
    """A field that no person sees was filled in."""
    return Verdict(Outcome.SPAM, "honeypot", post.trap[:200]) if post.trap else None


def duplicate(post: Post, facts: Facts) -> Verdict | None:
    """The same text is already published or pending under this story, or under several others."""
    if facts.same_here:
        return Verdict(Outcome.SPAM, "duplicate")
    return Verdict(Outcome.SPAM, "everywhere", str(facts.same_elsewhere)) if facts.same_elsewhere > PLACES else None


def banned(post: Post, facts: Facts) -> Verdict | None:
    """Exactly as it is on the list, apart from capitals."""
    return _listed(post, facts, Outcome.SPAM, "banned", banned=True)


def links(post: Post, facts: Facts) -> Verdict | None:
    """More of them than a review may have."""
    found = LINK.findall(post.text)
    return Verdict(Outcome.AWAY, "links", str(len(found))) if len(found) > settings.REVIEWS_LINKS else None


def direction(post: Post, facts: Facts) -> Verdict | None:
    """Something that turns the direction of writing: readers would see other words than were typed."""
    found = OVERRIDE.search(post.said)
    return Verdict(Outcome.HOLD, "direction", matching.bare(found[0])) if found else None


def marks(post: Post, facts: Facts) -> Verdict | None:
    return Verdict(Outcome.HOLD, "marks", word[:80]) if (word := stacked(post.said)) else None


def pose(post: Post, facts: Facts) -> Verdict | None:
    """A name that readers would take for the newsroom's, or for one of its people."""
    return Verdict(Outcome.HOLD, "pose", post.name) if posing.is_pose(post.name, lambda: facts.staff) else None


def disguise(post: Post, facts: Facts) -> Verdict | None:
    """Letters of two alphabets in one word, or something invisible inside one: nobody types that without meaning to."""
    if smuggled := SMUGGLED.search(post.said):
        return Verdict(Outcome.DOUBT, "invisible", _word_around(post.said, smuggled))
    return Verdict(Outcome.DOUBT, "alphabets", word[:80]) if (word := matching.mixed(post.said)) else None


def _word_around(text: str, found: re.Match) -> str:
    """The whole word in which something was found, without what can't be seen."""
    start = re.search(r"\S*$", text[: found.start()])[0]
    return matching.bare(start + re.match(r"\S*", text[found.start() :])[0])[:80]


def refusals(post: Post, facts: Facts) -> Verdict | None:
    return Verdict(Outcome.DOUBT, "refusals", str(facts.refused)) if facts.refused >= REFUSED else None


def resembling(post: Post, facts: Facts) -> Verdict | None:
    """A banned word, but for its marks or for letters that look alike: a person decides."""
    return _listed(post, facts, Outcome.HOLD, "resembling", banned=True, folded=True)


def suspect(post: Post, facts: Facts) -> Verdict | None:
    return _listed(post, facts, Outcome.HOLD, "suspect", banned=False, folded=True)


def linked(post: Post, facts: Facts) -> Verdict | None:
    found = LINK.findall(post.text)
    return Verdict(Outcome.HOLD, "linked", " ".join(found)[:200]) if found else None


def elsewhere(post: Post, facts: Facts) -> Verdict | None:
    return Verdict(Outcome.HOLD, "elsewhere", str(facts.same_elsewhere)) if facts.same_elsewhere else None


def crowded(post: Post, facts: Facts) -> Verdict | None:
    """Very many under this story in the last hour. Honest readers are not refused for it; a moderator is told."""
    many = facts.under_story >= settings.REVIEWS_AN_HOUR_STORY
    return Verdict(Outcome.HOLD, "crowded", str(facts.under_story)) if many else None


def _listed(
    post: Post, facts: Facts, outcome: Outcome, reason: str, *, banned: bool, folded: bool = False
) -> Verdict | None:
    entries = [entry for entry in facts.listed if entry.banned == banned]
    found = (entry for entry in entries if _has(post, entry, facts.language, folded=folded))
    return next((Verdict(outcome, reason, entry.text) for entry in found), None)


def _has(post: Post, entry: Listed, language: str, *, folded: bool) -> bool:
    if matching.contains(matching.exact(post.said, language), matching.exact(entry.text, entry.language)):
        return True
    if not folded:
        return False
    words = matching.folded(post.said, language, of=entry.language)
    return matching.contains(words, matching.folded(entry.text, language, of=entry.language))


CHECKS: tuple[Check, ...] = (
    closed, length, rate, honeypot, duplicate, banned, links, direction, marks, pose, disguise, refusals,
    resembling, suspect, linked, elsewhere, crowded,
)  # fmt: skip
# Those that need nothing but the text and the lists.
OF_WORDS: tuple[Check, ...] = (length, banned, links, direction, marks, disguise, resembling, suspect, linked)


def screen(post: Post, facts: Facts, *, checked: bool = False, checks: tuple[Check, ...] = CHECKS) -> Verdict | None:
    """The first verdict, or None if no check objects. `checked`: the writer checked it, so a doubt is now a hold."""
    for check in checks:
        if verdict := check(post, facts):
            held = checked and verdict.outcome == Outcome.DOUBT
            return Verdict(Outcome.HOLD, verdict.reason, verdict.matched) if held else verdict
    return None


def all_of(post: Post, facts: Facts, *, checks: tuple[Check, ...] = OF_WORDS) -> Iterator[Verdict]:
    """Every verdict on a text, for people who try the rules."""
    return (verdict for check in checks if (verdict := check(post, facts)))


# -- in words ---------------------------------------------------------------------------------------------------------

FOR_THE_DESK: dict[str, lazy.Text] = {
    "closed": _("reviews are closed"),
    "short": _("it says too little"),
    "long": _("it is too long"),
    "rate": _("too many reviews recently, by"),
    "honeypot": _("filled in a hidden field"),
    "duplicate": _("the same text is already under this story or waiting"),
    "everywhere": _("the same text is under many other stories:"),
    "banned": _("banned words:"),
    "links": _("too many links:"),
    "invisible": _("invisible characters inside a word:"),
    "alphabets": _("two alphabets in one word:"),
    "direction": _("text-direction characters in:"),
    "marks": _("stacked accents in:"),
    "pose": _("a name that could be mistaken for the newsroom or its staff:"),
    "resembling": _("resembles a banned word:"),
    "refusals": _("recent refusals of this writer or network:"),
    "suspect": _("suspect words:"),
    "linked": _("links:"),
    "elsewhere": _("the same text is under other stories:"),
    "crowded": _("reviews of this story in the last hour:"),
    "reported": _("reported by readers:"),
}
FOR_READERS: dict[str, lazy.Text] = {
    "closed": _("Reviews of this story are closed. What you typed is still here, so you can copy it."),
    "short": _("This is too short. Write at least 20 characters."),
    "long": _("This is too long. Write at most 2,000 characters."),
    "rate": _("Too many reviews have come from you or your network in the last hour. Please try "
              "again later. Nothing you typed is lost."),
    "links": _("There are too many links. Please remove some."),
    "invisible": _("The word “%(word)s” contains an invisible character. Type the word again."),
    "alphabets": _("The word “%(word)s” mixes letters of two alphabets that look alike. Type the word again."),
    "refusals": _("Some reviews from you or your network were refused recently."),
}  # fmt: skip


def for_readers(verdict: Verdict) -> str:
    """Why a review was not taken, and the word that it is about."""
    return str(FOR_READERS[verdict.reason]) % {"word": verdict.matched}


def for_the_desk(reason: str, matched: str) -> str:
    """Why a review is held, and what matched, in words."""
    return f"{FOR_THE_DESK.get(reason, reason)} {matched}".strip()
