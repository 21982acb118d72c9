"""Which version of the rendering made the HTML of an edition, and whether an edition was published in the past."""

from django.db import migrations, models
from django.db.models import F


def mark_imports(apps, schema_editor):
    """Those whose act names a start before its own moment. The trigger must go for it; post_migrate puts it back."""
    on = " ON articles_edition" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS articles_edition_update{on}")
    using = schema_editor.connection.alias
    imports = apps.get_model("articles", "Act").objects.using(using).filter(verb="publish", at__lt=F("made_at"))
    stories = imports.filter(edition=1).values("article")
    apps.get_model("articles", "Edition").objects.using(using).filter(number=1, article__in=stories).update(
        brought_in=True
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0034_autosaves_set_aside")]

    operations = [
        migrations.AddField("edition", "rendered_with", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("edition", "brought_in", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "edition",
            models.CheckConstraint(
                condition=models.Q(("brought_in", False), ("number", 1), _connector="OR"),
                name="only a first edition is brought in",
            ),
        ),
        migrations.RunPython(mark_imports, migrations.RunPython.noop),
    ]
