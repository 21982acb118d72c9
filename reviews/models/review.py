"""What a reader says about a story, and what became of it."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.lib import clock, fields


class Reason(models.TextChoices):
    """Why a review is not shown: the short list that a moderator chooses from. The writer reads it."""

    OFF_TOPIC = "off-topic", _("It is not about the story")
    PERSONAL = "personal", _("It insults or attacks a person")
    PRIVATE = "private", _("It reveals someone's private details")
    UNPROVEN = "unproven", _("It makes an accusation without saying how the writer knows")
    HATE = "hate", _("It is hateful or calls for violence")
    ADVERTISING = "advertising", _("It is advertising")
    REPEATED = "repeated", _("It repeats what others have already said")
    OTHER = "other", _("Another reason, given in the note")


class ReviewQuerySet(models.QuerySet):
    def public(self) -> "ReviewQuerySet":
        return self.filter(state=Review.State.PUBLISHED)

    def shown(self) -> "ReviewQuerySet":
        """Reviews in the public list: published ones, and withdrawn ones that the newsroom had replied to."""
        return self.filter(SHOWN)

    def waiting(self) -> "ReviewQuerySet":
        """For a moderator, oldest first."""
        return self.filter(state=Review.State.PENDING).order_by("posted_at", "pk")

    def open_errors(self) -> "ReviewQuerySet":
        """Reports of errors that nobody has put aside, and that led to no correction."""
        alive = [Review.State.UNCONFIRMED, Review.State.PENDING, Review.State.PUBLISHED]
        return self.filter(kind=Review.Kind.ERROR, state__in=alive, correction=None).order_by("posted_at", "pk")


class Review(models.Model):
    class Kind(models.TextChoices):
        OPINION = "opinion", _("Opinion")
        ERROR = "error", _("An error in this story")
        MORE = "more", _("Further information")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("Unconfirmed")
        PENDING = "pending", _("Waiting")
        PUBLISHED = "published", _("Published")
        REFUSED = "refused", _("Refused")
        SPAM = "spam", _("Spam")
        HIDDEN = "hidden", _("Hidden")
        REMOVED = "removed", _("Removed")

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)  # its address for its writer is made of it
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="reviews", verbose_name=_("story"))
    # The same column once more: from a discussion to its reviews without a look at the draft.
    discussion = models.ForeignObject(
        "reviews.Discussion", models.DO_NOTHING, from_fields=["article"], to_fields=["article"], null=True,
        related_name="reviews", editable=False,
    )  # fmt: skip
    kind = fields.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.OPINION)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    text = fields.TextField(_("text"), max_length=2000)
    name = fields.CharField(_("name"), max_length=60)
    email = fields.EmailField(_("e-mail"), blank=True, help_text=_("Never public. Erased after some days."))
    credit = models.BooleanField(_("may be credited in a correction"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # of the words; nobody decides on other words

    state = fields.CharField(_("state"), max_length=12, choices=State, default=State.PENDING)
    posted_at = models.DateTimeField(_("posted"), default=clock.now)
    edited_at = models.DateTimeField(_("changed by the reader"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("e-mail address confirmed"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn by the reader"), null=True, editable=False)
    reason = fields.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    note = fields.TextField(_("note to the reader"), max_length=500, blank=True)

    # Keyed hashes (newsroom/lib/addresses.py) of the client's address and of its /24 or /48; of the words, normalised.
    address = fields.CharField(max_length=64, blank=True, editable=False)
    network = fields.CharField(max_length=64, blank=True, editable=False)
    likeness = fields.CharField(max_length=64, blank=True, editable=False)
    erase_at = models.DateTimeField(null=True, editable=False)  # when the worker forgets who wrote it

    screening = fields.CharField(
        _("automatic check"), max_length=200, blank=True
    )  # why it was held: a code of screening.py
    matched = fields.CharField(_("what matched"), max_length=200, blank=True)

    pick = models.BooleanField(_("editors' pick"), default=False)
    answer = fields.TextField(_("reply from the newsroom"), max_length=2000, blank=True)
    answer_name = fields.CharField(max_length=150, blank=True)  # as it is printed: readers' pages ask for no user
    answered_at = models.DateTimeField(null=True, editable=False)
    correction = models.ForeignKey(
        "articles.Edition", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("resulting correction"),
    )  # fmt: skip

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)), name="a rating is 1 to 5"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(state="published"), name="what was taken back is not public"
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="an answer has its moment"
            ),
        ]
        indexes = [
            models.Index(fields=["article", "state", "-posted_at"], name="review_list"),  # under a story
            models.Index(fields=["state", "posted_at"], name="review_queue"),  # what waits, oldest first
            models.Index(fields=["network", "posted_at"], name="review_rate"),  # how many from there recently
            models.Index(fields=["posted_at"], name="review_of_late"),  # how many in the last hour, by all counts
            models.Index(fields=["likeness"], name="review_likeness"),  # the same words again
            models.Index(fields=["email"], name="review_writer"),  # what else this person wrote
            # Which notes of a story thank a reader. With the correction, or SQLite would rather read the whole list.
            models.Index(
                fields=["article", "correction"], condition=Q(correction__isnull=False), name="review_thanked"
            ),
            models.Index(fields=["erase_at"], condition=Q(erase_at__isnull=False), name="review_to_erase"),
        ]
        permissions = [("moderate_review", "Can decide on reviews")]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        """Without its words and its writer: the activity log shows it to more people than moderators."""
        return _("Review %d") % self.pk if self.pk else str(_("New review"))

    @property
    def is_public(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_tombstone(self) -> bool:
        """The text is gone, but the list still shows the review because the newsroom replied to it."""
        return self.withdrawn_at is not None

    def is_editable(self, now: datetime) -> bool:
        """While nobody has decided, and for a while after it was published. It is read again then."""
        if self.withdrawn_at or not self.text:
            return False
        late = timedelta(minutes=settings.REVIEWS_EDIT_MINUTES)
        fresh = self.is_public and self.decided_at and now < self.decided_at + late
        return bool(self.state in UNDECIDED or fresh)


UNDECIDED = frozenset({Review.State.UNCONFIRMED, Review.State.PENDING})
SHOWN = Q(state=Review.State.PUBLISHED) | Q(state=Review.State.REMOVED, withdrawn_at__isnull=False) & ~Q(answer="")
