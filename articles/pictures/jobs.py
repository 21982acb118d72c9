"""What the worker does with pictures."""

from datetime import datetime

from articles.models import Job, Photo
from articles.pictures import copies
from newsroom.lib import clock

COPIES = "picture-copies"


def ask_for_copies(photo: Photo) -> None:
    """In the transaction that saves the picture."""
    Job.objects.ask(Job(kind=COPIES, args={"photo": photo.pk}, due=clock.now()))


def draw_copies(jobs: list[Job], now: datetime) -> None:
    """Make the copies of a picture that readers will ask for, and remove those with an older credit."""
    for photo in Photo.objects.filter(pk__in=[job.args["photo"] for job in jobs]):
        copies.make(photo)
        copies.forget(photo)
