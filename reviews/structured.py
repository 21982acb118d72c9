"""What machines are told of a story with its reviews: schema.org, as JSON-LD. The reviews are Comments inside it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from articles.models import AboutPageEdition, Edition
from articles.site import structured
from reviews.listing import Page
from reviews.models import Review

Data = dict[str, Any]


def story(
    edition: Edition, page: Page, pages: Iterable[AboutPageEdition] = (), alternates: Iterable[Edition] = ()
) -> Data:
    """One NewsArticle with the reviews that its page shows; see `structured.story`."""
    data, address = structured.story(edition, pages, alternates), settings.SITE_URL + edition.get_absolute_url()
    if said := [_comment(review, address) for review in page.reviews if not review.is_tombstone]:
        data |= {"commentCount": page.discussion.published, "comment": said}
    return data


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
