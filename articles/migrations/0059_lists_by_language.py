"""The indexes of lists begin with their language."""

from django.db import migrations, models
from django.db.models import Q

NEWEST = ["-first_published_at", "-article", "live_from", "live_until"]


class Migration(migrations.Migration):
    dependencies = [("articles", "0058_language_of_listings")]

    operations = [
        migrations.RemoveIndex("edition", "section_front"),
        migrations.RemoveIndex("edition", "corrections_page"),
        migrations.RemoveIndex("undertag", "topic_page"),
        migrations.RemoveIndex("undername", "correspondent_page"),
        migrations.AddIndex(
            "edition", models.Index(fields=["language", "section", *NEWEST], name="section_front_language")
        ),
        migrations.AddIndex("edition", models.Index(fields=["language", *NEWEST], name="latest_language")),
        migrations.AddIndex(
            "edition",
            models.Index(
                condition=~Q(note=""), fields=["language", "-live_from", "-article"], name="corrections_language"
            ),
        ),
        migrations.AddIndex(
            "undertag", models.Index(fields=["tag", "language", *NEWEST, "edition"], name="topic_language")
        ),
        migrations.AddIndex(
            "undername",
            models.Index(fields=["correspondent", "language", *NEWEST, "edition"], name="correspondent_language"),
        ),
    ]
