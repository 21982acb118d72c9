from django.db import migrations, models


class Migration(migrations.Migration):
    """An autosave that a step was taken without; it can still be restored."""

    dependencies = [("articles", "0033_fill_wire_text")]

    operations = [
        migrations.AddField("buffer", "set_aside_at", models.DateTimeField(null=True)),
    ]
