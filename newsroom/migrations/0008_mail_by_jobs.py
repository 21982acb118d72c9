"""E-mails about accounts that were not sent yet become jobs; permissions on the tasks of django-tasks-db go."""

from django.db import migrations

MOST_TRIES = 60  # a mail that was tried more often had been given up


def fill(apps, editor):
    Job = apps.get_model("articles", "Job")
    Reset, Invitation = (apps.get_model("newsroom", name) for name in ("Reset", "Invitation"))
    jobs = [
        *(
            Job(kind="password-mail", key=f"person {reset.person_id}", args={"reset": reset.pk}, **when(reset))
            for reset in unsent(Reset)
        ),
        *(
            Job(kind="invitation-mail", args={"invitation": invitation.pk}, **when(invitation))
            for invitation in unsent(Invitation)
        ),
    ]
    Job.objects.bulk_create(jobs, batch_size=1000, ignore_conflicts=True)


def unsent(model):
    return model.objects.filter(mail_at__isnull=False, mailed_at=None, tries__lt=MOST_TRIES).order_by("pk")


def when(row):
    return {"due": row.mail_at, "next_try_at": row.mail_at, "tries": row.tries}


def forget_tasks(apps, editor):
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="django_tasks_database").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0007_login_attempts'),
        ('articles', '0043_jobs'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(forget_tasks, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name='invitation',
            name='invitation_to_mail',
        ),
        migrations.RemoveIndex(
            model_name='reset',
            name='reset_to_mail',
        ),
        migrations.RemoveField(
            model_name='invitation',
            name='mail_at',
        ),
        migrations.RemoveField(
            model_name='invitation',
            name='tries',
        ),
        migrations.RemoveField(
            model_name='reset',
            name='mail_at',
        ),
        migrations.RemoveField(
            model_name='reset',
            name='tries',
        ),
    ]
