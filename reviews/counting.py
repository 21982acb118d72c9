"""What the database knows about a post, for the checks of screening: counted there, so that all processes agree."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Count, Q, Value
from django.db.models.functions import Concat
from django.utils.functional import cached_property

from articles.models import Content, Correspondent
from reviews.models import Discussion, Review, Word
from reviews.screening import Listed

HOUR = timedelta(hours=1)
OF_LATE = timedelta(days=30)  # in which refusals count
State = Review.State


class Known:
    """The facts about a review of this story, saved or not; each is asked for by the check that needs it.

    So a post that is turned away costs little, however many come.
    """

    def __init__(self, review: Review, story: Content, *, now: datetime) -> None:
        self.review, self.story, self.now = review, story, now
        self.others = Review.objects.exclude(pk=review.pk).order_by()

    @cached_property
    def is_open(self) -> bool:
        return is_open(self.story, self.review.article_id, self.now)

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        return listed(self.story.language)

    @cached_property
    def staff(self) -> tuple[str, ...]:
        return staff()

    @property
    def language(self) -> str:
        return self.story.language

    @cached_property
    def of_late(self) -> dict[str, int]:
        return _of_late(self.review, self.others, self.now)

    @cached_property
    def alike(self) -> dict[str, int]:
        return _alike(self.review, self.others)

    @cached_property
    def refused(self) -> int:
        return _refused(self.review, self.others, self.now)

    from_client = property(lambda self: self.of_late["from_client"])
    from_writer = property(lambda self: self.of_late["from_writer"])
    from_network = property(lambda self: self.of_late["from_network"])
    under_story = property(lambda self: self.of_late["under_story"])
    same_here = property(lambda self: bool(self.alike["same_here"]))
    same_elsewhere = property(lambda self: self.alike["same_elsewhere"])


def is_open(story: Content, article_id: int, now: datetime) -> bool:
    discussion = Discussion.objects.filter(article_id=article_id).first() or Discussion(article_id=article_id)
    return discussion.is_open(now, starts_closed=starts_closed(story))


def starts_closed(story: Content) -> bool:
    return bool(story.section and story.section.reviews_start_closed)


def listed(language: str) -> tuple[Listed, ...]:
    """The words that count under stories in this language, without those that would match too much."""
    words = [word for word in Word.objects.for_stories_in(language) if not word.problem]
    return tuple(Listed(word.text, word.kind == Word.Kind.BANNED, word.language) for word in words)


def staff() -> tuple[str, ...]:
    """The names under which the people of the newsroom are known to readers and colleagues."""
    users = User.objects.filter(is_staff=True, is_active=True).order_by()
    names = users.values_list(Concat("first_name", Value(" "), "last_name"), flat=True)
    people = Correspondent.objects.filter(merged_into=None).order_by().values_list("name", flat=True)
    return tuple(names.union(people))


def _of_late(review: Review, others, now: datetime) -> dict[str, int]:
    """Counts over the last hour. Reviews that were discarded unseen count only against the network that sent them:
    the story and the owner of the e-mail address aren't to blame for what someone else sends.
    """
    unseen = Q(state__in=[State.SPAM, State.UNCONFIRMED])
    from_here = Q(network=review.network) & ~Q(network="")
    counts = {
        "from_client": Q(address=review.address) & ~Q(address=""),
        "from_writer": Q(email=review.email) & (~unseen | from_here),
        "from_network": from_here,
        "under_story": Q(article_id=review.article_id) & ~unseen,
    }
    return others.filter(posted_at__gt=now - HOUR).aggregate(
        **{name: Count("pk", filter=which) for name, which in counts.items()}
    )


def _alike(review: Review, others) -> dict[str, int]:
    alike = others.filter(likeness=review.likeness, withdrawn_at=None).exclude(state=State.REFUSED)
    return alike.aggregate(
        same_here=Count("pk", filter=Q(article_id=review.article_id)),
        same_elsewhere=Count("article", filter=~Q(article_id=review.article_id), distinct=True),
    )


def _refused(review: Review, others, now: datetime) -> int:
    theirs = Q(email=review.email) | Q(network=review.network) & ~Q(network="")
    lately = others.filter(theirs, decided_at__gt=now - OF_LATE)
    return lately.filter(Q(state=State.REFUSED) | Q(state=State.REMOVED, withdrawn_at=None)).count()
