"""The public notes that a page shows are read from the editions that carry them, so the copies of them go.

Nothing is lost: each note is in its own edition, under that one's seal.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0038_fill_who_added_pictures_and_sources")]

    operations = [migrations.RemoveField("edition", "corrections")]
