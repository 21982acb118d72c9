"""A line of the activity log takes its moment from the newsroom's clock. The table stays as it is."""

from django.db import migrations, models

import newsroom.lib.clock


class Migration(migrations.Migration):
    dependencies = [("articles", "0030_html_of_house_pages")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "event", "at", models.DateTimeField(default=newsroom.lib.clock.now, verbose_name="when")
                )
            ]
        )
    ]
