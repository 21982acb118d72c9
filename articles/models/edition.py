"""What readers are shown: immutable editions, each live for a half-open range of time."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import get_script_prefix
from django.utils.translation import gettext_lazy as _

from articles.models.constraints import NoOverlap
from newsroom.lib import fields
from newsroom.lib.paging import row_before

from .article import Article, Priority
from .content import Content, Kind
from .documents import Document
from .ledger import FOREVER, FORMAT
from .people import Correspondent
from .photos import Photo
from .printed import printed
from .tag import Tag

# A file never changes, so to know its digest is no change of a picture: older editions have none.
MEASURED = {"unseen": frozenset({"sha256"}), "unread": frozenset({"sha256"})}


class Change(models.TextChoices):
    """What kind of change an edition is of the one before it; all but a minor one carry a public note."""

    MINOR = "minor", _("Minor change: spelling or layout, no note")
    UPDATE = "update", _("Update: there are new facts")
    CLARIFICATION = "clarification", _("Clarification: it could be misunderstood")
    CORRECTION = "correction", _("Correction: it was wrong")
    RETRACTION = "retraction", _("Retraction: it should not have been published")


class Address(models.Model):
    """A path of the site that belongs to one story for ever: claimed at publication, never freed, never moved."""

    path = fields.CharField(primary_key=True, max_length=250)  # without slashes at its ends
    article = models.ForeignKey(Article, models.PROTECT, related_name="addresses")

    def __str__(self) -> str:
        return self.path


class LiveQuerySet(models.QuerySet):
    """The two predicates over a range of time. There is no third, and the moment is never left out."""

    def live(self, at: datetime) -> "LiveQuerySet":
        """Live at `at`: live_from <= at < live_until."""
        return self.filter(live_from__lte=at, live_until__gt=at)

    def public_by(self, at: datetime) -> "LiveQuerySet":
        """Was public at some moment up to `at`: for the record, corrections, redirects. Cancelled ones never were."""
        return self.filter(live_from__lte=at, live_until__gt=F("live_from"))


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(live_from__lte=F("live_until")), name=name)


# What no list shows.
LONG = ("body", "html", "citations", "pictures", "gallery", "editors_note", "usage_terms")
RECENT = 300


class EditionQuerySet(LiveQuerySet):
    def live(self, at: datetime) -> "EditionQuerySet":
        """The same; that it was published first before then is implied, and lets the index work."""
        return super().live(at).filter(first_published_at__lte=at)

    def for_lists(self) -> "EditionQuerySet":
        """With its section and without the long texts."""
        return self.select_related("section").defer(*LONG)

    def for_search(self) -> "EditionQuerySet":
        """With its section and the text of which an excerpt is shown."""
        return self.select_related("section").defer(*(name for name in LONG if name != "html"))

    def with_editions(self) -> "EditionQuerySet":
        """Of where editions are listed: each with its edition, as lists show it."""
        return self.select_related("edition__section").defer(*(f"edition__{name}" for name in LONG))

    def recent_briefs(self) -> "EditionQuerySet":
        """The briefs among the newest RECENT, the newest first.

        Without that limit, a newsroom that writes no briefs would have its whole archive searched for them.
        """
        newest = self.newest_first().values("pk")[:RECENT]
        return self.model.objects.filter(pk__in=newest).briefs().newest_first()

    def in_language(self, code: str) -> "EditionQuerySet":
        """What the site in this language lists."""
        return self.filter(language=code)

    def briefs(self) -> "EditionQuerySet":
        return self.filter(kind=Kind.BRIEF)

    def stories(self) -> "EditionQuerySet":
        return self.exclude(kind=Kind.BRIEF)

    def ahead(self, at: datetime) -> "EditionQuerySet":
        """Live or scheduled: for the desk and for publishing, never for readers."""
        return self.filter(live_until__gt=at).filter(live_until__gt=F("live_from"))

    def over(self, at: datetime) -> "EditionQuerySet":
        """Those that nobody sees from `at` on."""
        return self.filter(Q(live_until__lte=at) | Q(live_until__lte=F("live_from")))

    def upcoming(self, at: datetime) -> "EditionQuerySet":
        """Scheduled at `at`, for the desk."""
        return self.ahead(at).filter(live_from__gt=at)

    def starting(self, start: datetime, end: datetime) -> "EditionQuerySet":
        """Those that go live at start <= t < end."""
        return self.filter(live_from__gte=start, live_from__lt=end)

    def ended(self, start: datetime, end: datetime) -> "EditionQuerySet":
        """Were public and ceased to be at start <= t < end, whether another followed or not: for the desk."""
        found = self.filter(live_until__gte=start, live_until__lt=end, live_until__gt=F("live_from"))
        return found.filter(live_until__lt=FOREVER)  # implied, and lets the index next_end work

    def newest_first(self, by: str = "first_published_at") -> "EditionQuerySet":
        """By first publication; the tie-breaker is the story, so that a correction between two pages skips none."""
        return self.order_by(f"-{by}", "-article_id")

    def older_than(self, moment: datetime, article_id: int, *, by: str = "first_published_at") -> "EditionQuerySet":
        """The rest of that list after this place in it (keyset; compared as a row, so that the index answers)."""
        return self.filter(row_before((by, "article_id"), (moment, article_id)))


class Edition(Content):
    article = models.ForeignKey(Article, models.PROTECT, related_name="editions")
    story = models.UUIDField()  # the article's uid, so that public code need not ask the draft
    number = models.PositiveIntegerField(_("number"))
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField()  # of the draft that was printed
    change = printed(
        fields.CharField(_("change"), max_length=13, choices=Change, blank=True),
        since=1, said="", erasable=False, by_act=True,
    )  # fmt: skip
    note = printed(fields.TextField(_("note"), blank=True), since=1, said="", erasable=True, by_act=True)
    address = printed(
        models.ForeignKey(Address, models.PROTECT, related_name="+", verbose_name=_("address")),
        since=1, sealed_as="path", said=_("the address"), erasable=False, by_act=True,
    )  # fmt: skip

    # As printed: names are copied, not pointed at, and no road leads from a citation to a source.
    bylines = printed(  # [{"id", "name", "slug", "role"}]
        models.JSONField(default=list),
        since=1, said=_("the byline"), erasable=True, unseen=frozenset({"id", "slug"}),
    )  # fmt: skip
    # [{"kind", "attribution", "source", "statement", "address", "obtained_on"}], and where it is said "reason",
    # "knowledge" (of an unnamed one), "how" it was obtained, "file": {"uid", "name", "size", "sha256"} for download.
    citations = printed(models.JSONField(default=list), since=1, said=_("the sources"), erasable=True)
    topics = printed(  # [{"id", "name", "slug"}]
        models.JSONField(default=list),
        since=1, said=_("the tags"), erasable=True, unseen=frozenset({"id", "slug"}),
    )  # fmt: skip
    # {"uid", "width", "height", "alt", "caption", "credit"}, and "sha256" of the original where it was known.
    picture = printed(models.JSONField(null=True), since=1, said=_("the picture"), erasable=True, **MEASURED)
    # Those in the text and those below it, each in their order: as above.
    pictures = printed(
        models.JSONField(default=list), since=2, said=_("the pictures in the text"), erasable=True, **MEASURED
    )  # fmt: skip
    gallery = printed(
        models.JSONField(default=list), since=2, said=_("the gallery"), erasable=True, sparse=True, **MEASURED
    )  # fmt: skip

    first_published_at = models.DateTimeField(_("first published"))
    live_from = models.DateTimeField(_("published from"))
    live_until = models.DateTimeField(_("published until"))
    embargo = models.DateTimeField(_("embargo"))
    brought_in = models.BooleanField(default=False)  # published in the past, as an archive is (publishing.bring_in)

    # How early fronts show it where no slot holds a place. Printed, for readers' pages read no draft; no part of
    # what the story says, and so neither sealed nor read by a second pair of eyes: anyone who changes it needs no new
    # approval, only the next edition. What is live does not move by it (the front of last Tuesday would change, too):
    # that is what slots are for.
    priority = models.PositiveSmallIntegerField(default=Priority.ORDINARY, choices=Priority)

    # Made from the above, and made again when the making gets better: not sealed, and frozen but for that. They change
    # only together with the version of the rendering that made them, and verify_editions makes them again.
    html = fields.TextField(blank=True)
    rendered_with = models.PositiveSmallIntegerField(default=0)  # rendering.VERSION; 0: before versions were kept
    comparable = models.BooleanField(default=True)  # whether the record shows what changed; an editor may close it

    format = models.PositiveSmallIntegerField(default=FORMAT)  # of the seal: what content_hash covers
    salt = fields.CharField(max_length=32, blank=True)
    content_hash = fields.CharField(max_length=64)
    erased = models.BooleanField(default=False)

    objects = EditionQuerySet.as_manager()

    class Meta(Content.Meta):
        ordering = ["article_id", "number"]  # not "article": that would join the draft
        constraints = [
            *Content.Meta.constraints,
            models.UniqueConstraint(fields=["article", "number"], name="an edition has its own number"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(live_until=FOREVER), name="a story has one open edition"
            ),
            ends_after_it_starts("an edition ends after it starts"),
            models.CheckConstraint(
                condition=Q(first_published_at__lte=F("live_from")), name="first publication comes first"
            ),
            models.CheckConstraint(condition=Q(live_from__gte=F("embargo")), name="an embargo holds"),
            models.CheckConstraint(
                condition=Q(brought_in=False) | Q(number=1), name="only a first edition is brought in"
            ),
            NoOverlap(
                name="one edition at a time",
                expressions=[
                    ("article", RangeOperators.EQUAL),
                    (
                        Func(
                            "live_from",
                            "live_until",
                            RangeBoundary(),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [
            # Section pages and rails; fronts, the archive and /latest/; each in one language, so that one with few
            # stories does not walk through those of the others. The range stands last: the walk skips what is not live.
            models.Index(
                fields=["language", "section", "-first_published_at", "-article", "live_from", "live_until"],
                name="section_front_language",
            ),
            models.Index(
                fields=["language", "-first_published_at", "-article", "live_from", "live_until"],
                name="latest_language",
            ),
            # /latest/?only=briefs
            models.Index(
                fields=["language", "-first_published_at", "-article", "live_from", "live_until"],
                condition=Q(kind=Kind.BRIEF),
                name="briefs_language",
            ),
            # The desk, which reads all languages as one.
            models.Index(fields=["-first_published_at", "-article", "live_from", "live_until"], name="latest"),
            # The next boundary, for how long a kept page lives.
            models.Index(fields=["live_from"], name="next_start"),
            models.Index(fields=["live_until"], condition=Q(live_until__lt=FOREVER), name="next_end"),
            # /corrections/
            models.Index(
                fields=["language", "-live_from", "-article"], condition=~Q(note=""), name="corrections_language"
            ),
            # The story that a reader's review is posted to: reviews/views.py knows it by its uid.
            models.Index(fields=["story", "live_from", "live_until"], name="edition_of_story"),
            # What follows a story, for its page.
            models.Index(
                fields=["follows", "live_from", "live_until"], condition=Q(follows__isnull=False), name="followed_by"
            ),
            # The translations of a story, for its page and theirs.
            models.Index(
                fields=["translation_of", "live_from", "live_until"],
                condition=Q(translation_of__isnull=False),
                name="translated_by",
            ),
        ]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def get_absolute_url(self) -> str:
        return f"{get_script_prefix()}{self.address_id}/"

    @property
    def front_title(self) -> str:
        """How fronts and lists call it."""
        return self.front_headline or self.title

    @property
    def is_open(self) -> bool:
        """No end is set."""
        return self.live_until == FOREVER

    @property
    def all_pictures(self) -> list[dict[str, Any]]:
        """As printed: the one above the text, those in it, the gallery. One may be there twice."""
        return [picture for picture in (self.picture, *self.pictures, *self.gallery) if picture]

    @property
    def files(self) -> list[dict[str, Any]]:
        """Those that readers may download, as printed. One may be there twice."""
        return [cited["file"] for cited in self.citations if "file" in cited]

    def was_public_by(self, at: datetime) -> bool:
        """LiveQuerySet.public_by, for a row that was read already."""
        return self.live_from <= at and self.live_until > self.live_from

    def notes_by(self, at: datetime) -> "list[Edition]":
        """The editions whose public notes its page shows at `at`, oldest first: those up to this one. One query."""
        if self.previous_id is None:
            return []
        noted = Edition.objects.filter(article=self.article_id, number__lte=self.number).public_by(at).exclude(note="")
        return list(noted.only("article_id", "number", "change", "note", "live_from").order_by("number"))

    @property
    def updated_at(self) -> datetime | None:
        """When the text changed in a way that matters to readers, or None; where `corrections` were asked for."""
        return self.corrections[-1].live_from if self.corrections else None


class Listed(models.Model):
    """Where an edition is listed: a copy of its range beside the key, so that a topic page is a walk along an index."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="%(class)ss")
    article = models.ForeignKey(Article, models.PROTECT, related_name="+", db_index=False)
    first_published_at = models.DateTimeField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        abstract = True


