"""The indexes of the lists that go by the mark, and of the briefs on the page of the latest stories."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import F, Q

BEHIND = Q(public_version__lt=F("version")) | Q(version_before__lt=F("version"))
UNPRINTED = Q(public_version=None) | Q(public_version__lt=F("version"))
HAS_AN_END = Q(public_until__lt=datetime(9999, 1, 1, tzinfo=UTC))
LISTED = ["-edited_at", "-id"]
INDEXES = [
    models.Index(fields=LISTED, condition=Q(public_until=None), name="article_never_public"),
    models.Index(fields=[*LISTED, "public_until"], condition=HAS_AN_END, name="article_with_an_end"),
    models.Index(fields=LISTED, condition=BEHIND, name="article_changed"),
    models.Index(fields=["public_from"], condition=Q(public_from__isnull=False), name="article_public_from"),
    models.Index(fields=["public_until"], condition=HAS_AN_END, name="article_public_until"),
    models.Index(fields=LISTED, condition=Q(state="approved") & UNPRINTED, name="article_approved"),
]


class Migration(migrations.Migration):
    dependencies = [("articles", "0063_fill_public_mark")]

    operations = [
        *(migrations.AddIndex("article", index) for index in INDEXES),
        migrations.AddIndex(
            "edition",
            models.Index(
                fields=["language", "-first_published_at", "-article", "live_from", "live_until"],
                condition=Q(kind="brief"),
                name="briefs_language",
            ),
        ),
    ]
