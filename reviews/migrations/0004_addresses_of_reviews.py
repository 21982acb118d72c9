import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_fill_moderation")]
    operations = [
        migrations.AlterField(
            "review", "uid", models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
        ),
        migrations.AddField(  # no column of its own
            "review",
            "discussion",
            models.ForeignObject(
                editable=False, from_fields=["article"], null=True, on_delete=models.DO_NOTHING,
                related_name="reviews", to="reviews.discussion", to_fields=["article"],
            ),
        ),
    ]
