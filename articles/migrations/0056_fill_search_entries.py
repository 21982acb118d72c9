"""What is live or scheduled is indexed, some editions at a time. It may be stopped, and goes on where it was."""

from django.db import migrations
from django.db.models import F

from articles.publishing import search_entries
from newsroom.lib import clock


def fill(apps, schema_editor):
    edition, entry, word = (apps.get_model("articles", name) for name in ("Edition", "SearchEntry", "KnownWord"))
    ahead = edition.objects.filter(live_until__gt=clock.now()).filter(live_until__gt=F("live_from"))
    lacking, last = ahead.filter(erased=False, search_entry=None).order_by("pk"), 0
    while batch := list(lacking.filter(pk__gt=last)[: search_entries.BATCH]):
        search_entries.add(batch, entry, word)
        last = batch[-1].pk


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('articles', '0055_search_entries')]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
