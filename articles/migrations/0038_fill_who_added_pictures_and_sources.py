"""Who added a picture or a source, as far as the activity log knows."""

from django.db import migrations


def fill(apps, schema_editor):
    kinds, events = apps.get_model("contenttypes", "ContentType"), apps.get_model("articles", "Event")
    for name in ("photo", "source"):
        kind = kinds.objects.filter(app_label="articles", model=name).first()
        if kind is None:
            continue
        model = apps.get_model("articles", name)
        added = events.objects.filter(on_type=kind, verb="add", by__isnull=False).order_by("pk")
        for pk, by in added.values_list("on_id", "by_id").iterator():
            model.objects.filter(pk=pk, added_by=None).update(added_by=by)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0037_who_added_pictures_and_sources"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
