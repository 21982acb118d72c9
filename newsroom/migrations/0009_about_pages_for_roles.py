"""In a new database the roles get their permissions for About pages here: 0004 looks for them under their old names."""

from django.apps import apps as current
from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = {
    "Journalists": ["view_aboutpage"],
    "Editors": ["add_aboutpage", "change_aboutpage", "delete_aboutpage", "view_aboutpage"],
}


def give(apps, schema_editor):
    """Only where a role has none of them: an administrator may have taken some away."""
    create_permissions(current.get_app_config("articles"), using=schema_editor.connection.alias, verbosity=0)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    of_pages = permission.objects.filter(content_type__app_label="articles", codename__endswith="_aboutpage")
    if of_pages.filter(group__isnull=False).exists():
        return
    for name, codenames in ROLES.items():
        if role := group.objects.filter(name=name).first():
            role.permissions.add(*of_pages.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("articles", "0047_about_pages"), ("newsroom", "0008_mail_by_jobs")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
