"""Editors write the pages about the house; journalists read them at the desk."""

from django.apps import apps as current
from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = {
    "Journalists": ["view_housepage"],
    "Editors": ["add_housepage", "change_housepage", "delete_housepage", "view_housepage"],
}


def give(apps, schema_editor):
    create_permissions(current.get_app_config("articles"), using=schema_editor.connection.alias, verbosity=0)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        if role := group.objects.filter(name=name).first():
            role.permissions.add(*permission.objects.filter(codename__in=codenames, content_type__app_label="articles"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0025_pages_about_the_house"), ("newsroom", "0003_documents_for_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
