"""The library of pictures: where each is shown."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from articles.models import Article, Edition, Photo, WithPhoto


@dataclass
class Use:
    article_id: int
    title: str
    live: bool  # readers see it there
    at_desk: bool  # its working copy has it


def uses(photo: Photo, at: datetime) -> list[Use]:
    """The stories that show a picture, above their text or in it: to readers at `at`, or at the desk."""
    listed = WithPhoto.objects.live(at).filter(photo=photo).values("edition")
    live = dict(Edition.objects.live(at).filter(pk__in=listed).values_list("article_id", "headline"))
    inside = Q(photo=photo) | Q(body__contains=f'data-photo="{photo.uid}"')
    desk = dict(Article.objects.filter(inside).values_list("pk", "headline"))
    return [
        Use(key, live.get(key) or desk.get(key) or f"#{key}", key in live, key in desk)
        for key in sorted({*live, *desk})
    ]
