"""An editor's sections are found under `edited_sections`. Nothing changes in the database."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sections", "0005_plain_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "section",
            "editors",
            models.ManyToManyField(
                blank=True,
                help_text="Editors listed for any section can edit only the sections that list them. "
                "Editors listed nowhere can edit all sections.",
                related_name="edited_sections",
                to=settings.AUTH_USER_MODEL,
                verbose_name="editors",
            ),
        ),
    ]
