"""What the task worker is given to do (django-tasks; `manage.py worker`)."""

from django_tasks import task

from articles.models import Photo
from articles.pictures import copies
from articles.publishing import outbox


@task()
def carry_out() -> int:
    """Carry out what is ready of the outbox, for some seconds at most; how many errands were tried."""
    return outbox.carry_out()


@task()
def draw_copies(key: int) -> None:
    """Make the copies of a picture that readers will ask for; those that say an older credit go."""
    if photo := Photo.objects.filter(pk=key).first():
        copies.make(photo)
        copies.forget(photo)
