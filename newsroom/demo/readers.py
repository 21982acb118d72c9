"""What readers of the demo said about a story, and what the moderator made of it."""

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from articles.models import Article, Edition, Event
from newsroom.demo.script import Story
from reviews import moderation, screening
from reviews.models import Discussion, Report, Review, Word
from reviews.models.review import Reason

if TYPE_CHECKING:
    from newsroom.demo.world import House

State = Review.State
APART = timedelta(minutes=4)
DELIBERATION = timedelta(minutes=20)
LIVELY = 5  # reviews, from which on a discussion draws machines, too
WORDS = {"thief": Word.Kind.SUSPECT, "kilograms": Word.Kind.SUSPECT, "cheap pills": Word.Kind.BANNED}
PATHS = {  # through which decisions a review came where it is; of the last, nobody decided but the readers' reports
    State.PUBLISHED: ["publish"],
    State.REFUSED: ["refuse"],
    State.REMOVED: ["publish", "remove"],
    State.HIDDEN: ["publish", "hide"],
}


def said(name: str, state: str, text: str, **more: Any) -> dict[str, Any]:
    email = f"{name.lower().replace(' ', '.')}@mail.example"
    return {
        "name": name,
        "email": email,
        "rating": 0,
        "kind": "opinion",
        "state": state,
        "text": text,
        "hours_after": 2,
    } | more


ATTACK = [
    said(
        f"Emma {number}", "spam", f"I lost {number} kilograms in two weeks without leaving the house!!! Ask me how.",
        network="emma", screening="honeypot", matched="https://pills.example", rating=5,
    )
    for number in (11, 13, 17, 19)
]  # fmt: skip
OTHERS = [
    *ATTACK,
    said("Osk angler", "unconfirmed", "The fish know about the gates before the ministry does. Ask at the weir."),
    said(
        "Neighbour", "hidden", "The man with the keys lives in the yellow house behind the school, ask him yourself.",
        screening="reported", matched="3", reports=3,
    ),
    said("Gatekeeper", "removed", "I have the list of who gets water first, with telephone numbers. Write to me.",
         why="private", reason="It offers other people's telephone numbers."),
]  # fmt: skip


def play(story: Story, article: Article, house: "House", now: datetime) -> None:
    """Post the reviews of one story in the order of the file; under the liveliest, those of machines, too."""
    entries = list(story.data["reviews"])
    if len(entries) >= LIVELY:
        entries += OTHERS
        Word.objects.bulk_create(
            (Word(text=text, folded=text, kind=kind, language="en") for text, kind in WORDS.items()),
            ignore_conflicts=True,
        )
    for place, entry in enumerate(entries):
        latest = now - (now - story.moment) * (len(entries) - place) / (len(entries) + 1)
        at = min(story.moment + timedelta(hours=entry["hours_after"]) + APART * place, latest)
        review = post(article, entry, at)
        decide(review, entry, min(at + DELIBERATION, now), house)


def post(article: Article, entry: dict[str, Any], at: datetime) -> Review:
    """A rating of 0 is none."""
    values = {name: entry[name] for name in ("kind", "name", "email", "text", "state")}
    values |= {name: entry.get(name, "") for name in ("screening", "matched")}
    network = hashlib.sha256(entry.get("network", entry["email"]).encode()).hexdigest()
    return Review.objects.create(
        article=article, rating=entry["rating"] or None, posted_at=at, network=network, credit=entry["kind"] == "error",
        likeness=screening.likeness(entry["text"]), **values,
    )  # fmt: skip


def decide(review: Review, entry: dict[str, Any], at: datetime, house: "House") -> None:
    """What reviews/moderation.py leaves behind, at the hour at which it happened. What waits has none of it."""
    moderator, before = house.people["moderator"], State.PENDING
    for verb in PATHS.get(review.state, []):
        decision = moderation.DECISIONS[verb]
        note = entry.get("reason", "") if decision.needs_reason else ""
        by = None if verb == "hide" else moderator
        Event.objects.create(
            verb=verb, on=review, at=at, by=by, reason=note, detail={"before": before, "after": decision.target}
        )
        before = decision.target
        review.reason, review.note = (entry.get("why", Reason.OTHER), note) if decision.needs_reason else ("", "")
    if review.state in PATHS:
        review.decided_at, review.erase_at = at, at + timedelta(days=30)
    if review.is_public:
        Discussion.objects.tally(review.article_id, rating=review.rating, by=1)
    if answer := entry.get("answer", ""):
        review.answer, review.answer_name, review.answered_at = answer, moderator.get_full_name(), at
    review.pick = entry.get("pick", False)
    if entry.get("corrected"):
        review.correction = Edition.objects.filter(article=review.article_id).latest("number")
    review.save()
    for number in range(entry.get("reports", 0)):
        Report.objects.create(review=review, reason=Report.Reason.PRIVATE, at=at, network=f"{number}" * 64)
