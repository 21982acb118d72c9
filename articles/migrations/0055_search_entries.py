"""A table for readers' searches beside the editions: of what is live or scheduled, with stems, by weight."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0054_translations'),
        ('sections', '0007_names_in_languages'),
    ]

    operations = [
        migrations.CreateModel(
            name='KnownWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('word', models.CharField(max_length=40)),
                ('written', models.CharField(max_length=80)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('language', 'word'), name='a language has a word once')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='articles.edition')),
                ('language', models.CharField(max_length=12)),
                ('kind', models.CharField(choices=[('brief', 'Brief'), ('news', 'News'), ('analysis', 'Analysis'), ('interview', 'Interview'), ('opinion', 'Opinion'), ('feature', 'Feature')], max_length=12)),
                ('first_published_at', models.DateTimeField()),
                ('live_from', models.DateTimeField()),
                ('live_until', models.DateTimeField()),
                ('head', models.TextField(blank=True)),
                ('lede', models.TextField(blank=True)),
                ('rest', models.TextField(blank=True)),
                ('vector', django.contrib.postgres.search.SearchVectorField(null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article')),
                ('section', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sections.section')),
            ],
            options={
                'default_permissions': (),
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['vector'], name='search_words'), models.Index(fields=['language', '-first_published_at', '-article', 'live_from', 'live_until'], name='search_newest')],
            },
        ),
    ]
