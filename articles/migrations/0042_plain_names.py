"""Four models get the names that people look for. Their tables keep their names, and no row changes."""

from django.conf import settings
from django.db import migrations, models


def forget_permissions(apps, schema_editor):
    """Nobody was ever asked for the permissions to add, change, delete or view a record: it is in no admin."""
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    named = [f"{verb}_record" for verb in ("add", "change", "delete", "view")]
    permissions.filter(content_type__app_label="articles", codename__in=named).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0041_submitted_and_approved"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(forget_permissions, migrations.RunPython.noop),
        # A model that names its table takes it along when it is renamed.
        migrations.AlterModelTable("buffer", "articles_buffer"),
        migrations.RenameModel("Buffer", "Autosave"),
        migrations.AlterModelTable("lookagain", "articles_lookagain"),
        migrations.RenameModel("LookAgain", "PendingCheck"),
        migrations.AlterModelTable("record", "articles_record"),
        migrations.RenameModel("Record", "PublishingState"),
        migrations.AlterModelTable("wording", "articles_wording"),
        migrations.RenameModel("Wording", "SearchWords"),
        migrations.AlterModelOptions("publishingstate", {"default_permissions": ()}),
        migrations.AlterField(
            "autosave", "article",
            models.ForeignKey(
                db_index=False, null=True, on_delete=models.CASCADE, related_name="autosaves", to="articles.article"
            ),
        ),
        migrations.AlterField(
            "pendingcheck", "article",
            models.ForeignKey(on_delete=models.PROTECT, related_name="pending_checks", to="articles.article"),
        ),
        migrations.AlterField(
            "publishingstate", "article",
            models.OneToOneField(
                on_delete=models.PROTECT, primary_key=True, related_name="publishing_state", serialize=False,
                to="articles.article",
            ),
        ),
        migrations.AlterField(
            "searchwords", "article",
            models.OneToOneField(
                on_delete=models.CASCADE, primary_key=True, related_name="search_words", serialize=False,
                to="articles.article",
            ),
        ),
    ]  # fmt: skip
