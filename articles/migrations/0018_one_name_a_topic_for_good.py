"""And the database keeps it so. Apart from the filling, which PostgreSQL wants to have finished first."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_one_name_a_topic")]
    operations = [
        migrations.AlterField("tag", "key", models.CharField(editable=False, max_length=300)),
        migrations.AlterField("tag", "folded", models.CharField(editable=False, max_length=500)),
        migrations.AddConstraint(
            "tag",
            models.UniqueConstraint(
                condition=Q(merged_into__isnull=True),
                fields=("key",),
                name="a topic has one name",
                violation_error_message="There is a tag of this name, perhaps in other letters.",
            ),
        ),
        migrations.AddConstraint(
            "tag",
            models.CheckConstraint(condition=Q(merged_into=F("id"), _negated=True), name="a tag is not merged into itself"),
        ),
    ]
