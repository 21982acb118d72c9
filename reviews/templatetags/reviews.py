"""What readers said under a story, and the form to say more."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles import workflow
from articles.desk import history_text
from articles.models import AboutPageEdition, Article, Edition
from articles.templatetags.news import data_script
from newsroom.lib import house_time
from reviews import listing, screening, structured, totals
from reviews.forms import ReviewForm
from reviews.listing import Page
from reviews.models import Review
from reviews.models.review import Reason

register = template.Library()

ERRORS = 5  # reports shown on a story's page at the desk

ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)»”’]")


@register.simple_tag(takes_context=True)
def review_page(context: dict[str, Any], edition: Edition) -> Page | None:
    """The reviews under a story; none under a preview, which nobody has read yet."""
    return listing.page(edition, at=context["request"].moment) if edition.pk else None


@register.inclusion_tag("reviews/_reviews.html", takes_context=True)
def reviews_of(context: dict[str, Any], edition: Edition, page: Page) -> dict[str, Any]:
    request = context["request"]
    return {
        "page": page,
        "form": ReviewForm(),
        "edition": edition,
        "request": request,
        "SITE_NAME": settings.SITE_NAME,
    }


@register.simple_tag
def count_reviews(*lists: Iterable[Edition]) -> str:
    """Give each story of these lists the number of its reviews, for its card."""
    totals.count(chain.from_iterable(lists))
    return ""


@register.simple_tag(takes_context=True)
def most_reviewed(context: dict[str, Any], beside: Edition | None = None) -> list[Edition]:
    language = beside.language if beside else get_language()
    return totals.most_reviewed(context["request"].moment, language, beside=beside)


@register.simple_tag
def promise() -> dict[str, object]:
    """What the form says before anybody writes: by when it is read, what becomes of the address."""
    first, last = settings.REVIEWS_HOURS or ("", "")
    return {
        "first": first,
        "last": last,
        "place": house_time.place(),
        "hours": settings.REVIEWS_TARGET_HOURS,
        "links": settings.REVIEWS_LINKS,
        "days": settings.REVIEWS_KEPT_DAYS,
        "by_mail": settings.REVIEWS_BY_MAIL,
    }


@register.filter
def decided_because(line: history_text.Line) -> str:
    """The reason of a decision; where its words were erased, which reason of the list it was."""
    label = dict(Reason.choices).get(line.code)
    return f"{label} {line.reason}" if label else line.reason


@register.filter
def reader_text(text: str) -> SafeString:
    """What a reader wrote: paragraphs, and links that nobody is to follow on our account."""
    parts, done = [], 0
    for found in ADDRESS.finditer(text):
        parts += [escape(text[done : found.start()])]
        parts += [format_html('<a href="{0}" rel="ugc nofollow noopener">{0}</a>', found[0])]
        done = found.end()
    parts.append(escape(text[done:]))
    return linebreaks_filter(mark_safe("".join(parts)))  # noqa: S308  (each part is escaped above)


@register.simple_tag
def address_of(review: Review, edition: Edition) -> str:
    return listing.address(edition, review.pk)


@register.filter
def held_because(review: Review) -> str:
    """Why it was held, and what matched, for the desk."""
    return screening.for_the_desk(review.screening, review.matched) if review.screening else ""


@register.inclusion_tag("desk/_reader_said.html", takes_context=True)
def readers_said(context: dict[str, Any], article: Article) -> dict[str, Any]:
    """On a story at the desk: errors that readers report, and the way to its discussion."""
    user = context["request"].user
    leads = workflow.may_lead(user, article)
    said = {
        "article": article,
        "errors": [*Review.objects.filter(article=article).open_errors()[:ERRORS]],
        "may_correct": leads,
        "may_close": leads or user.has_perm("reviews.moderate_review"),
        "may_read": user.has_perm("reviews.view_review"),
    }
    return {"said": said}


@register.simple_tag
def structured_story(
    edition: Edition, page: Page, pages: list[AboutPageEdition], alternates: list[Edition]
) -> SafeString:
    """The story with its reviews for machines; `pages` are those about the newsroom, `alternates` the story in every
    language.
    """
    return data_script(structured.story(edition, page, pages, alternates or ()))


@register.simple_tag
def bar(count: int, whole: int) -> int:
    """How long a bar of the distribution is, of 100."""
    return round(100 * count / whole) if whole else 0
