"""What machines are told of reviews: schema.org Comments of the story, as JSON-LD."""

from typing import Any

from django.conf import settings

from articles.models import Edition
from reviews.listing import Page
from reviews.models import Review

Data = dict[str, Any]


def comments(edition: Edition, page: Page) -> Data:
    address = settings.SITE_URL + edition.get_absolute_url()
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "commentCount": page.discussion.published,
        "comment": [_comment(review, address) for review in page.reviews if not review.is_tombstone],
    }


def _comment(review: Review, address: str) -> Data:
    data = {
        "@type": "Comment",
        "@id": f"{address}#review-{review.pk}",
        "text": review.text,
        "author": {"@type": "Person", "name": review.name},
        "dateCreated": review.posted_at.isoformat(),
    }
    if review.answer:
        data["comment"] = {
            "@type": "Comment",
            "text": review.answer,
            "author": {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
        }
        if review.answered_at:
            data["comment"]["dateCreated"] = review.answered_at.isoformat()
    return data
