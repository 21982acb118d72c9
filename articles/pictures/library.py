"""The library of pictures: the way in, and where each is shown."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from articles.models import Article, Correspondent, Edition, Event, GalleryPicture, Photo, WithPhoto
from articles.pictures import intake, jobs
from articles.text import rendering

USERS = (Article, GalleryPicture, Correspondent, WithPhoto)  # what points at a picture


@dataclass
class Use:
    article_id: int
    title: str
    live: bool  # readers see it there
    at_desk: bool  # its draft has it


def uses(photo: Photo, at: datetime) -> list[Use]:
    """The stories that show a picture, wherever on their page: to readers at `at`, or at the desk."""
    listed = WithPhoto.objects.live(at).filter(photo=photo).values("edition")
    live = dict(Edition.objects.live(at).filter(pk__in=listed).values_list("article_id", "headline"))
    inside = Q(photo=photo) | Q(body__contains=f'data-photo="{photo.uid}"')
    below = GalleryPicture.objects.filter(photo=photo)
    desk = dict(Article.objects.filter(inside | Q(pk__in=below.values("article"))).values_list("pk", "headline"))
    return [
        Use(key, live.get(key) or desk.get(key) or f"#{key}", key in live, key in desk)
        for key in sorted({*live, *desk})
    ]


def take_in(file: UploadedFile, *, by: User) -> Photo:
    """Add an uploaded file to the library, with no caption or credit yet. ValidationError: see intake.judge."""
    intake.judge(file)
    photo = Photo(original=file, suggested=intake.suggestions(file), added_by=by)
    with transaction.atomic():
        photo.save()
        Event.objects.write("add", photo, by=by)
        jobs.ask_for_copies(photo)
    return photo


def shown_by(article: Article) -> models.QuerySet[Photo]:
    """Those that a draft has above its text, in it, or in its gallery."""
    above, inside = Q(pk=article.photo_id), Q(uid__in=rendering.pictures_in(article.body))
    return Photo.objects.filter(above | inside | Q(pk__in=article.gallery.values("photo")))


def used() -> Q:
    """Of pictures: a story has it above its text or below it, an edition shows or showed it, or a person has it."""
    return reduce(or_, (Q(Exists(model.objects.filter(photo=OuterRef("pk")))) for model in USERS))


def portraits(photo: Photo) -> models.QuerySet[Correspondent]:
    """The correspondents whose portrait this picture is."""
    return Correspondent.objects.filter(photo=photo)
