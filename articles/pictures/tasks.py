"""What the worker does with pictures (django-tasks)."""

from django_tasks import task

from articles.models import Photo
from articles.pictures import copies


@task()
def draw_copies(key: int) -> None:
    """Make the copies of a picture that readers will ask for; those that say an older credit go."""
    if photo := Photo.objects.filter(pk=key).first():
        copies.make(photo)
        copies.forget(photo)
