"""What readers said under a story, and the form to say more."""

from typing import Any

from django import template

from articles.models import Edition
from reviews.forms import ReviewForm
from reviews.models import Review

register = template.Library()

SHOWN = 20


@register.inclusion_tag("reviews/_reviews.html", takes_context=True)
def reviews_of(context: dict[str, Any], edition: Edition) -> dict[str, Any]:
    reviews = Review.objects.filter(article_id=edition.article_id).public()[:SHOWN]
    return {"reviews": reviews, "form": ReviewForm(), "edition": edition, "request": context["request"]}
