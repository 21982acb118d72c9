"""The words of an edition are in its search entry. SQLite's triggers go first, for they name the column; post_migrate
puts back those that are still needed."""

from django.db import migrations


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS articles_search")
        return
    for event in ("insert", "update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS articles_search_{event}")
        schema_editor.execute(f"DROP TRIGGER IF EXISTS articles_edition_{event}")
    schema_editor.execute("DROP TABLE IF EXISTS articles_search")


class Migration(migrations.Migration):

    dependencies = [('articles', '0056_fill_search_entries')]

    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
        migrations.RemoveField('edition', 'words'),
    ]
