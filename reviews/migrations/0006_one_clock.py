"""A review takes its moment from the newsroom's clock. The table stays as it is."""

from django.db import migrations, models

import newsroom.lib.clock


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_thanks")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "review", "posted_at", models.DateTimeField(default=newsroom.lib.clock.now, verbose_name="posted")
                )
            ]
        )
    ]
