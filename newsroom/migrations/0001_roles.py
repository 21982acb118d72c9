"""Roles are groups: who may do what at the desk."""

from django.apps import apps as current
from django.contrib.auth.management import create_permissions
from django.db import migrations

JOURNALISTS = (
    "add_article change_article view_article view_edition view_act view_event "
    "add_byline change_byline delete_byline view_byline add_citation change_citation delete_citation view_citation "
    "add_source change_source view_source add_photo change_photo view_photo add_tag view_tag "
    "view_section view_correspondent"
).split()
EDITORS = JOURNALISTS + (
    "edit_any_article publish_article delete_source delete_photo change_tag delete_tag "
    "add_section change_section delete_section add_correspondent change_correspondent delete_correspondent view_review"
).split()
MODERATORS = "view_review change_review moderate_review view_edition".split()


def make_roles(apps, schema_editor):
    for label in ("articles", "sections", "reviews"):  # permissions are otherwise made only after all migrations
        create_permissions(current.get_app_config(label), using=schema_editor.connection.alias, verbosity=0)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in (("Journalists", JOURNALISTS), ("Editors", EDITORS), ("Moderators", MODERATORS)):
        role, _new = group.objects.get_or_create(name=name)
        role.permissions.add(*permission.objects.filter(codename__in=codenames, content_type__app_label__in=("articles", "sections", "reviews")))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("reviews", "0001_initial"),
        ("sections", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
