"""The library of pictures: the way in, and where each is shown."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from articles import intake, tasks
from articles.models import Article, Correspondent, Edition, Event, Photo, WithPhoto


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


def take_in(file: UploadedFile, *, by: User) -> Photo:
    """A file as it was sent becomes a picture of which nothing is said yet. ValidationError: see intake.judge."""
    intake.judge(file)
    photo = Photo(original=file, suggested=intake.suggestions(file))
    with transaction.atomic():
        photo.save()
        Event.objects.write("add", photo, by=by)
        tasks.draw_copies.enqueue(photo.pk)
    return photo


def used() -> Q:
    """Of pictures: a story has it above its text, an edition shows or showed it, or it is somebody's portrait."""
    above = Article.objects.filter(photo=OuterRef("pk"))
    portrait = Correspondent.objects.filter(photo=OuterRef("pk"))
    return Q(Exists(above)) | Q(Exists(portrait)) | Q(Exists(WithPhoto.objects.filter(photo=OuterRef("pk"))))
