"""Four eyes: the person who last changed what readers would see can publish only what a colleague has approved.

It is changed by its parts too: the caption of a picture, the name of a correspondent, the attribution of a source (the
desk logs these, articles/desk/base.py). Publishing without approval takes a reason, and the story then needs a second
check by somebody else. FOUR_EYES=0 turns the rule off, for a newsroom of one person.
"""

from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override as override_language

from articles.drafts import printing
from articles.models import Article, Correspondent, Document, Edition, Event, PendingCheck, Photo, Source, Tag, ledger
from articles.publishing.issuing import Actor, Machine
from articles.workflow import NotAllowed, State

PRINTED = {
    Photo: ("alt", "decorative", "caption", "credit"),
    Correspondent: ("name", "slug", "role"),
    Source: ("kind", "name", "attribution", "reason", "knowledge"),
    Tag: ("name", "slug"),
    Document: ("downloadable",),
}

PASSES = frozenset({"approve", "override"})
PASSED = Q(verb__in=PASSES, detail__has_key="digest")


def asked_of(by: Actor) -> bool:
    """Of people, unless the newsroom has switched the rule off. Machines and wires have no eyes to count."""
    return settings.FOUR_EYES and not isinstance(by, Machine)


def seen(article: Article, edition: Edition, by: Actor) -> bool:
    """Whether `by` may publish this proof of the draft without giving a reason."""
    if not asked_of(by) or _last_hand(article, edition) != by.pk:
        return True
    digest = ledger.text_digest(edition, article.salt)
    approvals = Event.objects.about(article).filter(verb="approve", detail__digest=digest)
    return approvals.exclude(by=by).exists()


def lapsed(article: Article, parts: printing.Parts | None = None, log: list[Event] | None = None) -> bool:
    """Whether a story that is ready reads otherwise than what was approved last: a part of it was changed since.

    `parts`, `log`: where they are at hand already; the log with all that PASSED finds, newest last.
    """
    if article.state != State.APPROVED:
        return False
    if log is None:
        log = [*reversed(Event.objects.about(article).filter(PASSED)[:1])]
    digests = (event.detail["digest"] for event in reversed(log) if event.verb in PASSES and "digest" in event.detail)
    digest = next(digests, None)
    now = ledger.text_digest(printing.proof(article, parts), article.salt)
    if digest in (None, now):
        return False
    last = article.editions.order_by("-number").first()  # who published it since had read it
    return last is None or ledger.text_digest(last, article.salt) != now


def approve(article: Article, *, by: Actor, digest: str, moment: datetime) -> None:
    """Inside the transaction that publishes: who publishes a text that was not approved approves it with that.

    Called only where `seen` says that they may publish it without giving a reason.
    """
    if article.state != State.APPROVED and not isinstance(by, Machine):
        Event.objects.write("approve", article, by=by, moment=moment, digest=digest)


def override(article: Article, *, by: User, reason: str, **detail: object) -> None:
    """Inside the transaction that publishes: say why nobody else read it, and ask for somebody who does."""
    event = Event.objects.write("override", article, by=by, reason=reason, **detail)
    PendingCheck.objects.create(article=article, override=event, by=by)


def look(article_id: int, *, by: User, note: str = "") -> None:
    """A second person has read what others published alone. NotAllowed where nobody but `by` did: nothing-to-read."""
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=article_id)
        unread = article.pending_checks.exclude(by=by)
        overrides = [*unread.values_list("override_id", flat=True)]
        if not overrides:
            raise NotAllowed(
                _("Nothing to check: you published it yourself, or a colleague has already checked it."),
                code="nothing-to-read",
            )
        Event.objects.write("look", article, by=by, reason=note.strip(), overrides=overrides)
        unread.delete()


def _last_hand(article: Article, edition: Edition) -> int | None:
    """Who last changed what readers would see: the draft, or since then a part of it."""
    parts = {
        Photo: Photo.objects.filter(uid__in=[one["uid"] for one in edition.all_pictures]),
        Correspondent: [line["id"] for line in edition.bylines],
        Source: article.citations.values("source"),
        Tag: [topic["id"] for topic in edition.topics],
        Document: article.citations.exclude(document=None).values("document"),
    }
    kinds = ContentType.objects.get_for_models(*parts)
    about = reduce(or_, (Q(on_type=kinds[model], on_id__in=keys) for model, keys in parts.items()))
    changes = Event.objects.filter(about, at__gt=article.edited_at, verb__in=["change", "rename"])
    newest_first = changes.select_related("on_type").order_by("-at", "-pk")
    changed = next((event for event in newest_first if _is_printed(event)), None)
    return changed.by_id if changed else article.edited_by_id


def _is_printed(event: Event) -> bool:
    """Whether a change of a part touched what readers see of it. The log names fields as the form does."""
    if event.verb == "rename":
        return True
    model = event.on_type.model_class()
    with override_language(None):
        names = {str(model._meta.get_field(name).verbose_name).casefold() for name in PRINTED[model]}
    return any(name.casefold() in names for name in event.detail.get("fields", []))
