"""A gallery for each story, and in each edition; it joins the second format of seals before its release."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0023_printed_priority'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='gallery',
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name='GalleryPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caption', models.CharField(blank=True, help_text='In this gallery. Left empty: the caption that the picture has in the library.', max_length=400, verbose_name='caption')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='place in the gallery')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gallery', to='articles.article')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.photo', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'picture of the gallery',
                'verbose_name_plural': 'gallery',
                'ordering': ['position', 'pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('article', 'photo'), name='a gallery shows a picture once')],
            },
        ),
    ]
