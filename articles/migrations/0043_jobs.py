from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0042_plain_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('key', models.CharField(blank=True, max_length=60, verbose_name='key')),
                ('args', models.JSONField(default=dict, verbose_name='arguments')),
                ('due', models.DateTimeField(verbose_name='due')),
                ('next_try_at', models.DateTimeField(verbose_name='next attempt')),
                ('tries', models.PositiveIntegerField(default=0, verbose_name='attempts')),
                ('error', models.TextField(blank=True, verbose_name='last error')),
                ('done_at', models.DateTimeField(null=True, verbose_name='done')),
                ('moot', models.BooleanField(default=False, verbose_name='cancelled')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'default_permissions': ('view',),
                'indexes': [
                    models.Index(condition=models.Q(('done_at', None)), fields=['next_try_at', 'id'], name='job_waiting'),
                    models.Index(condition=models.Q(('done_at', None)), fields=['key', 'due', 'id'], name='job_in_order'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('kind', 'key', 'due', 'args'), name='a job is written down once'),
                    models.CheckConstraint(condition=models.Q(('moot', False), ('done_at__isnull', False), _connector='OR'), name='a cancelled job is done'),
                ],
            },
        ),
        migrations.AddField(
            model_name='notice',
            name='mail',
            field=models.BooleanField(default=False),
        ),
    ]
