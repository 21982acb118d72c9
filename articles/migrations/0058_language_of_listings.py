"""Lists are those of one language: its column beside the key, and indexes that begin with it."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy_language(apps, schema_editor):
    """From the edition that is listed. The triggers must go for it; post_migrate puts them back."""
    drop_triggers(apps, schema_editor)
    using = schema_editor.connection.alias
    languages = apps.get_model("articles", "Edition").objects.using(using).filter(pk=OuterRef("edition"))
    for name in ("UnderTag", "UnderName"):
        listing = apps.get_model("articles", name)
        listing.objects.using(using).update(language=Subquery(languages.values("language")))


def drop_triggers(apps, schema_editor):
    """They name the column, which SQLite doesn't forget."""
    for name in ("UnderTag", "UnderName"):
        table = apps.get_model("articles", name)._meta.db_table
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_update{on}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0057_no_words_on_editions")]

    operations = [
        migrations.AddField("undertag", "language", models.CharField(default="", max_length=12), preserve_default=False),
        migrations.AddField("undername", "language", models.CharField(default="", max_length=12), preserve_default=False),
        migrations.RunPython(copy_language, drop_triggers),
    ]
