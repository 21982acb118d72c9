"""About pages are called so in the code too. Their tables keep their names, and no row changes."""

from django.db import migrations

VERBS = ("add", "change", "delete", "view")


def rename_permissions(apps, schema_editor, old="housepage", new="aboutpage"):
    """Roles keep what they may do: a permission is the same row under another name."""
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    for verb in VERBS:
        if not permissions.filter(content_type__app_label="articles", codename=f"{verb}_{new}").exists():
            named = permissions.filter(content_type__app_label="articles", codename=f"{verb}_{old}")
            named.update(codename=f"{verb}_{new}")


def rename_back(apps, schema_editor):
    rename_permissions(apps, schema_editor, "aboutpage", "housepage")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0046_fields_for_site_wire_and_translations"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        # A model that names its table takes it along when it is renamed.
        migrations.AlterModelTable("housepage", "articles_housepage"),
        migrations.RenameModel("HousePage", "AboutPage"),
        migrations.AlterModelTable("houseedition", "articles_houseedition"),
        migrations.RenameModel("HouseEdition", "AboutPageEdition"),
        migrations.RunPython(rename_permissions, rename_back),
    ]
