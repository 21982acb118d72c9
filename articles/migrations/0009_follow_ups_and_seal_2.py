"""Follow-ups, developing stories, pictures in the text; editions from here on are sealed in format 2, older ones in 1."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_revision'),
        ('sections', '0002_assignment'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='developing',
            field=models.BooleanField(default=False, help_text='The story is still moving. The page and lists say so until an edition without this mark appears.', verbose_name='developing'),
        ),
        migrations.AddField(
            model_name='article',
            name='follows',
            field=models.ForeignKey(blank=True, db_index=False, help_text='The earlier story that this one takes up again. While both are public, each page links to the other.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article', verbose_name='follows'),
        ),
        migrations.AddField(
            model_name='edition',
            name='developing',
            field=models.BooleanField(default=False, help_text='The story is still moving. The page and lists say so until an edition without this mark appears.', verbose_name='developing'),
        ),
        migrations.AddField(
            model_name='edition',
            name='follows',
            field=models.ForeignKey(blank=True, db_index=False, help_text='The earlier story that this one takes up again. While both are public, each page links to the other.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article', verbose_name='follows'),
        ),
        migrations.AddField(
            model_name='edition',
            name='format',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name='edition',
            name='format',
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddField(
            model_name='edition',
            name='pictures',
            field=models.JSONField(default=list),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(condition=models.Q(('follows__isnull', False)), fields=['follows', 'live_from', 'live_until'], name='followed_by'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('follows', models.F('id')), _negated=True), name='a story does not follow itself'),
        ),
    ]
