"""What the worker does after acts of publishing (django-tasks)."""

from django_tasks import task

from articles.publishing import outbox


@task()
def carry_out() -> int:
    """Carry out what is ready of the outbox, for some seconds at most; how many errands were tried."""
    return outbox.carry_out()
