"""A draft that waits for an editor is submitted, and one that an editor has accepted is approved, in the column too."""

from django.db import migrations, models

NAMES = {"in_review": "submitted", "ready": "approved"}


def rename(apps, schema_editor, names=NAMES):
    articles = apps.get_model("articles", "Article").objects.using(schema_editor.connection.alias)
    for old, new in names.items():
        articles.filter(state=old).update(state=new)


def rename_back(apps, schema_editor):
    rename(apps, schema_editor, {new: old for old, new in NAMES.items()})


class Migration(migrations.Migration):
    dependencies = [("articles", "0040_plain_words")]

    operations = [
        migrations.RunPython(rename, rename_back),
        migrations.AlterField(
            model_name="article",
            name="state",
            field=models.CharField(
                choices=[("draft", "Draft"), ("submitted", "Submitted"), ("approved", "Approved"), ("spiked", "Spiked")],
                default="draft",
                editable=False,
                max_length=12,
                verbose_name="state",
            ),
        ),
    ]
