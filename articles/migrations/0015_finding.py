"""Working copies are found by their words; indexes for the desk's lists."""

import html
import re

import django.db.models.deletion
from anyascii import anyascii
from django.db import migrations, models

WORD, MARK = re.compile(r"[a-z0-9]+"), re.compile(r"<[^>]*>")


def wording(apps, schema_editor):
    """What articles/finding.py notes of each working copy, as it was when this was written."""
    using = schema_editor.connection.alias
    articles, wordings = (apps.get_model("articles", name).objects.using(using) for name in ("Article", "Wording"))
    batch = []
    for article in articles.prefetch_related(
        "bylines__correspondent", "citations__source", "article_tags__tag"
    ).iterator(chunk_size=500):
        sources = [citation.source for citation in article.citations.all()]
        names = [line.correspondent.name for line in article.bylines.all()]
        names += [one.attribution or (one.name if one.kind != "unnamed" else "") for one in sources]
        first = [article.headline, *(item.tag.name for item in article.article_tags.all())]
        rest = [article.standfirst, html.unescape(MARK.sub(" ", article.body)), article.byline, *names]
        words = "\n".join(" ".join(WORD.findall(anyascii(" ".join(p)).casefold())) for p in (first, rest))
        batch.append(wordings.model(article_id=article.pk, words=words))
        if len(batch) == 500:
            wordings.bulk_create(batch)
            batch = []
    wordings.bulk_create(batch)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0014_look_again'),
        ('sections', '0002_assignment'),
    ]

    operations = [
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wording', serialize=False, to='articles.article')),
                ('words', models.TextField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RunPython(wording, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name='article',
            name='article_waiting',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_mine',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_deadline',
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['state', '-edited_at', '-id'], name='article_by_state'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['section', '-edited_at', '-id'], name='article_by_section'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['priority', '-edited_at', '-id'], name='article_by_priority'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['state', 'priority', 'edited_at', 'id'], name='article_waiting'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['writer', 'state'], name='article_written'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['reporter', 'state'], name='article_assigned'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('deadline__isnull', False)), fields=['state', 'deadline'], name='article_deadline'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['embargo'], name='record_embargo'),
        ),
    ]
