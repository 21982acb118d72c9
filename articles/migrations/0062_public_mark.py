"""What the desk's lists ask of a story, beside its draft: the range and the version of its last edition."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0061_language_of_the_desk"),
        ("sections", "0008_fronts_and_banners_by_language"),
    ]

    operations = [
        migrations.AddField("article", "public_from", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("article", "public_until", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("article", "public_version", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField("article", "version_before", models.PositiveIntegerField(editable=False, null=True)),
    ]
