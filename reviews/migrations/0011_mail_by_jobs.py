"""E-mails to the writers of reviews that were not sent yet become jobs."""

from django.db import migrations

MOST_TRIES = 60  # a mail that was tried more often had been given up


def fill(apps, editor):
    Letter, Job = apps.get_model("reviews", "Letter"), apps.get_model("articles", "Job")
    waiting = Letter.objects.filter(mail_at__isnull=False, mailed_at=None, tries__lt=MOST_TRIES).order_by("pk")
    jobs = (
        Job(
            kind="review-mail", args={"letter": letter.pk}, due=letter.mail_at, next_try_at=letter.mail_at,
            tries=letter.tries,
        )
        for letter in waiting.iterator()
    )
    Job.objects.bulk_create(jobs, batch_size=1000, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0010_plain_words'),
        ('articles', '0043_jobs'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name='letter',
            name='letter_to_mail',
        ),
        migrations.RemoveField(
            model_name='letter',
            name='mail_at',
        ),
        migrations.RemoveField(
            model_name='letter',
            name='tries',
        ),
    ]
