"""Notices: what happened to a story that somebody should know of, at the desk and by mail. Written by notices.tell."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields


class Kind(models.TextChoices):
    SUBMITTED = "submitted", _("A story is submitted to you")
    CHECK = "check", _("You are asked for a second check")
    RETURNED = "returned", _("Your story is returned")
    APPROVED = "approved", _("Your story is approved")
    SCHEDULED = "scheduled", _("Your story is scheduled")
    PUBLISHED = "published", _("Your story is published")
    CANCELLED = "cancelled", _("The schedule of your story is cancelled")
    WITHDRAWN = "withdrawn", _("Your story is withdrawn")
    SPIKED = "spiked", _("Your story is spiked")
    ASSIGNED = "assigned", _("A story is assigned to you")
    MENTIONED = "mentioned", _("Someone mentions you in a note")
    DEADLINE = "deadline", _("Your deadline is near")
    SOURCE = "source", _("A source of your story is made unnamed")
    HELD = "held", _("A review is held for you to read")
    OUTDATED = "outdated", _("The original of a translation is changed")
    ORIGINAL = "original", _("The original of a translation is withdrawn")


# These stay unread until what they ask for is done (NoticeQuerySet.settle); nobody marks them as read.
STAYING = (Kind.OUTDATED, Kind.ORIGINAL)

SENTENCES = {
    Kind.SUBMITTED: _("%(who)s submitted “%(story)s”."),
    Kind.CHECK: _("%(who)s asks for a second check of “%(story)s”."),
    Kind.RETURNED: _("%(who)s returned “%(story)s”."),
    Kind.APPROVED: _("%(who)s approved “%(story)s”."),
    Kind.SCHEDULED: _("%(who)s scheduled “%(story)s”."),
    Kind.PUBLISHED: _("%(who)s published “%(story)s”."),
    Kind.CANCELLED: _("%(who)s cancelled the schedule of “%(story)s”."),
    Kind.WITHDRAWN: _("%(who)s withdrew “%(story)s”."),
    Kind.SPIKED: _("%(who)s spiked “%(story)s”."),
    Kind.ASSIGNED: _("%(who)s assigned “%(story)s” to you."),
    Kind.MENTIONED: _("%(who)s mentioned you in a note on “%(story)s”."),
    Kind.SOURCE: _("%(who)s made a source of “%(story)s” unnamed. Only its keeper can see who it is now."),
}
BY_THE_CLOCK = {
    Kind.PUBLISHED: _("“%(story)s” has been published, as scheduled."),
    Kind.DEADLINE: _("The deadline of “%(story)s” is near."),
    Kind.HELD: _("A review is held in the moderation queue."),  # moderators see no draft's headline,
    Kind.OUTDATED: _("The original of your translation “%(story)s” has changed."),
    Kind.ORIGINAL: _("The original of your translation “%(story)s” has been withdrawn."),
}


class NoticeQuerySet(models.QuerySet):
    def at_desk(self, person: models.Model) -> "NoticeQuerySet":
        """This person's, newest first."""
        return self.filter(to=person, desk=True).order_by("-pk")

    def unread(self, person: models.Model) -> "NoticeQuerySet":
        return self.at_desk(person).filter(read_at=None)

    def passing(self) -> "NoticeQuerySet":
        """Those that are done with once they are read."""
        return self.exclude(kind__in=STAYING)

    def settle(self, *kinds: Kind, article: models.Model, at: datetime) -> None:
        """What these ask for is done, for everybody."""
        self.filter(kind__in=kinds, article=article, read_at=None).order_by().update(read_at=at)

    def shown_to(self, person: models.Model) -> "NoticeQuerySet":
        """This person's, but nothing of drafts or held reviews if they may no longer see those."""
        mine = self.at_desk(person)
        if not person.has_perm("articles.view_article"):
            mine = mine.filter(kind=Kind.HELD)
        return mine if person.has_perm("reviews.moderate_review") else mine.exclude(kind=Kind.HELD)


class Notice(models.Model):
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False)
    kind = fields.CharField(_("kind"), max_length=10, choices=Kind)
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="notices", db_index=False)
    by = models.ForeignKey(  # empty: the clock
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    words = fields.TextField(blank=True)  # what was said with it: the note of a return, the reason of a withdrawal
    leads_to = fields.CharField(max_length=200, blank=True)  # a path at the desk; empty: to the story
    once = fields.CharField(max_length=60, blank=True)  # names the occasion, where it may be told of more than once
    at = models.DateTimeField()
    desk = models.BooleanField()  # shown at the desk; else by e-mail alone
    mail = models.BooleanField(default=False)  # told by e-mail, too or alone
    mailed_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # everybody has their own
        constraints = [
            models.UniqueConstraint(
                fields=["to", "article", "kind", "once"], condition=~Q(once=""), name="a person is told of a thing once"
            ),
            models.CheckConstraint(
                condition=Q(desk=True) | Q(mail=True), name="a notification goes to the desk or by mail"
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-id"], condition=Q(desk=True), name="notice_list"),
            # How many are unread; which of them are about the story that is open.
            models.Index(fields=["to", "article"], condition=Q(desk=True, read_at=None), name="notice_unread"),
        ]
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")

    def __str__(self) -> str:
        return f"{self.kind} {self.article_id} to {self.to_id}"

    @property
    def path(self) -> str:
        """Where it leads: a page that asks, and acts on POST alone."""
        return self.leads_to or reverse("admin:articles_article_change", args=[self.article_id])

    @property
    def stays(self) -> bool:
        """Whether it stays unread until what it asks for is done."""
        return self.kind in STAYING

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        words = {"story": self.article, "who": self.by and (self.by.get_full_name() or self.by.get_username())}
        return (SENTENCES if self.by else BY_THE_CLOCK)[self.kind] % words


class NoticeChoice(models.Model):
    """How a person wants to hear of a kind of thing. Without a row: see notices.BY_MAIL."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices", db_index=False)
    kind = fields.CharField(_("kind"), max_length=10, choices=Kind)
    desk = models.BooleanField(_("on the desk"))
    mail = models.BooleanField(_("by e-mail"))

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="a person chooses once for each kind")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}: {self.desk}, {self.mail}"
