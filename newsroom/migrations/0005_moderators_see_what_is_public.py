"""Moderators no longer see editions at the desk: some are scheduled, embargoed or withdrawn."""

from django.db import migrations


def take(apps, schema_editor):
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    if role := group.objects.filter(name="Moderators").first():
        role.permissions.remove(
            *permission.objects.filter(codename="view_edition", content_type__app_label="articles")
        )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0004_pages_for_roles")]
    operations = [migrations.RunPython(take, migrations.RunPython.noop)]
