"""What readers of the demo said about a story, and what the moderator made of it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from articles.models import Article, Event
from newsroom.demo.script import Story
from reviews.models import Discussion, Review

if TYPE_CHECKING:
    from newsroom.demo.world import House

NETWORK = "d3" * 32
DECISIONS = {Review.State.PUBLISHED: "publish", Review.State.REFUSED: "refuse"}
APART = timedelta(minutes=4)
DELIBERATION = timedelta(minutes=20)
SPAM = {
    "name": "Emma", "email": "emma@pills.example", "rating": 5, "kind": "opinion", "state": "spam", "hours_after": 2,
    "text": "I lost eleven kilograms in two weeks without leaving the house!!! Doctors in Gilavar hate it. Ask me.",
    "screening": "honeypot",
}  # fmt: skip


def play(story: Story, article: Article, house: "House", now: datetime) -> None:
    """Post the reviews of one story in the order of the file. The liveliest discussion has drawn a machine, too."""
    entries = list(story.data["reviews"])
    if len(entries) >= 5:
        entries.append(SPAM)
    for place, entry in enumerate(entries):
        latest = now - (now - story.moment) * (len(entries) - place) / (len(entries) + 1)
        at = min(story.moment + timedelta(hours=entry["hours_after"]) + APART * place, latest)
        review = post(article, entry, at)
        decide(review, entry, min(at + DELIBERATION, now), house)


def post(article: Article, entry: dict[str, Any], at: datetime) -> Review:
    """A rating of 0 is none."""
    values = {name: entry[name] for name in ("kind", "name", "email", "text", "state")}
    if entry["state"] == Review.State.PUBLISHED:
        Discussion.objects.count(article.pk, rating=entry["rating"] or None, by=1)
    return Review.objects.create(
        article=article, rating=entry["rating"] or None, posted_at=at, network=NETWORK,
        screening=entry.get("screening", ""), **values,
    )  # fmt: skip


def decide(review: Review, entry: dict[str, Any], at: datetime, house: "House") -> None:
    """The line that reviews/moderation.py writes; what waits, and what no person looked at, has none."""
    if verb := DECISIONS.get(review.state):
        Event.objects.create(
            verb=verb, on=review, at=at, by=house.people["moderator"], reason=entry.get("reason", ""),
            detail={"before": Review.State.PENDING, "after": review.state},
        )  # fmt: skip
