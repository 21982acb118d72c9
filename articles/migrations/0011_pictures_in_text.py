"""Which editions show a picture, above the text or in it; pictures are searched by folded words."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='WithPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_published_at', models.DateTimeField()),
                ('live_from', models.DateTimeField()),
                ('live_until', models.DateTimeField()),
                ('erased', models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='edition',
            name='picture_in_use',
        ),
        migrations.AddField(
            model_name='photo',
            name='words',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='withphoto',
            name='article',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='withphoto',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='articles.edition'),
        ),
        migrations.AddField(
            model_name='withphoto',
            name='photo',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.photo'),
        ),
        migrations.AddIndex(
            model_name='withphoto',
            index=models.Index(fields=['photo', 'live_from', 'live_until'], name='picture_in_use'),
        ),
    ]
