"""Every edition's picture is listed with the range of time in which it is shown; pictures are found by folded words."""

import re

from anyascii import anyascii
from django.db import migrations

WORD = re.compile(r"[a-z0-9]+")
PLACE = ("article_id", "first_published_at", "live_from", "live_until")


def list_pictures(apps, schema_editor):
    alias = schema_editor.connection.alias
    shown = apps.get_model("articles", "WithPhoto")
    batch = []
    editions = apps.get_model("articles", "Edition").objects.using(alias).exclude(photo=None)
    for key, photo, *place in editions.values_list("pk", "photo_id", *PLACE).iterator(chunk_size=500):
        batch.append(shown(edition_id=key, photo_id=photo, **dict(zip(PLACE, place))))
        if len(batch) == 500:
            shown.objects.using(alias).bulk_create(batch)
            batch = []
    shown.objects.using(alias).bulk_create(batch)


def fold(apps, schema_editor):
    photos = apps.get_model("articles", "Photo").objects.using(schema_editor.connection.alias)
    for photo in photos.only("caption", "alt", "credit").iterator(chunk_size=500):
        said = anyascii(f"{photo.caption} {photo.alt} {photo.credit}").casefold()
        photos.filter(pk=photo.pk).update(words=" ".join(WORD.findall(said)))


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_pictures_in_text")]
    operations = [
        migrations.RunPython(list_pictures, migrations.RunPython.noop),
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
