"""Names of correspondents and topics are looked up by readers' searches; one that was merged away is another spelling."""

from django.db import migrations

from articles.models.spelling import rows

OWNERS = {"correspondent": "Correspondent", "tag": "Tag"}


def names_of(row):
    return [row.name, *(said["name"] for said in row.translations.values() if said.get("name"))]


def fill(apps, schema_editor):
    spelling = apps.get_model("articles", "Spelling")
    for owner, name in OWNERS.items():
        model = apps.get_model("articles", name)
        for row in model.objects.exclude(merged_into=None).select_related("merged_into").order_by("pk"):
            into = row.merged_into
            known = {*names_of(into), *into.aliases.splitlines()}
            into.aliases = "\n".join([*into.aliases.splitlines(), *(one for one in names_of(row) if one not in known)])
            into.save(update_fields=["aliases"])
        for row in model.objects.filter(merged_into=None).iterator():
            names = [*names_of(row), *row.aliases.splitlines()]
            spelling.objects.bulk_create(rows(spelling, owner, row.pk, names))


class Migration(migrations.Migration):

    dependencies = [('articles', '0066_other_spellings')]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
