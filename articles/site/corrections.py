"""What readers are told of a change to a published story: what kind it is, in a word or two, and its note."""

from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import Edition
from articles.models.edition import Change, EditionQuerySet
from articles.publishing import thanks

LABELS = {
    Change.MINOR: _("Minor change"),
    Change.UPDATE: _("Update"),
    Change.CLARIFICATION: _("Clarification"),
    Change.CORRECTION: _("Correction"),
    Change.RETRACTION: _("Retraction"),
}  # on the story, in its publication history and at /corrections/; the desk chooses by the longer labels of Change


def label(edition: Edition) -> str:
    return LABELS[Change(edition.change)] if edition.change else _("First published")


def note(changed: Edition, page: Edition, live: Edition | None) -> SafeString:
    """The note of an edition. The thanks to a reader in it link to the review that led to the change.

    `page`: the edition whose query asked whom to thank (thanks.of_story); `live`: the live edition, if there is one.
    """
    return import_module(settings.NOTES_THANK).linked(changed.note, page, changed.number, live)


def all_notes(at: datetime, language: str) -> EditionQuerySet:
    """Every note on something that was ever public in this language, for /corrections/."""
    noted = Edition.objects.public_by(at).in_language(language).exclude(note="").annotate(thanked=thanks.of_story())
    return noted.only("article_id", "number", "change", "note", "language", "live_from")


def stories(editions: list[Edition], *, at: datetime) -> dict[int, Edition]:
    """Of these editions' stories, what is live of each. A headline that had to go is not shown beside its note."""
    live = Edition.objects.live(at).filter(article_id__in={edition.article_id for edition in editions})
    return {edition.article_id: edition for edition in live.for_lists().order_by()}