class UnderTag(Listed):
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="+", db_index=False)
    language = fields.CharField(max_length=12)  # of the edition

    class Meta:
        indexes = [
            models.Index(
                fields=["tag", "language", "-first_published_at", "-article", "live_from", "live_until", "edition"],
                name="topic_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} under tag {self.tag_id}"


class UnderName(Listed):
    correspondent = models.ForeignKey(Correspondent, models.PROTECT, related_name="+", db_index=False)
    language = fields.CharField(max_length=12)  # of the edition

    class Meta:
        indexes = [
            models.Index(
                fields=[
                    "correspondent",
                    "language",
                    "-first_published_at",
                    "-article",
                    "live_from",
                    "live_until",
                    "edition",
                ],
                name="correspondent_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} under correspondent {self.correspondent_id}"


class WithPhoto(Listed):
    """A picture that an edition shows, wherever on its page; gone from the row once the edition is erased."""

    photo = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="+", db_index=False)
    erased = models.BooleanField(default=False)

    class Meta:
        indexes = [
            # Whether a picture may be served.
            models.Index(fields=["photo", "live_from", "live_until"], name="picture_in_use"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} with photo {self.photo_id}"


class WithDocument(Listed):
    """A document that readers of an edition may download; gone from the row once the edition is erased."""

    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", db_index=False)
    erased = models.BooleanField(default=False)

    class Meta:
        indexes = [
            # Whether a document may be served.
            models.Index(fields=["document", "live_from", "live_until"], name="document_in_use"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} with document {self.document_id}"
