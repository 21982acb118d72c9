"""Digests in the journal are salted, each story's with its own; an approval from before must be given again."""

import secrets

import articles.models.article
from django.db import migrations, models


def salt(apps, schema_editor):
    articles = apps.get_model("articles", "Article").objects.using(schema_editor.connection.alias)
    batch = []
    for article in articles.only("pk").iterator(chunk_size=1000):
        article.salt = secrets.token_hex(16)
        batch.append(article)
    articles.bulk_update(batch, ["salt"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_assignment")]
    operations = [
        migrations.AddField("article", "salt", models.CharField(default="", editable=False, max_length=32)),
        migrations.RunPython(salt, migrations.RunPython.noop),
        migrations.AlterField(
            "article",
            "salt",
            models.CharField(default=articles.models.article.new_salt, editable=False, max_length=32),
        ),
    ]
