"""What the database knows about a post, for the checks of screening: counted there, so that all processes agree."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from articles.models import Content
from reviews.models import Discussion, Review, Word
from reviews.screening import Facts, Listed

HOUR = timedelta(hours=1)
OF_LATE = timedelta(days=30)  # in which refusals count
State = Review.State


def facts(review: Review, story: Content, *, now: datetime) -> Facts:
    """About a review of this story, saved or not. It is told apart from the others by its likeness and its hashes."""
    others = Review.objects.exclude(pk=review.pk).order_by()
    return Facts(
        is_open=is_open(story, review.article_id, now),
        **_of_late(review, others, now),
        **_alike(review, others),
        refused=_refused(review, others, now),
        listed=listed(story.language),
    )


def is_open(story: Content, article_id: int, now: datetime) -> bool:
    discussion = Discussion.objects.filter(article_id=article_id).first() or Discussion(article_id=article_id)
    return discussion.is_open(now, starts_closed=starts_closed(story))


def starts_closed(story: Content) -> bool:
    return bool(story.section and story.section.reviews_start_closed)


def listed(language: str) -> tuple[Listed, ...]:
    """The words that count under stories in this language."""
    words = Word.objects.for_stories_in(language).values_list("folded", "kind")
    return tuple(Listed(folded, kind == Word.Kind.BANNED) for folded, kind in words)


def _of_late(review: Review, others, now: datetime) -> dict[str, int]:
    counts = {
        "from_client": Q(address=review.address) & ~Q(address=""),
        "from_writer": Q(email=review.email),
        "from_network": Q(network=review.network) & ~Q(network=""),
        "under_story": Q(article_id=review.article_id),
    }
    return others.filter(posted_at__gt=now - HOUR).aggregate(
        **{name: Count("pk", filter=which) for name, which in counts.items()}
    )


def _alike(review: Review, others) -> dict[str, int | bool]:
    alike = others.filter(likeness=review.likeness, withdrawn_at=None).exclude(state=State.REFUSED)
    return alike.aggregate(
        same_here=Count("pk", filter=Q(article_id=review.article_id)),
        same_elsewhere=Count("article", filter=~Q(article_id=review.article_id), distinct=True),
    )


def _refused(review: Review, others, now: datetime) -> int:
    theirs = Q(email=review.email) | Q(network=review.network) & ~Q(network="")
    lately = others.filter(theirs, decided_at__gt=now - OF_LATE)
    return lately.filter(Q(state=State.REFUSED) | Q(state=State.REMOVED, withdrawn_at=None)).count()
