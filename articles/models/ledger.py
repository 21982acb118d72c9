"""The ledger: what became public, when, by whom; sealed, so that a change afterwards is seen (docs/publishing.md)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsroom.lib import fields

from .printed import Seen, declared, without

if TYPE_CHECKING:
    from .edition import Edition

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)  # not 31 December: east of Greenwich that is the year 10000

# A format of the seal covers the fields that were declared for it, or for one before it (printed.py). It is never
# changed, only followed by the next; each edition says its own, so that what was sealed long ago verifies as it was.
FORMAT = 3
FORMATS = range(1, FORMAT + 1)
ACT = "number verb made_at edition at until content_hash reason by".split()  # and the story's uid


class PublishingState(models.Model):
    """What publishing knows about a story, and the row that every act locks.

    It is kept apart from the draft, because the desk saves a draft as a whole and would write old values back.
    """

    article = models.OneToOneField(
        "articles.Article", models.PROTECT, primary_key=True, related_name="publishing_state"
    )
    embargo = models.DateTimeField(_("embargo"), default=NEVER)
    ends_at = models.DateTimeField(_("end"), default=FOREVER)
    acts = models.PositiveIntegerField(default=0)
    acted_at = models.DateTimeField(default=NEVER)
    seal = fields.CharField(max_length=64, blank=True, default="")

    class Meta:
        db_table = "articles_record"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(embargo__lt=F("ends_at")), name="a story ends after its embargo")
        ]
        indexes = [models.Index(fields=["embargo"], name="record_embargo")]  # the dashboard: embargoes that end next

    def __str__(self) -> str:
        return f"publishing state of {self.article_id}"


class Act(models.Model):
    """One line of a story's ledger. Append-only: a database trigger refuses change and deletion."""

    class Verb(models.TextChoices):
        PUBLISH = "publish", _("published")
        CANCEL = "cancel", _("cancelled the schedule")
        WITHDRAW = "withdraw", _("withdrew")
        WINDOW = "window", _("changed the embargo or end")
        ERASE = "erase", _("erased the text for legal reasons")

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="ledger", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("number"))
    verb = fields.CharField(_("action"), max_length=10, choices=Verb)
    made_at = models.DateTimeField(_("when"))
    edition = models.PositiveIntegerField(_("edition"), null=True)
    at = models.DateTimeField(_("from"), null=True)
    until = models.DateTimeField(_("until"), null=True)
    content_hash = fields.CharField(max_length=64, blank=True)
    reason = fields.TextField(_("reason"), blank=True)
    by = fields.CharField(_("who"), max_length=150)  # a name, not a key: what was sealed must not depend on accounts
    salt = fields.CharField(max_length=32)
    act_hash = fields.CharField(max_length=64)
    seal = fields.CharField(max_length=64)

    class Meta:
        ordering = ["article_id", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="an act has its own number")]
        indexes = [models.Index(fields=["-made_at", "-id"], name="act_latest")]
        verbose_name = _("action")
        verbose_name_plural = _("ledger")

    def __str__(self) -> str:
        return f"{self.shows_at:%Y-%m-%d %H:%M} {self.by} {self.get_verb_display()}"

    @property
    def shows_at(self) -> datetime:
        """When it was done, as readers' pages tell the time. `made_at` differs from that for a withdrawal after an act
        that a fast clock has dated ahead: it is later by a tick than that act, which keeps the ledger in order.
        """
        return self.at if self.verb == self.Verb.WITHDRAW and self.at else self.made_at


