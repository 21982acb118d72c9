"""The draft: what the desk edits, and readers never see."""

import secrets
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase

from articles.workflow import State
from newsroom.lib import fields, plain_text
from newsroom.lib.fields import MomentField
from newsroom.lib.paging import row_before

from .content import Content
from .public_mark import INDEXES, MarkedQuerySet, PublicMark
from .tag import Tag, TaggedByName, Tags

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def new_salt() -> str:
    return secrets.token_hex(16)


LATELY = 500  # so many stories are looked through for the places that the desk knows


class Priority(models.IntegerChoices):
    """How urgent a story is for the desk; readers see nothing of it but the order of fronts."""

    FLASH = 1, _("1 – flash")
    URGENT = 2, _("2 – urgent")
    ORDINARY = 3, _("3 – routine")
    LATER = 4, _("4 – later today")
    WAITING = 5, _("5 – can wait")


class ArticleQuerySet(MarkedQuerySet):
    """Drafts, in the words of the desk."""

    def in_hand(self) -> "ArticleQuerySet":
        """Drafts that are being written or edited; approved and spiked ones are done for now."""
        return self.filter(state__in=[State.DRAFT, State.SUBMITTED])

    def led_by(self, user: "User") -> "ArticleQuerySet":
        """Of an editor's sections, or in none yet; workflow.in_charge, asked of many stories at once."""
        if user.is_superuser:
            return self
        named = self.model._meta.get_field("section").related_model.editors.through.objects.filter(user=user)
        return self.filter(Q(section=None) | Q(section__in=named.values("section")) | ~Exists(named))

    def due(self, start: datetime, end: datetime) -> "ArticleQuerySet":
        """In hand, with a deadline at start <= t < end."""
        return self.in_hand().filter(deadline__gte=start, deadline__lt=end)

    def late(self, now: datetime) -> "ArticleQuerySet":
        """In hand though the deadline has passed, with no live or scheduled edition."""
        return self.in_hand().not_ahead(now).filter(deadline__lte=now)

    def with_public(self, now: datetime) -> "ArticleQuerySet":
        """Each with what readers see of it, so that a list needs no query for a row."""
        editions, mine = self._editions(), {"article": OuterRef("pk")}
        live, coming = editions.live(now).filter(**mine), editions.upcoming(now).filter(**mine)
        return self.annotate(
            live_version=Subquery(live.values("version")[:1]),
            live_number=Subquery(live.values("number")[:1]),
            coming_at=Subquery(coming.values("live_from")[:1]),
            was_public=Exists(editions.public_by(now).filter(**mine)),
        )

    def with_out_of_date(self, at: datetime) -> "ArticleQuerySet":
        """Each with whether it is a translation whose original has changed since, by more than a minor change.

        A first edition changes nothing, unless another version of the draft had been translated before it. A spiked
        translation is never out of date: it is no work.
        """
        of_original = self._editions().filter(article=OuterRef("translation_of"))
        translated = of_original.filter(number=OuterRef("translated_edition")).values("version")[:1]
        later = of_original.public_by(at).filter(number__gt=OuterRef("translated_edition")).exclude(change="minor")
        later = later.exclude(change="", version=OuterRef("translated_version"))
        late = models.ExpressionWrapper(Q(Exists(later)) & ~Q(state=State.SPIKED), models.BooleanField())
        return self.annotate(translated_version=Coalesce(Subquery(translated), 0)).annotate(is_out_of_date=late)

    def out_of_date(self, at: datetime) -> "ArticleQuerySet":
        """Translations whose original has changed since the edition that they translate."""
        return self.filter(translation_of__isnull=False).with_out_of_date(at).filter(is_out_of_date=True)

    def _editions(self) -> models.QuerySet:
        return self.model._meta.apps.get_model("articles", "Edition").objects

    def urgent_first(self) -> "ArticleQuerySet":
        """Then what waits longest."""
        return self.order_by("priority", "edited_at", "pk")

    def places(self) -> list[tuple[str, str]]:
        """Places and their countries, in the order of the alphabet: the datelines of what was edited last."""
        rows = self.newest_first().values_list("dateline", "dateline_country")[:LATELY]
        return sorted({row for row in rows if row[0]})

    def newest_first(self, by: str = "edited_at") -> "ArticleQuerySet":
        return self.order_by(f"-{by}", "-pk")

    def older_than(self, moment: datetime, pk: int, *, by: str = "edited_at") -> "ArticleQuerySet":
        """The rest of that list after this place in it; see EditionQuerySet.older_than."""
        return self.filter(row_before((by, "id"), (moment, pk)))


