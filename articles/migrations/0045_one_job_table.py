"""The queues that jobs replace go. The table of django-tasks-db goes, too: nothing that is installed knows it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0044_fill_jobs'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='a notice goes to the desk or by mail',
        ),
        migrations.RemoveIndex(
            model_name='notice',
            name='notice_to_mail',
        ),
        migrations.RemoveField(
            model_name='notice',
            name='mail_at',
        ),
        migrations.RemoveField(
            model_name='notice',
            name='tries',
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('desk', True), ('mail', True), _connector='OR'), name='a notification goes to the desk or by mail'),
        ),
        migrations.DeleteModel(
            name='Errand',
        ),
        migrations.RunSQL('DROP TABLE IF EXISTS django_tasks_database_dbtaskresult', migrations.RunSQL.noop),
    ]
