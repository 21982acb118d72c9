"""Who may add and look at documents."""

from django.apps import apps as current
from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = {
    "Journalists": ["add_document", "change_document", "view_document"],
    "Editors": ["add_document", "change_document", "view_document", "delete_document"],
}


def give(apps, schema_editor):
    create_permissions(current.get_app_config("articles"), using=schema_editor.connection.alias, verbosity=0)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        if role := group.objects.filter(name=name).first():
            role.permissions.add(*permission.objects.filter(codename__in=codenames, content_type__app_label="articles"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_sources_and_documents"), ("newsroom", "0002_accounts")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