class Article(PublicMark, Content):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    salt = fields.CharField(
        max_length=32, default=new_salt, editable=False
    )  # of digests in the activity log; goes at erasure
    state = fields.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # of the draft, its parts included
    section = models.ForeignKey(
        "sections.Section", models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("section"),
        help_text=_("The section that edits the story and publishes it on its page. Needed before "
                    "publication."),
    )  # fmt: skip
    tags = Tags(
        through="articles.ArticleTag", manager=TaggedByName, blank=True, verbose_name=_("tags"),
        help_text=_("Topics, separated by commas. Each gets its own page once a story with it is published."),
    )  # fmt: skip
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="stories",
        verbose_name=_("writer"),
    )  # fmt: skip
    # Who last changed something that readers would see; four eyes are counted from here. Empty: a wire or a script.
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="assigned",
        verbose_name=_("reporter"),
        help_text=_("The person assigned to write the story, who can edit it as their own. Leave blank for "
                    "the person who created it."),
    )  # fmt: skip
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="editing",
        verbose_name=_("editor"), help_text=_("The person assigned to edit the story. Leave blank for any editor of "
                                              "its section."),
    )  # fmt: skip
    deadline = models.DateTimeField(
        _("deadline"), null=True, blank=True,
        help_text=_("When the desk needs the story, in newsroom time. Writer and editor are reminded 30 "
                    "minutes before."),
    )  # fmt: skip
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.ORDINARY,
        help_text=_("1 is a flash, 5 can wait. The most urgent stories come first in work lists and in "
                    "front slots that fill automatically."),
    )  # fmt: skip
    wanted_words = models.PositiveIntegerField(
        _("wanted length"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("Optional. How many words the text is to have; the count above it shows both."),
    )  # fmt: skip
    wire_digest = fields.CharField(max_length=64, null=True, unique=True, editable=False)
    created_at = MomentField(_("created"), auto_now_add=True)
    edited_at = MomentField(_("edited"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta(Content.Meta):
        ordering = ["-edited_at", "-pk"]
        indexes = [
            # The desk's list, and the same by state, section, priority; “ready to publish” on the dashboard.
            models.Index(fields=["-edited_at", "-id"], name="article_list"),
            models.Index(fields=["state", "-edited_at", "-id"], name="article_by_state"),
            models.Index(fields=["section", "-edited_at", "-id"], name="article_by_section"),
            models.Index(fields=["priority", "-edited_at", "-id"], name="article_by_priority"),
            models.Index(fields=["language", "-edited_at", "-id"], name="article_by_language"),
            # The same list in other orders; the planning board walks the deadlines of a week.
            models.Index(fields=["headline", "id"], name="article_by_headline"),
            models.Index(fields=["deadline", "id"], condition=Q(deadline__isnull=False), name="article_by_deadline"),
            # The dashboard: what waits for an editor, the most urgent first; what is mine to write; what is late.
            models.Index(fields=["state", "priority", "edited_at", "id"], name="article_waiting"),
            models.Index(fields=["writer", "state"], name="article_written"),
            models.Index(fields=["reporter", "state"], name="article_assigned"),
            # The translations of a story.
            models.Index(
                fields=["translation_of", "id"], condition=Q(translation_of__isnull=False), name="article_translates"
            ),
            models.Index(fields=["state", "deadline"], condition=Q(deadline__isnull=False), name="article_deadline"),
            *INDEXES,
        ]
        constraints = [
            *Content.Meta.constraints,
            models.CheckConstraint(condition=~Q(follows=F("id")), name="a story does not follow itself"),
            models.CheckConstraint(
                condition=~Q(translation_of=F("id")),
                name="a story does not translate itself",
                violation_error_message=_("A story can't be a translation of itself. Choose another story."),
            ),
        ]
        permissions = [
            ("edit_any_article", "Can edit the stories of others"),
            ("publish_article", "Can return, approve, publish, withdraw and spike"),
        ]
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def save(self, *args, **kwargs) -> None:
        """A whole save is a new version of the text; one that names its `update_fields` says so itself."""
        if not self.slug:
            self.slug = plain_text.slug(self.title)
        if self.pk and not kwargs.get("update_fields") and not kwargs.get("force_insert"):
            self.version += 1
        super().save(*args, **kwargs)

    def is_named(self, user: "User") -> bool:
        """Whether the byline names this person; it asks nothing where a list has read the bylines already."""
        if "bylines" in getattr(self, "_prefetched_objects_cache", {}):
            return any(line.correspondent.user_id == user.pk for line in self.bylines.all())
        return self.bylines.filter(correspondent__user=user).exists()


class ArticleTag(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="%(class)s_items")
    content_object = models.ForeignKey(Article, models.CASCADE, related_name="article_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="a story bears a tag once")]


class Byline(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    correspondent = models.ForeignKey(
        "articles.Correspondent", models.PROTECT, related_name="bylines", verbose_name=_("correspondent")
    )
    role = fields.CharField(
        _("role"), max_length=80, blank=True,
        help_text=_("In this story, for example “Washington correspondent”. Leave blank to use their usual "
                    "role."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position in the byline"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "correspondent"], name="a story names a correspondent once")
        ]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")

    def __str__(self) -> str:
        return f"{self.correspondent}, {self.role}" if self.role else str(self.correspondent)


class GalleryPicture(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="gallery")
    photo = models.ForeignKey("articles.Photo", models.PROTECT, related_name="+", verbose_name=_("picture"))
    caption = fields.CharField(
        _("caption"), max_length=400, blank=True,
        help_text=_("In this gallery. Leave blank to use the caption from the library."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position in the gallery"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "photo"], name="a gallery shows a picture once"),
        ]
        default_permissions = ()  # those of the story
        verbose_name = _("gallery picture")
        verbose_name_plural = _("gallery")

    def __str__(self) -> str:
        return self.caption or str(self.photo)


class Citation(models.Model):
    class Kind(models.TextChoices):
        QUOTATION = "quotation", _("Quotation")
        PARAPHRASE = "paraphrase", _("Paraphrase")
        READOUT = "readout", _("Readout")
        DOCUMENT = "document", _("Document")
        DATA = "data", _("Data")

    article = models.ForeignKey(Article, models.CASCADE, related_name="citations")
    source = models.ForeignKey("articles.Source", models.PROTECT, related_name="citations", verbose_name=_("source"))
    kind = fields.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.QUOTATION)
    statement = fields.TextField(
        _("statement"),
        blank=True,
        help_text=_("The words of the story that come from this source, exactly as in the text."),
    )
    address = fields.URLField(_("address"), blank=True, help_text=_("Optional. Where readers can read the original."))
    obtained_on = models.DateField(_("obtained on"), null=True, blank=True)
    obtained_how = fields.CharField(
        _("obtained how"), max_length=120, blank=True,
        help_text=_("Optional. Shown to readers, for example “by e-mail from the press office”."),
    )  # fmt: skip
    document = models.ForeignKey(
        "articles.Document", models.PROTECT, null=True, blank=True, related_name="citations",
        verbose_name=_("stored copy"),
        help_text=_("The file itself, stored with its fingerprint. Readers can download it if that is "
                    "allowed on the document's page."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position in the list"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.source}"
