from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    """An answer without a moment could only be written by hand; it was given when the review was decided, at least."""
    without = apps.get_model("reviews", "Review").objects.exclude(answer="").filter(answered_at=None)
    without.update(answered_at=Coalesce(F("decided_at"), F("posted_at")))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_words_by_language")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="an answer has its moment"
            ),
        ),
    ]