def canonical(value: Any) -> bytes:
    """JSON in UTF-8 with sorted keys and no spaces; moments in UTC with six digits and Z, days as YYYY-MM-DD.

    Degrees are text with six digits: numbers with a point are written differently by every language.
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, Decimal):
        return f"{value:.6f}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _digest(*lines: str | bytes) -> str:
    return hashlib.sha256(b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)).hexdigest()


def sealed(version: int) -> dict[str, models.Field]:
    """What a seal of this format covers, by the names it has there."""
    fields = [field for field in declared() if field.printed.since and field.printed.since <= version]
    return {field.printed.sealed_as or field.name: field for field in fields}


def text_digest(edition: "Edition", salt: str) -> str:
    """Names a text for those who approve it: what readers would see, wherever and whenever it will be published.

    `salt` is the draft's. It is renewed when a text is erased, so that what the activity log keeps tells nothing.
    """
    return _draft_digest(edition, salt, substantive=True)


def draft_digest(edition: "Edition", salt: str) -> str:
    """Names all that the draft says, with what nobody has to approve: any change of it makes another edition."""
    return _draft_digest(edition, salt, substantive=False)


def _draft_digest(edition: "Edition", salt: str, *, substantive: bool) -> str:
    of_draft = {name: field for name, field in sealed(FORMAT).items() if not field.printed.by_act}
    read = {name: field for name, field in of_draft.items() if field.printed.substantive or not substantive}
    said = {name: without(value, read[name].printed.unread) for name, value in _said(edition, read).items()}
    return _digest("newsroom text", salt, canonical(said))


def content(edition: "Edition") -> dict[str, Any]:
    """All that a seal of its format covers, path and note included. What nobody may read is there as a hash.

    That hash is always there, so that it doesn't even tell whether there is something to read.
    """
    fields = sealed(edition.format)
    hidden = {name: field for name, field in fields.items() if field.printed.seen == Seen.NOBODY}
    said = _said(edition, {name: field for name, field in fields.items() if name not in hidden})
    return said | {
        f"{name}_hash": _digest(f"newsroom {name}", edition.salt, getattr(edition, field.attname))
        for name, field in hidden.items()
    }


def content_salt(edition: "Edition") -> str:
    """What an outsider needs to check the hash. Since format 3 the salt itself stays here: it keeps guesses out."""
    return edition.salt if edition.format < 3 else _digest("newsroom salt", edition.salt)


def content_hash(edition: "Edition") -> str:
    return _digest(f"newsroom content {edition.format}", content_salt(edition), canonical(content(edition)))


def _said(edition: "Edition", fields: Mapping[str, models.Field]) -> dict[str, Any]:
    said = {name: getattr(edition, field.attname) for name, field in fields.items()}
    return {name: value for name, value in said.items() if value or not fields[name].printed.is_sparse}


def act_format(act: Act) -> int:
    """Of the seal of an act: 2 for an erasure, whose reason nobody may learn; 1 for all others."""
    return 2 if act.verb == Act.Verb.ERASE else 1


def act_document(act: Act, story: UUID, *, version: int) -> dict[str, Any]:
    """All that the hash of an act covers. In format 2 the reason is there as a hash, so that the rest can be shown."""
    document = {name: getattr(act, name) for name in ACT} | {"article": str(story)}
    if version == 2:
        document["reason_hash"] = _digest("newsroom reason", act.salt, document.pop("reason"))
    return document


def shown_salt(act: Act, *, version: int) -> str:
    """What an outsider needs to check the hash. In format 2 the salt itself stays here: it keeps guesses out."""
    return _digest("newsroom salt", act.salt) if version == 2 else act.salt


def act_hash(act: Act, story: UUID, *, version: int | None = None) -> str:
    version = version or act_format(act)
    document = act_document(act, story, version=version)
    return _digest(f"newsroom act {version}", shown_salt(act, version=version), canonical(document))


def sealed_as(act: Act, story: UUID) -> int | None:
    """The format of an act's seal; None: it is not what was sealed. Older erasures are sealed in format 1."""
    versions = (version for version in {act_format(act), 1} if act.act_hash == act_hash(act, story, version=version))
    return next(versions, None)


def seal(before: str, act_hash: str) -> str:
    """The next link of a story's chain; the first one has "" before it."""
    return _digest("newsroom seal 1", before, act_hash)
