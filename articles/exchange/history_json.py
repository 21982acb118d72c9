"""The publication history of one story as a document that anybody can verify with a hash function and a JSON parser.

The format is documented in docs/publishing.md, under "Verifying an export". What was never public, or no longer is,
stays out of it: such acts travel as their hash alone, which the chain needs, such texts not at all.
"""

import json
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from articles.models import FOREVER, Act, Article, Edition, PublishingState, ledger
from newsroom.lib.clock import Clock, read

# Of the document: since 2 each edition with its text names the format of its seal; since 3 each act does, too, and
# erasures are shown.
FORMAT = 3


def export(article_id: int, *, clock: Clock | None = None) -> dict[str, Any]:
    """The record of a story as of now, ready for JSON: moments are strings in UTC. Raises Article.DoesNotExist.

    Of an act that is public everything that its hash covers is there, the actor's name and the reason included.
    """
    with transaction.atomic():
        article = Article.objects.only("uid").get(pk=article_id)
        record = PublishingState.objects.select_for_update(no_key=True).filter(pk=article_id).first()
        at = read(clock)  # after the lock: no act may come between the moment and the rows
        acts = list(Act.objects.filter(article_id=article_id).order_by("number"))
        editions = list(Edition.objects.filter(article_id=article_id).public_by(at).order_by("number"))
    public = {edition.number for edition in editions}
    shown = _shown(editions, at)
    document = {
        "format": FORMAT,
        "article": article.uid,
        "at": at,
        "seal": record.seal if record else "",
        "acts": [_act(act, article.uid, shown=_is_public(act, public, at)) for act in acts],
        "editions": [_edition(edition, at, said=edition.number in shown) for edition in editions],
    }
    return json.loads(ledger.canonical(document))


def _is_public(act: Act, public: set[int], at: datetime) -> bool:
    """Whether readers saw what this act did: an edition they could read, its end, or a window that holds no plans.

    That a text was erased is told, why is not: that reason may say what the law wants forgotten.
    """
    match act.verb:
        case Act.Verb.PUBLISH | Act.Verb.WITHDRAW | Act.Verb.ERASE:
            return act.edition in public
        case Act.Verb.WINDOW:
            return bool(public) and act.at <= at and (act.until <= at or act.until == FOREVER)
    return False


def _act(act: Act, uid: UUID, *, shown: bool) -> dict[str, Any]:
    """An erasure of old, sealed together with its reason, travels as its hash; what was altered since is shown so."""
    version = ledger.sealed_as(act, uid) or ledger.act_format(act)
    if not shown or version < ledger.act_format(act):
        return {"act_hash": act.act_hash}
    document = ledger.act_document(act, uid, version=version)
    return {
        "act_hash": act.act_hash, "format": version, "salt": ledger.shown_salt(act, version=version), "act": document,
    }  # fmt: skip


def _shown(editions: list[Edition], at: datetime) -> set[int]:
    """The numbers of the editions whose text readers may still see: none after a withdrawal or an end.

    Earlier editions count only if the history compares them with the next; editors and RECORD_COMPARISON can hide that.
    """
    live = [edition for edition in editions if edition.live_until > at]
    if not live:
        return set()
    earlier = {
        before.number
        for before, after in pairwise(editions)
        if settings.RECORD_COMPARISON and before.comparable and after.comparable
    }
    return {edition.number for edition in editions if not edition.erased} & (earlier | {live[0].number})


def _edition(edition: Edition, at: datetime, *, said: bool) -> dict[str, Any]:
    """An end that lies ahead is nobody's business; a note is public for good, unless it was erased."""
    until = edition.live_until if edition.live_until <= at else None
    document = {"number": edition.number, "live_from": edition.live_from, "live_until": until}
    document |= {"change": edition.change, "note": edition.note, "erased": edition.erased}
    text = {"format": edition.format, "salt": ledger.content_salt(edition), "content": ledger.content(edition)}
    return document | text if said else document
