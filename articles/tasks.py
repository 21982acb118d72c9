"""What the task worker is given to do (django-tasks; `manage.py worker`)."""

from django_tasks import task

from articles import outbox


@task()
def carry_out() -> int:
    """Carry out what is ready of the outbox, for some seconds at most; how many errands were tried."""
    return outbox.carry_out()
