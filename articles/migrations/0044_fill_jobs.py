"""What was in the three queues of earlier versions becomes jobs: errands, notifications to mail, copies to draw."""

import json

from django.db import migrations
from django.utils import timezone

AT_ONCE = 1000
MOST_TRIES = 60  # a mail that was tried more often had been given up
TASKS = "django_tasks_database_dbtaskresult"  # the table of django-tasks-db, which is no longer installed


def fill(apps, editor):
    Job = apps.get_model("articles", "Job")
    for jobs in (errands(apps, Job), notices(apps, Job), copies(apps, Job, editor.connection)):
        keep(Job, jobs)


def keep(Job, jobs):
    waiting = []
    for job in jobs:
        waiting.append(job)
        if len(waiting) == AT_ONCE:
            Job.objects.bulk_create(waiting, ignore_conflicts=True)
            waiting = []
    Job.objects.bulk_create(waiting, ignore_conflicts=True)


def errands(apps, Job):
    """Those that are done, too: they are kept for a month for those who look into a mishap."""
    for errand in apps.get_model("articles", "Errand").objects.order_by("pk").iterator(AT_ONCE):
        yield Job(
            kind=errand.kind, key=f"story {errand.article_id}",
            args={"story": errand.article_id, "act": errand.act},
            due=errand.due, next_try_at=errand.next_try_at, tries=errand.attempts, error=errand.error,
            done_at=errand.done_at, moot=errand.moot,
        )


def notices(apps, Job):
    Notice = apps.get_model("articles", "Notice")
    Notice.objects.filter(mail_at__isnull=False).update(mail=True)
    for notice in Notice.objects.filter(mail=True, mailed_at=None, tries__lt=MOST_TRIES).order_by("pk").iterator(AT_ONCE):
        yield Job(
            kind="notification-mail", key=f"person {notice.to_id}", args={"notice": notice.pk},
            due=notice.mail_at, next_try_at=notice.mail_at, tries=notice.tries,
        )


def copies(apps, Job, connection):
    """Tasks that wait, or were lost with their worker: django-tasks left those running for ever."""
    if TASKS not in connection.introspection.table_names():
        return
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT args_kwargs FROM {TASKS} WHERE status IN ('READY', 'RUNNING') AND task_path LIKE %s",
            ["%.draw_copies"],
        )
        asked = [row[0] for row in cursor.fetchall()]
    pictures = {(json.loads(one) if isinstance(one, str) else one)["args"][0] for one in asked}
    for picture in sorted(pictures):
        yield Job(kind="picture-copies", args={"photo": picture}, due=now, next_try_at=now)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0043_jobs'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
