"""What the wire sent is kept, as the base for merging what it sends later."""

import django.db.models.deletion
from django.db import migrations, models

import newsroom.lib.fields


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0031_one_clock"),
        ("sections", "0004_reviews_start_closed"),
    ]

    operations = [
        migrations.CreateModel(
            name="WireText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("headline", models.CharField(blank=True, db_index=True, max_length=200, verbose_name="headline")),
                ("standfirst", models.TextField(verbose_name="lede")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("byline", models.CharField(blank=True, max_length=120, verbose_name="free byline")),
                ("received_at", newsroom.lib.fields.MomentField(auto_now_add=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wire_texts", to="articles.article"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="sections.section"
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wire_briefs",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "wire text",
                "verbose_name_plural": "wire texts",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
    ]
