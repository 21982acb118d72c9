"""What the page that publishes shows beside the text: checks, who has read it, and what readers will see where."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk.autosave_views import called
from articles.drafts import comparison
from articles.models import Article, Edition, Event, PublishingState
from articles.publishing import preflight
from articles.workflow import State

Data = dict[str, Any]


def context(article: Article, form: Any, page: Data) -> Data:
    problems = list(preflight.check(article))
    held = PublishingState.objects.filter(pk=article.pk, embargo__gt=page["now"]).first()
    return {
        "number": Edition.objects.filter(article=article).count() + 1,
        "summary": summary(page["marked"], page["comparison"]),
        "problems": problems,
        "blocking": [problem for problem in problems if problem.blocks],
        "embargo": held and held.embargo,
        "alone": not form.initial["two"],
        "readers": _readers(article, form.initial["text_digest"]),
        "asked_by": form.initial.get("asked_by"),
        "was_public": "change" in form.fields,
    }


def summary(marked: list[comparison.Marked], compared: comparison.Comparison | None) -> str:
    """Where the changes are, in words: Headline, 2 paragraphs, Sources for this story."""
    parts = []
    for text in marked:
        count = len(text.changed)
        one = text.name != "body"
        parts.append(str(text.where) if one else ngettext("%s paragraph", "%s paragraphs", count) % count)
    if compared:
        parts += [str(row.where) for row in compared.rows]
        parts += [_("layout or links")] if compared.layout else []
    return ", ".join(part[:1].lower() + part[1:] for part in parts)


def proposed(article: Article, user: User, digest: str) -> Data:
    """What a colleague proposed who asked for a second check of this very text."""
    asked = Event.objects.about(article).filter(verb="ask").select_related("by").first()
    if asked is None or asked.by == user or asked.detail.get("digest") != digest:
        return {}
    found = dict(asked.detail.get("proposed", {}))
    if at := parse_datetime(found.pop("at", "")):
        found |= {"at": at, "when": "at"}
    return found | {"asked_by": called(asked.by)}


def _readers(article: Article, digest: str) -> str:
    """Who has read the text that is to be published, in one sentence."""
    approvals = Event.objects.about(article).filter(verb="approve", detail__digest=digest).select_related("by")
    if approved := approvals.first():
        when = date_format(timezone.localtime(approved.at), "j F, H:i")
        return _("Approved by %(who)s on %(when)s. Nothing has changed since.") % {
            "who": called(approved.by),
            "when": when,
        }
    if not settings.FOUR_EYES:
        return _("This newsroom publishes without a second check.")
    words = _("%s made the last changes. You are the second reader.") % called(article.edited_by)
    return f"{words} {_('The story has not been submitted yet.')}" if article.state == State.DRAFT else words
